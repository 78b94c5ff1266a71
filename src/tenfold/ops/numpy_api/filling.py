"""Arrays made of a value and a shape, of a range, or of Python values."""

from __future__ import annotations

import builtins
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType
from tenfold.core.op import call
from tenfold.core.tensor import Operators
from tenfold.ops.array.casting import cast
from tenfold.ops.array.joining import concat
from tenfold.ops.array.sequences import range as tensor_range

from .promotion import as_array, default_float, dtype_named, floating, promoted, rank, result_type

Shape = int | Sequence[int] | Any


def array(val: Any, dtype: Any = None, copy: bool = True, ndmin: int = 0) -> Any:
    """A tensor of a value, by NumPy's defaults: int64 for Python integers, float64 for floats.

    Args:
      val: A tensor, NumPy array, number or nested list of them.
      dtype: The dtype of the result, to which the value is cast.
      copy: Accepted; tensors are immutable, so that nothing tells copies apart.
      ndmin: The least rank; axes of length 1 are put in front.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.array([1, 2], ndmin=2).numpy().tolist()
      [[1, 2]]
    """
    x = as_array(val, dtype)
    missing = ndmin - rank(x) if ndmin else 0
    if missing <= 0:
        return x
    return x[(None,) * missing]


def asarray(a: Any, dtype: Any = None) -> Any:
    """A tensor of a value; a tensor of that dtype is given back as it is.

    Args:
      a: A tensor, NumPy array, number or nested list of them.
      dtype: The dtype of the result, to which the value is cast.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.asarray([1, 2.5]).dtype
      tf.float64
    """
    return as_array(a, dtype)


def asanyarray(a: Any, dtype: Any = None) -> Any:
    """`asarray` under another name: there is one class of arrays.

    Args:
      a: A tensor, NumPy array, number or nested list of them.
      dtype: The dtype of the result, to which the value is cast.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.asanyarray(1, tnp.int8).dtype
      tf.int8
    """
    return as_array(a, dtype)


def ascontiguousarray(a: Any, dtype: Any = None) -> Any:
    """An array of rank 1 or more.

    Args:
      a: A tensor, NumPy array, number or nested list of them.
      dtype: The dtype of the result, to which the value is cast.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.ascontiguousarray(5).numpy().tolist()
      [5]
    """
    return array(a, dtype, ndmin=1)


def copy(a: Any) -> Any:
    """A tensor of the same elements.

    Args:
      a: An array, or what makes one.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.copy([1, 2]).numpy().tolist()
      [1, 2]
    """
    return call("Identity", as_array(a))


def _filled(shape: Shape, value: Any, dtype: Any) -> Any:
    return call("BroadcastTo", as_array(value, dtype), dims(shape))


def dims(shape: Shape) -> Any:
    """A shape as a vector of integers: of one number, of several, or of a tensor."""
    if isinstance(shape, Operators):
        x = to_tensor(shape)
        return call("Reshape", x, [1]) if not rank(x) else x
    known = np.atleast_1d(np.asarray(shape))
    return known.astype(np.int32) if not known.size else known


def _float_or(dtype: Any) -> DType:
    """The dtype; for Python's `float`, which is the default of many functions, the mode's."""
    return default_float() if dtype is float or dtype is None else dtype_named(dtype)


def zeros(shape: Shape, dtype: Any = float) -> Any:
    """An array of zeros.

    Args:
      shape: The shape, or the length of a vector.
      dtype: The dtype of the result.

    Returns:
      A tensor of that shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.zeros(3).numpy().tolist()
      [0.0, 0.0, 0.0]
    """
    return _filled(shape, 0, _float_or(dtype))


def ones(shape: Shape, dtype: Any = float) -> Any:
    """An array of ones.

    Args:
      shape: The shape, or the length of a vector.
      dtype: The dtype of the result.

    Returns:
      A tensor of that shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.ones((1, 2), tnp.int32).numpy().tolist()
      [[1, 1]]
    """
    return _filled(shape, 1, _float_or(dtype))


