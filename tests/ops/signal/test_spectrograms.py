"""The short-time transform is NumPy's of windowed frames, and its inverse undoes it."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import normal

from .modes import each_mode, gradient, tried


@each_mode
@pytest.mark.parametrize(("length", "fft_length"), [(6, None), (8, None), (6, 16), (8, 4)])
def test_stft_transforms_windowed_frames(mode: str, length: int, fft_length: int | None) -> None:
    x = normal(2, 30, dtype=np.float64)
    frames = np.stack([x[:, s : s + length] for s in range(0, 31 - length, 3)], 1)
    window = np.hanning(length + 1)[:-1]
    expected = np.fft.rfft(frames * window, fft_length or 8)
    found = tried(mode, lambda v: tf.signal.stft(v, length, 3, fft_length), x)
    np.testing.assert_allclose(found, expected, atol=1e-12)


@each_mode
@pytest.mark.parametrize(("length", "step"), [(8, 4), (8, 2), (6, 3), (7, 3)])
def test_the_inverse_undoes_the_transform(mode: str, length: int, step: int) -> None:
    x = normal(2, 40, dtype=np.float64)
    window = tf.signal.hamming_window

    def there_and_back(v: tf.Tensor) -> tf.Tensor:
        spectra = tf.signal.stft(v, length, step, window_fn=window)
        inverse = tf.signal.inverse_stft_window_fn(step, window)
        return tf.signal.inverse_stft(spectra, length, step, window_fn=inverse)

    found = tried(mode, there_and_back, x)
    inner = slice(length, found.shape[-1] - length)
    np.testing.assert_allclose(found[:, inner], x[:, inner], atol=1e-12)


@pytest.mark.parametrize(("length", "fft_length"), [(4, 8), (8, 4)])
def test_frames_of_another_length_are_cut_or_padded(length: int, fft_length: int) -> None:
    c = normal(3, fft_length // 2 + 1, dtype=np.complex128)
    frames = np.zeros((3, length))
    kept = min(length, fft_length)
    frames[:, :kept] = np.fft.irfft(c, fft_length)[:, :kept]
    expected = np.zeros(4 + length)
    for i in range(3):
        expected[2 * i : 2 * i + length] += frames[i]
    found = tf.signal.inverse_stft(c, length, 2, fft_length, window_fn=None)
    np.testing.assert_allclose(found, expected, atol=1e-13)


@pytest.mark.parametrize(
    ("value", "power"), [(1, 1), (2, 2), (3, 4), (4, 4), (5, 8), (1000, 1024), (1024, 1024)]
)
def test_a_length_known_later_is_rounded_up_to_a_power_of_two(value: int, power: int) -> None:
    @tf.function(input_signature=[tf.TensorSpec([2000]), tf.TensorSpec([], tf.int32)])
    def spectra(x: tf.Tensor, length: tf.Tensor) -> tf.Tensor:
        return tf.signal.stft(x, length, 500)

    assert spectra(tf.zeros(2000), value).shape[-1] == power // 2 + 1
    assert tf.signal.stft(tf.zeros(2000), value, 500).shape[-1] == power // 2 + 1


def test_gradient() -> None:
    x = normal(30, dtype=np.float64)
    found, expected = gradient(lambda v: tf.signal.stft(v, 8, 3, pad_end=True), x)
    assert found == pytest.approx(expected, rel=1e-6)


def test_inverse_window_is_zero_where_no_frame_has_weight() -> None:
    window = tf.signal.inverse_stft_window_fn(8)(8, tf.float32)
    assert window.numpy()[0] == 0 and np.isfinite(window).all()


def test_arrays_are_transformed_in_single_precision() -> None:
    x = np.ones(8)
    assert tf.signal.rfft(x).dtype is tf.complex64
    assert tf.signal.irfft(x.astype(np.complex128)).dtype is tf.float32
    assert tf.signal.rfft(tf.constant(x)).dtype is tf.complex128


def test_empty_windows_give_empty_spectra() -> None:
    assert tf.signal.stft(np.ones(8, np.float32), 0, 2).shape.as_list() == [5, 0]
