"""Conversion by hand: `tf.autograph.to_graph`, `to_code` and `do_not_convert`."""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Callable
from types import FunctionType
from typing import Any

from . import status
from .conversion import conversions
from .errors import ConversionError
from .features import chosen
from .loop_options import set_loop_options
from .parsing import SourceMissing, check_kind
from .rewriting import instantiate, rewrite_tree


def to_graph(
    entity: Any, recursive: bool = True, experimental_optional_features: Any = None
) -> Callable[..., Any]:
    """The converted form of a function, for use where a graph is built without `tf.function`.

    Args:
      entity: A Python function or method.
      recursive: Whether the functions that it calls are converted too.
      experimental_optional_features: One or several of `tf.autograph.experimental.Feature`.

    Returns:
      A function with the same parameters; for a method, one that takes the object first.

    Raises:
      ConversionError: It is neither function nor method, or has no source that can be converted.

    Example:
      >>> import tenfold as tf
      >>> def positive(x):
      ...     return x if x > 0 else -x
      >>> converted = tf.autograph.to_graph(positive)
      >>> f = tf.function(converted, autograph=False)
      >>> f(tf.constant(-3.0)).numpy().item()
      3.0
    """
    function = _as_function(entity)
    using = conversions(chosen(experimental_optional_features), bool(recursive))
    try:
        code = using.convert(function)
    except SourceMissing as error:
        raise ConversionError(f"converting {entity}: {error}.") from None
    made = instantiate(code, function, using.runtime())
    made.__doc__ = function.__doc__
    made.__annotations__ = dict(function.__annotations__)
    return made


def to_code(entity: Any, recursive: bool = True, experimental_optional_features: Any = None) -> str:
    """The source of the converted form of a function, to look at.

    Args:
      entity: A Python function or method.
      recursive: Accepted for TensorFlow's sake: the code is that of the function alone.
      experimental_optional_features: One or several of `tf.autograph.experimental.Feature`.

    Returns:
      Python source, in which `ag__` stands for the operators.

    Raises:
      ConversionError: It is neither function nor method, or has no source that can be converted.

    Example:
      >>> import tenfold as tf
      >>> def both(x, y):
      ...     return x and y
      >>> print(tf.autograph.to_code(both))
      def both(x, y):
          return ag__.and_(x, lambda: y)
    """
    function = _as_function(entity)
    features = chosen(experimental_optional_features)
    try:
        node, _ = rewrite_tree(function, set_loop_options, features)
    except SourceMissing as error:
        raise ConversionError(f"converting {entity}: {error}.") from None
    return ast.unparse(node)


def _as_function(entity: Any) -> FunctionType:
    function = entity.__func__ if inspect.ismethod(entity) else entity
    if not isinstance(function, FunctionType):
        raise ConversionError(
            f"converting {entity}: Cannot apply autograph to a function that doesn't expose a "
            "__code__ object. Pass a Python function or method; of a tf.function, its "
            "python_function."
        )
    check_kind(function)
    return function


def do_not_convert(func: Any = None) -> Any:
    """Keeps a function, and all that it calls, as it is where `tf.function` traces it.

    Args:
      func: The function; without it, a decorator is returned.

    Returns:
      A function that calls `func`.

    Example:
      >>> import tenfold as tf
      >>> @tf.autograph.experimental.do_not_convert
      ... def unrolled(x):
      ...     return [row * 2 for row in x]
      >>> len(tf.function(unrolled)(tf.constant([1, 2, 3])))
      3
    """
    if func is None:
        return do_not_convert

    def unconverted(*args: Any, **kwargs: Any) -> Any:
        with status.using(None):
            return func(*args, **kwargs)

    return functools.update_wrapper(unconverted, func)
