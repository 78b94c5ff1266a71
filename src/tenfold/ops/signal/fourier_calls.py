"""The ops of n-dimensional Fourier transforms as they are: lengths and axes must be given."""

from __future__ import annotations

from typing import Any

from tenfold.core.dtypes import complex64, float32

from .fourier_nd import FFTND, IFFTND, IRFFTND, RFFTND


def fftnd(input: Any, fft_length: Any, axes: Any, name: str | None = None) -> Any:
    """The discrete Fourier transform of some axes. See `tf.signal.fftnd` for one with defaults.

    Args:
      input: A complex tensor.
      fft_length: The lengths to cut to, `[n]`, none longer than the axis.
      axes: The axes, `[n]`.
      name: A name for the op.

    Returns:
      A tensor of the dtype of the input.

    Raises:
      tf.errors.InvalidArgumentError: An axis is too short, outside of the rank, or given twice.

    Example:
      >>> import tenfold as tf
      >>> tf.fftnd(tf.ones([2, 2], tf.complex64), [2], [0]).numpy().real.tolist()
      [[2.0, 2.0], [0.0, 0.0]]
    """
    return FFTND(input, fft_length, axes, name=name)


def ifftnd(input: Any, fft_length: Any, axes: Any, name: str | None = None) -> Any:
    """The inverse of `tf.fftnd`. See `tf.signal.ifftnd` for one with defaults.

    Args:
      input: A complex tensor.
      fft_length: The lengths to cut to, `[n]`, none longer than the axis.
      axes: The axes, `[n]`.
      name: A name for the op.

    Returns:
      A tensor of the dtype of the input.

    Raises:
      tf.errors.InvalidArgumentError: An axis is too short, outside of the rank, or given twice.

    Example:
      >>> import tenfold as tf
      >>> tf.ifftnd(tf.ones([2, 2], tf.complex64), [2], [0]).numpy().real.tolist()
      [[1.0, 1.0], [0.0, 0.0]]
    """
    return IFFTND(input, fft_length, axes, name=name)


def rfftnd(
    input: Any, fft_length: Any, axes: Any, Tcomplex: Any = complex64, name: str | None = None
) -> Any:
    """The frequencies of real signals along some axes. See `tf.signal.rfftnd`.

    Args:
      input: A real tensor.
      fft_length: The lengths to cut to, `[n]`, none longer than the axis.
      axes: The axes, `[n]`.
      Tcomplex: The dtype of the result.
      name: A name for the op.

    Returns:
      A tensor of dtype `Tcomplex`, of size `fft_length / 2 + 1` at the last of the axes.

    Raises:
      tf.errors.InvalidArgumentError: An axis is too short, outside of the rank, or given twice.

    Example:
      >>> import tenfold as tf
      >>> tf.rfftnd(tf.ones([3, 4]), [4], [1]).shape
      TensorShape([3, 3])
    """
    return RFFTND(input, fft_length, axes, Tcomplex=Tcomplex, name=name)


def irfftnd(
    input: Any, fft_length: Any, axes: Any, Treal: Any = float32, name: str | None = None
) -> Any:
    """The inverse of `tf.rfftnd`. See `tf.signal.irfftnd` for one with defaults.

    Args:
      input: A complex tensor.
      fft_length: The lengths of the result, `[n]`.
      axes: The axes, `[n]`.
      Treal: The dtype of the result.
      name: A name for the op.

    Returns:
      A tensor of dtype `Treal`.

    Raises:
      tf.errors.InvalidArgumentError: An axis is too short, outside of the rank, or given twice.

    Example:
      >>> import tenfold as tf
      >>> tf.irfftnd(tf.constant([2 + 0j, 0j], tf.complex64), [2], [0]).numpy().tolist()
      [1.0, 1.0]
    """
    return IRFFTND(input, fft_length, axes, Treal=Treal, name=name)
