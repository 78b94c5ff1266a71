"""The messages of tensorflow/core/framework/variable.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message VariableDef
  1 variable_name string
  6 initial_value_name string
  2 initializer_name string
  3 snapshot_name string
  4 save_slice_info_def SaveSliceInfoDef
  5 is_resource bool
  7 trainable bool
  8 synchronization VariableSynchronization
  9 aggregation VariableAggregation
message SaveSliceInfoDef
  1 full_name string
  2 full_shape repeated int64
  3 var_offset repeated int64
  4 var_shape repeated int64
enum VariableSynchronization
  0 VARIABLE_SYNCHRONIZATION_AUTO
  1 VARIABLE_SYNCHRONIZATION_NONE
  2 VARIABLE_SYNCHRONIZATION_ON_WRITE
  3 VARIABLE_SYNCHRONIZATION_ON_READ
enum VariableAggregation
  0 VARIABLE_AGGREGATION_NONE
  1 VARIABLE_AGGREGATION_SUM
  2 VARIABLE_AGGREGATION_MEAN
  3 VARIABLE_AGGREGATION_ONLY_FIRST_REPLICA
""",
    (),
)

VariableDef = FILE.messages["VariableDef"]
SaveSliceInfoDef = FILE.messages["SaveSliceInfoDef"]
VariableSynchronization = FILE.enums["VariableSynchronization"]
VariableAggregation = FILE.enums["VariableAggregation"]
