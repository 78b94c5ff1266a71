"""The messages of tensorflow/core/framework/cost_graph.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import tensor_shape, types

FILE = File(
    __name__,
    "tensorflow",
    """
message CostGraphDef
  1 node repeated CostGraphDef.Node
  2 cost repeated CostGraphDef.AggregatedCost
message CostGraphDef.Node
  1 name string
  2 device string
  3 id int32
  4 input_info repeated CostGraphDef.Node.InputInfo
  5 output_info repeated CostGraphDef.Node.OutputInfo
  6 temporary_memory_size int64
  12 persistent_memory_size int64
  10 host_temp_memory_size int64
  11 device_temp_memory_size int64
  16 device_persistent_memory_size int64
  9 compute_cost int64
  14 compute_time int64
  15 memory_time int64
  7 is_final bool
  8 control_input repeated int32
  17 inaccurate bool
message CostGraphDef.Node.InputInfo
  1 preceding_node int32
  2 preceding_port int32
message CostGraphDef.Node.OutputInfo
  1 size int64
  2 alias_input_port int64
  3 shape TensorShapeProto
  4 dtype DataType
message CostGraphDef.AggregatedCost
  1 cost float
  2 dimension string
""",
    (
        tensor_shape.FILE,
        types.FILE,
    ),
)

CostGraphDef = FILE.messages["CostGraphDef"]
