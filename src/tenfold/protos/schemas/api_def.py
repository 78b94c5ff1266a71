"""The messages of tensorflow/core/framework/api_def.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import attr_value

FILE = File(
    __name__,
    "tensorflow",
    """
message ApiDef
  1 graph_op_name string
  12 deprecation_message string
  13 deprecation_version int32
  2 visibility ApiDef.Visibility
  3 endpoint repeated ApiDef.Endpoint
  4 in_arg repeated ApiDef.Arg
  5 out_arg repeated ApiDef.Arg
  11 arg_order repeated string
  6 attr repeated ApiDef.Attr
  7 summary string
  8 description string
  9 description_prefix string
  10 description_suffix string
message ApiDef.Endpoint
  1 name string
  3 deprecated bool
  4 deprecation_version int32
message ApiDef.Arg
  1 name string
  2 rename_to string
  3 description string
message ApiDef.Attr
  1 name string
  2 rename_to string
  3 default_value AttrValue
  4 description string
enum ApiDef.Visibility
  0 DEFAULT_VISIBILITY
  1 VISIBLE
  2 SKIP
  3 HIDDEN
message ApiDefs
  1 op repeated ApiDef
""",
    (attr_value.FILE,),
)

ApiDef = FILE.messages["ApiDef"]
ApiDefs = FILE.messages["ApiDefs"]
