"""Fourier transforms of the last one, two or three axes.

References:
  Cooley and Tukey, An Algorithm for the Machine Calculation of Complex Fourier Series (1965).
"""

from __future__ import annotations

from typing import Any

from tenfold.core.convert import convert_to_tensor, to_tensor
from tenfold.core.dtypes import DType, complex64, complex128, float32, float64, int32
from tenfold.core.op import Op, call, op
from tenfold.core.signature import Types
from tenfold.core.tensor import Tensor

from .transforms import (
    at_least,
    check_rank,
    complex_gradient,
    complex_transform,
    inverse_real_gradient,
    inverse_real_transform,
    lengths_of,
    rank_of,
    real_gradient,
    real_transform,
    size_of,
    spectrum_shape,
)

COMPLEX = (complex64, complex128)
REAL = (float32, float64)
_COMPLEX = Types(COMPLEX, default=complex64)
_REAL = Types(REAL, default=float32)
_WHOLE = "input: Tcomplex -> output: Tcomplex"
_FORTH = "input: Treal, fft_length: int32 -> output: Tcomplex"
_BACK = "input: Tcomplex, fft_length: int32 -> output: Treal"


def _complex(xp: Any, x: Any, rank: int, inverse: bool) -> Any:
    check_rank(x, rank)
    return complex_transform(xp, x, range(-rank, 0), inverse)


def _forth(xp: Any, x: Any, fft_length: Any, rank: int, dtype: DType) -> Any:
    check_rank(x, rank)
    lengths = lengths_of(xp, fft_length, rank)
    return real_transform(xp, x, lengths, range(-rank, 0), dtype.np)


def _back(xp: Any, x: Any, fft_length: Any, rank: int, dtype: DType) -> Any:
    check_rank(x, rank)
    lengths = lengths_of(xp, fft_length, rank)
    return inverse_real_transform(xp, x, lengths, range(-rank, 0), dtype.np)


@op(_WHOLE, Tcomplex=_COMPLEX, shape=at_least(1))
def FFT(xp: Any, input: Any) -> Any:
    return _complex(xp, input, 1, inverse=False)


FFT.gradient(complex_gradient("IFFT", 1, inverse=False))


@op(_WHOLE, Tcomplex=_COMPLEX, shape=at_least(1))
def IFFT(xp: Any, input: Any) -> Any:
    return _complex(xp, input, 1, inverse=True)


IFFT.gradient(complex_gradient("FFT", 1, inverse=True))


@op(_WHOLE, Tcomplex=_COMPLEX, shape=at_least(2))
def FFT2D(xp: Any, input: Any) -> Any:
    return _complex(xp, input, 2, inverse=False)


FFT2D.gradient(complex_gradient("IFFT2D", 2, inverse=False))


@op(_WHOLE, Tcomplex=_COMPLEX, shape=at_least(2))
def IFFT2D(xp: Any, input: Any) -> Any:
    return _complex(xp, input, 2, inverse=True)


IFFT2D.gradient(complex_gradient("FFT2D", 2, inverse=True))


@op(_WHOLE, Tcomplex=_COMPLEX, shape=at_least(3))
def FFT3D(xp: Any, input: Any) -> Any:
    return _complex(xp, input, 3, inverse=False)


FFT3D.gradient(complex_gradient("IFFT3D", 3, inverse=False))


@op(_WHOLE, Tcomplex=_COMPLEX, shape=at_least(3))
def IFFT3D(xp: Any, input: Any) -> Any:
    return _complex(xp, input, 3, inverse=True)


IFFT3D.gradient(complex_gradient("FFT3D", 3, inverse=True))


@op(_FORTH, Treal=_REAL, Tcomplex=COMPLEX, shape=spectrum_shape(1, real=False))
def RFFT(xp: Any, input: Any, fft_length: Any, *, Tcomplex: DType = complex64) -> Any:
    return _forth(xp, input, fft_length, 1, Tcomplex)


