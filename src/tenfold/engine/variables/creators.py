"""tf.variable_creator_scope: functions that come between `tf.Variable(...)` and the variable."""

from __future__ import annotations

import contextlib
import inspect
import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from tenfold.core.context import state

# What makes variables of graphs that sessions run; it stands far above, and is loaded late.
_OF_GRAPHS = "tenfold.compat.v1.graph_variables"


class _Creators(threading.local):
    stack: tuple[Callable[..., Any], ...] = ()


_creators = _Creators()


class Created(type):
    """The metaclass of variables: a call of one in a scope goes through its functions."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        # Subclasses make their own variables, as TensorFlow's do.
        if Created in map(type, cls.__bases__):
            return super().__call__(*args, **kwargs)
        is_built = state.graph is not None and _is_for_sessions(state.graph)
        if not _creators.stack and not is_built:
            return super().__call__(*args, **kwargs)
        signature = inspect.signature(cls.__init__)
        bound = signature.bind(None, *args, **kwargs)
        bound.apply_defaults()
        given = dict(list(bound.arguments.items())[1:])
        make: Callable[..., Any] = super().__call__
        if is_built:
            make = import_module(_OF_GRAPHS).make_like_eager
        for creator in _creators.stack:
            make = _linked(creator, make)
        return make(**given)


def _is_for_sessions(graph: Any) -> bool:
    """Whether a graph is one that sessions run, or a function's within one."""
    while graph.building_function and graph.outer is not None:
        graph = graph.outer
    return not graph.building_function


def _linked(creator: Callable[..., Any], following: Callable[..., Any]) -> Callable[..., Any]:
    return lambda **kwargs: creator(following, **kwargs)


@contextlib.contextmanager
def variable_creator_scope(variable_creator: Callable[..., Any]) -> Iterator[None]:
    """Variables that the block makes come from a function.

    Of nested scopes the innermost function is asked first.

    Args:
      variable_creator: A function `(next_creator, **kwargs) -> variable`; the keywords are the
        arguments of `tf.Variable`, and `next_creator(**kwargs)` makes the variable.

    Example:
      >>> import tenfold as tf
      >>> def frozen(next_creator, **kwargs):
      ...     return next_creator(**kwargs | {"trainable": False})
      >>> with tf.variable_creator_scope(frozen):
      ...     v = tf.Variable(1.0)
      >>> v.trainable
      False
    """
    saved = _creators.stack
    _creators.stack = (*saved, variable_creator)
    try:
        yield
    finally:
        _creators.stack = saved
