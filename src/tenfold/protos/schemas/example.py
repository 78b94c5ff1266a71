"""The messages of tensorflow/core/example/example.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import feature

FILE = File(
    __name__,
    "tensorflow",
    """
message Example
  1 features Features
message SequenceExample
  1 context Features
  2 feature_lists FeatureLists
""",
    (feature.FILE,),
)

Example = FILE.messages["Example"]
SequenceExample = FILE.messages["SequenceExample"]
