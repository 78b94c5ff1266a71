"""Discrete cosine transforms, and the modified one of overlapping frames.

References:
  Makhoul, A Fast Cosine Transform in One and Two Dimensions (1980).
  Princen, Johnson and Bradley, Subband/Transform Coding Using Filter Bank Designs Based on Time
  Domain Aliasing Cancellation (1987).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import complex64, complex128, float32, float64
from tenfold.core.op import call

from .fourier import irfft, rfft
from .framing import frame, overlap_and_add, scalar
from .transforms import resized, size_of
from .windowing import vorbis_window

_INVERSE = {1: 1, 2: 3, 3: 2, 4: 4}


def dct(
    input: Any,
    type: int = 2,
    n: int | None = None,
    axis: int = -1,
    norm: str | None = None,
    name: str | None = None,
) -> Any:
    """The discrete cosine transform of the last axis.

    Args:
      input: A float32 or float64 tensor `[..., samples]`.
      type: 1, 2, 3 or 4.
      n: The length to cut or to pad with zeros to.
      axis: -1.
      norm: `"ortho"` makes the transform orthonormal (not type 1); None: like SciPy's.
      name: A name for the op.

    Returns:
      A tensor `[..., samples]`, or `[..., n]`.

    Raises:
      ValueError: An unknown type or norm, `n` below 1, type 1 of one sample or with a norm, or an
        input of another dtype.
      NotImplementedError: An axis other than -1.

    Example:
      >>> import tenfold as tf
      >>> [round(float(c), 4) for c in tf.signal.dct([1.0, 2.0, 3.0])]
      [12.0, -3.4641, 0.0]
    """
    x = to_tensor(input)
    _check(x, type, n, axis, norm)
    if n is not None:
        x = resized(x, n)
    return call("Identity", _KINDS[int(type)](x, norm), name=name)


def idct(
    input: Any,
    type: int = 2,
    n: int | None = None,
    axis: int = -1,
    norm: str | None = None,
    name: str | None = None,
) -> Any:
    """The inverse of `tf.signal.dct`, up to a factor where `norm` is None.

    Args:
      input: A float32 or float64 tensor `[..., samples]`.
      type: The type of the transform to invert.
      n: The length to cut or to pad with zeros to.
      axis: -1.
      norm: `"ortho"` gives the inverse of the transform with that norm. Without it the result is
        the original times `2 * samples`, or `2 * (samples - 1)` for type 1.
      name: A name for the op.

    Returns:
      A tensor `[..., samples]`, or `[..., n]`.

    Raises:
      ValueError: As for `tf.signal.dct`.

    Example:
      >>> import tenfold as tf
      >>> x = tf.signal.idct(tf.signal.dct([1.0, 2.0, 3.0], norm="ortho"), norm="ortho")
      >>> [round(float(v), 4) for v in x]
      [1.0, 2.0, 3.0]
    """
    _check_kind(type)
    return dct(input, _INVERSE[int(type)], n, axis, norm, name)


def _check(x: Any, kind: int, n: int | None, axis: int, norm: str | None) -> None:
    if axis != -1:
        raise NotImplementedError(f"axis must be -1; received {axis}. Transpose the input.")
    if n is not None and n < 1:
        raise ValueError(f"n must be a positive integer or None; received {n}.")
    _check_kind(kind)
    if x.dtype not in (float32, float64):
        raise ValueError(
            f"The input must be float32 or float64; received {x.dtype.name}. Use tf.cast."
        )
    if norm not in (None, "ortho"):
        raise ValueError(f"norm must be None or 'ortho'; received {norm!r}.")
    if kind == 1:
        if norm is not None:
            raise ValueError("The type 1 transform cannot be normalized; pass norm=None.")
        last = x.raw_shape[-1] if x.raw_shape else None
        if last is not None and last < 2:
            raise ValueError(f"The type 1 transform needs two samples or more; received {last}.")


def _check_kind(kind: Any) -> None:
    if not any(kind == known for known in _INVERSE):
        raise ValueError(f"type must be 1, 2, 3 or 4; received {kind!r}.")


def _samples(x: Any) -> tuple[Any, Any]:
    """The number of samples, as an int32 scalar and in the dtype of the signal."""
    count = size_of(x, -1)
    return count, call("Cast", count, DstT=x.dtype)


def _turns(count: Any, wide: Any, sign: float) -> Any:
    """Twice the roots of unity, a quarter of a step apart: complex `[count]`."""
    dtype = wide.dtype
    steps = call("Cast", call("Range", 0, count, 1), DstT=dtype)
    angle = steps * to_tensor(sign * math.pi / 2, dtype) / wide
    out = complex64 if dtype is float32 else complex128
    return call("Complex", 2 * call("Cos", angle), 2 * call("Sin", angle), Tout=out)


def _weights(count: Any, first: Any, rest: Any) -> Any:
    """One weight for the first sample, another for the rest."""
    place = call("Range", 0, count, 1)
    return call("SelectV2", call("Equal", place, 0), first, rest)


def _type1(x: Any, norm: str | None) -> Any:
    mirrored = call("ConcatV2", [x, x[..., -2:0:-1]], -1)
    return call("Real", rfft(mirrored), Tout=x.dtype)


def _type2(x: Any, norm: str | None) -> Any:
    count, wide = _samples(x)
    spectrum = rfft(x, call("Reshape", 2 * count, [1]))[..., :count]
    y = call("Real", spectrum * _turns(count, wide, -1.0), Tout=x.dtype)
    if norm is None:
        return y
    first = 0.5 * call("Rsqrt", wide)
    return y * _weights(count, first, first * math.sqrt(2.0))


def _type3(x: Any, norm: str | None) -> Any:
    count, wide = _samples(x)
    if norm is None:
        x = x * wide
    else:
        root = call("Sqrt", wide)
        x = x * _weights(count, root, root * math.sqrt(0.5))
    turns = _turns(count, wide, 1.0)
    spectrum = turns * call("Complex", x, call("ZerosLike", x), Tout=turns.dtype)
    return irfft(spectrum, call("Reshape", 2 * count, [1]))[..., :count]


def _type4(x: Any, norm: str | None) -> Any:
    _, wide = _samples(x)
    longer = call("ConcatV2", [x, call("ZerosLike", x)], -1)
    y = _type2(longer, None)[..., 1::2]
    return y if norm is None else y * (math.sqrt(0.5) * call("Rsqrt", wide))


_KINDS: dict[int, Callable[[Any, str | None], Any]] = {
    1: _type1,
    2: _type2,
    3: _type3,
    4: _type4,
}


def mdct(
    signals: Any,
    frame_length: Any,
    window_fn: Callable[..., Any] | None = vorbis_window,
    pad_end: bool = False,
    norm: str | None = None,
    name: str | None = None,
) -> Any:
    """The modified discrete cosine transform of frames that overlap by half.

    Args:
      signals: A real tensor `[..., samples]`.
      frame_length: The samples of a frame, divisible by four.
      window_fn: `(length, dtype=...) -> weights` that frames are multiplied by; None weighs all
        samples the same.
      pad_end: Whether the signals are filled up with zeros to whole frames.
      norm: `"ortho"` or None, as in `tf.signal.dct`.
      name: A name for the op.

    Returns:
      A real tensor `[..., frames, frame_length / 2]`.

    Raises:
      ValueError: `frame_length` is not divisible by four, or an unknown norm.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.mdct(tf.ones([64]), frame_length=16).shape
      TensorShape([7, 8])
    """
    signals = to_tensor(signals)
    length = scalar(frame_length, "frame_length")
    known = rules.value_of(length)
    if known is not None and int(known) % 4:
        raise ValueError(f"frame_length must be divisible by 4; received {int(known)}.")
    half, quarter = length // 2, length // 4
    framed = _windowed(frame(signals, length, half, pad_end=pad_end), length, window_fn)
    a, b = framed[..., :quarter], framed[..., quarter:half]
    c, d = framed[..., half : half + quarter], framed[..., half + quarter :]
    folded = call("ConcatV2", [-c[..., ::-1] - d, a - b[..., ::-1]], -1)
    return dct(folded, type=4, norm=norm, name=name)


def _windowed(frames: Any, length: Any, window_fn: Callable[..., Any] | None) -> Any:
    if window_fn is None:
        return frames * math.sqrt(0.5)
    return frames * window_fn(length, dtype=frames.dtype)


def inverse_mdct(
    mdcts: Any,
    window_fn: Callable[..., Any] | None = vorbis_window,
    norm: str | None = None,
    name: str | None = None,
) -> Any:
    """Signals from the modified discrete cosine transform of their frames.

    With the window and the norm of `tf.signal.mdct` the result is the original signal, but for
    half a frame at its ends.

    Args:
      mdcts: A real tensor `[..., frames, frame_length / 2]`.
      window_fn: The window that `tf.signal.mdct` used.
      norm: The norm that `tf.signal.mdct` used.
      name: A name for the op.

    Returns:
      A real tensor `[..., samples]`.

    Raises:
      ValueError: An unknown norm.

    Example:
      >>> import tenfold as tf
      >>> x = tf.signal.inverse_mdct(tf.signal.mdct(tf.ones([64]), 16))
      >>> round(float(x[20]), 4)
      1.0
    """
    mdcts = to_tensor(mdcts)
    half, wide = _samples(mdcts)
    folded = dct(mdcts, type=4, norm=norm)
    if norm is None:
        folded = folded * (0.5 / wide)
    quarter = half // 2
    first, second = folded[..., :quarter], folded[..., quarter:]
    parts = [second, -second[..., ::-1], -first[..., ::-1], -first]
    frames = _windowed(call("ConcatV2", parts, -1), 2 * half, window_fn)
    return overlap_and_add(frames, half, name)
