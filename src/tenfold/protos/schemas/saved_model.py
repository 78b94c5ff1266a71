"""The messages of tensorflow/core/protobuf/saved_model.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import meta_graph

FILE = File(
    __name__,
    "tensorflow",
    """
message SavedModel
  1 saved_model_schema_version int64
  2 meta_graphs repeated MetaGraphDef
""",
    (meta_graph.FILE,),
)

SavedModel = FILE.messages["SavedModel"]