def empty(shape: Shape, dtype: Any = float) -> Any:
    """An array whose elements do not matter: zeros.

    Args:
      shape: The shape, or the length of a vector.
      dtype: The dtype of the result.

    Returns:
      A tensor of that shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.empty((2, 3)).shape
      TensorShape([2, 3])
    """
    return zeros(shape, dtype)


def full(shape: Shape, fill_value: Any, dtype: Any = None) -> Any:
    """An array of one value.

    Args:
      shape: The shape, or the length of a vector.
      fill_value: The value, or an array that broadcasts.
      dtype: The dtype of the result.

    Returns:
      A tensor of that shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.full(2, 7).numpy().tolist()
      [7, 7]
    """
    return _filled(shape, fill_value, dtype)


def zeros_like(a: Any, dtype: Any = None) -> Any:
    """Zeros in the shape of an array.

    Args:
      a: An array, or what makes one.
      dtype: The dtype of the result, in place of the array's.

    Returns:
      A tensor of that shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.zeros_like([1, 2]).numpy().tolist()
      [0, 0]
    """
    return _zeros_in_the_shape_of(a, dtype)


def _zeros_in_the_shape_of(a: Any, dtype: Any) -> Any:
    """Zeros; empty texts in the shape of an array of strings."""
    x = as_array(a)
    wanted = x.dtype if dtype is None else dtype_named(dtype)
    return call("ZerosLike", x if x.dtype is wanted else cast(x, wanted))


def ones_like(a: Any, dtype: Any = None) -> Any:
    """Ones in the shape of an array.

    Args:
      a: An array, or what makes one.
      dtype: The dtype of the result, in place of the array's.

    Returns:
      A tensor of that shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.ones_like([1, 2]).numpy().tolist()
      [1, 1]
    """
    return full_like(a, 1, dtype)


def empty_like(a: Any, dtype: Any = None) -> Any:
    """An array in the shape of another, whose elements do not matter: zeros.

    Args:
      a: An array, or what makes one.
      dtype: The dtype of the result, in place of the array's.

    Returns:
      A tensor of that shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.empty_like([1, 2]).shape
      TensorShape([2])
    """
    return _zeros_in_the_shape_of(a, dtype)


def full_like(
    a: Any,
    fill_value: Any,
    dtype: Any = None,
    order: str = "K",
    subok: bool = True,
    shape: None = None,
) -> Any:
    """One value in the shape of an array.

    Args:
      a: An array, or what makes one.
      fill_value: The value, or an array that broadcasts.
      dtype: The dtype of the result, in place of the array's.
      order: "K"; tensors have no other order in memory.
      subok: True; there is one class of arrays.
      shape: None; use `full` for another shape.

    Returns:
      A tensor of that shape.

    Raises:
      ValueError: `order`, `subok` or `shape` is given.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.full_like([1, 2], 7).numpy().tolist()
      [7, 7]
    """
    if order != "K" or not subok or shape is not None:
        raise ValueError(
            f"full_like: order='K', subok=True and shape=None are supported; received {order!r}, "
            f"{subok} and {shape}. Overriding the shape is what full is for."
        )
    x = as_array(a)
    return call("BroadcastTo", as_array(fill_value, dtype or x.dtype), call("Shape", x))


def eye(N: int, M: int | None = None, k: int = 0, dtype: Any = float) -> Any:
    """Ones on a diagonal, zeros elsewhere.

    Args:
      N: The number of rows.
      M: The number of columns, if it is another.
      k: How far above the main diagonal the ones lie.
      dtype: The dtype of the result.

    Returns:
      A tensor of shape `[N, M]`.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.eye(2, 3, k=1, dtype=tnp.int32).numpy().tolist()
      [[0, 1, 0], [0, 0, 1]]
    """
    return as_array(np.eye(N, M, k), _float_or(dtype))


def identity(n: int, dtype: Any = float) -> Any:
    """The square matrix of ones on the diagonal and zeros elsewhere.

    Args:
      n: The number of rows.
      dtype: The dtype of the result.

    Returns:
      A tensor of shape `[n, n]`.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.identity(2).numpy().tolist()
      [[1.0, 0.0], [0.0, 1.0]]
    """
    return eye(n, dtype=dtype)


