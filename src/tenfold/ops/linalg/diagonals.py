"""Diagonals of matrices: eye, diag, diag_part, set_diag, band_part, trace."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

import numpy as np

from tenfold.core import rules
from tenfold.core.context import scoped, state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import COMPLEX, FLOATING, INDEX, as_dtype, float32, int32, int64
from tenfold.core.errors import InvalidArgumentError
from tenfold.core.op import call, op
from tenfold.core.signature import Types
from tenfold.core.tensor import EagerTensor, Tensor
from tenfold.ops.array.creation import dims_of, ones

from .structured import Structured

_DIAG = (*FLOATING, int32, int64, *COMPLEX)


@scoped("eye")
def eye(
    num_rows: Any,
    num_columns: Any = None,
    batch_shape: Any = None,
    dtype: Any = float32,
    name: str | None = None,
) -> Tensor:
    """The identity matrix, or a batch of it.

    Args:
      num_rows: The number of rows.
      num_columns: The number of columns; as many as rows by default.
      batch_shape: Leading axes, along which the matrix is repeated.
      dtype: The dtype.
      name: A name for the op.

    Returns:
      `batch_shape + [num_rows, num_columns]`.

    Example:
      >>> import tenfold as tf
      >>> tf.eye(2).numpy().tolist()
      [[1.0, 0.0], [0.0, 1.0]]
    """
    wanted = as_dtype(dtype).base_dtype
    wide = num_rows if num_columns is None else num_columns
    sizes = dims_of([_whole(num_rows), _whole(wide)])
    batch = dims_of([] if batch_shape is None else batch_shape)
    if isinstance(sizes, tuple) and isinstance(batch, tuple) and state.graph is None:
        if min(*sizes, *batch) < 0:
            text = f"eye: sizes must not be negative; received {[*batch, *sizes]}."
            raise InvalidArgumentError(None, None, text)
        value = np.broadcast_to(np.eye(*sizes, dtype=wanted.np), (*batch, *sizes))
        return EagerTensor(np.ascontiguousarray(value), wanted)
    lengths = to_tensor(sizes, int32) if isinstance(sizes, tuple) else sizes
    rows, columns = lengths[0], lengths[1]
    short = call("Minimum", rows, columns)
    lead = to_tensor(batch, int32) if isinstance(batch, tuple) else _whole(batch)
    shape = call("ConcatV2", [lead, call("ExpandDims", short, 0)], 0)
    zero = to_tensor(False if wanted.is_bool else 0, wanted)
    diagonal = ones(shape, wanted)
    out = MatrixDiagV3(diagonal, 0, rows, columns, zero, name=name)
    if isinstance(batch, tuple) and state.graph is not None:
        known = [d if isinstance(d, int) else None for d in (num_rows, wide)]
        out.set_shape([*batch, *known])
    return out


def _whole(size: Any) -> Any:
    """A size, in int32 where it is a tensor."""
    return call("Cast", size, DstT=int32) if getattr(size, "dtype", None) is int64 else size


def _twice(done: Any) -> Any:
    known = done.inputs[0].raw_shape
    return None if known is None else known * 2


@op("diagonal: T -> output: T", T=_DIAG, shape=rules.shaped(_twice, "... n"))
def Diag(xp: Any, diagonal: Any) -> Any:
    if not diagonal.ndim:
        raise ValueError("diagonal must have rank 1 or more.")
    flat = diagonal.reshape(-1)
    whole = xp.where(np.eye(flat.size, dtype=np.bool_), flat, xp.zeros((), flat.dtype))
    return whole.reshape(diagonal.shape * 2)


@Diag.gradient
def diag_gradient(done: Any, dy: Any) -> Any:
    return (DiagPart(dy),)


def _half(done: Any) -> Any:
    known = done.inputs[0].raw_shape
    if known is None:
        return None
    if len(known) % 2 or not known:
        raise ValueError(f"The rank must be even and positive; received shape {list(known)}.")
    return rules.merge(known[: len(known) // 2], known[len(known) // 2 :])


@op("input: T -> diagonal: T", T=_DIAG, shape=_half)
def DiagPart(xp: Any, input: Any) -> Any:
    half = input.shape[: input.ndim // 2]
    if input.ndim % 2 or not input.ndim or half * 2 != input.shape:
        raise ValueError(f"The shape must be one shape twice; received {list(input.shape)}.")
    count = int(np.prod(half, dtype=np.int64))
    return xp.diagonal(input.reshape((count, count))).reshape(half)


@DiagPart.gradient
def diag_part_gradient(done: Any, dy: Any) -> Any:
    return (Diag(dy),)


def tensor_diag(diagonal: Any, name: str | None = None) -> Tensor:
    """A tensor with the given values where its first and its last axes agree, zero elsewhere.

    Args:
      diagonal: A tensor of shape `s`.
      name: A name for the op.

    Returns:
      A tensor of shape `s + s`.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.tensor_diag([1, 2]).numpy().tolist()
      [[1, 0], [0, 2]]
    """
    return Diag(diagonal, name=name)


def tensor_diag_part(input: Any, name: str | None = None) -> Tensor:
    """The values of a tensor where its first and its last axes agree.

    Args:
      input: A tensor of shape `s + s`.
      name: A name for the op.

    Returns:
      A tensor of shape `s`.

    Raises:
      tf.errors.InvalidArgumentError: The two halves of the shape differ.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.tensor_diag_part([[1, 5], [6, 2]]).numpy().tolist()
      [1, 2]
    """
    return DiagPart(input, name=name)


def _span(k: Any) -> tuple[int, int]:
    """The lowest and the highest diagonal that `k` names."""
    values = np.atleast_1d(k).tolist()
    if len(values) > 2 or values[0] > values[-1]:
        raise ValueError(f"k must be a diagonal, or the lowest and the highest; received {values}.")
    return values[0], values[-1]


def _length(d: int, rows: int, columns: int) -> int:
    """The number of elements of a diagonal."""
    return min(rows + min(d, 0), columns - max(d, 0))


def _placed(
    rows: int, columns: int, low: int, high: int, align: str
) -> tuple[np.ndarray, np.ndarray]:
    """For each element of the matrix, its place in a packed diagonal array: row and column."""
    longest = max(_length(d, rows, columns) for d in range(low, high + 1))
    i, j = np.indices((rows, columns))
    d = j - i
    along = np.minimum(i, j)
    upper, lower = align.split("_")
    lengths = np.minimum(rows + np.minimum(d, 0), columns - np.maximum(d, 0))
    right = np.where(d >= 0, upper == "RIGHT", lower == "RIGHT")
    return high - d, along + np.where(right, longest - lengths, 0)


def _packed_shape(rows: int, columns: int, low: int, high: int) -> tuple[int, ...]:
    longest = max(_length(d, rows, columns) for d in range(low, high + 1))
    return (longest,) if low == high else (high - low + 1, longest)


def _matrix_size(known: Any, low: int, high: int, rows: int, columns: int) -> tuple[int, int]:
    """The numbers of rows and columns, worked out from the packed diagonals where they are -1."""
    longest = known[-1]
    least_rows, least_columns = longest - min(high, 0), longest + max(low, 0)
    if rows == -1 and columns == -1:
        side = max(least_rows, least_columns)
        return side, side
    rows = least_rows if rows == -1 else rows
    columns = least_columns if columns == -1 else columns
    if rows < least_rows or columns < least_columns:
        raise ValueError(
            f"The diagonals need at least {least_rows} rows and {least_columns} columns; received "
            f"num_rows={rows}, num_cols={columns}."
        )
    return rows, columns


def _diag_shape(done: Any) -> Any:
    known = done.inputs[0].raw_shape
    k, rows, columns = (rules.value_of(x) for x in done.inputs[1:4])
    if known is None:
        return None
    if k is None or rows is None or columns is None or known[-1] is None:
        if k is None:
            return None
        low, high = _span(k)
        return (*known[: -1 if low == high else -2], None, None)
    low, high = _span(k)
    return (
        *known[: -1 if low == high else -2],
        *_matrix_size(known, low, high, int(rows), int(columns)),
    )


@op(
    "diagonal: T, k: int32, num_rows: int32, num_cols: int32, padding_value: T -> output: T",
    shape=_diag_shape,
)
def MatrixDiagV3(
    xp: Any,
    diagonal: Any,
    k: Any,
    num_rows: Any,
    num_cols: Any,
    padding_value: Any,
    *,
    align: Literal["LEFT_RIGHT", "RIGHT_LEFT", "LEFT_LEFT", "RIGHT_RIGHT"] = "RIGHT_LEFT",
) -> Any:
    low, high = _span(xp.static(k))
    if diagonal.ndim < 1 + (low != high):
        raise ValueError(f"diagonal must have rank {1 + (low != high)} or more.")
    size = [int(xp.static(x)) for x in (num_rows, num_cols)]
    rows, columns = _matrix_size(diagonal.shape, low, high, *size)
    packed = diagonal if low != high else diagonal[..., None, :]
    row, column = _placed(rows, columns, low, high, align)
    inside = (row >= 0) & (row <= high - low)
    row, column = np.where(inside, row, 0), np.where(inside, column, 0)
    return xp.where(inside, packed[..., row, column], padding_value)


@MatrixDiagV3.gradient
def matrix_diag_gradient(done: Any, dy: Any) -> Any:
    zero = call("Cast", 0, DstT=dy.dtype)
    return MatrixDiagPartV3(dy, done.inputs[1], zero, align=done.attrs["align"]), *(None,) * 4


def _diag_part_shape(done: Any) -> Any:
    known, k = done.inputs[0].raw_shape, rules.value_of(done.inputs[1])
    if known is not None and len(known) < 2:
        raise ValueError(f"input must have rank 2 or more; received {list(known)}.")
    if known is None or k is None:
        return None
    low, high = _span(k)
    if None in known[-2:]:
        return (*known[:-2], *((None,) if low == high else (high - low + 1, None)))
    _check_span(low, high, *known[-2:])
    return (*known[:-2], *_packed_shape(known[-2], known[-1], low, high))


@op("input: T, k: int32, padding_value: T -> diagonal: T", shape=_diag_part_shape)
def MatrixDiagPartV3(
    xp: Any,
    input: Any,
    k: Any,
    padding_value: Any,
    *,
    align: Literal["LEFT_RIGHT", "RIGHT_LEFT", "LEFT_LEFT", "RIGHT_RIGHT"] = "RIGHT_LEFT",
) -> Any:
    low, high = _span(xp.static(k))
    rows, columns = _matrix_of(input)
    _check_span(low, high, rows, columns)
    shape = _packed_shape(rows, columns, low, high)
    source_row, source_column, inside = _sources(rows, columns, low, high, align)
    out = xp.where(inside, input[..., source_row, source_column], padding_value)
    return out.reshape((*input.shape[:-2], *shape))


def _matrix_of(x: Any) -> tuple[int, int]:
    if x.ndim < 2:
        raise ValueError(f"input must be at least 2-dim; received shape {list(x.shape)}.")
    return x.shape[-2], x.shape[-1]


def _check_span(low: int, high: int, rows: int, columns: int) -> None:
    for d in (low, high):
        if not -rows < d < columns and d != 0:
            raise ValueError(
                f"Diagonal {d} is outside a matrix of {rows} rows and {columns} columns."
            )


def _sources(
    rows: int, columns: int, low: int, high: int, align: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each place of a packed diagonal array, the element of the matrix it holds."""
    count = high - low + 1
    longest = max(_length(d, rows, columns) for d in range(low, high + 1))
    row, column = _placed(rows, columns, low, high, align)
    taken = (row >= 0) & (row < count)
    i, j = np.nonzero(taken)
    source_row, source_column = np.zeros((2, count, longest), np.int64)
    inside = np.zeros((count, longest), np.bool_)
    places = row[i, j], column[i, j]
    source_row[places], source_column[places], inside[places] = i, j, True
    return source_row, source_column, inside


