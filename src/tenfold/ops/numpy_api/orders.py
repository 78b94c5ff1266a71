"""What depends on the order of elements: sorting, running sums, differences; and rounding."""

from __future__ import annotations

from typing import Any

from tenfold.core.dtypes import int64
from tenfold.core.op import call
from tenfold.ops.array import uniqueness
from tenfold.ops.array.casting import cast

from .promotion import (
    as_array,
    default_float,
    normal_axis,
    promoted,
    rank,
    result_type,
    settings,
    wide,
)


def _line(a: Any, axis: int | None) -> tuple[Any, int]:
    """An array and the axis to go along: all elements in a row where none is given."""
    x = as_array(a)
    if axis is None:
        return call("Reshape", x, [-1]), 0
    return x, normal_axis(axis, rank(x))


def argmax(a: Any, axis: int | None = None) -> Any:
    """The position of the greatest element, the first of several.

    Args:
      a: An array of real numbers.
      axis: An axis, or None for the position among all elements in a row.

    Returns:
      An int64 tensor without that axis.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.argmax([[1, 3], [5, 2]], axis=1).numpy().tolist()
      [1, 0]
    """
    return _extreme("ArgMax", a, axis)


def argmin(a: Any, axis: int | None = None) -> Any:
    """The position of the least element, the first of several.

    Args:
      a: An array of real numbers.
      axis: An axis, or None for the position among all elements in a row.

    Returns:
      An int64 tensor without that axis.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.argmin([[1, 3], [5, 2]], axis=1).numpy().tolist()
      [0, 1]
    """
    return _extreme("ArgMin", a, axis)


def _extreme(name: str, a: Any, axis: int | None) -> Any:
    x, along = _line(a, axis)
    return call(name, x, along)


def sort(a: Any, axis: int | None = -1, kind: str = "quicksort", order: None = None) -> Any:
    """The elements in ascending order.

    Args:
      a: An array of real numbers.
      axis: The axis to sort along; None for all elements in a row.
      kind: An algorithm of NumPy's; all give the same.
      order: None; tensors have no fields.

    Returns:
      A tensor of the same shape; a vector where `axis` is None.

    Raises:
      ValueError: `kind` is unknown, or `order` is given.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.sort([[3, 1], [2, 0]]).numpy().tolist()
      [[1, 3], [0, 2]]
    """
    _check_kind("sort", kind, order)
    x, along = _line(a, axis)
    return uniqueness.sort(x, along)


def argsort(a: Any, axis: int | None = -1, kind: str = "quicksort", order: None = None) -> Any:
    """The positions of the elements in ascending order.

    Args:
      a: An array of real numbers.
      axis: The axis to sort along; None for all elements in a row.
      kind: An algorithm of NumPy's; with "stable" equal elements keep their order.
      order: None; tensors have no fields.

    Returns:
      An int64 tensor of the same shape; a vector where `axis` is None.

    Raises:
      ValueError: `kind` is unknown, or `order` is given.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.argsort([3, 1, 2]).numpy().tolist()
      [1, 2, 0]
    """
    _check_kind("argsort", kind, order)
    x = as_array(a)
    x, along = _line(call("Reshape", x, [1]) if x.ndim == 0 else x, axis)
    return cast(uniqueness.argsort(x, along, stable=kind == "stable"), int64)


def _check_kind(name: str, kind: str, order: Any) -> None:
    if kind not in ("quicksort", "mergesort", "heapsort", "stable"):
        raise ValueError(f"{name}: kind must be 'quicksort' or 'stable'; received {kind!r}.")
    if order is not None:
        raise ValueError(f"{name}: tensors have no fields to order by; received order={order!r}.")


def cumsum(a: Any, axis: int | None = None, dtype: Any = None) -> Any:
    """Running sums; small integers and booleans are added as 64-bit integers.

    Args:
      a: An array of numbers.
      axis: The axis to go along; None for all elements in a row.
      dtype: What to compute in and to give.

    Returns:
      A tensor of the same shape; a vector where `axis` is None.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.cumsum([1, 2, 3]).numpy().tolist()
      [1, 3, 6]
    """
    x, along = _line(_widened(a, dtype), axis)
    return call("Cumsum", x, along)