def tri(N: int, M: int | None = None, k: int = 0, dtype: Any = None) -> Any:
    """Ones on and below a diagonal, zeros above it.

    Args:
      N: The number of rows.
      M: The number of columns, if it is another.
      k: How far above the main diagonal the last ones lie.
      dtype: The dtype of the result.

    Returns:
      A tensor of shape `[N, M]`.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.tri(2, 3, dtype=tnp.int32).numpy().tolist()
      [[1, 0, 0], [1, 1, 0]]
    """
    return as_array(np.tri(N, M, k), _float_or(dtype))


def diag_indices(n: int, ndim: int = 2) -> Any:
    """The indices of the diagonal of an array whose axes are all of one length.

    Args:
      n: That length.
      ndim: The rank of the array.

    Returns:
      A tuple of `ndim` vectors.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> [i.numpy().tolist() for i in tnp.diag_indices(2)]
      [[0, 1], [0, 1]]
    """
    return (call("Range", 0, n, 1),) * ndim


def arange(start: Any, stop: Any = None, step: Any = 1, dtype: Any = None) -> Any:
    """Numbers at equal distances, the end left out.

    Args:
      start: The first number; where it is the only argument, the end, and 0 is the first.
      stop: The end, which is left out.
      step: The distance.
      dtype: The dtype of the result.

    Returns:
      A vector.

    Raises:
      ValueError: `step` is zero.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.arange(1, 7, 2).numpy().tolist()
      [1, 3, 5]
    """
    if not isinstance(step, Operators) and not step:
        raise ValueError(f"arange: step must not be zero; received {step!r}.")
    if stop is None:
        start, stop = 0, start
    common = result_type(start, stop, step)
    wanted = common if dtype is None else dtype_named(dtype)
    if common.is_bool:
        common = result_type(0)
    start, stop, step = (as_array(v, common) for v in (start, stop, step))
    # An end before the start gives an empty range, where the op would refuse it.
    ahead = call("Less", start * call("Sign", step), stop * call("Sign", step))
    return cast(tensor_range(start, call("SelectV2", ahead, stop, start), step), wanted)


def linspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: Any = float,
    axis: int = 0,
) -> Any:
    """Numbers at equal distances, by their count.

    Args:
      start: The first number, or an array.
      stop: The last, or what would come after the last.
      num: How many.
      endpoint: Whether `stop` is the last.
      retstep: Whether to give the distance too.
      dtype: The dtype of the result.
      axis: Where the axis of the numbers stands, for arrays.

    Returns:
      A tensor, or the pair of it and the distance.

    Raises:
      ValueError: `num` is negative.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.linspace(0, 1, 5).numpy().tolist()
      [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    if num < 0:
        raise ValueError(f"linspace: num must not be negative; received {num}.")
    first, last = (floating(v) for v in promoted(start, stop, 0.0)[:2])
    first, last = first + (last - last), last + (first - first)  # of one shape
    parts = num - 1 if endpoint else num
    step = (last - first) / parts if parts > 0 else call("ZerosLike", first) + math.nan
    at = cast(call("Reshape", as_array(np.arange(num)), [num] + [1] * rank(first)), first.dtype)
    found = first[None] + (at * step[None] if parts > 0 else at * 0)
    if endpoint and num > 1:  # without a rounding error at the end
        found = call("ConcatV2", [found[: num - 1], last[None]], 0)
    if axis:
        found = _first_axis_to(found, axis)
    wanted = None if dtype is None or dtype is float else dtype_named(dtype)
    if wanted is not None:
        found = cast(call("Floor", found) if wanted.is_integer else found, wanted)
    return (found, step) if retstep else found


def _first_axis_to(x: Any, axis: int) -> Any:
    order = list(builtins.range(1, rank(x)))
    order.insert(axis % rank(x), 0)
    return call("Transpose", x, order)


def logspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    base: Any = 10.0,
    dtype: Any = None,
    axis: int = 0,
) -> Any:
    """Powers of one base, the exponents at equal distances.

    Args:
      start: The first exponent.
      stop: The last, or what would come after the last.
      num: How many.
      endpoint: Whether `stop` is the last.
      base: What the powers are of.
      dtype: The dtype of the result.
      axis: Where the axis of the numbers stands, for arrays.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.logspace(0, 3, 4, base=2).numpy().tolist()
      [1.0, 2.0, 4.0, 8.0]
    """
    exponents = linspace(start, stop, num, endpoint, axis=axis)
    found = call("Pow", cast(as_array(base), exponents.dtype), exponents)
    return found if dtype is None else cast(found, dtype_named(dtype))


def geomspace(
    start: Any, stop: Any, num: int = 50, endpoint: bool = True, dtype: Any = None, axis: int = 0
) -> Any:
    """Numbers at equal ratios, by their count.

    Args:
      start: The first number, not zero.
      stop: The last, of the same sign, or what would come after the last.
      num: How many.
      endpoint: Whether `stop` is the last.
      dtype: The dtype of the result.
      axis: Where the axis of the numbers stands, for arrays.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.geomspace(1.0, 8.0, 4).numpy().round(6).tolist()
      [1.0, 2.0, 4.0, 8.0]
    """
    first, last = (floating(v) for v in promoted(start, stop, 0.0)[:2])
    sign = call("Sign", first)
    logs = linspace(call("Log", first * sign), call("Log", last * sign), num, endpoint, axis=axis)
    found = call("Exp", logs) * sign
    return found if dtype is None else cast(found, dtype_named(dtype))


def vander(x: Any, N: int | None = None, increasing: bool = False) -> Any:
    """The matrix whose columns are powers of a vector.

    Args:
      x: A vector.
      N: The number of columns; as many as there are elements, if it is not given.
      increasing: Whether the exponents go up from left to right.

    Returns:
      A tensor of shape `[len(x), N]`.

    Raises:
      ValueError: `x` is no vector, or `N` is negative.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.vander([1, 2, 3], 2).numpy().tolist()
      [[1, 1], [2, 1], [3, 1]]
    """
    v = as_array(x)
    count = v.shape[0] if N is None and rank(v) == 1 else N
    if rank(v) != 1 or count is None or count < 0:
        raise ValueError(
            f"vander: a vector and a number of columns that is not negative are expected; received "
            f"an array of shape {v.shape} and N={N}."
        )
    exponents = np.arange(count) if increasing else np.arange(count)[::-1]
    return call("Pow", v[:, None], as_array(np.ascontiguousarray(exponents), v.dtype)[None])


def meshgrid(*xi: Any, **kwargs: Any) -> Any:
    """Coordinates of all points of a grid, from those along each axis.

    Args:
      *xi: Vectors.
      **kwargs: `indexing`: "xy", where the first vector goes along the columns, or "ij".

    Returns:
      A list of tensors, one for each vector.

    Raises:
      ValueError: `sparse` or `copy` is given otherwise than by default.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> [x.numpy().tolist() for x in tnp.meshgrid([1, 2], [3, 4])]
      [[[1, 2], [1, 2]], [[3, 3], [4, 4]]]
    """
    if kwargs.get("sparse", False) or not kwargs.get("copy", True):
        raise ValueError(
            f"meshgrid: sparse=False and copy=True are supported; received {kwargs}. For sparse "
            "grids use expand_dims, and let broadcasting do the rest."
        )
    vectors = [call("Reshape", as_array(x), [-1]) for x in xi]
    swap = kwargs.get("indexing", "xy") == "xy" and len(vectors) > 1
    order = [1, 0, *builtins.range(2, len(vectors))] if swap else list(builtins.range(len(vectors)))
    shape = concat([call("Shape", vectors[i]) for i in order], 0)
    found = []
    for i, v in enumerate(vectors):
        along = [1] * len(vectors)
        along[order.index(i)] = -1
        found.append(call("BroadcastTo", call("Reshape", v, along), shape))
    return found
