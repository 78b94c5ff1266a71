"""The messages of tensorflow/core/framework/node_def.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import attr_value, full_type

FILE = File(
    __name__,
    "tensorflow",
    """
message NodeDef
  1 name string
  2 op string
  3 input repeated string
  4 device string
  5 attr map string AttrValue
  6 experimental_debug_info NodeDef.ExperimentalDebugInfo
  7 experimental_type FullTypeDef
message NodeDef.ExperimentalDebugInfo
  1 original_node_names repeated string
  2 original_func_names repeated string
""",
    (
        attr_value.FILE,
        full_type.FILE,
    ),
)

NodeDef = FILE.messages["NodeDef"]
