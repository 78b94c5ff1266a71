"""Tests of tf.test.compute_gradient."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.op import call
from tenfold.engine.autodiff.check import compute_gradient
from tenfold.engine.autodiff.custom import custom_gradient


def test_jacobians_of_each_argument() -> None:
    def f(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
        return x * call("Sum", y, [0])

    theoretical, numerical = compute_gradient(f, [tf.constant([1.0, 2.0]), [3.0, 4.0, 5.0]])
    assert theoretical[0].tolist() == [[12.0, 0.0], [0.0, 12.0]]
    assert theoretical[1].tolist() == [[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]]
    for left, right in zip(theoretical, numerical, strict=True):
        np.testing.assert_allclose(left, right, rtol=1e-4)


def test_a_wrong_gradient_shows() -> None:
    wrong = custom_gradient(lambda x: (x * x, lambda dy: dy * x))
    theoretical, numerical = compute_gradient(wrong, [[3.0]])
    assert theoretical[0].tolist() == [[3.0]]
    assert numerical[0].tolist() == [[6.0]]


def test_complex_numbers_count_as_two() -> None:
    theoretical, numerical = compute_gradient(lambda z: z * z, [[1 + 2j]])
    assert theoretical[0].tolist() == [[2.0, -4.0], [4.0, 2.0]]
    np.testing.assert_allclose(numerical[0], theoretical[0])


def test_unconnected_empty_and_other_steps() -> None:
    theoretical, numerical = compute_gradient(lambda x: tf.constant([1.0, 2.0]), [[1.0, 2.0, 3.0]])
    assert theoretical[0].tolist() == numerical[0].tolist() == [[0.0] * 3] * 2
    empty = compute_gradient(lambda x: x * 2.0, [tf.zeros([0])])
    assert [part[0].shape for part in empty] == [(0, 0), (0, 0)]
    _, coarse = compute_gradient(lambda x: x * x * x, [[1.0]], delta=0.5)
    assert coarse[0].tolist() == [[3.25]]


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match="must be a list or tuple"):
        compute_gradient(lambda x: x, 1.0)  # type: ignore[arg-type]
    with pytest.raises(AssertionError, match="int32 of argument 1"):
        compute_gradient(lambda x, i: x, [[1.0], [1]])


def test_a_graph_is_run_by_the_session() -> None:
    def f(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
        return x * call("Sum", y, [0])

    eager = compute_gradient(f, [[1.0, 2.0], [3.0, 4.0, 5.0]])
    with tf.Graph().as_default():
        with tf.compat.v1.Session():
            built = compute_gradient(f, [tf.constant([1.0, 2.0]), np.float32([3.0, 4.0, 5.0])])
        with pytest.raises(ValueError, match="there is no session"):
            compute_gradient(f, [[1.0, 2.0], [3.0]])
    for left, right in zip(eager[0] + eager[1], built[0] + built[1], strict=True):
        np.testing.assert_array_equal(left, right)