@MatrixDiagPartV3.gradient
def matrix_diag_part_gradient(done: Any, dy: Any) -> Any:
    x, k, _ = done.inputs
    zero = call("Cast", 0, DstT=dy.dtype)
    align = done.attrs["align"]
    known = x.raw_shape
    if known is not None and None not in known[-2:]:
        dx = MatrixDiagV3(dy, k, known[-2], known[-1], zero, align=align)
    else:
        dx = MatrixSetDiagV3(call("ZerosLike", x), dy, k, align=align)
    return dx, None, None


@op(
    "input: T, diagonal: T, k: int32 -> output: T",
    shape=rules.shaped(rules.same, "... m n", "... d"),
)
def MatrixSetDiagV3(
    xp: Any,
    input: Any,
    diagonal: Any,
    k: Any,
    *,
    align: Literal["LEFT_RIGHT", "RIGHT_LEFT", "LEFT_LEFT", "RIGHT_RIGHT"] = "RIGHT_LEFT",
) -> Any:
    low, high = _span(xp.static(k))
    rows, columns = _matrix_of(input)
    _check_span(low, high, rows, columns)
    expected = (*input.shape[:-2], *_packed_shape(rows, columns, low, high))
    if diagonal.shape != expected:
        raise ValueError(
            f"diagonal must have shape {list(expected)}; received {list(diagonal.shape)}."
        )
    packed = diagonal if low != high else diagonal[..., None, :]
    row, column = _placed(rows, columns, low, high, align)
    inside = (row >= 0) & (row <= high - low)
    row, column = np.where(inside, row, 0), np.where(inside, column, 0)
    return xp.where(inside, packed[..., row, column], input)


