"""`tf.compat.v1.Variable` as a name: it makes a variable of the graph, or an eager one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.engine.variables.variable import (
    Variable as EagerVariable,
)
from tenfold.engine.variables.variable import (
    VariableAggregation,
    VariableSynchronization,
)

from .graph_variables import make_variable


class _VariableKind(type):
    """Makes every variable, of whichever class, an instance of `tf.compat.v1.Variable`."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, EagerVariable)


class Variable(metaclass=_VariableKind):
    """A value that assignments change.

    In a graph it has no value until a session has run its initializer, and each session has a
    value of its own. Where no graph is built, it is a `tf.Variable`.

    Args:
      initial_value: A tensor, a value, or a function without arguments that gives one.
      trainable: Whether optimizers change it by default.
      collections: The collections of the graph to add it to; by default the global variables.
      validate_shape: If False the shape may change with every assignment.
      caching_device: Accepted for TensorFlow's sake.
      name: Its name; made unique in the graph.
      variable_def: Accepted for TensorFlow's sake.
      dtype: The dtype that the value is converted to.
      expected_shape: Accepted for TensorFlow's sake.
      import_scope: Accepted for TensorFlow's sake.
      constraint: A function that optimizers apply to the new value after an update.
      use_resource: Accepted for TensorFlow's sake: every variable is behind a handle.
      synchronization, aggregation: How distributed copies behave.
      shape: A shape more general than the initial value's.

    Raises:
      ValueError: There is no initial value, or its shape is unknown.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     v = tf.Variable(1.0, name="count")
      ...     session.run(v.initializer)
      ...     session.run(v.assign_add(2.0)).item()
      3.0
    """

    def __new__(  # type: ignore[misc]
        cls,
        initial_value: Any = None,
        trainable: bool | None = None,
        collections: Any = None,
        validate_shape: bool = True,
        caching_device: Any = None,
        name: str | None = None,
        variable_def: Any = None,
        dtype: Any = None,
        expected_shape: Any = None,
        import_scope: str | None = None,
        constraint: Callable[[Any], Any] | None = None,
        use_resource: bool | None = None,
        synchronization: VariableSynchronization = VariableSynchronization.AUTO,
        aggregation: VariableAggregation = VariableAggregation.NONE,
        shape: Any = None,
    ) -> EagerVariable:
        return make_variable(
            initial_value=initial_value,
            trainable=trainable,
            collections=collections,
            validate_shape=validate_shape,
            name=name,
            dtype=dtype,
            constraint=constraint,
            synchronization=synchronization,
            aggregation=aggregation,
            shape=shape,
        )
