"""The messages of tensorflow/core/framework/graph.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import function, graph_debug_info, node_def, versions

FILE = File(
    __name__,
    "tensorflow",
    """
message GraphDef
  1 node repeated NodeDef
  4 versions VersionDef
  3 version int32
  2 library FunctionDefLibrary
  5 debug_info GraphDebugInfo
""",
    (
        function.FILE,
        graph_debug_info.FILE,
        node_def.FILE,
        versions.FILE,
    ),
)

GraphDef = FILE.messages["GraphDef"]
