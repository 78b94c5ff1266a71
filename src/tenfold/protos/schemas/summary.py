"""The messages of tensorflow/core/framework/summary.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import histogram, tensor

FILE = File(
    __name__,
    "tensorflow",
    """
message SummaryDescription
  1 type_hint string
message SummaryMetadata
  1 plugin_data SummaryMetadata.PluginData
  2 display_name string
  3 summary_description string
  4 data_class DataClass
message SummaryMetadata.PluginData
  1 plugin_name string
  2 content bytes
message Summary
  1 value repeated Summary.Value
message Summary.Image
  1 height int32
  2 width int32
  3 colorspace int32
  4 encoded_image_string bytes
message Summary.Audio
  1 sample_rate float
  2 num_channels int64
  3 length_frames int64
  4 encoded_audio_string bytes
  5 content_type string
message Summary.Value
  7 node_name string
  1 tag string
  9 metadata SummaryMetadata
  2 simple_value float in value
  3 obsolete_old_style_histogram bytes in value
  4 image Summary.Image in value
  5 histo HistogramProto in value
  6 audio Summary.Audio in value
  8 tensor TensorProto in value
enum DataClass
  0 DATA_CLASS_UNKNOWN
  1 DATA_CLASS_SCALAR
  2 DATA_CLASS_TENSOR
  3 DATA_CLASS_BLOB_SEQUENCE
""",
    (
        histogram.FILE,
        tensor.FILE,
    ),
)

SummaryDescription = FILE.messages["SummaryDescription"]
SummaryMetadata = FILE.messages["SummaryMetadata"]
Summary = FILE.messages["Summary"]
DataClass = FILE.enums["DataClass"]
