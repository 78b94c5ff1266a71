"""The messages of tensorflow/core/framework/allocation_description.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message AllocationDescription
  1 requested_bytes int64
  2 allocated_bytes int64
  3 allocator_name string
  4 allocation_id int64
  5 has_single_reference bool
  6 ptr uint64
""",
    (),
)

AllocationDescription = FILE.messages["AllocationDescription"]
