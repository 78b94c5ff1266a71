"""tf.debugging.assert_shapes: the shapes of several tensors, in sizes that symbols name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tenfold.core import context
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.core.tensor import Tensor
from tenfold.engine.control_flow.dependencies import group

from .failing import label, prefix, require
from .ranks import assert_rank, assert_rank_at_least, assert_rank_in

_ANY_NUMBER = (..., "...", "*")
_ANY_SIZE = (None, ".")


def assert_shapes(
    shapes: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts how the shapes of tensors fit together.

    A size is an int, a symbol (equal symbols stand for equal sizes), or None or "." for any size.
    `...` or "*" in the first place stands for any number of leading axes. Where one size is asked
    for, a scalar counts as having size 1.

    Args:
      shapes: A list of pairs `(tensor, sizes)`, or a dictionary.
      data: What the error shows; a description of the difference by default.
      summarize: How many elements of each tensor in `data` the error shows.
      message: What the error says first.
      name: A name for the ops.

    Returns:
      None eagerly; in a graph, the operation that checks when it runs.

    Raises:
      ValueError: Sizes that are known differ, or a specification is malformed.
      tf.errors.InvalidArgumentError: Sizes differ when the graph runs.

    Example:
      >>> import tenfold as tf
      >>> x, y = tf.zeros([2, 3]), tf.zeros([3, 4])
      >>> tf.debugging.assert_shapes([(x, ("N", "Q")), (y, ("Q", "D"))])
    """
    prefixed = prefix(message)
    pairs = list(shapes.items() if isinstance(shapes, Mapping) else shapes)
    with context.name_scope(name or "assert_shapes"):
        checked = [_checked(to_tensor(x), sizes) for x, sizes in pairs]
        done = [_assert_rank(x, sizes, leading, message) for x, sizes, leading in checked]
        seen: dict[Any, tuple[Any, str]] = {}
        for x, sizes, leading in checked:
            actual = _sizes(x, len(sizes), leading)
            for i, symbol in enumerate(sizes):
                at = i - len(sizes) if leading else i
                if symbol in _ANY_SIZE:
                    continue
                size = actual[at]
                fixed = _fixed(symbol)
                if fixed is None and symbol not in seen:
                    seen[symbol] = size, f"Specified by tensor {label(x)} dimension {at}"
                    continue
                expected, origin = seen[symbol] if fixed is None else (fixed, _EXPLICIT)
                done.append(_assert_size(x, at, size, expected, origin, prefixed, data, summarize))
        return None if state.graph is None else group(*(d for d in done if d is not None))


_EXPLICIT = "Specified explicitly"


def _checked(x: Tensor, sizes: Any) -> tuple[Tensor, list[Any], bool]:
    """The tensor, the sizes of its last axes, and whether others may come before them."""
    if not isinstance(sizes, Iterable) and not hasattr(sizes, "__getitem__"):
        raise ValueError(
            f"Tensor {label(x)}.  Specified shape must be an iterable.  An iterable has the "
            f"attribute `__iter__` or `__getitem__`.  Received specified shape: {sizes}"
        )
    listed = list(sizes)
    for i, size in enumerate(listed[1:], 1):
        if size in _ANY_NUMBER:
            raise ValueError(
                f"Tensor {label(x)} specified shape index {i}.  Symbol `...` or `*` for a "
                "variable number of unspecified dimensions is only allowed as the first entry"
            )
    leading = bool(listed) and listed[0] in _ANY_NUMBER
    return x, listed[1:] if leading else listed, leading


def _assert_rank(x: Tensor, sizes: list[Any], leading: bool, message: str | None) -> Any:
    if leading:
        return assert_rank_at_least(x, len(sizes), message) if sizes else None
    if len(sizes) < 2:
        return assert_rank_in(x, [0, 1], message)
    return assert_rank(x, len(sizes), message)


def _sizes(x: Tensor, count: int, leading: bool) -> Any:
    """The sizes of a tensor, known ones as a tuple; a scalar's is 1 where one size is asked for."""
    shape = x.raw_shape
    if shape is not None:
        sizes: Any = call("Shape", x) if None in shape else shape
        return tuple(sizes[i] if d is None else d for i, d in enumerate(shape)) or (1,)
    # A 1 after the sizes is what index 0 finds for a scalar; leading axes count from the end.
    sizes = call("Shape", x)
    return sizes if leading or count > 1 else call("ConcatV2", [sizes, [1]], 0)


def _fixed(symbol: Any) -> int | None:
    try:
        return int(symbol)
    except (TypeError, ValueError):
        return None


def _assert_size(
    x: Tensor,
    at: int,
    size: Any,
    expected: Any,
    origin: str,
    prefixed: str,
    data: Any,
    summarize: int | None,
) -> Any:
    if not isinstance(size, Tensor) and not isinstance(expected, Tensor):
        if size == expected:
            return None
        raise ValueError(
            f"{prefixed}{origin}.  Tensor {label(x)} dimension {at} must have size {expected}.  "
            f"Received size {size}, shape {x.shape}"
        )
    if data is None:
        data = [prefixed, origin, f"Tensor {label(x)} dimension", at, "must have size", expected]
        data += ["Received shape: ", call("Shape", x)]
    return require(call("Equal", size, expected), data, summarize)
