"""The messages of tensorflow/core/protobuf/trackable_object_graph.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import wrappers

FILE = File(
    __name__,
    "tensorflow",
    """
message TrackableObjectGraph
  1 nodes repeated TrackableObjectGraph.TrackableObject
message TrackableObjectGraph.TrackableObject
  1 children repeated TrackableObjectGraph.TrackableObject.ObjectReference
  2 attributes repeated TrackableObjectGraph.TrackableObject.SerializedTensor
  3 slot_variables repeated TrackableObjectGraph.TrackableObject.SlotVariableReference
  4 registered_saver RegisteredSaver
  5 has_checkpoint_values google.protobuf.BoolValue
message TrackableObjectGraph.TrackableObject.ObjectReference
  1 node_id int32
  2 local_name string
message TrackableObjectGraph.TrackableObject.SerializedTensor
  1 name string
  2 full_name string
  3 checkpoint_key string
message TrackableObjectGraph.TrackableObject.SlotVariableReference
  1 original_variable_node_id int32
  2 slot_name string
  3 slot_variable_node_id int32
message RegisteredSaver
  1 name string
  2 object_name string
""",
    (wrappers.FILE,),
)

TrackableObjectGraph = FILE.messages["TrackableObjectGraph"]
RegisteredSaver = FILE.messages["RegisteredSaver"]
