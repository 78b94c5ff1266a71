"""Tests of ops/linalg/norms.py beyond the samples."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.conformance_gradients import check_gradients
from tests.ops.sample import normal


@pytest.mark.parametrize(
    ("ord", "axis", "dtype"),
    [
        ("euclidean", None, "complex128"),
        (2, 0, "complex128"),
        ("fro", (0, 1), "complex128"),
        (1, (0, 1), "float64"),
        (2, (0, 1), "float64"),
        (np.inf, 1, "float64"),
        (3, 1, "float64"),
    ],
    ids=str,
)
def test_norms_of_complex_numbers(ord: Any, axis: Any, dtype: str) -> None:
    x = normal(3, 4, dtype=np.complex128)
    found = tf.norm(x, ord, axis)
    if axis is None:
        expected = np.linalg.norm(x)
    else:
        expected = np.linalg.norm(x, ord, axis)
    assert found.dtype.name == dtype
    np.testing.assert_allclose(np.asarray(found), expected, rtol=1e-12)
    if ord != np.inf:
        check_gradients(lambda t: [tf.norm(t[0], ord, axis)], [x])


@pytest.mark.parametrize("axis", [None, 0, -1])
def test_frobenius_needs_a_pair_of_axes(axis: int | None) -> None:
    with pytest.raises(ValueError, match=f"received axis={axis}"):
        tf.norm(tf.ones([2, 3]), "fro", axis)


def test_cross_of_other_than_three_elements() -> None:
    with pytest.raises(tf.errors.FailedPreconditionError, match=r"received \[2, 4\]"):
        tf.linalg.cross(tf.ones([2, 4]), tf.ones([2, 4]))


@pytest.mark.parametrize("keepdims", [False, True])
def test_the_spectral_norm_of_unknown_rank(keepdims: bool) -> None:
    x = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    traced = tf.function(
        lambda x: tf.norm(x, 2, [0, -1], keepdims), input_signature=[tf.TensorSpec(None)]
    )
    np.testing.assert_allclose(
        traced(x), np.linalg.norm(x, 2, (0, -1), keepdims=keepdims), rtol=1e-5
    )


def test_integers_are_divided_by_their_norm() -> None:
    unit, length = tf.linalg.normalize(tf.constant([[3, -1]], tf.int8), ord=1, axis=1)
    assert unit.dtype is tf.float32 and length.dtype is tf.int8
    np.testing.assert_allclose(unit, [[0.75, -0.25]])


def test_an_axis_has_one_name() -> None:
    with pytest.raises(ValueError, match="axis=0 and dim=1"):
        tf.math.l2_normalize([[1.0]], 0, dim=1)
