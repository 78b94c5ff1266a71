"""tf.compat.v1.variable_scope: a prefix and defaults for the variables that get_variable makes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any

from tenfold.core.context import name_scope, state
from tenfold.core.dtypes import float32
from tenfold.engine.variables.variable import VariableAggregation, VariableSynchronization

from .default_graph import get_default_graph
from .graph_keys import GraphKeys
from .variable_store import AUTO_REUSE, current_store


class VariableScope:
    """A prefix for names, and the defaults of `get_variable` under it.

    Args:
      reuse: Whether variables are shared: True, False, None, or `tf.compat.v1.AUTO_REUSE`.
      name: The prefix, without a slash at its end.
      initializer, regularizer, caching_device, partitioner, custom_getter: The defaults.
      name_scope: The name scope that was entered with this scope.
      dtype: The default dtype.
      use_resource: Accepted for TensorFlow's sake.
      constraint: The default constraint.
    """

    def __init__(
        self,
        reuse: Any,
        name: str = "",
        initializer: Any = None,
        regularizer: Any = None,
        caching_device: Any = None,
        partitioner: Any = None,
        custom_getter: Any = None,
        name_scope: str = "",
        dtype: Any = float32,
        use_resource: bool | None = None,
        constraint: Any = None,
    ) -> None:
        self.name = name
        self.reuse = reuse
        self.initializer = initializer
        self.regularizer = regularizer
        self.caching_device = caching_device
        self.partitioner = partitioner
        self.custom_getter = custom_getter
        self.original_name_scope = name_scope
        self.dtype = dtype
        self.use_resource = use_resource
        self.constraint = constraint

    def reuse_variables(self) -> None:
        """Shares variables from now on in this scope."""
        self.reuse = True

    def set_initializer(self, initializer: Any) -> None:
        """Sets the default initializer."""
        self.initializer = initializer

    def set_regularizer(self, regularizer: Any) -> None:
        """Sets the default regularizer."""
        self.regularizer = regularizer

    def set_caching_device(self, caching_device: Any) -> None:
        """Sets the default caching device."""
        self.caching_device = caching_device

    def set_partitioner(self, partitioner: Any) -> None:
        """Sets the default partitioner."""
        self.partitioner = partitioner

    def set_custom_getter(self, custom_getter: Any) -> None:
        """Sets the default custom getter."""
        self.custom_getter = custom_getter

    def set_dtype(self, dtype: Any) -> None:
        """Sets the default dtype."""
        self.dtype = dtype

    def set_use_resource(self, use_resource: bool) -> None:
        """Accepted for TensorFlow's sake."""
        self.use_resource = use_resource

    def get_collection(self, name: str) -> list[Any]:
        """The items of a collection under this scope."""
        scope = self.name + "/" if self.name else None
        return get_default_graph().get_collection(name, scope)

    def global_variables(self) -> list[Any]:
        """The global variables under this scope."""
        return self.get_collection(GraphKeys.GLOBAL_VARIABLES)

    def local_variables(self) -> list[Any]:
        """The local variables under this scope."""
        return self.get_collection(GraphKeys.LOCAL_VARIABLES)

    def trainable_variables(self) -> list[Any]:
        """The trainable variables under this scope."""
        return self.get_collection(GraphKeys.TRAINABLE_VARIABLES)

    def copied(self, **changes: Any) -> VariableScope:
        """A scope like this one but for some attributes."""
        made = VariableScope(self.reuse)
        made.__dict__.update(self.__dict__ | changes)
        return made

    def get(self, name: str, getter: Any, **kwargs: Any) -> Any:
        """What `get_variable` gives under this scope; None stands for the scope's defaults."""
        for key in ("initializer", "regularizer", "partitioner", "caching_device", "constraint"):
            if kwargs[key] is None:
                kwargs[key] = getattr(self, key)
        if kwargs["reuse"] is None:
            kwargs["reuse"] = self.reuse
        initializer = kwargs["initializer"]
        if kwargs["dtype"] is None:
            is_value = initializer is not None and not callable(initializer)
            found = getattr(initializer, "dtype", None) if is_value else None
            kwargs["dtype"] = found if found is not None else self.dtype
        full = f"{self.name}/{name}" if self.name else name
        store_get = current_store().get
        chosen = getter or self.custom_getter
        with name_scope(""):
            if chosen is None:
                return store_get(full, **kwargs)
            return chosen(store_get, full, **kwargs)


def get_variable_scope() -> VariableScope:
    """The variable scope that is open.

    Returns:
      A VariableScope.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.variable_scope("encoder"):
      ...     tf.get_variable_scope().name
      'encoder'
    """
    store = current_store()
    if store.scope is None:
        store.scope = VariableScope(False)
    return store.scope


