"""The messages of google/protobuf/wrappers.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "google.protobuf",
    """
message DoubleValue
  1 value double
message FloatValue
  1 value float
message Int64Value
  1 value int64
message UInt64Value
  1 value uint64
message Int32Value
  1 value int32
message UInt32Value
  1 value uint32
message BoolValue
  1 value bool
message StringValue
  1 value string
message BytesValue
  1 value bytes
""",
    (),
)

DoubleValue = FILE.messages["DoubleValue"]
FloatValue = FILE.messages["FloatValue"]
Int64Value = FILE.messages["Int64Value"]
UInt64Value = FILE.messages["UInt64Value"]
Int32Value = FILE.messages["Int32Value"]
UInt32Value = FILE.messages["UInt32Value"]
BoolValue = FILE.messages["BoolValue"]
StringValue = FILE.messages["StringValue"]
BytesValue = FILE.messages["BytesValue"]
