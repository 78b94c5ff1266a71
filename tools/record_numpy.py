"""Records what TensorFlow's `tf.experimental.numpy` gives for the calls that the tests make.

`python tools/record_numpy.py`, with TensorFlow's interpreter: a result for each line of
`tests/ops/numpy_api/calls.txt`, in `goldens.json` beside it; and the dtypes of sums in the newer
modes of promotion, in `promotions.json`.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path


def main() -> int:
    """Writes the results."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    calls = importlib.import_module("tests.ops.numpy_api.calls")
    tf = importlib.import_module("tensorflow")
    tf.experimental.numpy.experimental_enable_numpy_behavior()
    results = {call: calls.evaluate(call, tf) for call in calls.CALLS}
    lines = [f"{json.dumps(call)}: {json.dumps(found)}" for call, found in results.items()]
    calls.GOLDENS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    tables = {mode: calls.promotions(mode, tf) for mode in ("all", "safe")}
    calls.PROMOTIONS.write_text(json.dumps(tables, indent=0) + "\n", encoding="utf-8")
    print(f"{len(results)} calls in {calls.GOLDENS}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
