"""Fourier transforms agree with NumPy's, cut and padded, whatever is known of shapes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import normal

from .modes import each_mode, gradient, tried

LENGTHS = [None, 4, 6, 9]


@each_mode
@pytest.mark.parametrize("length", LENGTHS)
def test_rfft_cuts_and_pads(mode: str, length: int | None) -> None:
    x = normal(2, 6, dtype=np.float64)
    sizes = None if length is None else [length]
    found = tried(mode, lambda v: tf.signal.rfft(v, sizes), x)
    np.testing.assert_allclose(found, np.fft.rfft(x, length), atol=1e-13)


@each_mode
@pytest.mark.parametrize("length", LENGTHS)
def test_irfft_cuts_and_pads(mode: str, length: int | None) -> None:
    x = normal(2, 4, dtype=np.complex128)
    sizes = None if length is None else [length]
    found = tried(mode, lambda v: tf.signal.irfft(v, sizes), x)
    np.testing.assert_allclose(found, np.fft.irfft(x, length), atol=1e-13)


@each_mode
@pytest.mark.parametrize("lengths", [None, [3, 4], [5, 7]], ids=["whole", "cut", "pad"])
def test_real_transforms_of_two_and_three_axes(mode: str, lengths: Any) -> None:
    x = normal(2, 3, 4, 6, dtype=np.float64)
    last = (-2, -1)
    found = tried(mode, lambda v: tf.signal.rfft2d(v, lengths), x)
    np.testing.assert_allclose(found, np.fft.rfft2(x, lengths, last), atol=1e-12)
    back = tried(mode, lambda v: tf.signal.irfft2d(v, lengths), found)
    np.testing.assert_allclose(back, np.fft.irfft2(found, lengths, last), atol=1e-12)
    three = None if lengths is None else [2, *lengths]
    found = tried(mode, lambda v: tf.signal.rfft3d(v, three), x)
    np.testing.assert_allclose(found, np.fft.rfftn(x, three, (-3, -2, -1)), atol=1e-12)
    back = tried(mode, lambda v: tf.signal.irfft3d(v, three), found)
    np.testing.assert_allclose(back, np.fft.irfftn(found, three, (-3, -2, -1)), atol=1e-12)


@pytest.mark.parametrize(
    ("name", "reference", "rank"),
    [
        ("fft", np.fft.fftn, 1),
        ("ifft", np.fft.ifftn, 1),
        ("fft2d", np.fft.fftn, 2),
        ("ifft2d", np.fft.ifftn, 2),
        ("fft3d", np.fft.fftn, 3),
        ("ifft3d", np.fft.ifftn, 3),
    ],
)
@each_mode
def test_complex_transforms(mode: str, name: str, reference: Any, rank: int) -> None:
    x = normal(2, 3, 4, 5, dtype=np.complex64)
    found = tried(mode, getattr(tf.signal, name), x)
    assert found.dtype == np.complex64
    expected = reference(x, axes=range(-rank, 0))
    np.testing.assert_allclose(found, expected, atol=3e-5)


def test_what_is_neither_float_nor_complex_is_converted() -> None:
    assert tf.signal.rfft([1, 2, 3]).dtype == tf.complex64
    assert tf.signal.rfft(np.ones(4, np.float16)).dtype == tf.complex64
    assert tf.signal.rfft(np.ones(4)).dtype == tf.complex64
    assert tf.signal.fft(np.ones(4, np.float32)).dtype == tf.complex64
    assert tf.signal.fft([1j, 2]).dtype == tf.complex128
    assert tf.signal.fft(np.ones(4, np.complex128)).dtype == tf.complex128


@pytest.mark.parametrize("dtype", [tf.float16, tf.bfloat16, tf.int32, tf.bool, tf.complex64])
def test_tensors_of_other_dtypes_have_no_spectrum(dtype: Any) -> None:
    x = tf.cast(tf.ones([4, 4, 4]), dtype)
    transforms = [tf.signal.rfft, tf.signal.rfft2d, tf.signal.rfft3d, tf.signal.dct]
    for transform in transforms:
        with pytest.raises(ValueError, match=f"float32 or .*float64; received {dtype.name}"):
            transform(x)


def test_tensors_of_real_numbers_are_no_spectrum() -> None:
    with pytest.raises(ValueError, match=r"complex64 or .*received float32"):
        tf.signal.irfft(tf.ones([4]))


def test_gradients_of_cut_and_padded_transforms() -> None:
    x = normal(2, 6, dtype=np.float64)
    for length in (3, 4, 6, 9):
        found, expected = gradient(lambda v, n=length: tf.signal.rfft(v, [n]), x)
        assert found == pytest.approx(expected, rel=1e-6)
    for lengths in ([2, 4], [5, 7]):
        found, expected = gradient(lambda v, n=lengths: tf.signal.rfft2d(v, n), x)
        assert found == pytest.approx(expected, rel=1e-6)

    def there_and_back(v: Any) -> Any:
        return tf.signal.irfft(tf.signal.rfft(v) * tf.constant([1, 2, 3j, 4], tf.complex128), [5])

    found, expected = gradient(there_and_back, x)
    assert found == pytest.approx(expected, rel=1e-6)


def test_a_rank_that_is_too_low_is_refused() -> None:
    with pytest.raises(ValueError, match="rank at least 2"):
        tf.signal.rfft2d(np.ones(4, np.float32))
    with pytest.raises(tf.errors.InvalidArgumentError, match="rank of at least 3"):
        tf.signal.fft3d(np.ones((4, 4), np.complex64))
