"""Sobol's points: numbers in the unit cube that fill it more evenly than random ones.

The direction numbers are those of Joe and Kuo, "Constructing Sobol sequences with better
two-dimensional projections", SIAM Journal on Scientific Computing 30 (2008), for 1111 dimensions;
`sobol_numbers.LICENSE` is their licence. Points come in Gray code order (Antonov and Saleev, 1979),
without the one at 0.
"""

from __future__ import annotations

import functools
import importlib.resources
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import DType, float32, float64
from tenfold.core.op import op
from tenfold.core.tensor import Tensor

_BITS = 31
_LIMIT = 2**31 - 1


@functools.cache
def _numbers() -> tuple[np.ndarray, np.ndarray]:
    """The primitive polynomials, and the first direction numbers of each dimension in one row."""
    file = importlib.resources.files("tenfold.ops.math") / "sobol_numbers.npz"
    with file.open("rb") as opened, np.load(opened) as loaded:
        return loaded["polynomials"].astype(np.int64), loaded["starts"].astype(np.int64)


@functools.cache
def _directions(dim: int) -> np.ndarray:
    """The direction numbers of the first dimensions, of shape [dim, bits]."""
    polynomials, starts = _numbers()
    rows = np.zeros((dim, _BITS), np.int64)
    at = 0
    for row, polynomial in zip(rows, polynomials):
        degree = int(polynomial).bit_length() - 1
        count = max(degree, 1)
        row[:count] = starts[at : at + count]
        at += count
        if not degree:
            row[:] = 1
            continue
        for k in range(degree, _BITS):
            value = row[k - degree]
            for j in range(1, degree + 1):
                if polynomial >> (degree - j) & 1:
                    value ^= row[k - j] << j
            row[k] = value
    return rows << np.arange(_BITS - 1, -1, -1)


def _points(dim: int, count: int, skip: int) -> np.ndarray:
    """Points as integers of 31 bits, of shape [count, dim]."""
    order = np.arange(skip + 1, skip + count + 1, dtype=np.int64)
    gray = order ^ (order >> 1)
    points = np.zeros((count, dim), np.int64)
    for bit, column in enumerate(_directions(dim).T):
        points ^= np.where(gray[:, None] >> bit & 1, column, 0)
    return points


def _shape(call: Any) -> Any:
    dim, count, _ = (rules.value_of(x) for x in call.inputs)
    return (None if count is None else int(count), None if dim is None else int(dim))


@op(
    "dim: int32, num_results: int32, skip: int32 -> samples: dtype",
    dtype=(float32, float64),
    shape=_shape,
)
def SobolSample(xp: Any, dim: Any, num_results: Any, skip: Any, *, dtype: DType = float32) -> Any:
    size, count, left_out = (int(xp.static(x)) for x in (dim, num_results, skip))
    if size < 1:
        raise ValueError("dim must be at least one.")
    if size > len(_numbers()[0]):
        raise ValueError(f"dim must be at most {len(_numbers()[0])}; received {size}.")
    if count < 1:
        raise ValueError("num_results must be at least one.")
    if left_out < 0:
        raise ValueError("skip must be non-negative.")
    if count + left_out >= _LIMIT:
        raise ValueError(f"num_results+skip must be less than {_LIMIT}.")
    return xp.asarray((_points(size, count, left_out) * 2.0**-_BITS).astype(dtype.np))


SobolSample.not_differentiable()


def sobol_sample(
    dim: Any, num_results: Any, skip: Any = 0, dtype: Any = float32, name: str | None = None
) -> Tensor:
    """Points of Sobol's sequence, which fill the unit cube evenly.

    Args:
      dim: The cube's dimension, 1 to 1111: an int32 scalar.
      num_results: How many points, an int32 scalar.
      skip: How many points of the sequence are left out first.
      dtype: float32 or float64.
      name: A name for the op.

    Returns:
      A tensor of shape [num_results, dim] with numbers in (0, 1).

    Raises:
      tf.errors.InvalidArgumentError: A number is out of range.

    Example:
      >>> import tenfold as tf
      >>> tf.math.sobol_sample(2, 3).numpy().tolist()
      [[0.5, 0.5], [0.75, 0.25], [0.25, 0.75]]
    """
    return SobolSample(dim, num_results, skip, dtype=dtype, name=name)
