"""The messages of tensorflow/core/framework/step_stats.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import allocation_description, tensor_description

FILE = File(
    __name__,
    "tensorflow",
    """
message AllocationRecord
  1 alloc_micros int64
  2 alloc_bytes int64
message AllocatorMemoryUsed
  1 allocator_name string
  2 total_bytes int64
  3 peak_bytes int64
  4 live_bytes int64
  6 allocation_records repeated AllocationRecord
  5 allocator_bytes_in_use int64
message NodeOutput
  1 slot int32
  3 tensor_description TensorDescription
message MemoryStats
  1 temp_memory_size int64
  3 persistent_memory_size int64
  5 persistent_tensor_alloc_ids repeated int64
  2 device_temp_memory_size int64
  4 device_persistent_memory_size int64
  6 device_persistent_tensor_alloc_ids repeated int64
message NodeExecStats
  1 node_name string
  2 all_start_micros int64
  3 op_start_rel_micros int64
  4 op_end_rel_micros int64
  5 all_end_rel_micros int64
  6 memory repeated AllocatorMemoryUsed
  7 output repeated NodeOutput
  8 timeline_label string
  9 scheduled_micros int64
  10 thread_id uint32
  11 referenced_tensor repeated AllocationDescription
  12 memory_stats MemoryStats
  13 all_start_nanos int64
  14 op_start_rel_nanos int64
  15 op_end_rel_nanos int64
  16 all_end_rel_nanos int64
  17 scheduled_nanos int64
message DeviceStepStats
  1 device string
  2 node_stats repeated NodeExecStats
  3 thread_names map uint32 string
message StepStats
  1 dev_stats repeated DeviceStepStats
""",
    (
        allocation_description.FILE,
        tensor_description.FILE,
    ),
)

AllocationRecord = FILE.messages["AllocationRecord"]
AllocatorMemoryUsed = FILE.messages["AllocatorMemoryUsed"]
NodeOutput = FILE.messages["NodeOutput"]
MemoryStats = FILE.messages["MemoryStats"]
NodeExecStats = FILE.messages["NodeExecStats"]
DeviceStepStats = FILE.messages["DeviceStepStats"]
StepStats = FILE.messages["StepStats"]
