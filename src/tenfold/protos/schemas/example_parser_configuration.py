"""The messages of tensorflow/core/example/example_parser_configuration.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import tensor, tensor_shape, types

FILE = File(
    __name__,
    "tensorflow",
    """
message VarLenFeatureProto
  1 dtype DataType
  2 values_output_tensor_name string
  3 indices_output_tensor_name string
  4 shapes_output_tensor_name string
message FixedLenFeatureProto
  1 dtype DataType
  2 shape TensorShapeProto
  3 default_value TensorProto
  4 values_output_tensor_name string
message FeatureConfiguration
  1 fixed_len_feature FixedLenFeatureProto in config
  2 var_len_feature VarLenFeatureProto in config
message ExampleParserConfiguration
  1 feature_map map string FeatureConfiguration
""",
    (
        tensor.FILE,
        tensor_shape.FILE,
        types.FILE,
    ),
)

VarLenFeatureProto = FILE.messages["VarLenFeatureProto"]
FixedLenFeatureProto = FILE.messages["FixedLenFeatureProto"]
FeatureConfiguration = FILE.messages["FeatureConfiguration"]
ExampleParserConfiguration = FILE.messages["ExampleParserConfiguration"]
