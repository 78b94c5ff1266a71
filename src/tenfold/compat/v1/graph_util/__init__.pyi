# The table of contents of tf.compat.v1.graph_util.
from tenfold.engine.graph.graph_def.freezing import (
    convert_variables_to_constants as convert_variables_to_constants,
)
from tenfold.engine.graph.graph_def.importing import import_graph_def as import_graph_def
from tenfold.engine.graph.graph_def.pruning import extract_sub_graph as extract_sub_graph
from tenfold.engine.graph.graph_def.pruning import must_run_on_cpu as must_run_on_cpu
from tenfold.engine.graph.graph_def.pruning import remove_training_nodes as remove_training_nodes
from tenfold.engine.graph.graph_def.pruning import (
    tensor_shape_from_node_def_name as tensor_shape_from_node_def_name,
)
