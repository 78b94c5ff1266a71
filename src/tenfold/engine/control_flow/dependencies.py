"""What must run before what: tf.control_dependencies, tf.group, tf.tuple, tf.no_op, tf.Assert."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from tenfold.core import context, errors, rules, structure
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.op import call, op, registry
from tenfold.core.tensor import Tensor
from tenfold.engine.graph.node import Node


@op("->", shape=rules.nothing)
def NoOp(xp: Any) -> None:
    return None


NoOp.not_differentiable()


def _first_elements(value: Any, count: int) -> Any:
    return value.reshape(-1)[:count] if count >= 0 else value


def _text(value: np.ndarray, count: int) -> str:
    """The first elements of a tensor, as TensorFlow's messages give them."""
    flat = np.asarray(value).reshape(-1)
    shown = [
        x.decode("utf-8", "replace") if isinstance(x, bytes) else str(x)
        for x in (flat if count < 0 else flat[:count])
    ]
    more = "..." if 0 <= count < flat.size else ""
    return f"[{' '.join(shown)}{more}]"


@op("condition: bool, data: T[] ->", stateful=True, shape=rules.nothing)
def Assert(xp: Any, condition: Any, data: Any, *, summarize: int = 3) -> None:
    # One more element than is shown tells whether there are more.
    taken = summarize + 1 if summarize >= 0 else -1
    texts = {i: _text(x, summarize) for i, x in enumerate(data) if type(x) is np.ndarray}
    values = [_first_elements(x, taken) for i, x in enumerate(data) if i not in texts]

    def message(known: Any) -> str:
        left = iter(known)
        parts = [
            texts[i]
            if i in texts
            else _text(value, summarize)
            if (value := next(left, None)) is not None
            else "[...]"
            for i in range(len(data))
        ]
        return "assertion failed: " + " ".join(parts)

    holds = condition if condition.ndim == 0 else condition.all()
    xp.raise_if(~holds, "InvalidArgumentError", message, values)


Assert.not_differentiable()


def assert_that(
    condition: Any, data: Any, summarize: int | None = None, name: str | None = None
) -> Any:
    """Raises an error unless a condition holds; in a graph, when the graph runs.

    Public as `tf.Assert` and `tf.debugging.Assert`.

    Args:
      condition: A scalar bool tensor.
      data: A list of tensors to show in the error.
      summarize: How many elements of each to show; 3 by default, all with -1.
      name: A name for the op.

    Returns:
      The operation, in a graph; None eagerly.

    Raises:
      tf.errors.InvalidArgumentError: The condition does not hold.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.Assert(tf.constant(False), [tf.constant([1, 2, 3, 4])])
      Traceback (most recent call last):
      ...
      tenfold.core.errors.InvalidArgumentError: Expected 'False' to be true. ...
    """
    summarize = 3 if summarize is None else summarize
    if state.graph is not None:
        tensors = [to_tensor(x) for x in data]
        holds = to_tensor(condition)
        attrs = {"T": [x.dtype for x in tensors], "summarize": summarize}
        return state.graph.add(registry["Assert"], [holds, *tensors], attrs, name)
    if bool(to_tensor(condition)):
        return None
    shown = []
    for x in data:
        flat = to_tensor(x)._host().reshape(-1)
        part = [repr(v) if isinstance(v, bytes) else str(v) for v in flat.tolist()]
        cut = part if summarize < 0 or len(part) <= summarize else [*part[:summarize], "..."]
        shown.append(", ".join(cut))
    raise errors.InvalidArgumentError(
        None,
        None,
        f"Expected '{to_tensor(condition)._host()}' to be true. Summarized data: "
        + "\n".join(shown),
    )


def _operations(inputs: Any) -> list[Node]:
    """The nodes behind tensors, operations, variables and structures of them."""
    nodes = []
    for x in structure.flatten(inputs, expand_composites=True):
        if isinstance(x, Node):
            nodes.append(x)
        elif x is not None:
            nodes.append(state.graph.as_input(to_tensor(x))._node)
    return nodes


@contextlib.contextmanager
def control_dependencies(control_inputs: Any) -> Iterator[None]:
    """What is added to a graph in the block runs after `control_inputs`.

    In a tf.function, ops that change state run in the order of the program anyway.

    Args:
      control_inputs: A list of operations and tensors; eagerly, functions in it are called. None
        clears what surrounding blocks ask for.

    Example:
      >>> import tenfold as tf
      >>> v = tf.Variable(1.0)
      >>> @tf.function
      ... def f():
      ...     with tf.control_dependencies([v.assign_add(1.0)]):
      ...         return v.read_value()
      >>> f().numpy().item()
      2.0
    """
    if state.graph is None:
        for x in control_inputs or ():
            if callable(x) and not isinstance(x, Tensor) and not hasattr(x, "handle"):
                x()
        yield
        return
    saved = state.controls
    if control_inputs is None:
        state.controls = ()
    else:
        inputs = [x() if _is_thunk(x) else x for x in control_inputs]
        state.controls = (*saved, *_operations(inputs))
    try:
        yield
    finally:
        state.controls = saved


def _is_thunk(x: Any) -> bool:
    return callable(x) and not isinstance(x, (Tensor, Node)) and not hasattr(x, "handle")


def no_op(name: str | None = None) -> Any:
    """An operation that does nothing: a place to hang dependencies on.

    Args:
      name: A name for the op.

    Returns:
      The operation, in a graph; None eagerly.

    Example:
      >>> import tenfold as tf
      >>> tf.no_op() is None
      True
    """
    if state.graph is None:
        return None
    return state.graph.add(registry["NoOp"], [], {}, name)


def group(*inputs: Any, **kwargs: Any) -> Any:
    """One operation that is done when all the inputs are.

    Args:
      *inputs: Operations, tensors, variables, structures of them.
      **kwargs: `name`, a name for the op.

    Returns:
      The operation, in a graph; None eagerly, where everything is done already.

    Raises:
      ValueError: There is another keyword than `name`.

    Example:
      >>> import tenfold as tf
      >>> v = tf.Variable(1)
      >>> tf.group(v.assign(2), v.assign_add(1))
      >>> v.numpy().item()
      3
    """
    name = kwargs.pop("name", None)
    if kwargs:
        raise ValueError(
            f"group: unknown keyword arguments {', '.join(kwargs)}; only name is known."
        )
    if state.graph is None:
        return None
    with control_dependencies(list(inputs)):
        return no_op(name or "group_deps")


def tuple_of(tensors: Any, control_inputs: Any = None, name: str | None = None) -> Any:
    """The tensors, each available only when all of them are. Public as `tf.tuple`.

    Args:
      tensors: A list of tensors, and None.
      control_inputs: Further operations to wait for.
      name: A name for the ops.

    Returns:
      A list of tensors equal to the given ones.

    Raises:
      ValueError: There is no tensor.

    Example:
      >>> import tenfold as tf
      >>> [t.numpy().item() for t in tf.tuple([tf.constant(1), tf.constant(2)])]
      [1, 2]
    """
    if state.graph is None:
        return list(tensors)
    if not any(t is not None for t in tensors):
        raise ValueError(f"tuple: `tensors` must have at least one tensor; received {tensors!r}.")
    waited = [t for t in tensors if t is not None]
    with context.name_scope(name or "tuple"):
        gate = group(*waited, *(control_inputs or ()))
        with control_dependencies([gate]):
            return [
                None if t is None else call("Identity", t, name="control_dependency")
                for t in tensors
            ]
