"""Reductions along axes: sum, mean, product, extremes, all, any, Euclidean norm."""

from __future__ import annotations

import math
from typing import Any as Value

import numpy as np

from tenfold.core import rules
from tenfold.core.blas_threads import one_blas_thread
from tenfold.core.dtypes import INDEX, NUMBER, QUANTIZED, REAL, int32
from tenfold.core.half_floats import widened
from tenfold.core.op import call as run
from tenfold.core.op import op
from tenfold.core.pieces import by_rows, share, threads
from tenfold.core.signature import Types
from tenfold.ops.array.broadcasting import repeated

from .arithmetic import Mul, RealDiv

AXES = Types(INDEX, default=int32)
ORDERED = (*REAL, *QUANTIZED)
TEXT = "input: T, reduction_indices: Tidx -> output: T"

# NumPy adds the rows of a long float32 array one by one, which loses digits; TensorFlow adds in
# chunks. Arrays longer than this are added in blocks.
LONG = 4096


def axes_of(xp: Value, x: Value, indices: Value) -> tuple[int, ...]:
    """The axes to reduce as a tuple from zero up, checked; all for None."""
    ndim = x.ndim
    if indices is None:
        return _EVERY[ndim] if ndim < len(_EVERY) else tuple(range(ndim))
    if type(indices) is int and -ndim <= indices < ndim:
        return (indices % ndim,)
    found = xp.static(indices)
    listed = np.asarray(found).ravel().tolist()
    axes = []
    for axis in listed:
        if not -ndim <= axis < ndim:
            raise ValueError(f"Invalid reduction dimension {axis} for an input of rank {ndim}.")
        axes.append(axis % ndim)
    if len(set(axes)) < len(axes):
        raise ValueError(f"Invalid reduction axes {listed}: they name a dimension twice.")
    return tuple(axes)


_EVERY = ((), (0,), (0, 1), (0, 1, 2), (0, 1, 2, 3))


def added(xp: Value, x: Value, axes: tuple[int, ...], keep: bool) -> Value:
    """The sum in the dtype of `x`, with the accuracy of chunked addition."""
    if xp.compiled:
        return xp.sum(x, axes, dtype=x.dtype, keepdims=keep)
    if x.size < FEW and len(axes) == x.ndim and not keep:
        return _few_added(x)
    if x.dtype.itemsize == 2 and x.dtype.kind not in "iu":
        return added(xp, widened(x), axes, keep).astype(x.dtype)
    if x.size > LONG and x.dtype.kind in "fc" and x.dtype.itemsize <= 8:
        return _chunked(x, axes, keep)
    add: Value = np.add.reduce
    return add(x, axes, x.dtype, None, keep)


# So few are added sooner by a product with ones: it takes NumPy less to begin with.
FEW = 64
_ONES = {kind: [np.ones(n, kind) for n in range(FEW)] for kind in "fd"}


def _few_added(x: Value) -> Value:
    """The sum of all elements of a small array."""
    ones = _ONES.get(x.dtype.char)
    if ones is not None:
        total = np.empty((), x.dtype)
        x.ravel().dot(ones[x.size], total)
        return total
    if x.dtype.itemsize == 2 and x.dtype.kind not in "iu":
        return np.add.reduce(x.astype(np.float32), None).astype(x.dtype)
    return np.add.reduce(x, None, x.dtype)


def _chunked(x: Value, axes: tuple[int, ...], keep: bool) -> Value:
    lead = len(axes)
    if x.size >= PRODUCT and x.dtype.kind == "f" and x.flags.c_contiguous:
        if lead == x.ndim:
            total = _row_sums(x.reshape(1, -1))
            return total.reshape((1,) * lead if keep else ())
        if axes == (x.ndim - 1,):
            total = _row_sums(x.reshape(-1, x.shape[-1]))
            return total.reshape(*x.shape[:-1], *((1,) if keep else ()))
    if lead == x.ndim or sorted(axes) != list(range(lead)):
        first, last = min(axes), max(axes)
        if last - first + 1 == lead and last < x.ndim - 1 and x.flags.c_contiguous:
            total = _middle_sums(x.reshape(math.prod(x.shape[:first]), -1, *x.shape[last + 1 :]))
            kept = (1,) * lead if keep else ()
            return total.reshape(x.shape[:first] + kept + x.shape[last + 1 :])
        return np.add.reduce(x, axes, dtype=x.dtype, keepdims=keep)
    rows = math.prod(x.shape[:lead])
    total = _column_sums(x.reshape(rows, math.prod(x.shape[lead:])))
    return total.reshape(((1,) * lead if keep else ()) + x.shape[lead:])


