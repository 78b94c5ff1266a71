"""The variables of the default graph, what initializes them, and what asks whether it has run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tenfold.core import context
from tenfold.core.context import name_scope
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import string
from tenfold.core.op import call
from tenfold.engine.control_flow.dependencies import assert_that, group, no_op
from tenfold.ops.array.selecting import boolean_mask

from .graph_keys import GraphKeys, get_collection


def _list(key: str, what: str) -> Callable[[str | None], list[Any]]:
    def function(scope: str | None = None) -> list[Any]:
        return get_collection(key, scope)

    function.__doc__ = f"""The {what} variables of the default graph.

    Args:
      scope: A regular expression that their names must match from the start.

    Returns:
      A list, in the order in which they were made.
    """
    function.__name__ = f"{what.replace(' ', '_')}_variables"
    return function


global_variables = _list(GraphKeys.GLOBAL_VARIABLES, "global")
local_variables = _list(GraphKeys.LOCAL_VARIABLES, "local")
model_variables = _list(GraphKeys.MODEL_VARIABLES, "model")
trainable_variables = _list(GraphKeys.TRAINABLE_VARIABLES, "trainable")
moving_average_variables = _list(GraphKeys.MOVING_AVERAGE_VARIABLES, "moving average")


def all_variables() -> list[Any]:
    """The global variables of the default graph; an old name of `global_variables`."""
    return global_variables(None)


def variables_initializer(var_list: Sequence[Any], name: str = "init") -> Any:
    """An operation that gives variables their initial values.

    Args:
      var_list: Variables.
      name: A name.

    Returns:
      The operation; None where calls run at once.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     v = tf.Variable(2.0)
      ...     session.run(tf.variables_initializer([v]))
      ...     session.run(v).item()
      2.0
    """
    if var_list and not context.executing_eagerly():
        return group(*[v.initializer for v in var_list], name=name)
    return no_op(name=name)


def global_variables_initializer() -> Any:
    """An operation that gives the global variables their initial values.

    Returns:
      The operation; None where calls run at once.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     v = tf.Variable(2.0)
      ...     session.run(tf.global_variables_initializer())
      ...     session.run(v).item()
      2.0
    """
    if context.executing_eagerly():
        return no_op(name="global_variables_initializer")
    return variables_initializer(global_variables(None))


def local_variables_initializer() -> Any:
    """An operation that gives the local variables their initial values.

    Returns:
      The operation; None where calls run at once.
    """
    if context.executing_eagerly():
        return no_op(name="local_variables_initializer")
    return variables_initializer(local_variables(None))


def initialize_all_variables() -> Any:
    """An old name of `global_variables_initializer`."""
    return global_variables_initializer()


def initialize_local_variables() -> Any:
    """An old name of `local_variables_initializer`."""
    return local_variables_initializer()


def initialize_variables(var_list: Sequence[Any], name: str = "init") -> Any:
    """An old name of `variables_initializer`."""
    return variables_initializer(var_list, name)


def is_variable_initialized(variable: Any) -> Any:
    """Whether a variable has a value.

    Args:
      variable: A variable of the graph.

    Returns:
      A scalar bool tensor.
    """
    if hasattr(variable, "is_initialized"):
        return variable.is_initialized()
    return to_tensor(True)


def report_uninitialized_variables(
    var_list: Sequence[Any] | None = None, name: str = "report_uninitialized_variables"
) -> Any:
    """The names of the variables that have no value.

    Args:
      var_list: Variables; by default the global and local ones.
      name: A name.

    Returns:
      A vector of strings.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     v = tf.Variable(2.0, name="w")
      ...     session.run(tf.report_uninitialized_variables()).tolist()
      [b'w']
    """
    chosen = global_variables(None) + local_variables(None) if var_list is None else list(var_list)
    with name_scope(name):
        if not chosen:
            return call("Reshape", to_tensor("", string), to_tensor([1]))[:0]
        missing = call("Pack", [call("LogicalNot", is_variable_initialized(v)) for v in chosen])
        names = to_tensor([v.name.split(":")[0] for v in chosen], string)
        return boolean_mask(names, missing)


def assert_variables_initialized(var_list: Sequence[Any] | None = None) -> Any:
    """An operation that fails unless every variable has a value.

    Args:
      var_list: Variables; by default the global and local ones.

    Returns:
      The operation, None if there are no variables.

    Raises:
      InvalidArgumentError: When it runs, and a variable has no value.
    """
    chosen = global_variables(None) + local_variables(None) if var_list is None else list(var_list)
    if not chosen:
        return None
    flags = call("Pack", [is_variable_initialized(v) for v in chosen])
    return assert_that(call("All", flags, to_tensor([0])), [report_uninitialized_variables(chosen)])
