"""The messages of tensorflow/core/framework/function.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import attr_value, node_def, op_def

FILE = File(
    __name__,
    "tensorflow",
    """
message FunctionDefLibrary
  1 function repeated FunctionDef
  2 gradient repeated GradientDef
  3 registered_gradients repeated RegisteredGradient
message FunctionDef
  1 signature OpDef
  5 attr map string AttrValue
  7 arg_attr map uint32 FunctionDef.ArgAttrs
  8 resource_arg_unique_id map uint32 uint32
  3 node_def repeated NodeDef
  4 ret map string string
  6 control_ret map string string
message FunctionDef.ArgAttrs
  1 attr map string AttrValue
message GradientDef
  1 function_name string
  2 gradient_func string
message RegisteredGradient
  1 gradient_func string
  2 registered_op_type string
""",
    (
        attr_value.FILE,
        node_def.FILE,
        op_def.FILE,
    ),
)

FunctionDefLibrary = FILE.messages["FunctionDefLibrary"]
FunctionDef = FILE.messages["FunctionDef"]
GradientDef = FILE.messages["GradientDef"]
RegisteredGradient = FILE.messages["RegisteredGradient"]