# From so many elements on, products with a vector of ones add faster than additions do: they keep
# many sums at a time. Those of WIDTH numbers are as accurate as NumPy's sums in pairs.
PRODUCT, WIDTH = 2**18, 512
# From so many elements on the cores share the work, by so many elements at a time.
SHARED, PART = 2**21, 2**18
# So many rows are added one after another: more would lose digits.
TALL = 512


def _row_sums(x: Value) -> Value:
    """The sums of the long rows of a matrix: of parts of one width, then of the parts' sums."""
    rows, columns = x.shape
    if columns < 64:
        with one_blas_thread():
            return x.dot(np.ones(columns, x.dtype))
    width = min(WIDTH, columns) if rows == 1 else _divisor(columns)
    if width < 64:
        return np.add.reduce(x, 1)
    flat, ones, parts = x.reshape(-1), np.ones(width, x.dtype), x.size // width
    matrix, sums = flat[: parts * width].reshape(parts, width), np.empty(parts, x.dtype)
    # The linear algebra library adds four rows at a time: the parts do not cut through these.
    step = PART // width // 4 * 4 if x.size >= SHARED else parts

    def work(start: int) -> None:
        matrix[start : start + step].dot(ones, sums[start : start + step])

    with one_blas_thread():
        share(work, range(0, parts, step))
    total = np.add.reduce(sums.reshape(rows, -1), 1)
    return total + np.add.reduce(flat[parts * width :]) if rows == 1 else total


def _divisor(size: int) -> int:
    """The greatest divisor of a size that is at most WIDTH."""
    return next(w for w in range(min(WIDTH, size), 0, -1) if size % w == 0)


