"""Fails where a source file is longer than the house allows.

`python tools/longest_file.py [folder] [--limit 600]`
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

# Wire schemas are data: their length is that of the format they state.
EXEMPT = ("tenfold/protos/",)


def too_long(folder: Path, limit: int) -> list[tuple[int, Path]]:
    """The files of more than `limit` lines, longest first, with their number of lines."""
    counts = [
        (len(path.read_text(encoding="utf-8").splitlines()), path)
        for path in folder.rglob("*.py")
        if not any(part in path.as_posix() for part in EXEMPT)
    ]
    return sorted(((count, path) for count, path in counts if count > limit), reverse=True)


def main() -> int:
    """Prints the files that are too long and returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("src"))
    parser.add_argument("--limit", type=int, default=600)
    options = parser.parse_args()
    found = too_long(options.folder, options.limit)
    for count, path in found:
        print(f"{path}: {count} lines, over {options.limit}: one idea per file; split it")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