RFFT.gradient(real_gradient("IFFT", 1))


@op(_FORTH, Treal=_REAL, Tcomplex=COMPLEX, shape=spectrum_shape(2, real=False))
def RFFT2D(xp: Any, input: Any, fft_length: Any, *, Tcomplex: DType = complex64) -> Any:
    return _forth(xp, input, fft_length, 2, Tcomplex)


RFFT2D.gradient(real_gradient("IFFT2D", 2))


@op(_FORTH, Treal=_REAL, Tcomplex=COMPLEX, shape=spectrum_shape(3, real=False))
def RFFT3D(xp: Any, input: Any, fft_length: Any, *, Tcomplex: DType = complex64) -> Any:
    return _forth(xp, input, fft_length, 3, Tcomplex)


RFFT3D.gradient(real_gradient("IFFT3D", 3))


@op(_BACK, Treal=REAL, Tcomplex=_COMPLEX, shape=spectrum_shape(1, real=True))
def IRFFT(xp: Any, input: Any, fft_length: Any, *, Treal: DType = float32) -> Any:
    return _back(xp, input, fft_length, 1, Treal)


IRFFT.gradient(inverse_real_gradient("RFFT", 1))


@op(_BACK, Treal=REAL, Tcomplex=_COMPLEX, shape=spectrum_shape(2, real=True))
def IRFFT2D(xp: Any, input: Any, fft_length: Any, *, Treal: DType = float32) -> Any:
    return _back(xp, input, fft_length, 2, Treal)


IRFFT2D.gradient(inverse_real_gradient("RFFT2D", 2))


@op(_BACK, Treal=REAL, Tcomplex=_COMPLEX, shape=spectrum_shape(3, real=True))
def IRFFT3D(xp: Any, input: Any, fft_length: Any, *, Treal: DType = float32) -> Any:
    return _back(xp, input, fft_length, 3, Treal)


IRFFT3D.gradient(inverse_real_gradient("RFFT3D", 3))


def fft(input: Any, name: str | None = None) -> Any:
    """The discrete Fourier transform of the last axis.

    Args:
      input: A complex tensor `[..., n]`.
      name: A name for the op.

    Returns:
      A tensor like `input`.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.fft(tf.constant([1, 0, 0, 0], tf.complex64)).numpy().real.tolist()
      [1.0, 1.0, 1.0, 1.0]
    """
    return FFT(_complex_input(input), name=name)


def ifft(input: Any, name: str | None = None) -> Any:
    """The inverse of `tf.signal.fft`, along the last axis.

    Args:
      input: A complex tensor `[..., n]`.
      name: A name for the op.

    Returns:
      A tensor like `input`.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.ifft(tf.constant([1, 1, 1, 1], tf.complex64)).numpy().real.tolist()
      [1.0, 0.0, 0.0, 0.0]
    """
    return IFFT(_complex_input(input), name=name)


def fft2d(input: Any, name: str | None = None) -> Any:
    """The discrete Fourier transform of the last two axes.

    Args:
      input: A complex tensor `[..., m, n]`.
      name: A name for the op.

    Returns:
      A tensor like `input`.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.fft2d(tf.ones([2, 2], tf.complex64)).numpy().real.tolist()
      [[4.0, 0.0], [0.0, 0.0]]
    """
    return FFT2D(_complex_input(input), name=name)


def ifft2d(input: Any, name: str | None = None) -> Any:
    """The inverse of `tf.signal.fft2d`, along the last two axes.

    Args:
      input: A complex tensor `[..., m, n]`.
      name: A name for the op.

    Returns:
      A tensor like `input`.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.ifft2d(tf.ones([2, 2], tf.complex64)).numpy().real.tolist()
      [[1.0, 0.0], [0.0, 0.0]]
    """
    return IFFT2D(_complex_input(input), name=name)


