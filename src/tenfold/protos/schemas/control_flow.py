"""The messages of tensorflow/core/protobuf/control_flow.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message ValuesDef
  1 values repeated string
  2 external_values map string string
message ControlFlowContextDef
  1 cond_ctxt CondContextDef in ctxt
  2 while_ctxt WhileContextDef in ctxt
message CondContextDef
  1 context_name string
  2 pred_name string
  3 pivot_name string
  4 branch int32
  5 values_def ValuesDef
  6 nested_contexts repeated ControlFlowContextDef
message WhileContextDef
  1 context_name string
  2 parallel_iterations int32
  3 back_prop bool
  4 swap_memory bool
  5 pivot_name string
  6 pivot_for_pred_name string
  7 pivot_for_body_name string
  8 loop_exit_names repeated string
  10 loop_enter_names repeated string
  9 values_def ValuesDef
  11 maximum_iterations_name string
  12 nested_contexts repeated ControlFlowContextDef
""",
    (),
)

ValuesDef = FILE.messages["ValuesDef"]
ControlFlowContextDef = FILE.messages["ControlFlowContextDef"]
CondContextDef = FILE.messages["CondContextDef"]
WhileContextDef = FILE.messages["WhileContextDef"]
