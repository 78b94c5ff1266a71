"""Convolutions of each channel alone: many images, columns one and two steps apart."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import normal


@pytest.mark.parametrize("step", [1, 2])
@pytest.mark.parametrize("rate", [1, 2])
def test_many_images_are_convolved_as_each_alone(step: int, rate: int) -> None:
    if step == rate == 2:
        rate = 1
    x, kernel = normal(40, 20, 20, 32), normal(3, 2, 32, 1)
    strides, rates = [1, step, step, 1], [rate, rate]
    with tf.GradientTape() as tape:
        tape.watch(image := tf.constant(x))
        y = tf.nn.depthwise_conv2d(image, kernel, strides, "SAME", dilations=rates)
    dy = normal(*y.shape)
    dx = tape.gradient(y, image, dy).numpy()
    for i in (0, 17, 39):
        # A convolution with a kernel that is zero but on the diagonal of the channels.
        full = np.einsum("hwcm,cd->hwcd", kernel, np.eye(32, dtype="float32"))
        with tf.GradientTape() as tape:
            tape.watch(one := tf.constant(x[i : i + 1]))
            wanted = tf.nn.conv2d(one, full, strides, "SAME", dilations=rates)
        np.testing.assert_allclose(y[i], wanted[0], rtol=1e-4, atol=1e-5)
        back = tape.gradient(wanted, one, dy[i : i + 1])
        np.testing.assert_allclose(dx[i], back[0], rtol=1e-4, atol=1e-5)


def test_a_gradient_of_another_batch_size_is_refused() -> None:
    with pytest.raises(
        tf.errors.InvalidArgumentError, match=r"result of the convolution has \[2, 4, 4\]"
    ):
        tf.nn.depthwise_conv2d_backprop_input(
            [2, 4, 4, 3], normal(2, 2, 3, 1), normal(1, 4, 4, 3), [1, 1, 1, 1], "SAME"
        )


def test_a_gradient_of_another_size_is_refused() -> None:
    x, dy = np.ones((1, 3, 2, 1), np.float32), np.ones((1, 2, 2, 2), np.float32)
    with pytest.raises(tf.errors.InvalidArgumentError, match="out_backprop has the batch size"):
        tf.nn.depthwise_conv2d_backprop_filter(x, [1, 1, 1, 2], dy, [1, 2, 2, 1], "VALID")


@pytest.mark.parametrize("compiled", [False, True])
def test_a_filter_without_rows_is_refused(compiled: bool) -> None:
    call = tf.function(tf.nn.depthwise_conv2d, jit_compile=True) if compiled else None
    with pytest.raises(tf.errors.InvalidArgumentError, match="must not have zero elements"):
        (call or tf.nn.depthwise_conv2d)(
            tf.ones([1, 5, 5, 2]), tf.ones([0, 2, 2, 1]), [1, 1, 1, 1], "SAME"
        )


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("rate", [1, 2])
def test_gradients_of_no_images(rate: int, compiled: bool) -> None:
    def gradients(x: tf.Tensor, kernel: tf.Tensor) -> list[tf.Tensor]:
        with tf.GradientTape() as tape:
            tape.watch([x, kernel])
            y = tf.nn.depthwise_conv2d(x, kernel, [1, 1, 1, 1], "SAME", dilations=[rate, rate])
        return tape.gradient(y, [x, kernel])

    call = tf.function(gradients, jit_compile=True) if compiled else gradients
    dx, dkernel = call(tf.ones([0, 5, 3, 2]), tf.ones([2, 2, 2, 1]))
    assert dx.shape.as_list() == [0, 5, 3, 2]
    np.testing.assert_array_equal(dkernel, np.zeros([2, 2, 2, 1]))
