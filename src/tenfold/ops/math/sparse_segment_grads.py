"""The gradients of segment reductions of chosen rows as ops: of all rows, or of those chosen."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import FLOATING
from tenfold.core.op import op
from tenfold.core.row_groups import combine_at

from .sparse_segment import INDICES

_ALL = "grad: T, indices: Tidx, segment_ids: Tsegmentids, output_dim0: int32 -> output: T"
_CHOSEN = (
    "grad: T, indices: Tidx, segment_ids: Tsegmentids, dense_output_dim0: int32 -> "
    "output: T, sorted_unique_indices: Tidx"
)


def _rows(
    grad: np.ndarray, indices: np.ndarray, ids: np.ndarray, length: np.ndarray, power: float
) -> tuple[np.ndarray, int]:
    """What arrives at each chosen row, in float32 at least, and the number of all rows."""
    if length.ndim:
        raise ValueError(f"output_dim0 must be a scalar; its shape is {list(length.shape)}.")
    if indices.ndim != 1 or indices.shape != ids.shape:
        raise ValueError(
            "indices and segment_ids must be vectors of one length; received shapes "
            f"{list(indices.shape)} and {list(ids.shape)}."
        )
    if not grad.ndim:
        raise ValueError("grad must have a row for each segment; it is a scalar.")
    size = int(length)
    for name, values, end in (("indices", indices, size), ("segment_ids", ids, len(grad))):
        if values.size and (values.min() < 0 or values.max() >= end):
            raise ValueError(f"{name} must be in [0, {end}); received {values.tolist()}.")
    wide = grad.astype(np.float32) if grad.dtype.itemsize == 2 else grad
    rows = wide[ids]
    if power:
        numbers = np.bincount(ids, minlength=len(grad))[ids].astype(wide.dtype) ** power
        rows = rows / numbers.reshape((-1,) + (1,) * (grad.ndim - 1))
    return rows, size


def _of_all(grad: Any, indices: Any, ids: Any, length: Any, power: float) -> Any:
    rows, size = _rows(grad, indices, ids, length, power)
    found = np.zeros((size, *grad.shape[1:]), rows.dtype)
    combine_at(np.add, found, [indices], rows)
    return found.astype(grad.dtype)


def _of_chosen(grad: Any, indices: Any, ids: Any, length: Any, power: float) -> Any:
    rows, _ = _rows(grad, indices, ids, length, power)
    chosen, places = np.unique(indices, return_inverse=True)
    found = np.zeros((len(chosen), *grad.shape[1:]), rows.dtype)
    combine_at(np.add, found, [places], rows)
    return found.astype(grad.dtype), chosen


def _all_shape(call: Any) -> Any:
    grad, length = call.inputs[0].raw_shape, rules.value_of(call.inputs[3])
    return None if grad is None else (None if length is None else int(length), *grad[1:])


def _chosen_shapes(call: Any) -> Any:
    grad = call.inputs[0].raw_shape
    return [None if grad is None else (None, *grad[1:]), (None,)]


@op(
    _ALL,
    T=FLOATING,
    Tidx=INDICES,
    Tsegmentids=INDICES,
    shape=rules.shaped(_all_shape, "g ...", "i", "i", ""),
    jit=False,
)
def SparseSegmentSumGrad(
    xp: Any, grad: Any, indices: Any, segment_ids: Any, output_dim0: Any
) -> Any:
    return _of_all(grad, indices, segment_ids, output_dim0, 0.0)


@op(
    _ALL,
    T=FLOATING,
    Tidx=INDICES,
    Tsegmentids=INDICES,
    shape=rules.shaped(_all_shape, "g ...", "i", "i", ""),
    jit=False,
)
def SparseSegmentMeanGrad(
    xp: Any, grad: Any, indices: Any, segment_ids: Any, output_dim0: Any
) -> Any:
    return _of_all(grad, indices, segment_ids, output_dim0, 1.0)


@op(
    _ALL,
    T=FLOATING,
    Tidx=INDICES,
    Tsegmentids=INDICES,
    shape=rules.shaped(_all_shape, "g ...", "i", "i", ""),
    jit=False,
)
def SparseSegmentSqrtNGrad(
    xp: Any, grad: Any, indices: Any, segment_ids: Any, output_dim0: Any
) -> Any:
    return _of_all(grad, indices, segment_ids, output_dim0, 0.5)


@op(
    _CHOSEN,
    T=FLOATING,
    Tidx=INDICES,
    Tsegmentids=INDICES,
    shape=rules.shaped(_chosen_shapes, "g ...", "i", "i", ""),
    jit=False,
)
def SparseSegmentSumGradV2(
    xp: Any, grad: Any, indices: Any, segment_ids: Any, dense_output_dim0: Any
) -> Any:
    return _of_chosen(grad, indices, segment_ids, dense_output_dim0, 0.0)


@op(
    _CHOSEN,
    T=FLOATING,
    Tidx=INDICES,
    Tsegmentids=INDICES,
    shape=rules.shaped(_chosen_shapes, "g ...", "i", "i", ""),
    jit=False,
)
def SparseSegmentMeanGradV2(
    xp: Any, grad: Any, indices: Any, segment_ids: Any, dense_output_dim0: Any
) -> Any:
    return _of_chosen(grad, indices, segment_ids, dense_output_dim0, 1.0)


@op(
    _CHOSEN,
    T=FLOATING,
    Tidx=INDICES,
    Tsegmentids=INDICES,
    shape=rules.shaped(_chosen_shapes, "g ...", "i", "i", ""),
    jit=False,
)
def SparseSegmentSqrtNGradV2(
    xp: Any, grad: Any, indices: Any, segment_ids: Any, dense_output_dim0: Any
) -> Any:
    return _of_chosen(grad, indices, segment_ids, dense_output_dim0, 0.5)