def fft3d(input: Any, name: str | None = None) -> Any:
    """The discrete Fourier transform of the last three axes.

    Args:
      input: A complex tensor `[..., l, m, n]`.
      name: A name for the op.

    Returns:
      A tensor like `input`.

    Example:
      >>> import tenfold as tf
      >>> float(tf.math.real(tf.signal.fft3d(tf.ones([2, 2, 2], tf.complex64))[0, 0, 0]))
      8.0
    """
    return FFT3D(_complex_input(input), name=name)


def ifft3d(input: Any, name: str | None = None) -> Any:
    """The inverse of `tf.signal.fft3d`, along the last three axes.

    Args:
      input: A complex tensor `[..., l, m, n]`.
      name: A name for the op.

    Returns:
      A tensor like `input`.

    Example:
      >>> import tenfold as tf
      >>> float(tf.math.real(tf.signal.ifft3d(tf.ones([2, 2, 2], tf.complex64))[0, 0, 0]))
      1.0
    """
    return IFFT3D(_complex_input(input), name=name)


def rfft(input_tensor: Any, fft_length: Any = None, name: str | None = None) -> Any:
    """The non-negative frequencies of real signals along the last axis.

    Args:
      input_tensor: A real tensor `[..., n]`.
      fft_length: The length to cut or to pad with zeros to, `[1]`; that of the axis if None.
      name: A name for the op.

    Returns:
      A complex tensor `[..., fft_length / 2 + 1]`.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.rfft([1.0, 0.0, 0.0, 0.0]).numpy().real.tolist()
      [1.0, 1.0, 1.0]
    """
    return _real(RFFT, input_tensor, fft_length, 1, name)


