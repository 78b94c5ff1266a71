"""The public convolutions: forms of arguments, and one another as oracles."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.ops.nn import convolve
from tests.ops.sample import normal


def test_explicit_padding_is_padding_by_hand() -> None:
    x, kernel = normal(1, 4, 5, 2), normal(3, 3, 2, 3)
    found = convolve.conv2d(x, kernel, 1, [[0, 0], [1, 2], [0, 1], [0, 0]])
    padded = np.pad(x, ((0, 0), (1, 2), (0, 1), (0, 0)))
    np.testing.assert_allclose(found, convolve.conv2d(padded, kernel, 1, "VALID"), rtol=1e-5)


def test_extra_batch_axes_are_kept() -> None:
    x, kernel = normal(2, 3, 5, 5, 2), normal(2, 2, 2, 4)
    found = convolve.conv2d(x, kernel, 1, "SAME").numpy()
    flat = convolve.conv2d(x.reshape(6, 5, 5, 2), kernel, 1, "SAME").numpy()
    np.testing.assert_array_equal(found, flat.reshape(2, 3, 5, 5, 4))


def test_extra_batch_axes_of_volumes_are_kept() -> None:
    x, kernel = normal(2, 3, 4, 4, 3, 2), normal(2, 2, 1, 2, 4)
    found = convolve.convolution(x, kernel, strides=2).numpy()
    flat = convolve.conv3d(x.reshape(6, 4, 4, 3, 2), kernel, 2, "VALID").numpy()
    np.testing.assert_array_equal(found, flat.reshape(2, 3, 2, 2, 2, 4))


def test_no_filters_give_no_channels() -> None:
    x = tf.ones([2, 3, 3, 1])
    kernel = tf.zeros([2, 2, 1, 0])
    with tf.GradientTape() as tape:
        tape.watch([x, kernel])
        y = tf.nn.conv2d(x, kernel, 1, "VALID")
    assert y.shape == (2, 2, 2, 0)
    dx, dk = tape.gradient(y, [x, kernel])
    assert dk.shape == kernel.shape
    np.testing.assert_array_equal(dx, np.zeros(x.shape))


def test_an_empty_window_is_refused_when_it_runs() -> None:
    @tf.function
    def f(x: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
        return tf.nn.conv2d(x, kernel, 1, "VALID")

    with pytest.raises(tf.errors.InvalidArgumentError, match="zero elements"):
        f(tf.ones([1, 2, 2, 1]), tf.ones([1, 0, 1, 1]))


@pytest.mark.parametrize("layout", ["NWC", "NCW"])
def test_conv1d_is_a_sum_over_the_window(layout: str) -> None:
    x, kernel = normal(2, 6, 3), normal(2, 3, 4)
    given = x if layout == "NWC" else np.moveaxis(x, -1, 1)
    found = convolve.conv1d(given, kernel, 1, "VALID", layout).numpy()
    expected = x[:, :-1] @ kernel[0] + x[:, 1:] @ kernel[1]
    expected = expected if layout == "NWC" else np.moveaxis(expected, -1, 1)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


def test_transpose_is_the_adjoint() -> None:
    x, y, kernel = normal(1, 5, 5, 2), normal(1, 3, 3, 4), normal(3, 3, 2, 4)
    forward = float(np.sum(convolve.conv2d(x, kernel, 2, "SAME").numpy() * y))
    back = convolve.conv2d_transpose(y, kernel, x.shape, 2).numpy()
    assert float(np.sum(back * x)) == pytest.approx(forward, rel=1e-4)


def test_strides_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="strides should be of length 1, 2 or 4"):
        convolve.conv2d(normal(1, 4, 4, 1), normal(2, 2, 1, 1), [1, 1, 1], "SAME")


def test_channels_that_do_not_fit_are_named() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="3 vs 2"):
        convolve.conv2d(normal(1, 4, 4, 3), normal(2, 2, 2, 1), 1, "SAME")


def test_strides_over_batch_or_channels_are_not_supported() -> None:
    x = tf.ones([2, 4, 4, 1])
    with pytest.raises(tf.errors.UnimplementedError, match=r"received \[2, 1, 1, 1\]"):
        tf.nn.conv2d(x, tf.ones([1, 1, 1, 1]), [2, 1, 1, 1], "SAME")
    with pytest.raises(tf.errors.UnimplementedError, match=r"received \[1, 1, 1, 2\]"):
        tf.nn.dilation2d(x, tf.ones([1, 1, 1]), [1, 1, 1, 2], "SAME", "NHWC", [1, 1, 1, 1])


@pytest.mark.parametrize("shape", [(0, 3, 5, 1), (1, 1, 5, 1)], ids=["no images", "no windows"])
@pytest.mark.parametrize("compiled", [False, True])
def test_gradients_of_nothing_are_zero(shape: Any, compiled: bool) -> None:
    def gradients(x: Any, kernel: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch([x, kernel])
            y = tf.nn.conv2d(x, kernel, 1, "VALID")
        return tape.gradient(y, [x, kernel])

    call = tf.function(gradients, jit_compile=True) if compiled else gradients
    dx, dkernel = call(tf.ones(shape), tf.ones([2, 2, 1, 4]))
    np.testing.assert_array_equal(dx, np.zeros(shape))
    np.testing.assert_array_equal(dkernel, np.zeros([2, 2, 1, 4]))


@pytest.mark.parametrize("strides", [[2, 2], np.array([2, 2]), tf.constant([2, 2]), 2], ids=repr)
def test_strides_of_any_kind(strides: Any) -> None:
    found = tf.nn.convolution(tf.ones([1, 4, 4, 1]), tf.ones([2, 2, 1, 1]), strides)
    assert found.shape.as_list() == [1, 2, 2, 1]
