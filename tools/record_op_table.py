"""Writes what graphs must know of ops that tenfold may have no kernel for.

`python tools/record_op_table.py`, with TensorFlow's interpreter: for each of its ops a line of
`src/tenfold/engine/graph/graph_def/op_table.txt`, in the notation of an op's text; `!` marks the
stateful ones.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "tenfold" / "engine" / "graph" / "graph_def" / "op_table.txt"


def main() -> int:
    """Writes the table."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    tf = importlib.import_module("tensorflow")
    session = importlib.import_module("tensorflow.python.client.pywrap_tf_session")
    op_list = importlib.import_module("tensorflow.core.framework.op_def_pb2").OpList()
    op_list.ParseFromString(session.TF_GetBuffer(session.TF_GetAllOpList()))

    def arg(a: Any, lists: set[str]) -> str:
        kind = a.type_list_attr or a.type_attr or tf.dtypes.as_dtype(a.type).name
        dots = "[]" if a.type_list_attr in lists else ""
        return f"{a.name}: {f'{a.number_attr}*' if a.number_attr else ''}{kind}{dots}"

    lines = []
    for definition in sorted(op_list.op, key=lambda d: d.name):
        name = definition.name
        if name.startswith("_"):
            continue
        lists = {a.name for a in definition.attr if a.type == "list(type)"}
        inputs = ", ".join(arg(a, lists) for a in definition.input_arg)
        outputs = ", ".join(arg(a, lists) for a in definition.output_arg)
        lines.append(f"{name}{'!' if definition.is_stateful else ''} {inputs} -> {outputs}".strip())
    TARGET.write_text("\n".join(lines) + "\n")
    print(f"{len(lines)} ops in {TARGET.relative_to(ROOT)}, {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
