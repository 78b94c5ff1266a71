"""The messages of tensorflow/core/example/feature.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message BytesList
  1 value repeated bytes
message FloatList
  1 value repeated float
message Int64List
  1 value repeated int64
message Feature
  1 bytes_list BytesList in kind
  2 float_list FloatList in kind
  3 int64_list Int64List in kind
message Features
  1 feature map string Feature
message FeatureList
  1 feature repeated Feature
message FeatureLists
  1 feature_list map string FeatureList
""",
    (),
)

BytesList = FILE.messages["BytesList"]
FloatList = FILE.messages["FloatList"]
Int64List = FILE.messages["Int64List"]
Feature = FILE.messages["Feature"]
Features = FILE.messages["Features"]
FeatureList = FILE.messages["FeatureList"]
FeatureLists = FILE.messages["FeatureLists"]
