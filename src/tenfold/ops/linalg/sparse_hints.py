"""A product of matrices that are said to hold many zeros, which are dense all the same."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import bfloat16, float32
from tenfold.core.op import call, op
from tenfold.core.signature import Types

_KINDS = Types((float32, bfloat16), default=float32)


@op("a: Ta, b: Tb -> product: float32", Ta=_KINDS, Tb=_KINDS, shape=rules.matmul)
def SparseMatMul(
    xp: Any,
    a: Any,
    b: Any,
    *,
    transpose_a: bool = False,
    transpose_b: bool = False,
    a_is_sparse: bool = False,
    b_is_sparse: bool = False,
) -> Any:
    for name, x in (("a", a), ("b", b)):
        if x.ndim != 2:
            raise ValueError(f"{name} is not a matrix; its shape is {list(x.shape)}.")
    left, right = a.astype(np.float32), b.astype(np.float32)
    left, right = left.T if transpose_a else left, right.T if transpose_b else right
    if left.shape[1] != right.shape[0]:
        raise ValueError(
            f"Matrix size incompatible: a: {list(a.shape)}, b: {list(b.shape)}, transposed: "
            f"{transpose_a}, {transpose_b}."
        )
    return left @ right


@SparseMatMul.gradient
def sparse_matmul_gradient(done: Any, dy: Any) -> Any:
    a, b = done.inputs
    swap_a, swap_b = done.attrs["transpose_a"], done.attrs["transpose_b"]

    def product(x: Any, y: Any, like: Any, swap_x: bool, swap_y: bool) -> Any:
        found = SparseMatMul(x, y, transpose_a=swap_x, transpose_b=swap_y)
        return call("Cast", found, DstT=like.dtype)

    da = product(b, dy, a, swap_b, True) if swap_a else product(dy, b, a, False, not swap_b)
    db = product(dy, a, b, True, swap_a) if swap_b else product(a, dy, b, not swap_a, False)
    return da, db
