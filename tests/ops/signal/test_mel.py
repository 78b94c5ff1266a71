"""The mel matrix is made of triangles that are even in mel; cepstra are its cosine transform."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import normal


def mel(hertz: Any) -> Any:
    return 1127.0 * np.log(1.0 + hertz / 700.0)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"num_mel_bins": 40, "num_spectrogram_bins": 257, "sample_rate": 16000},
        {"num_mel_bins": 1, "num_spectrogram_bins": 5, "lower_edge_hertz": 0.0},
    ],
    ids=["default", "speech", "small"],
)
def test_weights_are_triangles(options: dict[str, Any]) -> None:
    bins, rate = options.get("num_spectrogram_bins", 129), options.get("sample_rate", 8000)
    low = mel(options.get("lower_edge_hertz", 125.0))
    edges = np.linspace(low, mel(3800.0), options.get("num_mel_bins", 20) + 2)
    at = mel(np.linspace(0, rate / 2, bins))
    expected = [np.interp(at, edges[i : i + 3], [0, 1, 0]) for i in range(len(edges) - 2)]
    matrix = np.stack(expected, 1)
    matrix[0] = 0.0
    found = tf.signal.linear_to_mel_weight_matrix(dtype=tf.float64, **options)
    np.testing.assert_allclose(found, matrix, atol=1e-12)
    narrow = tf.signal.linear_to_mel_weight_matrix(**options)
    assert narrow.dtype == tf.float32
    np.testing.assert_allclose(narrow, matrix, atol=2e-5)


@pytest.mark.parametrize(
    "options",
    [
        {"num_mel_bins": 0},
        {"lower_edge_hertz": -1.0},
        {"lower_edge_hertz": 4000.0},
        {"sample_rate": 0.0},
        {"upper_edge_hertz": 5000.0},
        {"dtype": tf.int32},
    ],
    ids=lambda o: next(iter(o)),
)
def test_what_does_not_fit_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must"):
        tf.signal.linear_to_mel_weight_matrix(**options)


def test_cepstra_are_scaled_cosine_transforms() -> None:
    x = normal(2, 3, 10, dtype=np.float64)
    k, m = np.arange(10)[:, None], np.arange(10)[None, :]
    expected = x @ (2 * np.cos(np.pi * k * (2 * m + 1) / 20) / np.sqrt(20)).T
    found = tf.signal.mfccs_from_log_mel_spectrograms(x)
    np.testing.assert_allclose(found, expected, atol=1e-13)
    with pytest.raises(ValueError, match="mel bins"):
        tf.signal.mfccs_from_log_mel_spectrograms(np.ones((2, 0)))
