"""Sums, means and other reductions of an array along one axis, several, or all."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import Any

from tenfold.core.dtypes import int64
from tenfold.core.op import call
from tenfold.ops.array.casting import cast
from tenfold.ops.math.arithmetic import divide as quotient

from .promotion import all_axes, as_array, dtype_named, floating, promoted, rank, wide
from .signs import truth

Axis = int | Sequence[int] | None


def _reduce(name: str, x: Any, axis: Axis, keepdims: bool | None) -> Any:
    axes = all_axes(x) if axis is None else axis
    axes = list(axes) if isinstance(axes, tuple) else axes
    return call(name, x, axes, keep_dims=bool(keepdims))


def sum(a: Any, axis: Axis = None, dtype: Any = None, keepdims: bool | None = None) -> Any:
    """The sum of the elements; small integers and booleans are added as 64-bit integers.

    Args:
      a: An array of numbers.
      axis: An axis, several, or None for all.
      dtype: What to compute in and to give.
      keepdims: Whether the reduced axes stay, with length 1.

    Returns:
      A tensor without the reduced axes.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.sum([[1, 2], [3, 4]], axis=0).numpy().tolist()
      [4, 6]
    """
    return _reduce("Sum", wide(a, dtype), axis, keepdims)


def prod(a: Any, axis: Axis = None, dtype: Any = None, keepdims: bool | None = None) -> Any:
    """The product of the elements; small integers and booleans are 64-bit integers in it.

    Args:
      a: An array of numbers.
      axis: An axis, several, or None for all.
      dtype: What to compute in and to give.
      keepdims: Whether the reduced axes stay, with length 1.

    Returns:
      A tensor without the reduced axes.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.prod([[1, 2], [3, 4]], axis=0).numpy().tolist()
      [3, 8]
    """
    return _reduce("Prod", wide(a, dtype), axis, keepdims)


def max(a: Any, axis: Axis = None, keepdims: bool | None = None) -> Any:
    """The greatest element.

    Args:
      a: An array of real numbers or booleans.
      axis: An axis, several, or None for all.
      keepdims: Whether the reduced axes stay, with length 1.

    Returns:
      A tensor without the reduced axes.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.max([[1, 2], [3, 4]], axis=0).numpy().tolist()
      [3, 4]
    """
    x = as_array(a)
    return _reduce("Any" if x.dtype.is_bool else "Max", x, axis, keepdims)


def min(a: Any, axis: Axis = None, keepdims: bool | None = None) -> Any:
    """The least element.

    Args:
      a: An array of real numbers or booleans.
      axis: An axis, several, or None for all.
      keepdims: Whether the reduced axes stay, with length 1.

    Returns:
      A tensor without the reduced axes.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.min([[1, 2], [3, 4]], axis=0).numpy().tolist()
      [1, 2]
    """
    x = as_array(a)
    return _reduce("All" if x.dtype.is_bool else "Min", x, axis, keepdims)


def amax(a: Any, axis: Axis = None, out: None = None, keepdims: bool | None = None) -> Any:
    """The greatest element: `max` under another name.

    Args:
      a: An array of real numbers or booleans.
      axis: An axis, several, or None for all.
      out: None; tensors cannot be written to.
      keepdims: Whether the reduced axes stay, with length 1.

    Returns:
      A tensor without the reduced axes.

    Raises:
      ValueError: `out` is given.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.amax([1, 3, 2]).numpy().item()
      3
    """
    refuse_out("amax", out)
    return max(a, axis, keepdims)


def amin(a: Any, axis: Axis = None, out: None = None, keepdims: bool | None = None) -> Any:
    """The least element: `min` under another name.

    Args:
      a: An array of real numbers or booleans.
      axis: An axis, several, or None for all.
      out: None; tensors cannot be written to.
      keepdims: Whether the reduced axes stay, with length 1.

    Returns:
      A tensor without the reduced axes.

    Raises:
      ValueError: `out` is given.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.amin([1, 3, 2]).numpy().item()
      1
    """
    refuse_out("amin", out)
    return min(a, axis, keepdims)


def refuse_out(name: str, out: Any) -> None:
    """Refuses an array to write to."""
    if out is not None:
        raise ValueError(f"{name}: tensors cannot be written to; use the result instead of out=.")


def all(a: Any, axis: Axis = None, keepdims: bool | None = None) -> Any:
    """Whether every element is true, that is not zero.

    Args:
      a: An array.
      axis: An axis, several, or None for all.
      keepdims: Whether the reduced axes stay, with length 1.

    Returns:
      A boolean tensor without the reduced axes.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.all([[1, 0], [3, 4]], axis=1).numpy().tolist()
      [False, True]
    """
    return _reduce("All", truth(as_array(a)), axis, keepdims)


def any(a: Any, axis: Axis = None, keepdims: bool | None = None) -> Any:
    """Whether an element is true, that is not zero.

    Args:
      a: An array.
      axis: An axis, several, or None for all.
      keepdims: Whether the reduced axes stay, with length 1.

    Returns:
      A boolean tensor without the reduced axes.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.any([[1, 0], [0, 0]], axis=1).numpy().tolist()
      [True, False]
    """
    return _reduce("Any", truth(as_array(a)), axis, keepdims)


def mean(
    a: Any, axis: Axis = None, dtype: Any = None, out: None = None, keepdims: bool | None = None
) -> Any:
    """The mean of the elements; that of integers is floating.

    Args:
      a: An array of numbers.
      axis: An axis, several, or None for all.
      dtype: What to compute in and to give.
      out: None; tensors cannot be written to.
      keepdims: Whether the reduced axes stay, with length 1.

    Returns:
      A tensor without the reduced axes.

    Raises:
      ValueError: `out` is given.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.mean([[1, 2], [3, 4]], axis=0).numpy().tolist()
      [2.0, 3.0]
    """
    refuse_out("mean", out)
    x = floating(a) if dtype is None else as_array(a, dtype)
    return _reduce("Mean", x, axis, keepdims)


def var(
    a: Any,
    axis: Axis = None,
    dtype: Any = None,
    out: None = None,
    ddof: int = 0,
    keepdims: bool | None = None,
) -> Any:
    """The variance of the elements: the mean of the squared distances from their mean.

    Args:
      a: An array of numbers.
      axis: An axis, several, or None for all.
      dtype: What to compute in and to give.
      out: None; tensors cannot be written to.
      ddof: What is taken from the number of elements in the divisor; 1 for an unbiased estimate.
      keepdims: Whether the reduced axes stay, with length 1.

    Returns:
      A real tensor without the reduced axes.

    Raises:
      ValueError: `out` is given.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.var([1, 2, 3, 4], ddof=1).numpy().item()
      1.6666666666666665
    """
    refuse_out("var", out)
    x = floating(a) if dtype is None else as_array(a, dtype)
    distance = x - _reduce("Mean", x, axis, True)
    if x.dtype.is_complex:
        squared = call("Square", call("ComplexAbs", distance, Tout=x.dtype.real_dtype))
    else:
        squared = call("Square", distance)
    found = _reduce("Mean", squared, axis, keepdims)
    if not ddof:
        return found
    size = cast(_count(x, axis), found.dtype)
    return found * (size / (size - cast(as_array(ddof), found.dtype)))


def _count(x: Any, axis: Axis) -> Any:
    """How many elements go into one of a reduction's."""
    ones = call("OnesLike", call("Shape", x))
    lengths = call("Shape", x)
    if axis is None:
        return call("Prod", lengths, [0])
    kept = _reduce("Sum", call("OnesLike", x), axis, True)
    return call("Prod", call("FloorDiv", lengths, call("Maximum", call("Shape", kept), ones)), [0])


