"""The messages of tensorflow/core/framework/device_attributes.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message InterconnectLink
  1 device_id int32
  2 type string
  3 strength int32
message LocalLinks
  1 link repeated InterconnectLink
message DeviceLocality
  1 bus_id int32
  2 numa_node int32
  3 links LocalLinks
message DeviceAttributes
  1 name string
  2 device_type string
  4 memory_limit int64
  5 locality DeviceLocality
  6 incarnation fixed64
  7 physical_device_desc string
  8 xla_global_id int64
""",
    (),
)

InterconnectLink = FILE.messages["InterconnectLink"]
LocalLinks = FILE.messages["LocalLinks"]
DeviceLocality = FILE.messages["DeviceLocality"]
DeviceAttributes = FILE.messages["DeviceAttributes"]
