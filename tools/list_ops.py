"""Lists the ops: for the registry, where each is defined; for readers, what each can do.

`python tools/list_ops.py` writes `src/tenfold/core/op_index.txt`, a line for each module that
defines ops, and `docs/ops.md`. `--check` writes nothing, and fails where they are out of date.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
INDEX = ROOT / "src" / "tenfold" / "core" / "op_index.txt"
PAGE = ROOT / "docs" / "ops.md"
FLOORS = ("tenfold.engine", "tenfold.ops")

HEAD = """\
# Ops

What `tf.raw_ops` holds: {count} ops, under TensorFlow's names (written by `tools/list_ops.py`).

- *dtypes*: those that each type attribute accepts; *any* if it is not limited.
- *gradient*: *yes*; *none* where no gradient flows, as in TensorFlow; empty where there is none.
- *runs*: *compiled* where XLA can hold the op inside a `tf.function`; *host* where it runs between
  compiled parts.

| op | dtypes | gradient | runs |
|---|---|---|---|
"""


def main(arguments: list[str]) -> int:
    """Writes both lists, or compares them."""
    homes = find_ops()
    stale = [path for path, text in texts(homes).items() if not _holds(path, text)]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date: run python tools/list_ops.py")
        return 1 if stale else 0
    for path, text in texts(homes).items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="ascii")
        print(f"{path.relative_to(ROOT)}: {len(homes)} ops")
    return 0


def texts(homes: dict[str, str]) -> dict[Path, str]:
    """What each file is to hold.

    Args:
        homes: the module of each op.

    Returns:
        The text of the index and that of the page, by their paths.
    """
    by_module: dict[str, list[str]] = defaultdict(list)
    for name, module in sorted(homes.items()):
        by_module[module].append(name)
    index = "".join(f"{' '.join((m, *names))}\n" for m, names in sorted(by_module.items()))
    registry = importlib.import_module("tenfold.core.op").registry
    rows = [_row(registry[name]) for name in sorted(homes)]
    return {INDEX: index, PAGE: HEAD.format(count=len(rows)) + "\n".join(rows) + "\n"}


def find_ops() -> dict[str, str]:
    """Imports every family and sees who fills the registry.

    Returns:
        For each op the module to import for the whole of it: the one that defines it or, where its
        gradient stands in another, that one, which imports the first.
    """
    ops = importlib.import_module("tenfold.core.op")
    homes: dict[str, str] = {}
    for module in _modules():
        importlib.import_module(module)
    for name, op in dict(ops.registry).items():
        homes[name] = _definer(op)
    return homes


def _definer(op: Any) -> str:
    """The module that holds all of an op."""
    where = {op.__module__}
    if op.gradient_function is not None:
        where.add(op.gradient_function.__module__)
    for module in sorted(where):
        held = vars(sys.modules[module]).values()
        others = where - {module}
        if all(any(getattr(v, "__module__", "") == o for v in held) for o in others):
            return module
    raise SystemExit(f"{op.name} is spread over {', '.join(sorted(where))}; none imports the rest.")


def _modules() -> Iterator[str]:
    for floor in FLOORS:
        package = importlib.import_module(floor)
        for found in pkgutil.walk_packages(package.__path__, f"{floor}."):
            yield found.name


def _row(op: Any) -> str:
    types = [a for a in op.signature.attrs.values() if a.kind in ("type", "list(type)")]
    dtypes = "; ".join(
        f"{a.name}: {', '.join(t.name for t in a.allowed) if a.allowed else 'any'}" for a in types
    )
    gradient = "yes" if op.gradient_function else "" if op.differentiable else "none"
    return f"| {op.name} | {dtypes} | {gradient} | {'compiled' if op.jit else 'host'} |"


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="ascii") == text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