@MatrixSetDiagV3.gradient
def matrix_set_diag_gradient(done: Any, dy: Any) -> Any:
    _, diagonal, k = done.inputs
    align = done.attrs["align"]
    zero = call("Cast", 0, DstT=dy.dtype)
    kept = MatrixSetDiagV3(dy, call("ZerosLike", diagonal), k, align=align)
    return kept, MatrixDiagPartV3(dy, k, zero, align=align), None


def _zero_of(value: Any, x: Tensor) -> Tensor:
    """The padding value in the dtype of `x`."""
    if isinstance(value, Tensor):
        return value if value.dtype is x.dtype else call("Cast", value, DstT=x.dtype)
    return to_tensor(bool(value) if x.dtype.is_bool else value, x.dtype)


def diag(
    diagonal: Any,
    name: str = "diag",
    k: Any = 0,
    num_rows: Any = -1,
    num_cols: Any = -1,
    padding_value: Any = 0,
    align: str = "RIGHT_LEFT",
) -> Tensor:
    """Matrices with given diagonals.

    Args:
      diagonal: `[..., n]`, or `[..., d, n]` for `d` diagonals, the highest first.
      name: A name for the op.
      k: The diagonal: 0 the main one, positive above it; or the lowest and the highest.
      num_rows: The number of rows; -1 for the least.
      num_cols: The number of columns; -1 for the least.
      padding_value: The value elsewhere.
      align: How shorter diagonals lie in their rows: that of the upper and of the lower ones.

    Returns:
      `[..., num_rows, num_cols]`.

    Raises:
      tf.errors.InvalidArgumentError: The matrix is too small for the diagonals.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.diag([1, 2]).numpy().tolist()
      [[1, 0], [0, 2]]
    """
    x = to_tensor(diagonal)
    padding = _zero_of(padding_value, x)
    return MatrixDiagV3(x, k, num_rows, num_cols, padding, align=align, name=name)


