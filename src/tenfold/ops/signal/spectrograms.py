"""The short-time Fourier transform, forth and back."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import float32
from tenfold.core.op import call

from .fourier import irfft, rfft
from .framing import frame, overlap_and_add, scalar
from .transforms import resized
from .windowing import hann_window


def stft(
    signals: Any,
    frame_length: Any,
    frame_step: Any,
    fft_length: Any = None,
    window_fn: Callable[..., Any] | None = hann_window,
    pad_end: bool = False,
    name: str | None = None,
) -> Any:
    """The spectra of overlapping frames of real signals.

    Args:
      signals: A real tensor `[..., samples]`.
      frame_length: The samples of a frame.
      frame_step: The samples from one frame's beginning to the next one's.
      fft_length: The length that frames are filled up to; the next power of two if None.
      window_fn: `(length, dtype=...) -> weights` that frames are multiplied by, or None.
      pad_end: Whether the signals are filled up with zeros to whole frames.
      name: A name for the op.

    Returns:
      A complex tensor `[..., frames, fft_length / 2 + 1]`.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.stft(tf.ones([100]), frame_length=16, frame_step=8).shape
      TensorShape([11, 9])
    """
    signals = to_tensor(signals)
    length = scalar(frame_length, "frame_length")
    framed = frame(signals, length, frame_step, pad_end=pad_end)
    if window_fn is not None:
        framed = framed * window_fn(length, dtype=framed.dtype)
    return rfft(framed, _lengths(fft_length, length), name)


def _lengths(fft_length: Any, frame_length: Any) -> Any:
    """The length of the transform, `[1]`: as given, or the next power of two."""
    if fft_length is None:
        fft_length = _power_of_two(frame_length)
    return call("Reshape", scalar(fft_length, "fft_length"), [1])


def _power_of_two(value: Any) -> Any:
    """The smallest power of two that is not less than an integer."""
    known = rules.value_of(value)
    if known is not None:
        return 2 ** math.ceil(math.log2(int(known))) if known > 0 else 0
    powers = to_tensor([2**i for i in range(31)])
    return call("Min", call("SelectV2", powers >= value, powers, 2**30), [0])


def inverse_stft(
    stfts: Any,
    frame_length: Any,
    frame_step: Any,
    fft_length: Any = None,
    window_fn: Callable[..., Any] | None = hann_window,
    name: str | None = None,
) -> Any:
    """Signals from the spectra of their frames.

    The result is the signal that `tf.signal.stft` was given, but for its ends, where the window is
    the one that `tf.signal.inverse_stft_window_fn` makes of the window used there.

    Args:
      stfts: A complex tensor `[..., frames, fft_length / 2 + 1]`.
      frame_length: The samples of a frame.
      frame_step: The samples from one frame's beginning to the next one's.
      fft_length: The length of the transform; the next power of two if None.
      window_fn: `(length, dtype=...) -> weights` that frames are multiplied by, or None.
      name: A name for the op.

    Returns:
      A real tensor `[..., samples]`.

    Example:
      >>> import tenfold as tf
      >>> window = tf.signal.inverse_stft_window_fn(8)
      >>> x = tf.signal.inverse_stft(
      ...     tf.signal.stft(tf.ones([100]), 16, 8), 16, 8, window_fn=window)
      >>> round(float(x[40]), 4)
      1.0
    """
    stfts = to_tensor(stfts)
    length = scalar(frame_length, "frame_length")
    lengths = _lengths(fft_length, length)
    frames = resized(irfft(stfts, lengths), length)
    if window_fn is not None:
        frames = frames * window_fn(length, dtype=frames.dtype)
    return overlap_and_add(frames, scalar(frame_step, "frame_step"), name)


def inverse_stft_window_fn(
    frame_step: Any,
    forward_window_fn: Callable[..., Any] = hann_window,
    name: str | None = None,
) -> Callable[..., Any]:
    """The window for `tf.signal.inverse_stft` that undoes the window of `tf.signal.stft`.

    Args:
      frame_step: The samples from one frame's beginning to the next one's.
      forward_window_fn: The window that `tf.signal.stft` used.
      name: A name for the op.

    Returns:
      A function `(frame_length, dtype) -> weights`, `[frame_length]`.

    References:
      Griffin and Lim, Signal Estimation from Modified Short-Time Fourier Transform (1984).

    Example:
      >>> import tenfold as tf
      >>> weights = tf.signal.inverse_stft_window_fn(2)(4, tf.float32)
      >>> weights.numpy().tolist()
      [0.0, 1.0, 1.0, 1.0]
    """

    def inverse_window_fn(frame_length: Any, dtype: Any = float32) -> Any:
        length = scalar(frame_length, "frame_length")
        step = scalar(frame_step, "frame_step")
        window = forward_window_fn(length, dtype=dtype)
        overlaps = -call("FloorDiv", -length, step)
        squares = resized(call("Square", window), overlaps * step)
        # What all windows over one sample add up to.
        total = call("Sum", call("Reshape", squares, call("Pack", [overlaps, step])), [0])
        tiled = call("Tile", total, call("Reshape", overlaps, [1]))
        return call("DivNoNan", window, tiled[:length], name=name)

    return inverse_window_fn
