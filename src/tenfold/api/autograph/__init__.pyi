# The table of contents of tf.autograph.
from tenfold.api.autograph import experimental as experimental
from tenfold.engine.autograph.exporting import to_code as to_code
from tenfold.engine.autograph.exporting import to_graph as to_graph
from tenfold.engine.autograph.verbosity import set_verbosity as set_verbosity
from tenfold.engine.autograph.verbosity import trace as trace
