"""The global step: a variable that counts the updates of a graph's variables."""

from __future__ import annotations

from typing import Any

from tenfold.core.dtypes import int64

from ..default_graph import get_default_graph
from ..graph_keys import GraphKeys
from ..initial_values import Zeros
from ..variable_scoping import get_variable


def get_global_step(graph: Any = None) -> Any:
    """The variable that counts the steps of training, or None.

    Args:
      graph: A graph; the default graph if None.

    Returns:
      A variable, or None if the graph has none.

    Raises:
      TypeError: What is there is no integer scalar.
    """
    graph = graph or get_default_graph()
    found = graph.get_collection(GraphKeys.GLOBAL_STEP)
    if not found:
        return None
    step = found[0]
    if not step.dtype.is_integer:
        raise TypeError(f'Existing "global_step" does not have integer type: {step.dtype}')
    if step.shape.rank not in (0, None):
        raise TypeError(f'Existing "global_step" is not scalar: {step.shape}')
    return step


def create_global_step(graph: Any = None) -> Any:
    """Makes the variable that counts the steps of training.

    Args:
      graph: A graph; the default graph if None.

    Returns:
      A variable of int64, not trainable.

    Raises:
      ValueError: The graph has one.
    """
    graph = graph or get_default_graph()
    if get_global_step(graph) is not None:
        raise ValueError('"global_step" already exists.')
    with graph.as_default(), graph.name_scope(None):
        return get_variable(
            "global_step",
            shape=[],
            dtype=int64,
            initializer=Zeros(),
            trainable=False,
            collections=[GraphKeys.GLOBAL_VARIABLES, GraphKeys.GLOBAL_STEP],
        )


def get_or_create_global_step(graph: Any = None) -> Any:
    """The variable that counts the steps of training, made if there is none.

    Args:
      graph: A graph; the default graph if None.

    Returns:
      A variable of int64.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     tf.train.get_or_create_global_step().name
      'global_step:0'
    """
    graph = graph or get_default_graph()
    found = get_global_step(graph)
    return create_global_step(graph) if found is None else found


def assert_global_step(global_step_tensor: Any) -> None:
    """Checks that a global step is an integer scalar.

    Args:
      global_step_tensor: A variable or tensor.

    Raises:
      TypeError: It is none.
    """
    if not global_step_tensor.dtype.is_integer:
        raise TypeError(
            f'Existing "global_step" does not have integer type: {global_step_tensor.dtype}'
        )
    shape = global_step_tensor.shape
    if shape.rank not in (None, 0):
        raise TypeError(f'Existing "global_step" is not scalar: {shape}')


def global_step(sess: Any, global_step_tensor: Any) -> int:
    """The number of steps that a session has come to.

    Args:
      sess: A session.
      global_step_tensor: The variable that counts.

    Returns:
      An int.
    """
    return int(sess.run(global_step_tensor))
