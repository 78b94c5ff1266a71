"""The messages of tensorflow/core/protobuf/struct.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import tensor, tensor_shape, types

FILE = File(
    __name__,
    "tensorflow",
    """
message StructuredValue
  1 none_value NoneValue in kind
  11 float64_value double in kind
  12 int64_value sint64 in kind
  13 string_value string in kind
  14 bool_value bool in kind
  31 tensor_shape_value TensorShapeProto in kind
  32 tensor_dtype_value DataType in kind
  33 tensor_spec_value TensorSpecProto in kind
  34 type_spec_value TypeSpecProto in kind
  35 bounded_tensor_spec_value BoundedTensorSpecProto in kind
  51 list_value ListValue in kind
  52 tuple_value TupleValue in kind
  53 dict_value DictValue in kind
  54 named_tuple_value NamedTupleValue in kind
  55 tensor_value TensorProto in kind
  56 numpy_value TensorProto in kind
message NoneValue
message ListValue
  1 values repeated StructuredValue
message TupleValue
  1 values repeated StructuredValue
message DictValue
  1 fields map string StructuredValue
message PairValue
  1 key string
  2 value StructuredValue
message NamedTupleValue
  1 name string
  2 values repeated PairValue
message TensorSpecProto
  1 name string
  2 shape TensorShapeProto
  3 dtype DataType
message BoundedTensorSpecProto
  1 name string
  2 shape TensorShapeProto
  3 dtype DataType
  4 minimum TensorProto
  5 maximum TensorProto
message TypeSpecProto
  1 type_spec_class TypeSpecProto.TypeSpecClass
  2 type_state StructuredValue
  3 type_spec_class_name string
  4 num_flat_components int32
enum TypeSpecProto.TypeSpecClass
  0 UNKNOWN
  1 SPARSE_TENSOR_SPEC
  2 INDEXED_SLICES_SPEC
  3 RAGGED_TENSOR_SPEC
  4 TENSOR_ARRAY_SPEC
  5 DATA_DATASET_SPEC
  6 DATA_ITERATOR_SPEC
  7 OPTIONAL_SPEC
  8 PER_REPLICA_SPEC
  9 VARIABLE_SPEC
  10 ROW_PARTITION_SPEC
  12 REGISTERED_TYPE_SPEC
  13 EXTENSION_TYPE_SPEC
""",
    (
        tensor.FILE,
        tensor_shape.FILE,
        types.FILE,
    ),
)

StructuredValue = FILE.messages["StructuredValue"]
NoneValue = FILE.messages["NoneValue"]
ListValue = FILE.messages["ListValue"]
TupleValue = FILE.messages["TupleValue"]
DictValue = FILE.messages["DictValue"]
PairValue = FILE.messages["PairValue"]
NamedTupleValue = FILE.messages["NamedTupleValue"]
TensorSpecProto = FILE.messages["TensorSpecProto"]
BoundedTensorSpecProto = FILE.messages["BoundedTensorSpecProto"]
TypeSpecProto = FILE.messages["TypeSpecProto"]
