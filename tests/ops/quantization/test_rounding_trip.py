"""quantize_and_dequantize: Python numbers as ends, both gradients, a range per slice."""

import numpy as np
import pytest

import tenfold as tf

X = tf.constant([-7.0, -0.4, 0.9, 6.0])


def gradient(function):
    with tf.GradientTape() as tape:
        tape.watch(X)
        y = function(X, -1.0, 3.0, range_given=True)
    return tape.gradient(y, X).numpy().tolist()


def test_first_version_passes_gradients_straight_through():
    assert gradient(tf.quantization.quantize_and_dequantize) == [1.0, 1.0, 1.0, 1.0]


def test_second_version_passes_them_within_the_range():
    assert gradient(tf.quantization.quantize_and_dequantize_v2) == [0.0, 1.0, 1.0, 0.0]


def test_second_gradient_is_masked_as_the_first():
    with tf.GradientTape() as outer:
        outer.watch(X)
        with tf.GradientTape() as inner:
            inner.watch(X)
            y = tf.quantization.quantize_and_dequantize_v2(X * X, -1.0, 3.0, range_given=True)
        first = inner.gradient(y, X)
    assert outer.gradient(first, X).numpy().tolist() == [0.0, 2.0, 2.0, 0.0]


def test_each_slice_has_its_range():
    x = tf.constant([[0.3, 30.0], [1.0, 100.0]])
    y = tf.quantization.quantize_and_dequantize(
        x, [-1.0, -100.0], [1.0, 100.0], range_given=True, axis=1
    )
    np.testing.assert_allclose(y[:, 1].numpy(), y[:, 0].numpy() * 100, rtol=1e-6)


def test_the_first_version_takes_its_range_from_attributes() -> None:
    x = tf.constant([-1.0, 0.3, 2.3])
    given = tf.raw_ops.QuantizeAndDequantize(
        input=x, num_bits=4, range_given=True, input_min=-0.5, input_max=1.0
    )
    assert given.numpy().tolist() == pytest.approx([-1.0, 2 / 7, 1.0])
    found = tf.raw_ops.QuantizeAndDequantize(input=x, num_bits=4)
    assert found.numpy().tolist() == pytest.approx([-0.9857142, 0.3285714, 2.3])


def test_a_range_with_nan_is_refused() -> None:
    for call in (
        lambda: tf.quantization.quantize_and_dequantize_v2([1.0], np.nan, 1.0, range_given=True),
        lambda: tf.quantization.fake_quant_with_min_max_args([1.0], min=np.nan),
    ):
        with pytest.raises(tf.errors.InvalidArgumentError, match=r"range|smaller"):
            call()