class variable_scope:
    """A context manager: `get_variable` puts a prefix before names, and shares variables.

    Args:
      name_or_scope: The prefix, or a VariableScope to open again.
      default_name: Used, made unique, if `name_or_scope` is None.
      values: Accepted for TensorFlow's sake.
      initializer, regularizer, caching_device, partitioner, custom_getter: Defaults inside.
      reuse: True: variables must be there; `tf.compat.v1.AUTO_REUSE`: they are made if they are
        not; None: as outside.
      dtype: The default dtype inside.
      use_resource: Accepted for TensorFlow's sake.
      constraint: The default constraint inside.
      auxiliary_name_scope: Whether to open a name scope too.

    Raises:
      ValueError: There is no name, or `reuse` without one.
      TypeError: `name_or_scope` is neither a string nor a VariableScope.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     with tf.variable_scope("layer"):
      ...         w = tf.get_variable("w", [2])
      ...     with tf.variable_scope("layer", reuse=True):
      ...         again = tf.get_variable("w", [2])
      >>> w.name, again is w
      ('layer/w:0', True)
    """

    def __init__(
        self,
        name_or_scope: Any,
        default_name: str | None = None,
        values: Any = None,
        initializer: Any = None,
        regularizer: Any = None,
        caching_device: Any = None,
        partitioner: Any = None,
        custom_getter: Any = None,
        reuse: Any = None,
        dtype: Any = None,
        use_resource: bool | None = None,
        constraint: Any = None,
        auxiliary_name_scope: bool = True,
    ) -> None:
        if name_or_scope is None and default_name is None:
            raise TypeError("If default_name is None then name_or_scope is required")
        if not isinstance(name_or_scope, (str, VariableScope, type(None))):
            raise TypeError(
                "VariableScope: name_or_scope must be a string or VariableScope; received "
                f"{name_or_scope!r}."
            )
        if reuse is False:
            reuse = None  # what is shared outside is shared inside
        if reuse not in (None, True, AUTO_REUSE):
            raise ValueError(f"The reuse parameter must be True or False or None; got {reuse!r}.")
        if name_or_scope is None and reuse:
            raise ValueError("reuse=True cannot be used without a name_or_scope")
        self._name_or_scope = name_or_scope
        self._default_name = default_name
        self._reuse = reuse
        self._auxiliary = auxiliary_name_scope
        self._changes = {
            "initializer": initializer,
            "regularizer": regularizer,
            "caching_device": caching_device,
            "partitioner": partitioner,
            "dtype": dtype,
            "use_resource": use_resource,
            "constraint": constraint,
        }
        self._getter = custom_getter
        self._open: list[contextlib.ExitStack] = []

    def __enter__(self) -> VariableScope:
        stack = contextlib.ExitStack()
        store, outer = current_store(), get_variable_scope()
        made = self._scope(store, outer, stack)
        counts = dict(store.scope_counts)
        store.open_scope(made.name)
        store.scope = made

        def leave() -> None:
            store.scope = outer
            store.close_scopes_within(made.name)
            if isinstance(self._name_or_scope, VariableScope):
                store.scope_counts = counts

        stack.callback(leave)
        self._open.append(stack)
        return made

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open.pop().close()

    def _scope(
        self, store: Any, outer: VariableScope, stack: contextlib.ExitStack
    ) -> VariableScope:
        given = self._name_or_scope
        changes = {k: v for k, v in self._changes.items() if v is not None}
        if isinstance(given, VariableScope):
            base, name = given, given.name
            entered = given.name.split("/")[-1]
        else:
            local = given if given is not None else store.unique_scope(self._default_name)
            base = outer
            name = f"{outer.name}/{local}" if outer.name else local
            entered = local
        if not self._auxiliary or not entered:
            prefix = state.name_scope
        else:
            prefix = stack.enter_context(name_scope(entered))
        if base is given:
            prefix = base.original_name_scope
        reuse = self._reuse or base.reuse
        getter = base.custom_getter
        if self._getter is not None:
            getter = _nested(self._getter, getter)
        return base.copied(
            name=name, reuse=reuse, custom_getter=getter, original_name_scope=prefix, **changes
        )


def _nested(getter: Callable[..., Any], outer: Callable[..., Any] | None) -> Callable[..., Any]:
    """A custom getter whose inner getter is the one of the scope around."""
    if outer is None:
        return getter

    def wrapped(true_getter: Any, *args: Any, **kwargs: Any) -> Any:
        return getter(lambda *a, **k: outer(true_getter, *a, **k), *args, **kwargs)

    return wrapped


