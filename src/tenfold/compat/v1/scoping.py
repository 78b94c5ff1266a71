"""Name scopes, devices, seeds and other contexts under the arguments of TensorFlow 1."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from tenfold.core import context
from tenfold.core.context import state
from tenfold.core.placement import device as placed
from tenfold.core.random_state import op_seeds, set_seed
from tenfold.core.tensor import Tensor

from .default_graph import get_default_graph


class name_scope:
    """A prefix for the names of what is made in the block, made unique in the graph.

    Args:
      name: The prefix; None for `default_name`.
      default_name: The prefix where `name` is None.
      values: Accepted for TensorFlow's sake.

    Raises:
      TypeError: There is no name.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.name_scope("a") as scope:
      ...     scope, tf.constant(1, name="x").name
      ('a/', 'a/x:0')
    """

    def __init__(
        self, name: str | None, default_name: str | None = None, values: Any = None
    ) -> None:
        if default_name is not None and not isinstance(default_name, str):
            raise TypeError(
                f"`default_name` type ({type(default_name)}) is not a string type. You likely "
                "meant to pass this into the `values` kwarg."
            )
        self._name = default_name if name is None else name
        if self._name is None and values is not None:
            raise ValueError(
                f"At least one of name ({name}) and default_name ({default_name}) should be "
                "provided."
            )
        self._open: list[Any] = []

    @property
    def name(self) -> str | None:
        """The prefix."""
        return self._name

    def __enter__(self) -> str:
        scope = context.name_scope(self._name or "")
        self._open.append(scope)
        return scope.__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open.pop().__exit__(kind, error, traceback)


@contextlib.contextmanager
def op_scope(values: Any, name: str | None, default_name: str | None = None) -> Iterator[str]:
    """A name scope, under an older order of arguments."""
    with name_scope(name, default_name, values) as scope:
        yield scope


@contextlib.contextmanager
def device(device_name_or_function: Any) -> Iterator[None]:
    """Places what is made in the block.

    Args:
      device_name_or_function: A device's name, None, or a function that gives one for each
        operation of a graph.

    Raises:
      RuntimeError: A function is given where calls run at once.
    """
    if not callable(device_name_or_function):
        with placed(device_name_or_function):
            yield
        return
    if state.graph is None:
        raise RuntimeError("tf.device does not support functions when eager execution is enabled.")
    with state.graph.device(device_name_or_function):
        yield


@contextlib.contextmanager
def container(container_name: str) -> Iterator[Any]:
    """The container that variables made in the block belong to."""
    with get_default_graph().container(container_name) as found:
        yield found


@contextlib.contextmanager
def colocate_with(op: Any, ignore_existing: bool = False) -> Iterator[None]:
    """Places what is made in the block where an operation is."""
    with get_default_graph().colocate_with(op, ignore_existing):
        yield


def set_random_seed(seed: int | None) -> None:
    """Sets the seed that random operations draw by: of the default graph, or of the process.

    Args:
      seed: An integer.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> def draw():
      ...     with tf.Graph().as_default(), tf.Session() as session:
      ...         tf.set_random_seed(1)
      ...         return session.run(tf.random_uniform([])).item()
      >>> draw() == draw()
      True
    """
    if state.graph is None:
        set_seed(seed)
    else:
        get_default_graph().seed = seed


def get_seed(op_seed: int | None) -> tuple[int | None, int | None]:
    """The two seeds that a random operation gets, of the graph's and its own.

    Args:
      op_seed: Its own seed, or None.

    Returns:
      Two integers; (None, None) if neither is set.
    """
    pair = op_seeds(op_seed)
    return (None, None) if pair == (0, 0) else pair


def is_symbolic_tensor(tensor: Any) -> bool:
    """Whether something is a tensor of a graph, without a value."""
    return isinstance(tensor, Tensor) and hasattr(tensor, "_node")
