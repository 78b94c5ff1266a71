"""Values that are measured by other means than a clock around a call."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any

MEGABYTE = 1e6
# The calls before the timed ones: a compiler may wait and see for up to the second number.
WARM_UP, WARM_UP_MOST = 10, 2100


@dataclass(frozen=True)
class Gauge:
    """A case whose value is what `read()` returns, in `unit`, read `repeats` times."""

    read: Callable[[], float]
    unit: str
    repeats: int = 1


def resident_megabytes() -> float:
    """The memory that this process holds now, in MB (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / MEGABYTE
    raise RuntimeError("/proc/self/status has no VmRSS line; expected a Linux kernel")


def in_new_process(script: str) -> float:
    """Runs a script in a new interpreter and returns the number that it prints last."""
    folder = Path(__file__).resolve().parent
    script = f"import sys; sys.path.insert(0, {str(folder)!r})\n{script}"
    # A file: what converts functions reads their source.
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(script)
        file.flush()
        done = subprocess.run([sys.executable, file.name], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return float(done.stdout.split()[-1])


def installed_megabytes(package: str) -> float:
    """The size of a package with everything that it requires, in MB.

    Optional extras do not count. An editable install counts the sources that it points to.
    """
    return sum(_size(found) for found in _closure(package).values()) / MEGABYTE


def _closure(package: str) -> dict[str, Distribution]:
    """The distributions that installing `package` brings, itself among them, by name."""
    found: dict[str, Distribution] = {}
    waiting = [package]
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            if name == package:
                raise
            continue  # required on other platforms only
        for requirement in found[name].requires or ():
            if "extra ==" not in requirement:
                waiting.append(re.split(r"[^\w.-]", requirement, maxsplit=1)[0])
    return found


def _size(found: Distribution) -> int:
    paths = [Path(str(found.locate_file(file))) for file in found.files or ()]
    if any(path.suffix == ".pth" for path in paths):
        spec = find_spec(found.metadata["Name"].replace("-", "_"))
        if spec is not None and spec.origin is not None:
            paths += [
                p for p in Path(spec.origin).parent.rglob("*") if "__pycache__" not in p.parts
            ]
    return sum(path.stat().st_size for path in paths if path.is_file() and path.suffix != ".pyc")


def warm_up(case: Callable[[], Any], seconds: float) -> None:
    """Lets a case trace, and compile at last, for so many seconds where it takes many calls."""
    end = time.perf_counter() + seconds
    for i in range(WARM_UP_MOST):
        if i >= WARM_UP and time.perf_counter() > end:
            return
        case()
