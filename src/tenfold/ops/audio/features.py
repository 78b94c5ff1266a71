"""What recognisers of speech take from sound: its spectrogram, and mel-frequency coefficients."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from tenfold.core.op import op


def _check_windows(window_size: int, stride: int) -> None:
    if window_size < 2:
        raise ValueError(f"window_size must be at least 2; received {window_size}.")
    if stride < 1:
        raise ValueError(f"stride must be at least 1; received {stride}.")


def _fft_length(window_size: int) -> int:
    return 1 << (window_size - 1).bit_length()


def _spectrogram_shape(done: Any) -> Any:
    window, stride = done.attrs["window_size"], done.attrs["stride"]
    _check_windows(window, stride)
    shape = done.inputs[0].raw_shape
    if shape is None:
        shape = (None, None)
    if len(shape) != 2:
        raise ValueError(f"input must be [samples, channels]; received {list(shape)}.")
    samples, channels = shape
    count = None if samples is None else max(0, 1 + (samples - window) // stride)
    return (channels, count, _fft_length(window) // 2 + 1)


@op("input: float32 -> spectrogram: float32", shape=_spectrogram_shape)
def AudioSpectrogram(
    xp: Any, input: Any, *, window_size: int, stride: int, magnitude_squared: bool = False
) -> Any:
    _check_windows(window_size, stride)
    if input.ndim != 2:
        raise ValueError(f"input must be [samples, channels]; received {list(input.shape)}.")
    count = max(0, 1 + (input.shape[0] - window_size) // stride)
    length = _fft_length(window_size)
    if not count or not input.shape[1]:
        return xp.zeros((input.shape[1], count, length // 2 + 1), np.float32)
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window_size) / window_size)
    at = np.arange(count)[:, None] * stride + np.arange(window_size)
    frames = xp.take(input.T, at, axis=1).astype(np.float64) * hann
    spectrum = xp.fft.rfft(frames, length)
    power = spectrum.real**2 + spectrum.imag**2
    return (power if magnitude_squared else xp.sqrt(power)).astype(np.float32)


def _mel(frequency: Any) -> Any:
    return 1127.0 * np.log1p(frequency / 700.0)


@functools.lru_cache(maxsize=16)
def _mel_weights(bins: int, rate: float, channels: int, low: float, high: float) -> np.ndarray:
    """What part of each bin of a spectrum goes to each channel, `[bins, channels]`.

    Channels are triangles, evenly spaced in mel, each reaching to the centers of its neighbours.
    """
    spacing = (_mel(high) - _mel(low)) / (channels + 1)
    hertz = 0.5 * rate / (bins - 1)
    at = (_mel(np.arange(bins) * hertz) - _mel(low)) / spacing
    weights = np.maximum(0.0, 1.0 - np.abs(at[:, None] - np.arange(1, channels + 1)))
    # The bounds are taken to whole bins.
    first, last = int(1.5 + low / hertz), int(high / hertz)
    outside = (np.arange(bins) < first) | (np.arange(bins) > last)
    return np.where(outside[:, None], 0.0, weights)


def _cosines(channels: int, coefficients: int) -> np.ndarray:
    """The orthogonal cosine transform of the second kind, `[channels, coefficients]`."""
    angle = np.pi / channels * np.outer(np.arange(channels) + 0.5, np.arange(coefficients))
    return np.sqrt(2.0 / channels) * np.cos(angle)


def _mfcc_shape(done: Any) -> Any:
    shape = done.inputs[0].raw_shape
    if shape is None:
        shape = (None, None, None)
    if len(shape) != 3:
        raise ValueError(f"spectrogram must be [channels, times, bins]; received {list(shape)}.")
    return (*shape[:2], done.attrs["dct_coefficient_count"])


@op("spectrogram: float32, sample_rate: int32 -> output: float32", shape=_mfcc_shape)
def Mfcc(
    xp: Any,
    spectrogram: Any,
    sample_rate: Any,
    *,
    upper_frequency_limit: float = 4000.0,
    lower_frequency_limit: float = 20.0,
    filterbank_channel_count: int = 40,
    dct_coefficient_count: int = 13,
) -> Any:
    """S. Davis, P. Mermelstein: Comparison of parametric representations for monosyllabic word
    recognition in continuously spoken sentences, 1980.
    """
    if spectrogram.ndim != 3:
        raise ValueError(
            f"spectrogram must be [channels, times, bins]; received {list(spectrogram.shape)}."
        )
    if sample_rate.ndim:
        raise ValueError(f"sample_rate must be a scalar; received {list(sample_rate.shape)}.")
    rate, low, high = float(xp.static(sample_rate)), lower_frequency_limit, upper_frequency_limit
    channels, coefficients, bins = (
        filterbank_channel_count,
        dct_coefficient_count,
        spectrogram.shape[2],
    )
    if rate <= 0 or bins < 2 or channels < 1 or not 0 <= low < high:
        raise ValueError(
            f"The mel filterbank needs a positive rate, two bins or more, a channel, and bounds "
            f"0 <= lower < upper; received a rate of {rate}, {bins} bins, {channels} channels, "
            f"and the bounds {low} and {high}."
        )
    if not 1 <= coefficients <= channels:
        raise ValueError(
            f"dct_coefficient_count must be in [1, {channels}], the number of channels; received "
            f"{coefficients}."
        )
    if int(high / (0.5 * rate / (bins - 1))) >= bins:
        # TensorFlow gives zeros, and a line in its log, where the upper bound is too high.
        return xp.zeros((*spectrogram.shape[:2], coefficients), np.float32)
    magnitude = xp.sqrt(spectrogram.astype(np.float64))
    energy = magnitude @ _mel_weights(bins, rate, channels, low, high)
    return (xp.log(xp.maximum(energy, 1e-12)) @ _cosines(channels, coefficients)).astype(np.float32)
