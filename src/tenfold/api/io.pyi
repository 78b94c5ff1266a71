# The table of contents of tf.io.
from tenfold.engine.graph.graph_def.writing import write_graph as write_graph
