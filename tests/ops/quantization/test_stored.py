"""quantize and dequantize against numbers that TensorFlow 2.21 gave."""

import numpy as np
import pytest

import tenfold as tf

X = np.array([-7, -1.234, -0.5, 0, 0.3, 0.5, 1.1, 2.499, 6.2], np.float32)


@pytest.mark.parametrize(
    ("dtype", "mode", "integers", "low", "high"),
    [
        (tf.quint8, "MIN_COMBINED", [0, 56, 80, 96, 105, 112, 131, 175, 255], -3.0, 5.0),
        (tf.qint8, "MIN_COMBINED", [-128, -72, -48, -32, -23, -16, 3, 47, 127], -3.0, 5.0),
        (tf.qint8, "MIN_FIRST", [-128, -71, -48, -32, -22, -16, 3, 48, 127], -3.0, 5.0),
        (tf.qint8, "SCALED", [-128, -31, -13, 0, 8, 13, 28, 63, 127], -5.03937, 5.0),
        (tf.quint8, "SCALED", [0, 0, 0, 0, 15, 26, 56, 127, 255], 0.0, 5.0),
    ],
)
def test_there_and_back(dtype, mode, integers, low, high):
    stored = tf.quantization.quantize(X, -3.0, 5.0, dtype, mode)
    assert type(stored).__name__ == "QuantizeV2"
    assert stored.output.numpy().tolist() == integers
    np.testing.assert_allclose([stored.output_min, stored.output_max], [low, high], rtol=1e-6)
    again = tf.quantization.dequantize(*stored, mode=mode).numpy()
    step = (high - low) / 255
    np.testing.assert_allclose(again, np.clip(X, low, high), atol=0.51 * step + 1e-6)


def test_positive_range_is_widened_to_zero():
    stored = tf.quantization.quantize(X, 1.0, 3.0, tf.quint8)
    assert stored.output_min.numpy() == 0.0


def test_errors():
    with pytest.raises(tf.errors.InvalidArgumentError, match="larger than input_min_range"):
        tf.quantization.quantize(X, 5.0, -3.0, tf.quint8)
    with pytest.raises(tf.errors.UnimplementedError, match="MIN_FIRST"):
        tf.quantization.quantize([X], [0.0], [1.0], tf.quint8, "MIN_FIRST", axis=0)
    with pytest.raises(tf.errors.InvalidArgumentError, match="only supported for mode 'SCALED'"):
        tf.quantization.quantize(X, 0.0, 1.0, tf.quint8, round_mode="HALF_TO_EVEN")
