"""The messages of tensorflow/core/protobuf/meta_graph.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import any, graph, op_def, saved_object_graph, saver, struct, tensor, tensor_shape, types

FILE = File(
    __name__,
    "tensorflow",
    """
message MetaGraphDef
  1 meta_info_def MetaGraphDef.MetaInfoDef
  2 graph_def GraphDef
  3 saver_def SaverDef
  4 collection_def map string CollectionDef
  5 signature_def map string SignatureDef
  6 asset_file_def repeated AssetFileDef
  7 object_graph_def SavedObjectGraph
message MetaGraphDef.MetaInfoDef
  1 meta_graph_version string
  2 stripped_op_list OpList
  3 any_info google.protobuf.Any
  4 tags repeated string
  5 tensorflow_version string
  6 tensorflow_git_version string
  7 stripped_default_attrs bool
  8 function_aliases map string string
message CollectionDef
  1 node_list CollectionDef.NodeList in kind
  2 bytes_list CollectionDef.BytesList in kind
  3 int64_list CollectionDef.Int64List in kind
  4 float_list CollectionDef.FloatList in kind
  5 any_list CollectionDef.AnyList in kind
message CollectionDef.NodeList
  1 value repeated string
message CollectionDef.BytesList
  1 value repeated bytes
message CollectionDef.Int64List
  1 value repeated int64
message CollectionDef.FloatList
  1 value repeated float
message CollectionDef.AnyList
  1 value repeated google.protobuf.Any
message TensorInfo
  1 name string in encoding
  4 coo_sparse TensorInfo.CooSparse in encoding
  5 composite_tensor TensorInfo.CompositeTensor in encoding
  2 dtype DataType
  3 tensor_shape TensorShapeProto
message TensorInfo.CooSparse
  1 values_tensor_name string
  2 indices_tensor_name string
  3 dense_shape_tensor_name string
message TensorInfo.CompositeTensor
  1 type_spec TypeSpecProto
  2 components repeated TensorInfo
message SignatureDef
  1 inputs map string TensorInfo
  2 outputs map string TensorInfo
  3 method_name string
  4 defaults map string TensorProto
message AssetFileDef
  1 tensor_info TensorInfo
  2 filename string
""",
    (
        any.FILE,
        graph.FILE,
        op_def.FILE,
        saved_object_graph.FILE,
        saver.FILE,
        struct.FILE,
        tensor.FILE,
        tensor_shape.FILE,
        types.FILE,
    ),
)

MetaGraphDef = FILE.messages["MetaGraphDef"]
CollectionDef = FILE.messages["CollectionDef"]
TensorInfo = FILE.messages["TensorInfo"]
SignatureDef = FILE.messages["SignatureDef"]
AssetFileDef = FILE.messages["AssetFileDef"]
