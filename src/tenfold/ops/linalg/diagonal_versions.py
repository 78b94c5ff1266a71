"""Earlier versions of the ops of diagonals, which graphs made by TensorFlow still hold."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.op import call, op

from .diagonals import MatrixDiagPartV3, MatrixDiagV3, MatrixSetDiagV3

# The alignment of the second version, of which the third made an attribute.
_LEFT = "LEFT_LEFT"
_MAIN = np.int32(0)


def _square_of(done: Any) -> Any:
    known = done.inputs[0].raw_shape
    if known is None:
        return None
    if not known:
        raise ValueError("diagonal must have rank 1 or more; received a scalar.")
    return (*known, known[-1])


@op("diagonal: T -> output: T", shape=_square_of)
def MatrixDiag(xp: Any, diagonal: Any) -> Any:
    zero = np.zeros((), diagonal.dtype)
    return MatrixDiagV3.kernel(xp, diagonal, _MAIN, np.int32(-1), np.int32(-1), zero)


@MatrixDiag.gradient
def matrix_diag_gradient(done: Any, dy: Any) -> Any:
    return (MatrixDiagPart(dy),)


def _main_diagonal(done: Any) -> Any:
    known = done.inputs[0].raw_shape
    if known is None:
        return None
    if len(known) < 2:
        raise ValueError(f"input must have rank 2 or more; received {list(known)}.")
    return (*known[:-2], None if None in known[-2:] else min(known[-2:]))


@op("input: T -> diagonal: T", shape=_main_diagonal)
def MatrixDiagPart(xp: Any, input: Any) -> Any:
    return MatrixDiagPartV3.kernel(xp, input, _MAIN, np.zeros((), input.dtype))


@MatrixDiagPart.gradient
def matrix_diag_part_gradient(done: Any, dy: Any) -> Any:
    return (MatrixSetDiag(call("ZerosLike", done.inputs[0]), dy),)


def _with_diagonal(done: Any) -> Any:
    input, diagonal = (x.raw_shape for x in done.inputs)
    expected = _main_diagonal(done)
    if diagonal is not None:
        rules.merge(diagonal, expected)
    return input


@op("input: T, diagonal: T -> output: T", shape=_with_diagonal)
def MatrixSetDiag(xp: Any, input: Any, diagonal: Any) -> Any:
    return MatrixSetDiagV3.kernel(xp, input, diagonal, _MAIN)


@MatrixSetDiag.gradient
def matrix_set_diag_gradient(done: Any, dy: Any) -> Any:
    kept = MatrixSetDiag(dy, call("ZerosLike", done.inputs[1]))
    return kept, MatrixDiagPart(dy)


@op(
    "diagonal: T, k: int32, num_rows: int32, num_cols: int32, padding_value: T -> output: T",
    shape=MatrixDiagV3.shape_rule,
)
def MatrixDiagV2(
    xp: Any, diagonal: Any, k: Any, num_rows: Any, num_cols: Any, padding_value: Any
) -> Any:
    return MatrixDiagV3.kernel(xp, diagonal, k, num_rows, num_cols, padding_value, align=_LEFT)


@MatrixDiagV2.gradient
def matrix_diag_v2_gradient(done: Any, dy: Any) -> Any:
    zero = call("Cast", 0, DstT=dy.dtype)
    return MatrixDiagPartV2(dy, done.inputs[1], zero), *(None,) * 4


@op("input: T, k: int32, padding_value: T -> diagonal: T", shape=MatrixDiagPartV3.shape_rule)
def MatrixDiagPartV2(xp: Any, input: Any, k: Any, padding_value: Any) -> Any:
    return MatrixDiagPartV3.kernel(xp, input, k, padding_value, align=_LEFT)


@MatrixDiagPartV2.gradient
def matrix_diag_part_v2_gradient(done: Any, dy: Any) -> Any:
    x, k, _ = done.inputs
    return MatrixSetDiagV2(call("ZerosLike", x), dy, k), None, None


@op("input: T, diagonal: T, k: int32 -> output: T", shape=rules.same)
def MatrixSetDiagV2(xp: Any, input: Any, diagonal: Any, k: Any) -> Any:
    return MatrixSetDiagV3.kernel(xp, input, diagonal, k, align=_LEFT)


@MatrixSetDiagV2.gradient
def matrix_set_diag_v2_gradient(done: Any, dy: Any) -> Any:
    _, diagonal, k = done.inputs
    kept = MatrixSetDiagV2(dy, call("ZerosLike", diagonal), k)
    return kept, MatrixDiagPartV2(dy, k, call("Cast", 0, DstT=dy.dtype)), None