def _middle_sums(x: Value) -> Value:
    """The sums over the second axis: of each image's pixels, for one."""
    parts, rows, columns = len(x), x.shape[1], math.prod(x.shape[2:])
    stacked = x.reshape(parts, rows, columns)
    if columns > 256 or rows < 2 or x.dtype.kind != "f":
        return np.add.reduce(stacked, 1)
    height = min(TALL, max(1, 8192 // columns))
    whole = rows // height * height
    if not whole:
        return np.matmul(np.ones(rows, x.dtype), stacked)
    blocks = stacked[:, :whole].reshape(parts, -1, height, columns)
    with one_blas_thread():
        sums = np.matmul(np.ones(height, x.dtype), blocks)
    return np.add.reduce(sums, 1) + np.add.reduce(stacked[:, whole:], 1)


def _column_sums(x: Value) -> Value:
    """The sums of the columns of a matrix: of blocks of rows, then of the blocks' sums."""
    rows, columns = x.shape
    if columns <= 256 and x.dtype.kind == "f" and x.size >= PRODUCT:
        height = min(TALL, 8192 // columns)
        whole = rows // height * height
        blocks = x[:whole].reshape(-1, height, columns)
        sums = np.matmul(np.ones(height, x.dtype), blocks)
        return _column_sums(np.concatenate((sums, x[whole:])))
    size = max(64, math.isqrt(rows))
    if rows <= size:
        return np.add.reduce(x, 0)
    sums = np.empty((-(-rows // size), columns), x.dtype)

    def work(i: int) -> None:
        np.add.reduce(x[i * size : (i + 1) * size], 0, out=sums[i])

    if x.size < SHARED:
        for i in range(len(sums)):
            work(i)
    else:
        share(work, range(len(sums)))
    return np.add.reduce(sums, 0)


@op(TEXT, T=NUMBER, Tidx=AXES, shape=rules.reduce)
def Sum(xp: Value, input: Value, reduction_indices: Value, *, keep_dims: bool = False) -> Value:
    if reduction_indices is None and not keep_dims and input.size < FEW:
        return _few_added(input)
    return added(xp, input, axes_of(xp, input, reduction_indices), keep_dims)


@Sum.gradient
def sum_gradient(call: Value, dy: Value) -> Value:
    return spread(call, dy), None


def kept_shape(call: Value) -> Value:
    """The shape of the input with the reduced axes as 1: a list where known, else a tensor."""
    x, indices = call.inputs
    shape, axes = x.raw_shape, rules.value_of(indices)
    if shape is not None and axes is not None:
        gone = {int(a) % len(shape) for a in np.ravel(axes)} if shape else set()
        if all(d is not None or i in gone for i, d in enumerate(shape)):
            return [1 if i in gone else d for i, d in enumerate(shape)]
    sizes, rank = run("Shape", x), run("Rank", x)
    axes = run("Cast", run("Reshape", indices, [-1]), DstT=int32)
    ones = run("OnesLike", axes)
    reduced = run("UnsortedSegmentSum", ones, run("FloorMod", axes, rank), rank)
    return sizes * (1 - reduced) + reduced


def spread(call: Value, y: Value) -> Value:
    """Broadcasts what has the output's shape back over the input's."""
    x = call.inputs[0]
    shape = x.raw_shape
    if y.raw_shape == () and shape is not None and None not in shape:
        return repeated(y, shape)
    kept = kept_shape(call)
    if not isinstance(kept, list) or y.raw_shape is None or _without_lead(kept) != y.raw_shape:
        y = run("Reshape", y, kept)
    if shape is None or None in shape:
        return run("BroadcastTo", y, run("Shape", x))
    return run("BroadcastTo", y, list(shape))


def _without_lead(kept: list[Value]) -> tuple[Value, ...]:
    """A shape without the ones at its front, which broadcasting adds by itself."""
    start = next((i for i, d in enumerate(kept) if d != 1), len(kept))
    return tuple(kept[start:])


def reduced_count(call: Value) -> Value:
    """How many elements of the input meet in one of the output, in the input's dtype."""
    x, y = call.inputs[0], call.outputs[0]
    count, left = rules.size(x.raw_shape), rules.size(y.raw_shape)
    if count is not None and left:
        return run("Cast", count // left, DstT=x.dtype)
    whole, part = run("Size", x), run("Maximum", run("Size", y), 1)
    return run("Cast", run("FloorDiv", whole, part), DstT=x.dtype)


@op(TEXT, T=NUMBER, Tidx=AXES, shape=rules.reduce)
def Mean(xp: Value, input: Value, reduction_indices: Value, *, keep_dims: bool = False) -> Value:
    axes = axes_of(xp, input, reduction_indices)
    dtype = input.dtype
    count = math.prod(input.shape[a] for a in axes)
    if dtype.kind in "iu":
        # Integers are averaged in a wide type and truncated; an empty mean is zero.
        wide = input.astype("uint64" if dtype.kind == "u" else "int64")
        total = xp.sum(wide, axes, dtype=wide.dtype, keepdims=keep_dims)
        size = abs(total) // wide.dtype.type(max(count, 1))
        return (xp.sign(total) * size).astype(dtype)
    if dtype.itemsize == 2:
        wide = input.astype("float32") if xp.compiled else widened(input)
        total = added(xp, wide, axes, keep_dims)
        return (total / np.float32(count)).astype(dtype)
    return added(xp, input, axes, keep_dims) / dtype.type(count)


@Mean.gradient
def mean_gradient(call: Value, dy: Value) -> Value:
    return RealDiv(spread(call, dy), reduced_count(call)), None


@op(TEXT, T=NUMBER, Tidx=AXES, shape=rules.reduce)
def Prod(xp: Value, input: Value, reduction_indices: Value, *, keep_dims: bool = False) -> Value:
    axes = axes_of(xp, input, reduction_indices)
    if input.dtype.itemsize == 2 and input.dtype.kind not in "iu":
        wide = xp.prod(input.astype("float32"), axes, keepdims=keep_dims)
        return wide.astype(input.dtype)
    if (
        not xp.compiled
        and input.size >= LONG
        and input.shape[-1] > FEW
        and axes[-1:] == (input.ndim - 1,)
    ):
        width = input.shape[-1]
        short = by_rows(_folded, input.reshape(-1, width))
        input = short.reshape(*input.shape[:-1], short.shape[-1])
    return xp.prod(input, axes, dtype=input.dtype, keepdims=keep_dims)


def _folded(x: Value) -> Value:
    """Rows of FEW numbers or less with the same products: many are multiplied at once."""
    while (width := x.shape[-1]) > FEW:
        half = width // 2
        short = x[..., :half] * x[..., half : 2 * half]
        if width % 2:
            short[..., 0] *= x[..., -1]
        x = short
    return x


@Prod.gradient
def prod_gradient(call: Value, dy: Value) -> Value:
    # The product of the others is that of those before times that of those after, which is right
    # even where elements are zero: so the reduced axes are laid out as one.
    x, indices = call.inputs
    axes, others = _split_axes(x, indices)
    order = run("ConcatV2", [axes, others], 0)
    moved = run("Transpose", x, order)
    shape = run("Shape", moved)
    rows = Prod(run("GatherV2", run("Shape", x), axes, 0), [0])
    columns = Prod(run("GatherV2", run("Shape", x), others, 0), [0])
    flat = run("Reshape", moved, run("Pack", [rows, columns]))
    before = run("Cumprod", flat, 0, exclusive=True)
    after = run("Cumprod", flat, 0, exclusive=True, reverse=True)
    if x.dtype.is_complex:
        before, after = run("Conj", before), run("Conj", after)
    rest = run("Reshape", Mul(before, after), shape)
    back = run("Transpose", rest, run("InvertPermutation", order))
    return run("Reshape", Mul(spread(call, dy), back), run("Shape", x)), None


def _split_axes(x: Value, indices: Value) -> tuple[Value, Value]:
    """The reduced axes and the others, as int32 vectors."""
    shape, known = x.raw_shape, rules.value_of(indices)
    if shape is not None and known is not None:
        axes = [int(a) % len(shape) for a in np.ravel(known)] if shape else []
        others = [i for i in range(len(shape)) if i not in axes]
        return np.array(axes, np.int32), np.array(others, np.int32)
    rank = run("Rank", x)
    reduced = run("FloorMod", run("Cast", run("Reshape", indices, [-1]), DstT=int32), rank)
    return reduced, run("ListDiff", run("Range", 0, rank, 1), reduced)[0]


def _extreme(xp: Value, name: str, x: Value, axes: tuple[int, ...], keep: bool) -> Value:
    """The extreme along axes; the neutral element where there is nothing."""
    if x.size:
        if xp.compiled:
            return getattr(xp, name)(x, axes, keepdims=keep)
        ufunc = np.maximum if name == "max" else np.minimum
        if x.size >= MANY and x.flags.c_contiguous:
            found = _extreme_of_short(ufunc, x, axes)
            if found is not None:
                return np.expand_dims(found, axes) if keep else found
        if x.size >= SHARED and x.flags.c_contiguous:
            found = _shared_extreme(ufunc, x, axes)
            if found is not None:
                return np.expand_dims(found, axes) if keep else found
        extreme: Value = ufunc.reduce
        return extreme(x, axes, None, None, keep)
    if x.dtype.kind in "iu":
        limits = np.iinfo(x.dtype)
        neutral: Value = limits.min if name == "max" else limits.max
    else:
        neutral = -math.inf if name == "max" else math.inf
    return getattr(xp, name)(x, axes, keepdims=keep, initial=x.dtype.type(neutral))


# From so many elements on, rows shorter than SHORT are laid side by side: NumPy takes about 40 ns
# to begin with each.
MANY, SHORT = 2**13, 32


def _extreme_of_short(ufunc: Value, x: Value, axes: tuple[int, ...]) -> Value:
    """The extremes along the first or last axis of an array of short rows; None for other axes."""
    width = x.shape[-1]
    if width >= SHORT or x.ndim < 2:
        return None
    if axes == (x.ndim - 1,):
        found = by_rows(lambda rows: extreme_of_rows(ufunc, rows), x.reshape(-1, width))
        return found.reshape(x.shape[:-1])
    if axes != (0,) or x.ndim != 2:
        return None
    height = 1024 // width
    whole = len(x) // height * height
    wide = ufunc.reduce(x[:whole].reshape(-1, height * width), 0).reshape(height, width)
    return ufunc.reduce(np.concatenate((wide, x[whole:])), 0)


def extreme_of_rows(ufunc: Value, x: Value) -> Value:
    """The extremes along the last axis: of many short rows, one column after another."""
    if x.shape[-1] >= SHORT or x.size < MANY:
        return ufunc.reduce(x, -1)
    found = x[..., 0].copy()
    for i in range(1, x.shape[-1]):
        ufunc(found, x[..., i], out=found)
    return found


def _shared_extreme(ufunc: Value, x: Value, axes: tuple[int, ...]) -> Value:
    """The extreme of a large array along all axes, the first or the last, found by all cores.

    None for other axes.
    """
    if axes == (x.ndim - 1,) and x.ndim > 1:
        rows = x.reshape(-1, x.shape[-1])
        step, found = _quarter(rows), np.empty(len(rows), x.dtype)

        def reduce_rows(start: int) -> None:
            ufunc.reduce(rows[start : start + step], 1, out=found[start : start + step])

        share(reduce_rows, range(0, len(rows), step))
        return found.reshape(x.shape[:-1])
    if axes != (0,) and len(axes) < x.ndim:
        return None
    rows = x if axes == (0,) else x.reshape(-1)
    step = _quarter(rows)
    starts = range(0, len(rows), step)
    found = np.empty((len(starts), *rows.shape[1:]), x.dtype)

    def reduce_part(start: int) -> None:
        ufunc.reduce(rows[start : start + step], 0, out=found[start // step, ...])

    share(reduce_part, starts)
    return ufunc.reduce(found, 0)


def _quarter(rows: Value) -> int:
    """How many rows there are in a quarter of a thread's share."""
    return max(1, len(rows) // (4 * threads()))


@op(TEXT, T=ORDERED, Tidx=AXES, shape=rules.reduce)
def Max(xp: Value, input: Value, reduction_indices: Value, *, keep_dims: bool = False) -> Value:
    return _extreme(xp, "max", input, axes_of(xp, input, reduction_indices), keep_dims)


@Max.gradient
def max_gradient(call: Value, dy: Value) -> Value:
    # Equal extremes share the gradient evenly.
    x, y = call.inputs[0], call.outputs[0]
    chosen = run("Cast", run("Equal", spread(call, y), x), DstT=dy.dtype)
    number = Sum(chosen, call.inputs[1], keep_dims=call.attrs["keep_dims"])
    return Mul(RealDiv(chosen, spread(call, number)), spread(call, dy)), None


@op(TEXT, T=ORDERED, Tidx=AXES, shape=rules.reduce)
def Min(xp: Value, input: Value, reduction_indices: Value, *, keep_dims: bool = False) -> Value:
    return _extreme(xp, "min", input, axes_of(xp, input, reduction_indices), keep_dims)


@Min.gradient
def min_gradient(call: Value, dy: Value) -> Value:
    return max_gradient(call, dy)


BOOL_TEXT = "input: bool, reduction_indices: Tidx -> output: bool"


@op(BOOL_TEXT, Tidx=AXES, shape=rules.reduce)
def All(xp: Value, input: Value, reduction_indices: Value, *, keep_dims: bool = False) -> Value:
    return xp.all(input, axes_of(xp, input, reduction_indices), keepdims=keep_dims)


All.not_differentiable()


@op(BOOL_TEXT, Tidx=AXES, shape=rules.reduce)
def Any(xp: Value, input: Value, reduction_indices: Value, *, keep_dims: bool = False) -> Value:
    return xp.any(input, axes_of(xp, input, reduction_indices), keepdims=keep_dims)


Any.not_differentiable()


@op(TEXT, T=NUMBER, Tidx=AXES, shape=rules.reduce)
def EuclideanNorm(
    xp: Value, input: Value, reduction_indices: Value, *, keep_dims: bool = False
) -> Value:
    axes = axes_of(xp, input, reduction_indices)
    dtype = input.dtype
    if dtype.kind == "c":
        squares = xp.real(input) ** 2 + xp.imag(input) ** 2
    elif dtype.kind in "iu":
        squares = input.astype("float64") ** 2
    else:
        wide = input.astype("float32") if dtype.itemsize == 2 else input
        squares = wide * wide
    return xp.sqrt(added(xp, squares, axes, keep_dims)).astype(dtype)


@EuclideanNorm.gradient
def euclideannorm_gradient(call: Value, dy: Value) -> Value:
    x, y = call.inputs[0], call.outputs[0]
    return RealDiv(x, spread(call, RealDiv(y, dy))), None
