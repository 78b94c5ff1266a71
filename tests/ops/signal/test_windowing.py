"""Windows agree with their formulas, and with TensorFlow where it departs from them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

SIGNAL: Any = tf.signal
NAMES = ["hann_window", "hamming_window", "kaiser_window", "vorbis_window"]


@pytest.mark.parametrize("length", [2, 3, 8, 31])
def test_windows_are_numpys(length: int) -> None:
    kwargs: Any = {"dtype": tf.float64}
    hann = SIGNAL.hann_window(length, periodic=False, **kwargs)
    np.testing.assert_allclose(hann, np.hanning(length), atol=1e-14)
    hamming = SIGNAL.hamming_window(length, periodic=False, **kwargs)
    np.testing.assert_allclose(hamming, np.hamming(length), atol=1e-14)
    for beta in (0.0, 5.0, 12.0, 300.0):
        kaiser = SIGNAL.kaiser_window(length, beta, **kwargs)
        np.testing.assert_allclose(kaiser, np.kaiser(length, beta), rtol=1e-11)


@pytest.mark.parametrize("name", ["hann", "hamming"])
def test_only_even_windows_are_made_periodic(name: str) -> None:
    window = getattr(SIGNAL, f"{name}_window")
    plain = {"hann": np.hanning, "hamming": np.hamming}[name]
    np.testing.assert_allclose(window(8, dtype=tf.float64), plain(9)[:-1], atol=1e-14)
    np.testing.assert_allclose(window(5, dtype=tf.float64), plain(5), atol=1e-14)


def test_derived_windows_overlap_to_one() -> None:
    for window in (SIGNAL.kaiser_bessel_derived_window, SIGNAL.vorbis_window):
        w = window(16, dtype=tf.float64).numpy()
        np.testing.assert_allclose(w[:8] ** 2 + w[8:] ** 2, 1.0, rtol=1e-14)
    kaiser = np.cumsum(np.kaiser(5, 4.0))
    expected = np.sqrt(kaiser[:-1] / kaiser[-1])
    found = SIGNAL.kaiser_bessel_derived_window(8, 4.0, dtype=tf.float64)
    np.testing.assert_allclose(found, [*expected, *expected[::-1]], rtol=1e-13)


def test_float32_is_tensorflows() -> None:
    np.testing.assert_allclose(
        SIGNAL.kaiser_window(5),
        [5.2773448260268196e-05, 0.21567265689373016, 1.0, 0.21567265689373016, 5.27734483e-05],
        rtol=5e-7,
    )
    np.testing.assert_allclose(
        SIGNAL.vorbis_window(5), [0.14943586, 0.85631913, 1.0, 0.85631913, 0.14943568], rtol=2e-6
    )


@pytest.mark.parametrize("name", [*NAMES, "kaiser_bessel_derived_window"])
def test_lengths_zero_and_one_and_those_known_later(name: str) -> None:
    window = getattr(SIGNAL, name)
    assert window(0).shape == [0]
    if name != "kaiser_bessel_derived_window":
        np.testing.assert_allclose(window(1), [1.0], atol=1e-7)
    later = tf.function(lambda n: window(n), input_signature=[tf.TensorSpec([], tf.int32)])
    np.testing.assert_allclose(later(6), window(6), atol=1e-6)
    assert window(4, dtype=tf.float16).dtype == tf.float16


@pytest.mark.parametrize("name", NAMES)
def test_what_does_not_fit_is_refused(name: str) -> None:
    window = getattr(SIGNAL, name)
    with pytest.raises(ValueError, match="floating"):
        window(4, dtype=tf.int32)
    with pytest.raises(ValueError, match="scalar"):
        window([4])