def std(a: Any, axis: Axis = None, keepdims: bool | None = None) -> Any:
    """The standard deviation of the elements: the root of their variance.

    Args:
      a: An array of numbers.
      axis: An axis, several, or None for all.
      keepdims: Whether the reduced axes stay, with length 1.

    Returns:
      A real tensor without the reduced axes.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.std([1, 2, 3, 4]).numpy().round(4).item()
      1.118
    """
    return call("Sqrt", var(a, axis, keepdims=keepdims))


def ptp(a: Any, axis: Axis = None, keepdims: bool | None = None) -> Any:
    """The distance between the greatest and the least element.

    Args:
      a: An array of real numbers.
      axis: An axis, several, or None for all.
      keepdims: Whether the reduced axes stay, with length 1.

    Returns:
      A tensor without the reduced axes.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.ptp([[1, 5], [3, 4]], axis=1).numpy().tolist()
      [4, 1]
    """
    x = as_array(a)
    return max(x, axis, keepdims) - min(x, axis, keepdims)


def average(a: Any, axis: int | None = None, weights: Any = None, returned: bool = False) -> Any:
    """The weighted mean of the elements.

    Args:
      a: An array of numbers.
      axis: An axis, or None for all.
      weights: An array of the shape of `a`, or one weight for each element along `axis`.
      returned: Whether to give the sums of the weights too.

    Returns:
      The averages, or the pair of them and the sums of the weights.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.average([1, 2, 3], weights=[3, 1, 0]).numpy().item()
      1.25
    """
    if weights is None:
        x = floating(a)
        found = mean(x, axis)
        size = cast(_count(x, axis), found.dtype)
        total = call("BroadcastTo", size, call("Shape", found)) if returned else None
    else:
        x, w = (floating(v) for v in promoted(a, weights))
        if rank(w) != rank(x):
            if axis is None or rank(w) != 1:
                raise ValueError(
                    f"average: weights of shape {w.shape} do not fit a of shape {x.shape}; give "
                    "weights of the same shape, or a vector and axis."
                )
            shape = [1] * rank(x)
            shape[axis] = -1
            w = call("Reshape", w, shape)
        w = w * call("OnesLike", x)
        total = _reduce("Sum", w, axis, False)
        found = quotient(_reduce("Sum", x * w, axis, False), total)
    return (found, total) if returned else found


