"""Records graphs that TensorFlow writes, and what it computes with them.

`python tools/record_graphs.py`, with TensorFlow's interpreter. For each program of
`tests/interop/programs.py`, in the functional form and in that of TensorFlow 1: a GraphDef in
`tests/engine/graph/goldens/`, and the results of all in `results.npz`.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.interop.peer import graph_of  # noqa: E402
from tests.interop.programs import PROGRAMS  # noqa: E402

TARGET = ROOT / "tests" / "engine" / "graph" / "goldens"


def main() -> int:
    """Records every program."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    tf = importlib.import_module("tensorflow")
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in TARGET.glob("*.pb"):
        old.unlink()
    index: dict[str, Any] = {}
    arrays: dict[str, np.ndarray] = {}
    for name in PROGRAMS:
        for form in ("functional", "frames"):
            graph_def, inputs, outputs, results = graph_of(tf, name, form == "frames")
            key = f"{name}.{form}"
            data = graph_def.SerializeToString(deterministic=True)
            (TARGET / f"{key}.pb").write_bytes(data)
            index[key] = {"feeds": inputs, "fetches": outputs}
            arrays.update({f"{key}.{i}": np.asarray(y) for i, y in enumerate(results)})
    (TARGET / "index.json").write_text(json.dumps(index, indent=1, sort_keys=True) + "\n")
    np.savez_compressed(TARGET / "results.npz", **arrays)
    size = sum(path.stat().st_size for path in TARGET.iterdir())
    print(f"{len(index)} graphs of TensorFlow {tf.__version__}, {size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
