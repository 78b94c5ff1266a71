"""Records TensorFlow's results, so that tests compare with them where TensorFlow is not installed.

`python tools/record_goldens.py [name ...]`, with TensorFlow's interpreter (`make goldens`).

A golden program is `tests/goldens/NAME.py`. It defines `cases(tf)`, which returns a callable
without arguments for each case name; its source is the same for TensorFlow and for tenfold. The
results go to `tests/goldens/NAME.npz`, one array a case. A case that raises is recorded as the
name of the exception's class, under `CASE!`.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "goldens"


def evaluate(program: Path, tf: Any) -> dict[str, np.ndarray]:
    """Runs the cases of a golden program on a library.

    Args:
        program: path of the program.
        tf: the library: the module `tensorflow`, or tenfold.

    Returns:
        For each case, its result as an array; or, under `CASE!`, the class name of its exception.
    """
    spec = importlib.util.spec_from_file_location(f"golden_{program.stem}", program)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    results = {}
    for name, case in module.cases(tf).items():
        try:
            results[name] = np.asarray(case())
        except Exception as error:
            results[f"{name}!"] = np.asarray(type(error).__name__)
    return results


def main() -> int:
    """Records the named programs, or all."""
    names = sys.argv[1:] or sorted(path.stem for path in FOLDER.glob("*.py"))
    if not names:
        print(f"no golden programs in {FOLDER}")
        return 0
    tf = importlib.import_module("tensorflow")
    for name in names:
        results = evaluate(FOLDER / f"{name}.py", tf)
        np.savez_compressed(FOLDER / f"{name}.npz", allow_pickle=False, **results)
        print(f"{name}: {len(results)} results of TensorFlow {tf.__version__}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
