"""Windows: weights that fade a frame of a signal out at both ends.

References:
  Harris, On the Use of Windows for Harmonic Analysis with the Discrete Fourier Transform (1978).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType, as_dtype, bfloat16, float16, float32, int32
from tenfold.core.op import call

# How many points of the integral for the Bessel function: exact for arguments up to 10,000.
_POINTS = 512


def hann_window(
    window_length: Any, periodic: Any = True, dtype: Any = float32, name: str | None = None
) -> Any:
    """Half a wave of a raised cosine, from 0 to 1 and back.

    Args:
      window_length: The number of weights, an integer scalar.
      periodic: Whether an even window is one period of a longer wave, so that its last weight is
        not the mirror image of its first.
      dtype: A floating dtype.
      name: A name for the op.

    Returns:
      A vector `[window_length]`.

    Raises:
      ValueError: `dtype` is not floating, or the length is not a scalar.

    Example:
      >>> import tenfold as tf
      >>> [round(float(w), 4) for w in tf.signal.hann_window(4)]
      [0.0, 0.5, 1.0, 0.5]
    """
    return _raised_cosine(window_length, periodic, as_dtype(dtype), 0.5, 0.5, name)


def hamming_window(
    window_length: Any, periodic: Any = True, dtype: Any = float32, name: str | None = None
) -> Any:
    """A raised cosine that begins at 0.08, for lower first side lobes.

    Args:
      window_length: The number of weights, an integer scalar.
      periodic: Whether an even window is one period of a longer wave.
      dtype: A floating dtype.
      name: A name for the op.

    Returns:
      A vector `[window_length]`.

    Raises:
      ValueError: `dtype` is not floating, or the length is not a scalar.

    Example:
      >>> import tenfold as tf
      >>> [round(float(w), 4) for w in tf.signal.hamming_window(4)]
      [0.08, 0.54, 1.0, 0.54]
    """
    return _raised_cosine(window_length, periodic, as_dtype(dtype), 0.54, 0.46, name)


def _length(window_length: Any, dtype: DType) -> Any:
    """The length as an int32 scalar."""
    if not dtype.is_floating:
        raise ValueError(f"dtype must be a floating point type; received {dtype!r}.")
    length = to_tensor(window_length, int32)
    if not length.shape.is_compatible_with([]):
        raise ValueError(f"window_length must be a scalar; received shape {length.shape}.")
    return length


def _raised_cosine(
    window_length: Any, periodic: Any, dtype: DType, a: float, b: float, name: str | None
) -> Any:
    length = _length(window_length, dtype)
    odd = call("FloorMod", length, 2)
    # An odd window is symmetric whatever is asked for, as TensorFlow's is.
    whole = call("Cast", call("Cast", periodic, DstT=bool), DstT=int32) * (1 - odd)
    steps = call("Cast", length + whole - 1, DstT=dtype)
    count = call("Cast", call("Range", 0, length, 1), DstT=dtype)
    angle = to_tensor(2 * math.pi, dtype) * count / steps
    window = to_tensor(a, dtype) - to_tensor(b, dtype) * call("Cos", angle)
    alone = call("Equal", length, 1)
    return call("SelectV2", alone, call("OnesLike", window), window, name=name)


def kaiser_window(
    window_length: Any, beta: Any = 12.0, dtype: Any = float32, name: str | None = None
) -> Any:
    """The Kaiser window, which trades the width of the main lobe against the side lobes.

    Args:
      window_length: The number of weights, an integer scalar.
      beta: How narrow the window is.
      dtype: A floating dtype.
      name: A name for the op.

    Returns:
      A vector `[window_length]`.

    Raises:
      ValueError: `dtype` is not floating, or the length is not a scalar.

    Example:
      >>> import tenfold as tf
      >>> [round(float(w), 4) for w in tf.signal.kaiser_window(3, beta=2.0)]
      [0.4387, 1.0, 0.4387]
    """
    kind = as_dtype(dtype)
    length = _length(window_length, kind)
    narrow = kind in (float16, bfloat16)
    wide = float32 if narrow else kind
    half = (call("Cast", length, DstT=wide) - 1) / 2
    place = call("Cast", call("Range", 0, length, 1), DstT=wide) - half
    beta = call("Cast", to_tensor(beta, dtype_hint=wide), DstT=wide)
    # One weight alone stands at the middle, at 0 / 0.
    ratio = call("DivNoNan", place, half)
    argument = beta * call("Sqrt", call("Relu", 1 - ratio * ratio))
    window = call("Exp", argument - beta) * _bessel(argument) / _bessel(beta)
    return (
        call("Cast", window, DstT=kind, name=name)
        if narrow
        else call("Identity", window, name=name)
    )


def _bessel(x: Any) -> Any:
    """The modified Bessel function of order zero, divided by exp(x): the mean over a half circle.

    The midpoint rule converges faster than any power for such periodic functions.
    """
    angle = (np.arange(_POINTS) + 0.5) * np.pi / _POINTS
    height = to_tensor(np.cos(angle) - 1.0, x.dtype)
    return call("Mean", call("Exp", call("ExpandDims", x, -1) * height), [-1])


def kaiser_bessel_derived_window(
    window_length: Any, beta: Any = 12.0, dtype: Any = float32, name: str | None = None
) -> Any:
    """The window of running sums of a Kaiser window, which lets an MDCT be inverted.

    Args:
      window_length: The number of weights, an even integer scalar.
      beta: The parameter of the Kaiser window.
      dtype: A floating dtype.
      name: A name for the op.

    Returns:
      A vector `[window_length]`.

    Example:
      >>> import tenfold as tf
      >>> [round(float(w), 4) for w in tf.signal.kaiser_bessel_derived_window(4, beta=4.0)]
      [0.2742, 0.9617, 0.9617, 0.2742]
    """
    half = _length(window_length, as_dtype(dtype)) // 2
    sums = call("Cumsum", kaiser_window(half + 1, beta, dtype), 0)
    first = call("Sqrt", sums[:-1] / sums[-1])
    return call("ConcatV2", [first, first[::-1]], 0, name=name)


def vorbis_window(window_length: Any, dtype: Any = float32, name: str | None = None) -> Any:
    """The window of the Vorbis audio format, which lets an MDCT be inverted.

    Args:
      window_length: The number of weights, an even integer scalar.
      dtype: A floating dtype.
      name: A name for the op.

    Returns:
      A vector `[window_length]`.

    Example:
      >>> import tenfold as tf
      >>> [round(float(w), 4) for w in tf.signal.vorbis_window(4)]
      [0.228, 0.9737, 0.9737, 0.228]
    """
    kind = as_dtype(dtype)
    length = _length(window_length, kind)
    count = call("Cast", call("Range", 0, length, 1), DstT=kind)
    step = to_tensor(math.pi, kind) / call("Cast", length, DstT=kind)
    sine = call("Sin", step * (count + 0.5))
    return call("Sin", to_tensor(math.pi / 2, kind) * (sine * sine), name=name)
