"""The messages of tensorflow/core/protobuf/saved_object_graph.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import any, struct, tensor_shape, trackable_object_graph, types, variable, versions

FILE = File(
    __name__,
    "tensorflow",
    """
message SavedObjectGraph
  1 nodes repeated SavedObject
  2 concrete_functions map string SavedConcreteFunction
message SavedObject
  1 children repeated TrackableObjectGraph.TrackableObject.ObjectReference
  15 dependencies repeated TrackableObjectGraph.TrackableObject.ObjectReference
  3 slot_variables repeated TrackableObjectGraph.TrackableObject.SlotVariableReference
  4 user_object SavedUserObject in kind
  5 asset SavedAsset in kind
  6 function SavedFunction in kind
  7 variable SavedVariable in kind
  8 bare_concrete_function SavedBareConcreteFunction in kind
  9 constant SavedConstant in kind
  10 resource SavedResource in kind
  12 captured_tensor CapturedTensor in kind
  11 saveable_objects map string SaveableObject
  13 registered_name string
  14 serialized_user_proto google.protobuf.Any
  16 registered_saver string
message SavedUserObject
  1 identifier string
  2 version VersionDef
  3 metadata string
message SavedAsset
  1 asset_file_def_index int32
message SavedFunction
  1 concrete_functions repeated string
  2 function_spec FunctionSpec
message CapturedTensor
  1 name string
  2 concrete_function string
message SavedConcreteFunction
  2 bound_inputs repeated int32
  3 canonicalized_input_signature StructuredValue
  4 output_signature StructuredValue
message SavedBareConcreteFunction
  1 concrete_function_name string
  2 argument_keywords repeated string
  3 allowed_positional_arguments int64
  4 function_spec FunctionSpec
message SavedConstant
  1 operation string
message SavedVariable
  1 dtype DataType
  2 shape TensorShapeProto
  3 trainable bool
  4 synchronization VariableSynchronization
  5 aggregation VariableAggregation
  6 name string
  7 device string
  8 experimental_distributed_variable_components repeated SavedVariable
message FunctionSpec
  1 fullargspec StructuredValue
  2 is_method bool
  5 input_signature StructuredValue
  6 jit_compile FunctionSpec.JitCompile
enum FunctionSpec.JitCompile
  0 DEFAULT
  1 ON
  2 OFF
message SavedResource
  1 device string
message SaveableObject
  2 save_function int32
  3 restore_function int32
""",
    (
        any.FILE,
        struct.FILE,
        tensor_shape.FILE,
        trackable_object_graph.FILE,
        types.FILE,
        variable.FILE,
        versions.FILE,
    ),
)

SavedObjectGraph = FILE.messages["SavedObjectGraph"]
SavedObject = FILE.messages["SavedObject"]
SavedUserObject = FILE.messages["SavedUserObject"]
SavedAsset = FILE.messages["SavedAsset"]
SavedFunction = FILE.messages["SavedFunction"]
CapturedTensor = FILE.messages["CapturedTensor"]
SavedConcreteFunction = FILE.messages["SavedConcreteFunction"]
SavedBareConcreteFunction = FILE.messages["SavedBareConcreteFunction"]
SavedConstant = FILE.messages["SavedConstant"]
SavedVariable = FILE.messages["SavedVariable"]
FunctionSpec = FILE.messages["FunctionSpec"]
SavedResource = FILE.messages["SavedResource"]
SaveableObject = FILE.messages["SaveableObject"]