def nansum(a: Any, axis: Axis = None, dtype: Any = None, keepdims: bool = False) -> Any:
    """The sum of the elements that are numbers; nan counts as zero.

    Args:
      a: An array of numbers.
      axis: An axis, several, or None for all.
      dtype: What to compute in and to give.
      keepdims: Whether the reduced axes stay, with length 1.

    Returns:
      A tensor without the reduced axes.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.nansum([1.0, float("nan"), 2.0]).numpy().item()
      3.0
    """
    return sum(_without_nan(a, 0), axis, dtype, keepdims)


def nanprod(a: Any, axis: Axis = None, dtype: Any = None, keepdims: bool = False) -> Any:
    """The product of the elements that are numbers; nan counts as one.

    Args:
      a: An array of numbers.
      axis: An axis, several, or None for all.
      dtype: What to compute in and to give.
      keepdims: Whether the reduced axes stay, with length 1.

    Returns:
      A tensor without the reduced axes.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.nanprod([3.0, float("nan"), 2.0]).numpy().item()
      6.0
    """
    return prod(_without_nan(a, 1), axis, dtype, keepdims)


def nanmean(a: Any, axis: Axis = None, dtype: Any = None, keepdims: bool | None = None) -> Any:
    """The mean of the elements that are numbers.

    Args:
      a: An array of numbers.
      axis: An axis, several, or None for all.
      dtype: What to compute in and to give.
      keepdims: Whether the reduced axes stay, with length 1.

    Returns:
      A tensor without the reduced axes; nan where no element is a number.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.nanmean([1.0, float("nan"), 2.0]).numpy().item()
      1.5
    """
    x = floating(a) if dtype is None else as_array(a, dtype)
    is_number = cast(call("LogicalNot", _is_nan(x)), x.dtype)
    total = _reduce("Sum", _without_nan(x, 0), axis, keepdims)
    mean = quotient(total, _reduce("Sum", is_number, axis, keepdims))
    return mean if dtype is None else cast(mean, x.dtype)


def _is_nan(x: Any) -> Any:
    return call("NotEqual", x, x)


def _without_nan(a: Any, value: int) -> Any:
    x = as_array(a)
    if not (x.dtype.is_floating or x.dtype.is_complex):
        return x
    return call("SelectV2", _is_nan(x), cast(as_array(value), x.dtype), x)


def count_nonzero(a: Any, axis: Axis = None) -> Any:
    """How many elements are not zero.

    Args:
      a: An array.
      axis: An axis, several, or None for all.

    Returns:
      An int64 tensor without the reduced axes.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.count_nonzero([[1, 0], [3, 4]], axis=0).numpy().tolist()
      [2, 1]
    """
    x = as_array(a)
    is_there = call("NotEqual", x, call("ZerosLike", x)) if x.dtype.is_complex else truth(x)
    return _reduce("Sum", cast(is_there, int64), axis, False)


def trace(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1, dtype: Any = None) -> Any:
    """The sum along a diagonal.

    Args:
      a: An array of rank 2 or more.
      offset: How far above the main diagonal it lies.
      axis1: The axis of the rows.
      axis2: That of the columns.
      dtype: What to compute in and to give.

    Returns:
      A tensor without the two axes.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.trace([[1, 2], [3, 4]]).numpy().item()
      5
    """
    x = as_array(a) if dtype is None else as_array(a, dtype_named(dtype))
    return _reduce("Sum", diagonal(x, offset, axis1, axis2), -1, False)


def diagonal(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """A diagonal of each matrix.

    Args:
      a: An array of rank 2 or more.
      offset: How far above the main diagonal it lies.
      axis1: The axis of the rows.
      axis2: That of the columns.

    Returns:
      A tensor with the diagonals along its last axis, in place of the two.

    Raises:
      ValueError: The rank is less than 2, or the axes are one.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.diagonal([[1, 2], [3, 4]]).numpy().tolist()
      [1, 4]
    """
    x = as_array(a)
    ndim = rank(x)
    if ndim < 2 or axis1 % ndim == axis2 % ndim:
        raise ValueError(
            f"diagonal: two axes of an array are needed; received axes {axis1} and {axis2} of an "
            f"array of shape {x.shape}."
        )
    pair = (axis1 % ndim, axis2 % ndim)
    order = [*(i for i in builtins.range(ndim) if i not in pair), *pair]
    x = call("Transpose", x, order)
    rows, columns = x.shape[-2], x.shape[-1]
    if rows is not None and columns is not None and not -rows < offset < columns:
        index = (..., 0, slice(0, 0))
        return x[index]
    zero = cast(as_array(0), x.dtype) if not x.dtype.is_bool else as_array(False)
    return call("MatrixDiagPartV3", x, offset, zero)
