"""Tests of matmul and its relatives, einsum, norms and factors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core import errors
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int32
from tenfold.ops.linalg.contraction import einsum
from tenfold.ops.linalg.diagonals import eye
from tenfold.ops.linalg.factoring import eigh, qr, svd
from tenfold.ops.linalg.norms import global_norm, norm, normalize
from tenfold.ops.linalg.products import matmul, matvec, tensordot
from tenfold.ops.linalg.solving import cholesky_solve, logdet

X = np.random.default_rng(1).normal(size=(2, 3, 4)).astype(np.float32)
Z = (X[0] + 1j * X[1]).astype(np.complex64)


def test_matmul_transposes_and_conjugates() -> None:
    np.testing.assert_allclose(matmul(X, X, transpose_b=True), X @ X.swapaxes(1, 2), rtol=1e-5)
    np.testing.assert_allclose(matmul(Z, Z, adjoint_a=True), Z.conj().T @ Z, rtol=1e-5)
    np.testing.assert_allclose(matmul(Z, Z, transpose_b=True), Z @ Z.T, rtol=1e-5)
    batch = np.stack([Z, Z])
    np.testing.assert_allclose(
        matmul(batch, batch, transpose_a=True), batch.swapaxes(1, 2) @ batch, rtol=1e-5, atol=1e-6
    )
    with pytest.raises(ValueError, match="only one"):
        matmul(X, X, transpose_a=True, adjoint_a=True)


def test_matmul_says_what_does_not_fit() -> None:
    with pytest.raises(errors.InvalidArgumentError, match=r"transpose_b=True"):
        matmul(X[0], X[0])
    with pytest.raises(errors.InvalidArgumentError, match="rank 2 or more"):
        matmul(X[0, 0], X[0])


def test_small_integers_are_summed_in_int32() -> None:
    a = np.full((1, 4), 100, np.int8)
    found = matmul(a, a, transpose_b=True, output_type=int32)
    assert found.dtype is int32
    assert found.numpy().tolist() == [[40000]]


def test_matvec() -> None:
    np.testing.assert_allclose(matvec(X, X[:, 0]), np.einsum("bij,bj->bi", X, X[:, 0]), rtol=1e-5)


@pytest.mark.parametrize("axes", [0, 1, [[1], [0]], [[2, 1], [0, 1]], [[0], [-1]]], ids=str)
def test_tensordot_is_numpys(axes: Any) -> None:
    b = np.random.default_rng(2).normal(size=(4, 3, 2)).astype(np.float32)
    if axes == [[1], [0]]:
        b = b.swapaxes(0, 1)
    expected = np.tensordot(X, b, axes)
    np.testing.assert_allclose(tensordot(X, b, axes), expected, rtol=1e-4, atol=1e-6)


def test_tensordot_refuses_axes_that_do_not_pair() -> None:
    with pytest.raises(ValueError, match="as many axes"):
        tensordot(X, X, [[0, 1], [0]])


@pytest.mark.parametrize(
    ("equation", "count"),
    [("ij,jk,kl->il", 3), ("ij,jk,kl", 3), ("ij, jk", 2), ("ij->", 1), ("...j->j...", 1)],
    ids=str,
)
def test_einsum_is_numpys(equation: str, count: int) -> None:
    operands = [np.random.default_rng(i).normal(size=(3, 3)) for i in range(count)]
    np.testing.assert_allclose(einsum(equation, *operands), np.einsum(equation, *operands))


def test_einsum_refuses_a_wrong_equation() -> None:
    with pytest.raises(ValueError, match="2 operands"):
        einsum("ij,jk->ik", X[0])
    with pytest.raises(ValueError, match="no operand has"):
        einsum("ij->k", X[0])


@pytest.mark.parametrize("batch", [None, [2], [2, 1]], ids=str)
def test_eye_repeats_along_a_batch(batch: Any) -> None:
    expected = np.broadcast_to(np.eye(2, 3), [*(batch or []), 2, 3])
    np.testing.assert_array_equal(eye(2, 3, batch).numpy(), expected)


@pytest.mark.parametrize(
    ("order", "axis", "expected"),
    [
        ("euclidean", None, lambda: np.linalg.norm(X.ravel())),
        (1, 1, lambda: np.abs(X).sum(1)),
        (3, -1, lambda: (np.abs(X) ** 3).sum(-1) ** (1 / 3)),
        (np.inf, 0, lambda: np.abs(X).max(0)),
        ("fro", [1, 2], lambda: np.linalg.norm(X, axis=(1, 2))),
        (1, [1, 2], lambda: np.linalg.norm(X, 1, axis=(1, 2))),
        (np.inf, [1, 2], lambda: np.linalg.norm(X, np.inf, axis=(1, 2))),
        (2, [1, 2], lambda: np.linalg.norm(X, 2, axis=(1, 2))),
    ],
    ids=lambda value: "" if callable(value) else str(value),
)
def test_norms(order: Any, axis: Any, expected: Any) -> None:
    np.testing.assert_allclose(norm(X, order, axis), expected(), rtol=1e-5)


def test_norm_refuses_orders_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="pair of axes"):
        norm(X, "fro", 1)
    with pytest.raises(ValueError, match="ord must be"):
        norm(X, "max")


def test_normalize_and_global_norm() -> None:
    unit, length = normalize(X, axis=-1)
    np.testing.assert_allclose(norm(unit, axis=-1), np.ones((2, 3)), rtol=1e-5)
    assert length.raw_shape == (2, 3, 1)
    expected = np.sqrt((X**2).sum() * 2)
    assert float(global_norm([X, None, X])) == pytest.approx(float(expected), rel=1e-5)
    with pytest.raises(TypeError, match="list"):
        global_norm(to_tensor(X))


def test_factors_multiply_to_the_matrix() -> None:
    s, u, v = svd(X)
    np.testing.assert_allclose(
        matmul(u * s[:, None, :], v, transpose_b=True).numpy(), X, rtol=1e-4, atol=1e-5
    )
    q, r = qr(X)
    np.testing.assert_allclose(matmul(q, r), X, rtol=1e-4, atol=1e-5)
    symmetric = X[0] @ X[0].T
    e, w = eigh(symmetric)
    np.testing.assert_allclose(matmul(w * e, w, transpose_b=True), symmetric, rtol=1e-4, atol=1e-5)


def test_cholesky_solve_and_logdet() -> None:
    a = (X[0] @ X[0].T + np.eye(3)).astype(np.float64)
    factor = np.linalg.cholesky(a)
    np.testing.assert_allclose(cholesky_solve(factor, np.eye(3)), np.linalg.inv(a), rtol=1e-8)
    assert float(logdet(a)) == pytest.approx(np.linalg.slogdet(a)[1])


@pytest.mark.parametrize("axes", [0, 1, 2, [[-1], [0]], [[2, 1], [0, 1]]], ids=str)
@pytest.mark.parametrize("compiled", [False, True])
def test_tensordot_of_what_only_a_run_knows(axes: Any, compiled: bool) -> None:
    other = X.T if axes != 2 else X.transpose(1, 2, 0)
    want = np.tensordot(X, other, axes)
    any_rank = tf.function(
        lambda a, b: tensordot(a, b, axes),
        input_signature=[tf.TensorSpec(None)] * 2,
        jit_compile=compiled,
    )
    np.testing.assert_allclose(any_rank(X, other), want, rtol=1e-4, atol=1e-5)
    any_axes = tf.function(lambda a, b, n: tensordot(a, b, n))
    np.testing.assert_allclose(any_axes(X, other, tf.constant(axes)), want, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("dtypes", [(tf.bfloat16, tf.float32), (tf.float32, tf.bfloat16)], ids=str)
def test_bfloat16_times_float32_is_float32(dtypes: Any) -> None:
    a, b = (tf.constant([[1.0, 2.0], [3.0, 4.0]], d) for d in dtypes)
    found = tf.matmul(a, b, transpose_b=True)
    assert found.dtype is tf.float32
    assert np.asarray(found).tolist() == [[5, 11], [11, 25]]


def test_einsum_names_each_axis_of_its_result_once() -> None:
    with pytest.raises(ValueError, match="names an axis twice in 'i->ii'"):
        einsum("i->ii", [1.0, 2.0])


def test_a_list_takes_the_dtype_of_the_tensor_beside_it() -> None:
    rhs = tf.constant([[4.0], [3.0]], tf.float64)
    assert cholesky_solve([[2.0, 0.0], [0.0, 1.0]], rhs).dtype is tf.float64


def test_labels_tell_the_rank_of_operands_and_result() -> None:
    @tf.function(input_signature=[tf.TensorSpec(None)] * 3)
    def outer(a: Any, b: Any, c: Any) -> Any:
        found = einsum("i,j,k->ijk", a, b, c)
        assert found.shape.as_list() == [None, None, None]
        return found

    assert outer([1.0], [2.0, 3.0], [4.0]).numpy().tolist() == [[[8.0], [12.0]]]


def test_shapes_of_solutions_come_from_either_side() -> None:
    rhs = tf.ones([3, 2])

    @tf.function(input_signature=[tf.TensorSpec([None, None])])
    def solved(a: Any) -> Any:
        for found in (tf.linalg.solve(a, rhs), tf.linalg.triangular_solve(a, rhs)):
            assert found.shape.as_list() == [3, 2]
        return found

    assert solved(tf.eye(3)).numpy().tolist() == np.ones((3, 2)).tolist()


def test_eye_keeps_the_sizes_that_are_known() -> None:
    @tf.function(input_signature=[tf.TensorSpec([], tf.int64)])
    def identity(rows: Any) -> Any:
        found = eye(rows, 2, batch_shape=[1])
        assert found.shape.as_list() == [1, None, 2]
        return found

    assert identity(1).numpy().tolist() == [[[1.0, 0.0]]]