def get_variable(
    name: str,
    shape: Any = None,
    dtype: Any = None,
    initializer: Any = None,
    regularizer: Callable[[Any], Any] | None = None,
    trainable: bool | None = None,
    collections: Any = None,
    caching_device: Any = None,
    partitioner: Any = None,
    validate_shape: bool = True,
    use_resource: bool | None = None,
    custom_getter: Any = None,
    constraint: Callable[[Any], Any] | None = None,
    synchronization: VariableSynchronization = VariableSynchronization.AUTO,
    aggregation: VariableAggregation = VariableAggregation.NONE,
) -> Any:
    """The variable of a name under the open variable scope: a new one, or the one that is there.

    Args:
      name: The name; the scope's prefix comes before it.
      shape: Its shape.
      dtype: Its dtype, float32 by default.
      initializer: A function of shape and dtype, or a value; Glorot-uniform by default.
      regularizer: A function of the variable whose result is added to the regularization losses.
      trainable: Whether optimizers change it by default.
      collections: The collections to add it to; by default the global variables.
      caching_device: Accepted for TensorFlow's sake.
      partitioner: A function of `shape` and `dtype` that gives the number of parts along each axis;
        then the result is a `PartitionedVariable`.
      validate_shape: If False the shape may be unknown.
      use_resource: Accepted for TensorFlow's sake.
      custom_getter: `f(getter, name, **kwargs)` that takes part in the making.
      constraint: A function that optimizers apply to the new value after an update.
      synchronization, aggregation: How distributed copies behave.

    Returns:
      A variable.

    Raises:
      ValueError: The variable is there and the scope does not share, or it is not there and the
        scope shares only; or shape or dtype contradict it.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.variable_scope("a"):
      ...     tf.get_variable("w", [2, 3]).name
      'a/w:0'
    """
    return get_variable_scope().get(
        name,
        custom_getter,
        shape=shape,
        dtype=dtype,
        initializer=initializer,
        regularizer=regularizer,
        reuse=None,
        trainable=trainable,
        collections=collections,
        caching_device=caching_device,
        partitioner=partitioner,
        validate_shape=validate_shape,
        use_resource=use_resource,
        constraint=constraint,
        synchronization=synchronization,
        aggregation=aggregation,
    )


def get_local_variable(
    name: str,
    shape: Any = None,
    dtype: Any = None,
    initializer: Any = None,
    regularizer: Callable[[Any], Any] | None = None,
    trainable: bool = False,
    collections: Any = None,
    caching_device: Any = None,
    partitioner: Any = None,
    validate_shape: bool = True,
    use_resource: bool | None = None,
    custom_getter: Any = None,
    constraint: Callable[[Any], Any] | None = None,
    synchronization: VariableSynchronization = VariableSynchronization.AUTO,
    aggregation: VariableAggregation = VariableAggregation.NONE,
) -> Any:
    """`get_variable` for a local variable: not trainable, and in the local variables only.

    See `tf.compat.v1.get_variable` for the arguments.
    """
    return get_variable(
        name,
        shape,
        dtype,
        initializer,
        regularizer,
        False,
        [*(collections or ()), GraphKeys.LOCAL_VARIABLES],
        caching_device,
        partitioner,
        validate_shape,
        use_resource,
        custom_getter,
        constraint,
        synchronization,
        aggregation,
    )


def create_partitioned_variables(
    shape: Sequence[int],
    slicing: Sequence[int],
    initializer: Any,
    dtype: Any = float32,
    trainable: bool = True,
    collections: Any = None,
    name: str | None = None,
    reuse: Any = None,
) -> list[Any]:
    """Variables that hold the parts of a whole.

    Args:
      shape: The shape of the whole.
      slicing: The number of parts along each axis; at most one of them is more than 1.
      initializer: A function of shape and dtype, or a tensor of the whole's shape.
      dtype: The dtype.
      trainable: Whether optimizers change them by default.
      collections: The collections to add them to; by default the global variables.
      name: A name, of which the parts' names are made.
      reuse: Whether variables that are there are used again.

    Returns:
      The parts, in order.

    Raises:
      ValueError: The numbers of parts do not fit the shape, or cut more than one axis.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     parts = tf.create_partitioned_variables([4, 6], [2, 1], tf.ones_initializer())
      ...     [part.shape.as_list() for part in parts]
      [[2, 6], [2, 6]]
    """
    with variable_scope(name, "PartitionedVariable", reuse=reuse) as scope, name_scope(""):
        whole = current_store().get(
            scope.name,
            shape=shape if callable(initializer) else None,
            dtype=dtype,
            initializer=initializer,
            reuse=scope.reuse,
            trainable=trainable,
            collections=collections,
            partitioner=lambda **_: list(slicing),
        )
    return list(whole)


@contextlib.contextmanager
def variable_op_scope(
    values: Any,
    name_or_scope: Any,
    default_name: str | None = None,
    initializer: Any = None,
    regularizer: Callable[[Any], Any] | None = None,
    caching_device: Any = None,
    partitioner: Any = None,
    custom_getter: Any = None,
    reuse: Any = None,
    dtype: Any = None,
    use_resource: bool | None = None,
    constraint: Callable[[Any], Any] | None = None,
) -> Iterator[VariableScope]:
    """The old name of `tf.compat.v1.variable_scope`, which takes `values` first."""
    with variable_scope(
        *(name_or_scope, default_name, values, initializer, regularizer, caching_device),
        *(partitioner, custom_getter, reuse, dtype, use_resource, constraint),
    ) as scope:
        yield scope


def no_regularizer(_: Any) -> None:
    """A regularizer that adds nothing: it keeps a scope's own from a variable."""
