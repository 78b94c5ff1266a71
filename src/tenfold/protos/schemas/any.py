"""The messages of google/protobuf/any.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "google.protobuf",
    """
message Any
  1 type_url string
  2 value bytes
""",
    (),
)

Any = FILE.messages["Any"]
