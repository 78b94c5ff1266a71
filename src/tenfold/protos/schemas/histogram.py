"""The messages of xla/tsl/protobuf/histogram.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message HistogramProto
  1 min double
  2 max double
  3 num double
  4 sum double
  5 sum_squares double
  6 bucket_limit repeated double
  7 bucket repeated double
""",
    (),
)

HistogramProto = FILE.messages["HistogramProto"]