def _widened(a: Any, dtype: Any) -> Any:
    """What running sums are computed in: int64 also for small unsigned integers."""
    x = as_array(a)
    small = x.dtype.is_bool or (x.dtype.is_integer and x.dtype.size < 8)
    legacy = settings.mode not in ("all", "safe")
    return cast(x, int64) if dtype is None and small and legacy else wide(x, dtype)


def cumprod(a: Any, axis: int | None = None, dtype: Any = None) -> Any:
    """Running products; small integers and booleans are 64-bit integers in them.

    Args:
      a: An array of numbers.
      axis: The axis to go along; None for all elements in a row.
      dtype: What to compute in and to give.

    Returns:
      A tensor of the same shape; a vector where `axis` is None.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.cumprod([1, 2, 3]).numpy().tolist()
      [1, 2, 6]
    """
    x, along = _line(_widened(a, dtype), axis)
    return call("Cumprod", x, along)


def diff(a: Any, n: int = 1, axis: int = -1) -> Any:
    """Differences of neighbours.

    Args:
      a: An array of rank 1 or more; of booleans, where neighbours differ.
      n: How many times to take them.
      axis: The axis to go along.

    Returns:
      A tensor with `n` fewer elements along the axis.

    Raises:
      ValueError: `n` is negative, or the array is a scalar.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.diff([1, 4, 9], n=2).numpy().tolist()
      [2]
    """
    x = as_array(a)
    if n < 0 or not rank(x):
        raise ValueError(
            f"diff: n must not be negative, and an array of rank 1 or more is needed; received "
            f"n={n} and an array of shape {x.shape}."
        )
    before = [slice(None)] * rank(x)
    after = list(before)
    at = normal_axis(axis, rank(x))
    before[at], after[at] = slice(None, -1), slice(1, None)
    for _ in range(n):
        name = "NotEqual" if x.dtype.is_bool else "Sub"
        x = call(name, x[tuple(after)], x[tuple(before)])
    return x


def clip(a: Any, a_min: Any, a_max: Any) -> Any:
    """The elements, those outside an interval moved to its end.

    Args:
      a: An array of real numbers.
      a_min: The least value; None for no limit.
      a_max: The greatest value; None for no limit.

    Returns:
      A tensor of the broadcast shape, of the dtype that all agree on.

    Raises:
      ValueError: Both limits are None.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.clip([1, 5, 9], 2, 6).numpy().tolist()
      [2, 5, 6]
    """
    limits = [v for v in (a_min, a_max) if v is not None]
    if not limits:
        raise ValueError("clip: not more than one of `a_min` and `a_max` may be None.")
    x, *found = promoted(a, *limits)
    # Where the limits are crossed the lower one wins, unlike NumPy's.
    if a_max is not None:
        x = call("Minimum", x, found.pop())
    return call("Maximum", x, found[0]) if found else x


def around(a: Any, decimals: int = 0) -> Any:
    """The elements rounded, halves to even.

    Args:
      a: An array of numbers.
      decimals: How many places behind the point stay; negative ones count before it.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.around([1.25, 2.75], 1).numpy().tolist()
      [1.2, 2.8]
    """
    x = as_array(a)
    if x.dtype.is_integer and decimals >= 0:
        return call("Identity", x)
    factor = as_array(10.0 ** abs(decimals), default_float())
    given = x.dtype
    y = cast(x, result_type(given, factor.dtype) if given.is_integer else given)
    factor = cast(factor, y.dtype)
    if decimals < 0:
        return cast(call("Rint", y / factor) * factor, given)
    return call("Rint", y * factor) / factor if decimals else call("Rint", y)


def round(a: Any, decimals: int = 0) -> Any:
    """The elements rounded, halves to even: `around` under another name.

    Args:
      a: An array of numbers.
      decimals: How many places behind the point stay; negative ones count before it.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.round([0.5, 1.5]).numpy().tolist()
      [0.0, 2.0]
    """
    return around(a, decimals)
