"""Complex numbers: putting them together and taking them apart."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType, complex64, complex128, float32, float64, variant
from tenfold.core.op import call as run
from tenfold.core.op import op
from tenfold.core.signature import Types
from tenfold.core.tensor import EagerTensor

from . import circular
from .arithmetic import unbroadcast

COMPLEX_IN = Types((complex64, complex128), default=complex64)
REAL_OUT = (float32, float64)


@op(
    "real: T, imag: T -> out: Tout",
    T=Types((float32, float64), default=float32),
    Tout=(complex64, complex128),
    shape=rules.broadcast,
)
def Complex(xp: Any, real: Any, imag: Any, *, Tout: DType = complex64) -> Any:
    # Not real + 1j * imag: an infinite part would make the other NaN.
    if xp.compiled:
        return xp.lax.complex(*xp.broadcast_arrays(real, imag)).astype(Tout.np)
    out = np.empty(np.broadcast_shapes(real.shape, imag.shape), Tout.np)
    out.real, out.imag = real, imag
    return out


@Complex.gradient
def complex_gradient(call: Any, dy: Any) -> Any:
    real, imag = call.inputs
    width = real.dtype
    dx, dy_imag = Real(dy, Tout=width), Imag(dy, Tout=width)
    return unbroadcast(dx, real), unbroadcast(dy_imag, imag)


def complex(real: Any, imag: Any, name: str | None = None) -> Any:
    """The complex number real + i imag, element by element, with broadcasting.

    Args:
      real: A float32 or float64 tensor.
      imag: A tensor of the same dtype.
      name: A name for the op.

    Returns:
      A complex64 or complex128 tensor.

    Raises:
      TypeError: The dtypes differ, or are neither float32 nor float64.

    Example:
      >>> import tenfold as tf
      >>> tf.complex([1.0, 2.0], 3.0).numpy().tolist()
      [(1+3j), (2+3j)]
    """
    real, imag = to_tensor(real), to_tensor(imag)
    wide = {float32: complex64, float64: complex128}.get(real.dtype)
    if wide is None or real.dtype is not imag.dtype:
        raise TypeError(
            "complex: real and imag must both be float32 or both be float64; received "
            f"{real.dtype.name} and {imag.dtype.name}. Use tf.cast on them."
        )
    return Complex(real, imag, Tout=wide, name=name)


@op("input: T -> output: Tout", T=COMPLEX_IN, Tout=REAL_OUT, shape=rules.same)
def Real(xp: Any, input: Any, *, Tout: DType = float32) -> Any:
    return xp.real(input).astype(Tout.np)


@Real.gradient
def real_gradient(call: Any, dy: Any) -> Any:
    return (_complex_of(call, dy, run("ZerosLike", dy)),)


def real(input: Any, name: str | None = None) -> Any:
    """The real part; real numbers are returned as they are.

    Args:
      input: A tensor of numbers.
      name: A name for the op.

    Returns:
      A real tensor of the same shape.

    Example:
      >>> import tenfold as tf
      >>> tf.math.real([1 + 2j]).numpy().tolist()
      [1.0]
    """
    input = to_tensor(input)
    _check_numeric(input)
    return Real(input, Tout=input.dtype.real_dtype, name=name) if input.dtype.is_complex else input


@op("input: T -> output: Tout", T=COMPLEX_IN, Tout=REAL_OUT, shape=rules.same)
def Imag(xp: Any, input: Any, *, Tout: DType = float32) -> Any:
    return xp.imag(input).astype(Tout.np)


@Imag.gradient
def imag_gradient(call: Any, dy: Any) -> Any:
    return (_complex_of(call, run("ZerosLike", dy), dy),)


def imag(input: Any, name: str | None = None) -> Any:
    """The imaginary part, which is zero for real numbers.

    Args:
      input: A tensor of numbers.
      name: A name for the op.

    Returns:
      A real tensor of the same shape.

    Example:
      >>> import tenfold as tf
      >>> tf.math.imag([1 + 2j]).numpy().tolist()
      [2.0]
    """
    input = to_tensor(input)
    if input.dtype.is_complex:
        return Imag(input, Tout=input.dtype.real_dtype, name=name)
    return run("ZerosLike", input, name=name)


@op("input: T -> output: Tout", T=COMPLEX_IN, Tout=REAL_OUT, shape=rules.same)
def Angle(xp: Any, input: Any, *, Tout: DType = float32) -> Any:
    parts = xp.imag(input), xp.real(input)
    found = circular.angle(xp, *parts) if xp.compiled else xp.arctan2(*parts)
    return found.astype(Tout.np)


@Angle.gradient
def angle_gradient(call: Any, dy: Any) -> Any:
    # The angle grows fastest at a right angle to z, at the rate 1 / |z|.
    z = call.inputs[0]
    size = Real(z, Tout=dy.dtype) ** 2 + Imag(z, Tout=dy.dtype) ** 2
    rate = (1 / size) * dy
    return (_complex_of(call, -Imag(z, Tout=dy.dtype) * rate, Real(z, Tout=dy.dtype) * rate),)


def angle(input: Any, name: str | None = None) -> Any:
    """The angle of a complex number in (-pi, pi]; 0 or pi for real numbers.

    Args:
      input: A tensor of numbers.
      name: A name for the op.

    Returns:
      A real tensor of the same shape.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.angle([1j, -1.0]).numpy().round(4))
      [1.5708 3.1416]
    """
    input = to_tensor(input)
    if input.dtype.is_complex:
        return Angle(input, Tout=input.dtype.real_dtype, name=name)
    zeros = run("ZerosLike", input)
    return run("SelectV2", input < 0, zeros + math.pi, zeros)


@op(
    "input: T -> output: T",
    T=Types((complex64, complex128, variant), default=complex64),
    shape=rules.same,
)
def Conj(xp: Any, input: Any) -> Any:
    return xp.conj(input)


@Conj.gradient
def conj_gradient(call: Any, dy: Any) -> Any:
    return (Conj(dy),)


def conj(x: Any, name: str | None = None) -> Any:
    """The complex conjugate; real numbers are returned as they are.

    Args:
      x: A tensor of numbers.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.math.conj([1 + 2j]).numpy().tolist()
      [(1-2j)]
    """
    if type(x) is EagerTensor and x._dtype.is_floating:
        return x
    x = to_tensor(x)
    _check_numeric(x)
    return Conj(x, name) if x.dtype.is_complex else x


def _check_numeric(x: Any) -> None:
    if not (x.dtype.is_floating or x.dtype.is_integer or x.dtype.is_complex):
        raise TypeError(f"Expected a tensor of numbers; received one of {x.dtype.name}.")


def _complex_of(call: Any, real: Any, imag: Any) -> Any:
    return Complex(real, imag, Tout=call.inputs[0].dtype)