def rfft2d(input_tensor: Any, fft_length: Any = None, name: str | None = None) -> Any:
    """The frequencies of real signals along the last two axes, without the last one's negative.

    Args:
      input_tensor: A real tensor `[..., m, n]`.
      fft_length: The lengths to cut or to pad with zeros to, `[2]`.
      name: A name for the op.

    Returns:
      A complex tensor `[..., fft_length[0], fft_length[1] / 2 + 1]`.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.rfft2d(tf.ones([2, 4])).numpy().real.tolist()
      [[8.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    return _real(RFFT2D, input_tensor, fft_length, 2, name)


def rfft3d(input_tensor: Any, fft_length: Any = None, name: str | None = None) -> Any:
    """The frequencies of real signals along the last three axes, without the last one's negative.

    Args:
      input_tensor: A real tensor `[..., l, m, n]`.
      fft_length: The lengths to cut or to pad with zeros to, `[3]`.
      name: A name for the op.

    Returns:
      A complex tensor `[..., fft_length[0], fft_length[1], fft_length[2] / 2 + 1]`.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.rfft3d(tf.ones([2, 2, 4])).shape
      TensorShape([2, 2, 3])
    """
    return _real(RFFT3D, input_tensor, fft_length, 3, name)


def irfft(input_tensor: Any, fft_length: Any = None, name: str | None = None) -> Any:
    """Real signals of given non-negative frequencies along the last axis.

    Args:
      input_tensor: A complex tensor `[..., n]`.
      fft_length: The length of the result, `[1]`; `2 * (n - 1)` if None.
      name: A name for the op.

    Returns:
      A real tensor `[..., fft_length]`.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.irfft(tf.constant([1, 1, 1], tf.complex64)).numpy().tolist()
      [1.0, 0.0, 0.0, 0.0]
    """
    return _inverse_real(IRFFT, input_tensor, fft_length, 1, name)


def irfft2d(input_tensor: Any, fft_length: Any = None, name: str | None = None) -> Any:
    """The inverse of `tf.signal.rfft2d`.

    Args:
      input_tensor: A complex tensor `[..., m, n]`.
      fft_length: The lengths of the result, `[2]`; `[m, 2 * (n - 1)]` if None.
      name: A name for the op.

    Returns:
      A real tensor `[..., *fft_length]`.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.irfft2d(tf.signal.rfft2d(tf.ones([2, 4]))).numpy().tolist()
      [[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0]]
    """
    return _inverse_real(IRFFT2D, input_tensor, fft_length, 2, name)


def irfft3d(input_tensor: Any, fft_length: Any = None, name: str | None = None) -> Any:
    """The inverse of `tf.signal.rfft3d`.

    Args:
      input_tensor: A complex tensor `[..., l, m, n]`.
      fft_length: The lengths of the result, `[3]`; `[l, m, 2 * (n - 1)]` if None.
      name: A name for the op.

    Returns:
      A real tensor `[..., *fft_length]`.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.irfft3d(tf.signal.rfft3d(tf.ones([2, 2, 4]))).shape
      TensorShape([2, 2, 4])
    """
    return _inverse_real(IRFFT3D, input_tensor, fft_length, 3, name)


def real_input(x: Any) -> Any:
    """A real tensor that can be transformed."""
    return _of(REAL, convert_to_tensor(x, dtype_hint=float32), "to a complex spectrum takes")


def complex_input(x: Any) -> Any:
    """The tensor of a spectrum; what is no tensor yet becomes complex64."""
    return _of(COMPLEX, convert_to_tensor(x, dtype_hint=complex64), "to real signals takes")


def _complex_input(x: Any) -> Any:
    """A complex tensor; what is real and no tensor yet is converted."""
    if isinstance(x, Tensor):
        return x
    found = to_tensor(x)
    return found if found.dtype in COMPLEX else convert_to_tensor(x, dtype_hint=complex64)


def _of(allowed: tuple[DType, ...], x: Any, what: str) -> Any:
    if x.dtype not in allowed:
        names = " or ".join(f"tf.{d.name}" for d in allowed)
        raise ValueError(
            f"The Fourier transform {what} {names}; received {x.dtype.name}. Use tf.cast."
        )
    return x


def _real(transform: Op, x: Any, fft_length: Any, rank: int, name: str | None) -> Any:
    x = real_input(x)
    _need_rank(x, rank)
    wide = complex64 if x.dtype is float32 else complex128
    if fft_length is None:
        lengths = call("Pack", _sizes(x, rank))
    else:
        lengths = to_tensor(fft_length, int32)
        x = _padded(x, lengths, rank)
    return transform(x, lengths, Tcomplex=wide, name=name)


def _inverse_real(transform: Op, x: Any, fft_length: Any, rank: int, name: str | None) -> Any:
    x = complex_input(x)
    _need_rank(x, rank)
    narrow = float32 if x.dtype is complex64 else float64
    if fft_length is None:
        *sizes, last = _sizes(x, rank)
        lengths = call("Pack", [*sizes, call("Maximum", 2 * (last - 1), 0)])
    else:
        lengths = to_tensor(fft_length, int32)
        half = call("ConcatV2", [lengths[:-1], lengths[-1:] // 2 + 1], 0)
        x = _padded(x, half, rank)
    return transform(x, lengths, Treal=narrow, name=name)


def _need_rank(x: Any, rank: int) -> None:
    if x.raw_shape is not None and len(x.raw_shape) < rank:
        raise ValueError(f"Shape {tuple(x.raw_shape)} must have rank at least {rank}.")


def _padded(x: Any, lengths: Any, rank: int) -> Any:
    """`x` with zeros at the end of the last axes, where they are shorter than `lengths`."""
    missing = call("Maximum", lengths - call("Pack", _sizes(x, rank)), 0)
    ends = call("ConcatV2", [call("Fill", [rank_of(x) - rank], 0), missing], 0)
    return call("Pad", x, call("Pack", [ends * 0, ends], axis=1))


def _sizes(x: Any, rank: int) -> list[Any]:
    return [size_of(x, axis) for axis in range(-rank, 0)]
