"""Tests of gradients of factors, through what does not depend on signs, phases and order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.engine.autodiff.tape import GradientTape
from tenfold.ops.linalg.factoring import cholesky, eigh, eigvalsh, qr, svd
from tenfold.ops.linalg.norms import adjoint
from tenfold.ops.linalg.products import matmul
from tenfold.ops.linalg.solving import det, slogdet
from tests.ops.conformance_gradients import check_gradients
from tests.ops.sample import normal

SHAPES = [(3, 3), (4, 2), (2, 4), (2, 3, 3)]
kinds = pytest.mark.parametrize("dtype", [np.float64, np.complex128], ids=["real", "complex"])


def of_singular_values(tensors: Sequence[Any]) -> list[Any]:
    """The matrix with another function of its singular values."""
    s, u, v = svd(tensors[0])
    other = call("Cast", call("Exp", s), DstT=u.dtype)
    return [matmul(u * call("ExpandDims", other, -2), v, adjoint_b=True), s]


def hermitian(x: Any) -> Any:
    return x + adjoint(x)


def of_eigenvalues(tensors: Sequence[Any]) -> list[Any]:
    """The sine of a Hermitian matrix."""
    e, v = eigh(hermitian(tensors[0]))
    return [matmul(v * call("ExpandDims", call("Sin", e), -2), v, adjoint_b=True)]


@kinds
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_singular_values_and_vectors(shape: tuple[int, ...], dtype: Any) -> None:
    check_gradients(of_singular_values, [normal(*shape, dtype=dtype)])
    check_gradients(lambda t: [svd(t[0], compute_uv=False)], [normal(*shape, dtype=dtype)])


@kinds
def test_eigenvalues_and_vectors(dtype: Any) -> None:
    check_gradients(of_eigenvalues, [normal(3, 3, dtype=dtype)])
    check_gradients(lambda t: [eigvalsh(hermitian(t[0]))], [normal(3, 3, dtype=dtype)])


@kinds
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_orthogonal_and_triangular_factors(shape: tuple[int, ...], dtype: Any) -> None:
    check_gradients(lambda t: list(qr(t[0])), [normal(*shape, dtype=dtype)])


@kinds
def test_cholesky_factors_and_determinants(dtype: Any) -> None:
    x = normal(3, 3, dtype=dtype)
    check_gradients(lambda t: [cholesky(hermitian(matmul(t[0], t[0], adjoint_b=True)))], [x])
    check_gradients(lambda t: [det(t[0])], [x])
    check_gradients(lambda t: list(slogdet(t[0])), [x])


@pytest.mark.parametrize("function", [of_singular_values, of_eigenvalues])
def test_equal_values_do_not_spoil_the_gradient(function: Any) -> None:
    x = to_tensor(np.diag([2.0, 2.0, 1.0]))
    with GradientTape() as tape:
        tape.watch(x)
        y = call("Sum", function([x])[0], [0, 1])
    found = np.asarray(tape.gradient(y, x))
    assert np.isfinite(found).all()
    assert np.abs(found).max() < 100


def test_sizes_that_leave_factors_free_have_no_gradient() -> None:
    x = to_tensor(normal(4, 2, dtype=np.float64))
    for factor in (qr, svd):
        with GradientTape() as tape:
            tape.watch(x)
            y = factor(x, full_matrices=True)[1]
        with pytest.raises(tf.errors.UnimplementedError, match="full_matrices"):
            tape.gradient(y, x)


@pytest.mark.parametrize("dtype", ["complex64", "complex128"])
def test_logdet_of_complex_matrices_is_real_and_as_precise(dtype: str) -> None:
    found = tf.linalg.logdet(tf.cast([[2.0, 0.5], [0.5, 3.0]], dtype))
    assert found.dtype is tf.as_dtype(dtype).real_dtype
    assert abs(found.numpy() - np.log(5.75)) < (1e-6 if dtype == "complex64" else 1e-14)


def test_gradient_of_hermitian_eigenvalues_is_real_on_the_diagonal() -> None:
    x = tf.constant([[1.0, 1j], [-1j, 3.0]], tf.complex128)
    with tf.GradientTape() as tape:
        tape.watch(x)
        e = tf.linalg.eigvalsh(x)
    dx = tape.gradient(e, x, tf.constant([1 + 2j, 3 - 1j], e.dtype)).numpy()
    assert np.abs(np.diag(dx).imag).max() < 1e-12 < np.abs(np.diag(dx).real).min()


def test_singular_values_of_nan_are_nan_in_their_own_matrix_only() -> None:
    x = np.array([[[np.nan, 1], [1, 2]], [[2, 0], [0, 1]]])
    for found in (svd(x, compute_uv=False), svd(x)[0]):
        np.testing.assert_array_equal(found, [[np.nan, np.nan], [2, 1]])


def test_eye_of_negative_size() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"received \[-1, -1\]"):
        tf.eye(-1)


def test_compiled_factors_of_what_has_none_are_nan() -> None:
    bad = [[1.0, 2.0], [2.0, 1.0]]
    factor = tf.function(lambda x: cholesky(x), jit_compile=True)(bad)
    np.testing.assert_array_equal(factor, np.full((2, 2), np.nan))
    parts = tf.function(lambda x: svd(x), jit_compile=True)([[np.inf, 1.0], [1.0, 2.0]])
    assert all(np.isnan(part).all() for part in parts)


@pytest.mark.parametrize("factor", [tf.linalg.qr, tf.linalg.svd])
def test_full_matrices_have_no_gradient(factor: Any) -> None:
    x = tf.constant([[1.0, 2.0], [0.5, 3.0], [4.0, 1.0]])
    with tf.GradientTape() as tape:
        tape.watch(x)
        parts = factor(x, full_matrices=True)
    with pytest.raises(NotImplementedError, match="full_matrices=False"):
        tape.gradient(parts[1], x)


def test_a_graph_refuses_the_diagonal_of_a_vector() -> None:
    with tf.Graph().as_default(), pytest.raises(ValueError, match="rank 2 or more"):
        tf.linalg.diag_part([1.0, 2.0])


def test_lengths_of_segment_ids_are_compared_when_a_graph_runs() -> None:
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        y = tf.math.segment_sum([1.0, 2.0, 3.0], [0, 1])
        with pytest.raises(tf.errors.InvalidArgumentError, match="as long as"):
            session.run(y)
