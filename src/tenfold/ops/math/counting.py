"""Counts of values: bins, histograms, nonzero elements, confusion."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import errors, rules
from tenfold.core.context import name_scope, scoped
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import INDEX, DType, as_dtype, float32, float64, int32, int64
from tenfold.core.op import call as run
from tenfold.core.op import op
from tenfold.engine.control_flow.dependencies import assert_that, control_dependencies

from .reducing import reduce_sum

WEIGHTS = (int32, int64, float32, float64)


def _length(x: Any) -> int | None:
    size = rules.value_of(x)
    if size is not None and (size.ndim or size < 0):
        raise ValueError(f"A number of bins is a scalar and not negative; received {size}.")
    return None if size is None else int(size)


def _negative(values: Any) -> str:
    return f"bincount: Input arr must be non-negative; its least value is {values[0]}."


def _binned(xp: Any, values: Any, size: int, weights: Any, binary: bool) -> Any:
    """Counts each row of `values` into `size` bins; values beyond the last are left out."""
    if values.size:
        least = values.min()
        xp.raise_if(least < 0, "InvalidArgumentError", _negative, [least])
    if size < 0:
        raise ValueError(f"size ({size}) must be non-negative.")
    if weights.size and weights.shape != values.shape:
        raise ValueError("weights must have the shape of the values, or hold nothing.")
    rows = values if values.ndim == 2 else values.reshape(1, -1)
    count = rows.shape[0]
    dtype = weights.dtype
    # One bin more takes what lies outside; rows are kept apart by an offset.
    flat = xp.minimum(rows, rows.dtype.type(size))
    if count > 1:
        flat = flat + xp.arange(count, dtype=rows.dtype).reshape(-1, 1) * (size + 1)
    flat = flat.reshape(-1)
    each = weights.reshape(-1) if weights.size and not binary else None
    if xp.compiled:
        bins = xp.zeros(count * (size + 1), dtype).at[flat].add(1 if each is None else each)
    else:
        bins = np.bincount(flat, each, count * (size + 1)).astype(dtype)
    bins = bins.reshape(count, size + 1)[:, :size]
    if binary:
        bins = (bins > 0).astype(dtype)
    return bins if values.ndim == 2 else bins[0]


@op("input: T -> output: int32", T=(int32, int64, float32, float64), shape=rules.same)
def Bucketize(xp: Any, input: Any, *, boundaries: list[float]) -> Any:
    edges = np.asarray(boundaries, np.float32)
    if (edges[1:] < edges[:-1]).any():
        raise ValueError(f"Expected sorted boundaries; received {boundaries}.")
    wide = np.float64 if input.dtype != np.float32 else np.float32
    found = xp.searchsorted(edges.astype(wide), input.astype(wide), side="right")
    return xp.asarray(found).astype(np.int32)


Bucketize.not_differentiable()


@op("arr: int32, size: int32, weights: T -> bins: T", T=WEIGHTS)
def Bincount(xp: Any, arr: Any, size: Any, weights: Any) -> Any:
    if size.ndim:
        raise ValueError(f"size must be a scalar; its shape is {list(size.shape)}.")
    return _binned(xp, arr.reshape(-1), int(xp.static(size)), weights.reshape(-1), False)


@Bincount.shape
def bincount_shape(call: Any) -> Any:
    return (_length(call.inputs[1]),)


Bincount.not_differentiable()


@op("input: Tidx, size: Tidx, weights: T -> output: T", Tidx=INDEX, T=WEIGHTS)
def DenseBincount(
    xp: Any, input: Any, size: Any, weights: Any, *, binary_output: bool = False
) -> Any:
    if input.ndim > 2:
        raise ValueError(f"input must have rank 1 or 2; received rank {input.ndim}.")
    return _binned(xp, input, int(xp.static(size)), weights, binary_output)


@DenseBincount.shape
def densebincount_shape(call: Any) -> Any:
    shape = call.inputs[0].raw_shape
    if shape is None:
        return None
    return (*(shape[:1] if len(shape) == 2 else ()), _length(call.inputs[1]))


DenseBincount.not_differentiable()


def bincount(
    arr: Any,
    weights: Any = None,
    minlength: Any = None,
    maxlength: Any = None,
    dtype: Any = int32,
    name: str | None = None,
    axis: int | None = None,
    binary_output: bool = False,
) -> Any:
    """Counts how often each non-negative integer occurs.

    Args:
      arr: An integer tensor; of rank 1 or 2 where `axis` is given.
      weights: What each occurrence adds, of the shape of `arr`; 1 if None.
      minlength: The least number of bins.
      maxlength: The greatest number of bins; values beyond are left out.
      dtype: The dtype of the counts if there are no weights.
      name: A name for the op.
      axis: 0 or None counts all values; -1 counts each row of a matrix.
      binary_output: Whether to give 1 for what occurs at all, instead of counts.

    Returns:
      A tensor of shape [bins], or [rows, bins] for `axis=-1`, where bins is one more than the
      greatest value unless `minlength` or `maxlength` says otherwise.

    Raises:
      ValueError: `axis` is neither 0, -1 nor None, or weights come with `binary_output`.
      tf.errors.InvalidArgumentError: A value is negative.

    Example:
      >>> import tenfold as tf
      >>> tf.math.bincount([1, 1, 3]).numpy().tolist()
      [0, 2, 0, 1]
    """
    if binary_output and weights is not None:
        raise ValueError("bincount: binary_output cannot be combined with weights.")
    if axis not in (None, 0, -1):
        raise ValueError(f"bincount: axis must be 0, -1 or None; received {axis}.")
    arr = to_tensor(arr, dtype_hint=int32)
    if not arr.dtype.is_integer:
        arr = run("Cast", arr, DstT=int32)
    if arr.dtype not in INDEX:
        arr = run("Cast", arr, DstT=int32)
    if axis != -1:
        arr = run("Reshape", arr, [-1])
        weights = None if weights is None else run("Reshape", weights, [-1])
    one = run("OnesLike", run("Reshape", run("Size", arr, out_type=arr.dtype), []))
    # The greatest of nothing is the lowest integer: no bins.
    top = run("Maximum", run("Max", arr, list(range(arr.ndim or 0))), -one)
    size = top + one
    if minlength is not None:
        size = run("Maximum", run("Cast", minlength, DstT=arr.dtype), size)
    if maxlength is not None:
        size = run("Minimum", run("Cast", maxlength, DstT=arr.dtype), size)
    if weights is None:
        weights = np.zeros(0, as_dtype(dtype).np)
    return DenseBincount(arr, size, weights, binary_output=binary_output, name=name)


@op("values: T, value_range: T, nbins: int32 -> out: dtype", T=WEIGHTS, dtype=INDEX)
def HistogramFixedWidth(
    xp: Any, values: Any, value_range: Any, nbins: Any, *, dtype: DType = int32
) -> Any:
    count = int(xp.static(nbins))
    if count < 1:
        raise ValueError(f"nbins should be a positive number, but got '{count}'")
    low, high = value_range[0], value_range[1]
    xp.raise_if(
        ~(low < high),
        "InvalidArgumentError",
        "value_range should satisfy value_range[0] < value_range[1].",
    )
    if value_range.shape != (2,):
        raise ValueError("value_range should hold two numbers.")
    if values.dtype.kind == "f":
        xp.raise_if(
            xp.isnan(values).any(), "InvalidArgumentError", "Histogram values must not contain NaN."
        )
    step = (high - low).astype("float64") / count
    place = xp.floor((values.reshape(-1).astype("float64") - low) / step)
    place = xp.clip(place, 0, count - 1).astype("int32")
    if xp.compiled:
        return xp.zeros(count, dtype.np).at[place].add(1)
    return np.bincount(place, minlength=count).astype(dtype.np)


@HistogramFixedWidth.shape
def histogramfixedwidth_shape(call: Any) -> Any:
    rules.merge(call.inputs[1].raw_shape, (2,))
    count = _length(call.inputs[2])
    if count == 0:
        raise ValueError("nbins must be positive; received 0.")
    return (count,)


HistogramFixedWidth.not_differentiable()


def histogram_fixed_width(
    values: Any, value_range: Any, nbins: Any = 100, dtype: Any = int32, name: str | None = None
) -> Any:
    """How many values fall into each of some bins of equal width.

    Args:
      values: A tensor of numbers.
      value_range: The pair (low, high), of the dtype of `values`; what lies outside is counted
        in the first or the last bin.
      nbins: The number of bins.
      dtype: The dtype of the counts.
      name: A name for the op.

    Returns:
      A tensor of shape [nbins].

    Raises:
      tf.errors.InvalidArgumentError: The range is empty, or `nbins` is not positive.

    Example:
      >>> import tenfold as tf
      >>> tf.histogram_fixed_width([-1.0, 0.0, 1.5, 5.0], [0.0, 5.0], 5).numpy().tolist()
      [2, 1, 0, 0, 1]
    """
    values = to_tensor(values)
    return HistogramFixedWidth(values, value_range, nbins, dtype=dtype, name=name)


def histogram_fixed_width_bins(
    values: Any, value_range: Any, nbins: Any = 100, dtype: Any = int32, name: str | None = None
) -> Any:
    """In which of some bins of equal width each value falls.

    Args:
      values: A tensor of floating numbers.
      value_range: The pair (low, high), of the dtype of `values`; what lies outside is in the first
        or the last bin.
      nbins: The number of bins.
      dtype: Without effect, as in TensorFlow.
      name: A name for the ops.

    Returns:
      An int32 tensor of the shape of `values`, with integers in [0, nbins).

    Raises:
      tf.errors.InvalidArgumentError: `nbins` is not positive.

    Example:
      >>> import tenfold as tf
      >>> tf.histogram_fixed_width_bins([-1.0, 0.0, 1.5, 5.0], [0.0, 5.0], 5).numpy().tolist()
      [0, 0, 1, 4]
    """
    with name_scope(name or "histogram_fixed_width_bins"):
        values = to_tensor(values)
        shape = run("Shape", values)
        value_range = to_tensor(value_range, values.dtype)
        nbins = to_tensor(nbins, int32)
        count = rules.value_of(nbins)
        if count is not None and count < 1:
            raise errors.InvalidArgumentError(
                None, None, f"nbins should be a positive number, but got '{count}'"
            )
        low, high = run("Unpack", value_range, num=2)
        flat = run("Reshape", values, [-1])
        share = run("RealDiv", run("Sub", flat, low), run("Sub", high, low))
        place = run("Floor", run("Mul", run("Cast", nbins, DstT=values.dtype), share))
        last = run("Sub", run("Cast", nbins, DstT=values.dtype), 1)
        place = run("Maximum", run("Minimum", place, last), 0)
        return run("Reshape", run("Cast", place, DstT=int32), shape)


@scoped("count_nonzero", last="Sum")
def count_nonzero(
    input: Any,
    axis: Any = None,
    keepdims: bool | None = None,
    dtype: Any = int64,
    name: str | None = None,
) -> Any:
    """How many elements along axes are not zero (nor false, nor the empty string).

    Args:
      input: A tensor of numbers, bools or strings.
      axis: An axis, a list of axes, or None for all.
      keepdims: Whether the reduced axes stay, with length 1.
      dtype: The dtype of the counts.
      name: A name for the op.

    Returns:
      A tensor of counts.

    Example:
      >>> import tenfold as tf
      >>> tf.math.count_nonzero([[0, 1], [1, 1]], axis=0).numpy().tolist()
      [1, 2]
    """
    x = to_tensor(input)
    neutral: Any = {"string": "", "bool": False}.get(x.dtype.name, 0)
    zero = to_tensor(neutral, x.dtype)
    flags = run("Cast", run("NotEqual", x, zero), DstT=int64)
    total = reduce_sum(flags, axis, bool(keepdims))
    return run("Cast", total, DstT=as_dtype(dtype), name=name)


@scoped("confusion_matrix")
def confusion_matrix(
    labels: Any,
    predictions: Any,
    num_classes: Any = None,
    weights: Any = None,
    dtype: Any = int32,
    name: str | None = None,
) -> Any:
    """How often each class was predicted (columns) for each true class (rows).

    Args:
      labels: True classes, an integer tensor of shape [samples].
      predictions: Predicted classes, of the same shape.
      num_classes: The number of classes; one more than the greatest class if None.
      weights: What each sample adds, of shape [samples]; 1 if None.
      dtype: The dtype of the matrix.
      name: A name for the op.

    Returns:
      A tensor of shape [num_classes, num_classes].

    Raises:
      ValueError: The shapes differ.
      tf.errors.InvalidArgumentError: A class is negative or not below `num_classes`.

    Example:
      >>> import tenfold as tf
      >>> tf.math.confusion_matrix([1, 2, 1], [1, 1, 1]).numpy().tolist()
      [[0, 0, 0], [0, 2, 0], [0, 1, 0]]
    """
    rows, columns = (_classes(x) for x in (labels, predictions))
    rules.merge(rows.raw_shape, columns.raw_shape)
    if num_classes is None:
        top = run("Maximum", run("Max", rows, [0]), run("Max", columns, [0]))
        num_classes = top + 1
    count = run("Cast", num_classes, DstT=int64)
    kind = as_dtype(dtype)
    each = run("OnesLike", rows) if weights is None else to_tensor(weights)
    each = run("Cast", each, DstT=kind)
    rows = _checked_classes("labels", rows, count)
    columns = _checked_classes("predictions", columns, count)
    flat = run("UnsortedSegmentSum", each, rows * count + columns, count * count)
    return run("Reshape", flat, run("Pack", [count, count]), name=name)


def _classes(x: Any) -> Any:
    """Classes as an int64 vector; a last axis of length 1 is dropped."""
    return run("Reshape", run("Cast", x, DstT=int64), [-1])


def _checked_classes(name: str, classes: Any, count: Any) -> Any:
    """The classes, once it is known that each is in [0, count)."""
    outside = run("LogicalOr", run("Less", classes, 0), run("GreaterEqual", classes, count))
    text = f"`{name}` must be in [0, num_classes); num_classes and `{name}` are:"
    check = assert_that(run("LogicalNot", run("Any", outside, [0])), [text, count, classes])
    with control_dependencies([] if check is None else [check]):
        return run("Identity", classes)