def diag_part(
    input: Any,
    name: str = "diag_part",
    k: Any = 0,
    padding_value: Any = 0,
    align: str = "RIGHT_LEFT",
) -> Tensor:
    """Diagonals of matrices.

    Args:
      input: `[..., m, n]`.
      name: A name for the op.
      k: The diagonal: 0 the main one, positive above it; or the lowest and the highest.
      padding_value: What fills the rows of shorter diagonals.
      align: How shorter diagonals lie in their rows: that of the upper and of the lower ones.

    Returns:
      `[..., length]`, or `[..., d, length]` for `d` diagonals, the highest first.

    Raises:
      tf.errors.InvalidArgumentError: `k` lies outside the matrix.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.diag_part([[1, 2], [3, 4]]).numpy().tolist()
      [1, 4]
    """
    if isinstance(input, Structured):
        return input.diag_part()
    x = to_tensor(input)
    return MatrixDiagPartV3(x, k, _zero_of(padding_value, x), align=align, name=name)


def set_diag(
    input: Any, diagonal: Any, name: str = "set_diag", k: Any = 0, align: str = "RIGHT_LEFT"
) -> Tensor:
    """Matrices with their diagonals replaced.

    Args:
      input: `[..., m, n]`.
      diagonal: `[..., length]`, or `[..., d, length]` for `d` diagonals, the highest first.
      name: A name for the op.
      k: The diagonal: 0 the main one, positive above it; or the lowest and the highest.
      align: How shorter diagonals lie in their rows: that of the upper and of the lower ones.

    Returns:
      `[..., m, n]`.

    Raises:
      tf.errors.InvalidArgumentError: The diagonals have another shape.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.set_diag([[1, 2], [3, 4]], [8, 9]).numpy().tolist()
      [[8, 2], [3, 9]]
    """
    x = to_tensor(input)
    return MatrixSetDiagV3(x, diagonal, k, align=align, name=name)


