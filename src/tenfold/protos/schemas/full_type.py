"""The messages of tensorflow/core/framework/full_type.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message FullTypeDef
  1 type_id FullTypeId
  2 args repeated FullTypeDef
  3 s string in attr
  4 i int64 in attr
enum FullTypeId
  0 TFT_UNSET
  1 TFT_VAR
  2 TFT_ANY
  3 TFT_PRODUCT
  4 TFT_NAMED
  20 TFT_FOR_EACH
  100 TFT_CALLABLE
  1000 TFT_TENSOR
  1001 TFT_ARRAY
  1002 TFT_OPTIONAL
  1003 TFT_LITERAL
  1004 TFT_ENCODED
  1005 TFT_SHAPE_TENSOR
  200 TFT_BOOL
  201 TFT_UINT8
  202 TFT_UINT16
  203 TFT_UINT32
  204 TFT_UINT64
  205 TFT_INT8
  206 TFT_INT16
  207 TFT_INT32
  208 TFT_INT64
  209 TFT_HALF
  210 TFT_FLOAT
  211 TFT_DOUBLE
  215 TFT_BFLOAT16
  212 TFT_COMPLEX64
  213 TFT_COMPLEX128
  214 TFT_STRING
  10102 TFT_DATASET
  10103 TFT_RAGGED
  10104 TFT_ITERATOR
  10202 TFT_MUTEX_LOCK
  10203 TFT_LEGACY_VARIANT
""",
    (),
)

FullTypeDef = FILE.messages["FullTypeDef"]
FullTypeId = FILE.enums["FullTypeId"]
