"""The mel scale of pitch, and cepstra on it."""

from __future__ import annotations

import math
from typing import Any

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import as_dtype, float32
from tenfold.core.op import call

from .cosine import dct
from .transforms import size_of

# The mel scale of the Hidden Markov Model Toolkit.
_BREAK_HERTZ, _FACTOR = 700.0, 1127.0


def linear_to_mel_weight_matrix(
    num_mel_bins: Any = 20,
    num_spectrogram_bins: Any = 129,
    sample_rate: Any = 8000,
    lower_edge_hertz: Any = 125.0,
    upper_edge_hertz: Any = 3800.0,
    dtype: Any = float32,
    name: str | None = None,
) -> Any:
    """The matrix that turns spectra into mel spectra: overlapping triangles, even in mel.

    Args:
      num_mel_bins: How many triangles.
      num_spectrogram_bins: How many frequencies the spectra have, from 0 to half the sample rate.
      sample_rate: The samples per second.
      lower_edge_hertz: Where the first triangle begins.
      upper_edge_hertz: Where the last triangle ends.
      dtype: A floating dtype.
      name: A name for the op.

    Returns:
      A matrix `[num_spectrogram_bins, num_mel_bins]`.

    Raises:
      ValueError: A number of bins or a rate that is not positive, edges out of order or outside of
        `[0, sample_rate / 2]`, or a dtype that is not floating.

    Example:
      >>> import tenfold as tf
      >>> spectra = tf.ones([5, 129])
      >>> (spectra @ tf.signal.linear_to_mel_weight_matrix()).shape
      TensorShape([5, 20])
    """
    kind = as_dtype(dtype)
    _check(num_mel_bins, sample_rate, lower_edge_hertz, upper_edge_hertz, kind)
    rate, lower, upper = (
        to_tensor(v, kind) if isinstance(v, (int, float)) else call("Cast", v, DstT=kind)
        for v in (sample_rate, lower_edge_hertz, upper_edge_hertz)
    )
    zero = to_tensor(0.0, kind)
    # The lowest frequency, the mean of the signal, belongs to no triangle.
    linear = call("LinSpace", zero, rate / 2, num_spectrogram_bins)[1:]
    bins = call("ExpandDims", _mel(linear), 1)
    edges = call("LinSpace", _mel(lower), _mel(upper), num_mel_bins + 2)
    begin, middle, end = edges[:-2], edges[1:-1], edges[2:]
    rising = (bins - begin) / (middle - begin)
    falling = (end - bins) / (end - middle)
    weights = call("Maximum", zero, call("Minimum", rising, falling))
    return call("Pad", weights, [[1, 0], [0, 0]], name=name)


def _mel(hertz: Any) -> Any:
    return _FACTOR * call("Log", 1.0 + hertz / _BREAK_HERTZ)


def _check(bins: Any, rate: Any, lower: Any, upper: Any, kind: Any) -> None:
    """Checks what is known as Python numbers."""

    def known(*values: Any) -> bool:
        return all(isinstance(v, (int, float)) for v in values)

    if known(bins) and bins <= 0:
        raise ValueError(f"num_mel_bins must be positive; received {bins}.")
    if known(lower) and lower < 0:
        raise ValueError(f"lower_edge_hertz must be >= 0; received {lower}.")
    if known(lower, upper) and lower >= upper:
        raise ValueError(f"lower_edge_hertz {lower} must be below upper_edge_hertz {upper}.")
    if known(rate) and rate <= 0:
        raise ValueError(f"sample_rate must be positive; received {rate}.")
    if known(rate, upper) and upper > rate / 2:
        raise ValueError(
            f"upper_edge_hertz must be at most half the sample rate, {rate / 2}; received {upper}."
        )
    if not kind.is_floating:
        raise ValueError(f"dtype must be a floating point type; received {kind!r}.")


def mfccs_from_log_mel_spectrograms(log_mel_spectrograms: Any, name: str | None = None) -> Any:
    """Mel-frequency cepstral coefficients: the cosine transform of logarithmic mel spectra.

    Args:
      log_mel_spectrograms: A float32 or float64 tensor `[..., num_mel_bins]`.
      name: A name for the op.

    Returns:
      A tensor `[..., num_mel_bins]`.

    Raises:
      ValueError: There are no bins.

    References:
      Davis and Mermelstein, Comparison of Parametric Representations for Monosyllabic Word
      Recognition in Continuously Spoken Sentences (1980).

    Example:
      >>> import tenfold as tf
      >>> coefficients = tf.signal.mfccs_from_log_mel_spectrograms(tf.ones([3, 20]))
      >>> coefficients.shape, round(float(coefficients[0, 0]), 4)
      (TensorShape([3, 20]), 6.3246)
    """
    x = to_tensor(log_mel_spectrograms)
    if x.raw_shape and x.raw_shape[-1] == 0:
        raise ValueError(
            f"log_mel_spectrograms must have mel bins along its last axis; received {x.shape}."
        )
    bins = call("Cast", size_of(x, -1), DstT=x.dtype)
    return call("Mul", dct(x, type=2), math.sqrt(0.5) * call("Rsqrt", bins), name=name)