def _too_wide(name: str, limit: int, shape: Any, values: Any) -> str:
    return (
        f"{name} must be negative or at most {limit} for matrices {list(shape)}; "
        f"received {values[0]}."
    )


@op(
    "input: T, num_lower: Tindex, num_upper: Tindex -> band: T",
    Tindex=Types(INDEX, default=int64),
    shape=rules.same,
)
def MatrixBandPart(xp: Any, input: Any, num_lower: Any, num_upper: Any) -> Any:
    rows, columns = _matrix_of(input)
    for name, value, limit in (("num_lower", num_lower, rows), ("num_upper", num_upper, columns)):
        if value.ndim:
            raise ValueError(f"{name} must be a scalar; received shape {list(value.shape)}.")
        xp.raise_if(
            value > limit,
            "InvalidArgumentError",
            partial(_too_wide, name, limit, input.shape),
            [value],
        )
    i, j = np.arange(rows)[:, None], np.arange(columns)
    kept = ((num_lower < 0) | (i - j <= num_lower)) & ((num_upper < 0) | (j - i <= num_upper))
    return xp.where(kept, input, xp.zeros((), input.dtype))


@MatrixBandPart.gradient
def matrix_band_part_gradient(done: Any, dy: Any) -> Any:
    return MatrixBandPart(dy, *done.inputs[1:]), None, None


def band_part(input: Any, num_lower: Any, num_upper: Any, name: str | None = None) -> Tensor:
    """Matrices with all elements outside a band set to zero.

    Args:
      input: `[..., m, n]`.
      num_lower: How many diagonals below the main one to keep; negative for all.
      num_upper: How many above it; negative for all.
      name: A name for the op.

    Returns:
      `[..., m, n]`.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.band_part([[1, 2], [3, 4]], 0, -1).numpy().tolist()
      [[1, 2], [0, 4]]
    """
    return MatrixBandPart(input, num_lower, num_upper, name=name)


@scoped("Trace")
def trace(x: Any, name: str | None = None) -> Tensor:
    """The sum of the main diagonal.

    Args:
      x: `[..., m, n]`.
      name: A name for the op.

    Returns:
      `[...]`.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.trace([[1, 2], [3, 4]]).numpy().item()
      5
    """
    return call("Sum", diag_part(x), [-1], name=name)
