"""Numbers of 16 bits to float32 and back, for large arrays.

NumPy converts float16 one number at a time, and computes with it so. Here the bits are moved by
steps that the processor takes for many numbers at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from ml_dtypes import bfloat16
from numpy import ndarray

HALVES = frozenset((np.dtype(np.float16), np.dtype(bfloat16)))
_SINGLE, _BITS = np.float32, np.int32
# The exponent of a float32 counts from 127, that of a float16 from 15.
_UP, _DOWN = np.float32(2.0**112), np.float32(2.0**-112)
# From here on a float32 rounds to a float16 that is infinite.
_OVERFLOW = 65520.0


def widen(x: Any) -> Any:
    """16-bit numbers as float32, in either namespace, where more than one step would round in them.

    NumPy, besides, mixes bfloat16 with Python's floats to float32.
    """
    return x.astype(_SINGLE) if x.dtype.itemsize == 2 else x


def widened(x: ndarray) -> ndarray:
    """Numbers of 16 bits as float32, for large arrays."""
    if x.dtype != np.float16:
        return x.astype(_SINGLE)
    out = np.empty(x.shape, _SINGLE)
    bits = out.view(_BITS)
    bits[...] = x.view(np.int16)
    # The mantissa and the exponent move to their places; the sign is there already.
    np.left_shift(bits, _BITS(13), out=bits)
    np.bitwise_and(bits, _BITS(-0x70002000), out=bits)
    np.multiply(out, _UP, out=out)
    if out.size and not (
        _greatest(out, None) < 65536.0 and _least(out, None) > -65536.0
    ):  # inf or nan
        out[...] = x
    return out


def narrow_into(x: ndarray, out: ndarray) -> None:
    """Writes float32 numbers as such of 16 bits, rounded to the nearest, to even ones between."""
    finite = x.size and _greatest(x, None) < _OVERFLOW and _least(x, None) > -_OVERFLOW
    if out.dtype != np.float16 or x.dtype != _SINGLE or not finite:
        np.copyto(out, x, casting="unsafe")
        return
    # A number to whose last place ten bits of x reach, or the last place of the smallest float16:
    # adding it rounds x there, and taking it away leaves the rounded number.
    large = np.empty(x.shape, _SINGLE)
    bits = large.view(_BITS)
    np.bitwise_and(x.view(_BITS), _BITS(0x7F800000), out=bits)
    np.multiply(large, _SINGLE(1.5 * 2**13), out=large)
    np.maximum(large, _SINGLE(0.75), out=large)
    rounded = np.add(x, large)
    rounded -= large
    rounded *= _DOWN
    np.right_shift(rounded.view(_BITS), _BITS(13), out=bits)
    bits &= _BITS(0x7FFF)
    sign = np.right_shift(x.view(_BITS), _BITS(16), out=rounded.view(_BITS))
    sign &= _BITS(0x8000)
    bits |= sign
    out.view(np.int16)[...] = bits


_greatest, _least = np.maximum.reduce, np.minimum.reduce
