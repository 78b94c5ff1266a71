# The table of contents of tf.graph_util.
from tenfold.engine.graph.graph_def.importing import import_graph_def as import_graph_def
