"""The default graph, and whether calls outside of every block build it."""

from __future__ import annotations

from typing import Any

from tenfold.core import context
from tenfold.core.context import state
from tenfold.engine.graph.default import Default, default_graph
from tenfold.engine.graph.func_graph import Graph


def get_default_graph() -> Graph:
    """The graph that calls are added to, or would be added to outside of eager execution.

    Returns:
      A `tf.Graph`.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default() as graph:
      ...     tf.get_default_graph() is graph
      True
    """
    return default_graph()


def reset_default_graph() -> None:
    """Puts an empty graph in the default graph's place.

    Raises:
      AssertionError: A block of another graph is open.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.reset_default_graph()
      >>> tf.get_default_graph().get_operations()
      []
    """
    if state.graph is not None and state.graph is not Default.graph:
        raise AssertionError(
            "Do not use tf.reset_default_graph() to clear nested graphs. If you need a cleared "
            "graph, exit the nesting and create a new graph."
        )
    Default.graph = Graph()
    if Default.is_built:
        context.set_default_graph(Default.graph)


def disable_eager_execution() -> None:
    """Adds every call outside of a `tf.function` to the default graph, from now on.

    Raises:
      ValueError: Called inside a `tf.function`.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.disable_eager_execution()
      >>> tf.executing_eagerly()
      False
      >>> tf.reset_default_graph()
      >>> tf.enable_eager_execution()
    """
    if state.graph is not None and state.graph.building_function:
        raise ValueError("tf.disable_eager_execution must be called outside of a tf.function.")
    Default.is_built = True
    if state.graph is None:
        context.set_default_graph(get_default_graph())


def enable_eager_execution(
    config: Any = None, device_policy: Any = None, execution_mode: Any = None
) -> None:
    """Runs every call at once, as is usual, from now on.

    Args:
      config: A ConfigProto; accepted for TensorFlow's sake.
      device_policy: Accepted for TensorFlow's sake.
      execution_mode: Accepted for TensorFlow's sake.

    Raises:
      ValueError: The default graph has nodes already.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.enable_eager_execution()
      >>> tf.executing_eagerly()
      True
    """
    if not Default.is_built:
        return
    if state.graph is not Default.graph or get_default_graph().nodes:
        raise ValueError(
            "tf.enable_eager_execution must be called at program startup: the default graph is in "
            "use. tf.compat.v1.reset_default_graph() clears it."
        )
    Default.is_built = False
    context.set_default_graph(None)


def executing_eagerly_outside_functions() -> bool:
    """Whether calls run at once outside of every `tf.function`.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.executing_eagerly_outside_functions()
      True
    """
    graph = state.graph
    while graph is not None and graph.building_function:
        graph = graph.outer
    return graph is None
