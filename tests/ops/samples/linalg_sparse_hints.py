"""Samples of the product of matrices that are said to hold many zeros."""

from __future__ import annotations

from tests.ops.sample import normal, sample

A, B = normal(2, 3), normal(3, 4)
# Sums of three products, in the order the machine's BLAS takes them in.
SUMS = {"rtol": 1e-5, "atol": 1e-5}
SAMPLES = {
    "SparseMatMul": [
        sample(A, B, **SUMS),
        sample(A.T.copy(), B, transpose_a=True, a_is_sparse=True, **SUMS),
        sample(A, B.T.copy(), transpose_b=True, b_is_sparse=True, **SUMS),
        sample(A.T.copy(), B.T.copy(), transpose_a=True, transpose_b=True, **SUMS),
        # bfloat16 has 8 bits.
        sample(normal(2, 3, dtype="bfloat16"), B, gradient=False, rtol=1e-2, atol=1e-2),
        sample(A, A),
        sample(normal(2, 3, 1), B),
    ],
}
