"""The messages of tensorflow/core/framework/op_def.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import attr_value, full_type, resource_handle, types

FILE = File(
    __name__,
    "tensorflow",
    """
message OpDef
  1 name string
  2 input_arg repeated OpDef.ArgDef
  3 output_arg repeated OpDef.ArgDef
  20 control_output repeated string
  4 attr repeated OpDef.AttrDef
  8 deprecation OpDeprecation
  5 summary string
  6 description string
  18 is_commutative bool
  16 is_aggregate bool
  17 is_stateful bool
  19 allows_uninitialized_input bool
  21 is_distributed_communication bool
message OpDef.ArgDef
  1 name string
  2 description string
  3 type DataType
  4 type_attr string
  5 number_attr string
  6 type_list_attr string
  7 handle_data repeated ResourceHandleProto.DtypeAndShape
  16 is_ref bool
  17 experimental_full_type FullTypeDef
message OpDef.AttrDef
  1 name string
  2 type string
  3 default_value AttrValue
  4 description string
  5 has_minimum bool
  6 minimum int64
  7 allowed_values AttrValue
message OpDeprecation
  1 version int32
  2 explanation string
message OpList
  1 op repeated OpDef
""",
    (
        attr_value.FILE,
        full_type.FILE,
        resource_handle.FILE,
        types.FILE,
    ),
)

OpDef = FILE.messages["OpDef"]
OpDeprecation = FILE.messages["OpDeprecation"]
OpList = FILE.messages["OpList"]
