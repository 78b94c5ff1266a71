"""Tests of least squares, pseudoinverses and ranks beside NumPy's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenfold.core import errors
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int32
from tenfold.core.op import call
from tenfold.core.spec import TensorSpec
from tenfold.engine.autodiff.tape import GradientTape
from tenfold.engine.function.polymorphic import function
from tenfold.ops.linalg.least_squares import lstsq, matrix_rank, pinv
from tests.ops.conformance_gradients import check_gradients
from tests.ops.sample import normal

TALL = normal(2, 5, 3, dtype=np.float64)
DEFICIENT = np.concatenate([TALL, TALL[..., :1] + TALL[..., 1:2]], -1)
COMPLEX = normal(5, 3, dtype=np.complex128)


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize("x", [TALL[0], TALL[0].T, COMPLEX, COMPLEX.T], ids=lambda x: str(x.shape))
def test_least_squares_are_numpys(x: np.ndarray, fast: bool) -> None:
    rhs = normal(x.shape[0], 2, dtype=x.dtype)
    expected = np.linalg.lstsq(x, rhs)[0]
    np.testing.assert_allclose(lstsq(x, rhs, fast=fast), expected, atol=1e-9)


def test_the_regularizer_weighs_the_length() -> None:
    rhs = normal(5, 2, dtype=np.float64)
    expected = np.linalg.solve(TALL[0].T @ TALL[0] + 0.3 * np.eye(3), TALL[0].T @ rhs)
    np.testing.assert_allclose(lstsq(TALL[0], rhs, l2_regularizer=0.3), expected)


def test_rank_deficiency_needs_the_slow_way() -> None:
    ones, rhs = np.ones((2, 2)), np.ones((2, 1))
    assert np.isnan(lstsq(0 * ones, rhs)).all()
    with pytest.raises(errors.InvalidArgumentError, match="rank deficient"):
        call("MatrixSolveLs", ones, rhs, 0.0)
    np.testing.assert_allclose(lstsq(ones, rhs, fast=False), [[0.5], [0.5]])


@pytest.mark.parametrize("x", [TALL, TALL.swapaxes(1, 2), DEFICIENT, COMPLEX], ids=range(4))
def test_pinv_is_numpys(x: np.ndarray) -> None:
    np.testing.assert_allclose(pinv(x), np.linalg.pinv(x, rcond=1e-12), atol=1e-10)


def test_pinv_drops_what_rcond_says() -> None:
    x = np.diag([4.0, 2.0, 0.5])
    np.testing.assert_allclose(pinv(x, rcond=0.2), np.diag([0.25, 0.5, 0.0]))
    found = pinv(np.stack([x, x]), rcond=np.array([0.2, 0.6]))
    np.testing.assert_allclose(found[1], np.diag([0.25, 0.0, 0.0]))


def test_pinv_has_a_gradient() -> None:
    check_gradients(lambda tensors: [pinv(tensors[0])], [TALL[0]], order=1)


def test_ranks() -> None:
    found = matrix_rank(DEFICIENT)
    assert found.dtype is int32
    assert np.asarray(found).tolist() == [3, 3]
    assert np.asarray(matrix_rank(np.diag([3.0, 1.0, 0.1]), tol=0.5)).item() == 2
    assert np.asarray(matrix_rank(COMPLEX)).item() == 3


def test_sizes_may_be_unknown_while_tracing() -> None:
    both = function(
        lambda x: (pinv(x), matrix_rank(x)), input_signature=[TensorSpec([None, None], "float64")]
    )
    inverse, rank = both(TALL[0])
    np.testing.assert_allclose(inverse, np.linalg.pinv(TALL[0]), atol=1e-10)
    assert np.asarray(rank).item() == 3


def test_what_is_no_matrix_is_refused() -> None:
    for f in (pinv, matrix_rank):
        with pytest.raises(TypeError, match="float"):
            f(np.array([[1, 2]]))
        with pytest.raises(ValueError, match="2 dim"):
            f([1.0, 2.0])


def test_lstsq_broadcasts_a_batch_and_has_the_regularizers_gradient() -> None:
    a, b = normal(2, 4, 3, dtype=np.float64), normal(4, 1, dtype=np.float64)
    for each, found in zip(a, np.asarray(lstsq(a, b))):
        np.testing.assert_allclose(found, np.linalg.lstsq(each, b)[0], atol=1e-10)
    weight = to_tensor(np.float64(0.5))
    with GradientTape() as tape:
        tape.watch(weight)
        x = lstsq(a[0], b, weight)
    slope, at = tape.gradient(x, weight), 1e-6
    moved = np.asarray(lstsq(a[0], b, 0.5 + at)) - np.asarray(lstsq(a[0], b, 0.5 - at))
    np.testing.assert_allclose(slope, moved.sum() / (2 * at), rtol=1e-6)


@pytest.mark.parametrize("shape", [(None, None), None], ids=["sizes", "rank"])
@pytest.mark.parametrize("x", [TALL[0], TALL[0].T, np.zeros((3, 2))], ids=["tall", "wide", "zero"])
def test_the_same_is_solved_while_sizes_are_unknown(x: np.ndarray, shape: Any) -> None:
    rhs = normal(x.shape[0], 2, dtype=np.float64)
    traced = function(lstsq, input_signature=[TensorSpec(shape, "float64")] * 2)
    np.testing.assert_allclose(traced(x, rhs), lstsq(x, rhs), atol=1e-10)
