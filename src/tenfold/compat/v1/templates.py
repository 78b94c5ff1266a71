"""Functions that share their variables between calls, and sizes of shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.core.dimension import Dimension
from tenfold.core.shapes import TensorShape
from tenfold.engine.control_flow.dependencies import group

from .graph_keys import GraphKeys, get_collection
from .variable_scoping import variable_scope


class Template:
    """A function whose calls all use the variables that the first one made."""

    def __init__(
        self, name: str, function: Callable[..., Any], fixed: dict[str, Any], getter: Any
    ) -> None:
        self._name = name
        self._function = function
        self._fixed = fixed
        self._getter = getter
        self._scope: Any = None
        self._called = False

    @property
    def variable_scope(self) -> Any:
        """The variable scope of the calls; None before it has a name."""
        return self._scope

    def take_name(self) -> None:
        """Takes a name for the variables' scope, made unique."""
        with variable_scope(None, self._name, custom_getter=self._getter) as scope:
            self._scope = scope

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._scope is None:
            self.take_name()
        shared, self._called = self._called, True
        with variable_scope(self._scope, reuse=shared):
            return self._function(*args, **(self._fixed | kwargs))


def make_template(
    name_: str,
    func_: Callable[..., Any],
    create_scope_now_: bool = False,
    unique_name_: str | None = None,
    custom_getter_: Any = None,
    **kwargs: Any,
) -> Template:
    """A function whose calls share the variables that `get_variable` makes in the first one.

    Args:
      name_: The name of the variables' scope, made unique.
      func_: The function.
      create_scope_now_: Whether the scope's name is taken at once.
      unique_name_: The very name of the scope.
      custom_getter_: `f(getter, name, **kwargs)` that takes part in the making of variables.
      **kwargs: Arguments of the function that are fixed.

    Returns:
      A function.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     scale = tf.make_template("scale", lambda x: x * tf.get_variable("w", []))
      ...     y = scale(1.0) + scale(2.0)
      ...     [v.name for v in tf.global_variables()]
      ['scale/w:0']
    """
    made = Template(unique_name_ or name_, func_, kwargs, custom_getter_)
    if create_scope_now_:
        made.take_name()
    return made


def dimension_value(dimension: Any) -> int | None:
    """The size that a Dimension, an integer or None stands for.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.dimension_value(tf.Dimension(3)), tf.dimension_value(None)
      (3, None)
    """
    return dimension.value if isinstance(dimension, Dimension) else dimension


def dimension_at_index(shape: Any, index: int) -> Dimension:
    """The Dimension of a shape at an index; unknown for a shape of unknown rank."""
    found = TensorShape(shape)
    return Dimension(None) if found.rank is None else Dimension(found.as_list()[index])


def tables_initializer(name: str = "init_all_tables") -> Any:
    """An operation that fills the lookup tables of the default graph."""
    return group(*get_collection(GraphKeys.TABLE_INITIALIZERS), name=name)


def initialize_all_tables(name: str = "init_all_tables") -> Any:
    """An old name of `tables_initializer`."""
    return tables_initializer(name)
