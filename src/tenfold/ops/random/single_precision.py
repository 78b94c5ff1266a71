"""log, sin and cos of float32 numbers as the C library computes them, to the last bit.

TensorFlow's kernels for normal numbers call the C library (glibc since 2.27), whose results are not
always the nearest ones: up to 0.8 ulp off. Its way is to evaluate short polynomials in float64 and
round once, which NumPy and XLA do alike. The coefficients are those of Arm's Optimized Routines.

References:
  Arm Optimized Routines, math/logf.c and math/sincosf.c (MIT licence).
  Tang, Table-Driven Implementation of the Logarithm Function (1990).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

# 1 / c and log(c) for a number c near the middle of each sixteenth of [0.7, 1.4).
_LOG_TABLE = np.array(
    [
        [float.fromhex(x) for x in row.split()]
        for row in (
            "0x1.661ec79f8f3bep+0 -0x1.57bf7808caadep-2",
            "0x1.571ed4aaf883dp+0 -0x1.2bef0a7c06ddbp-2",
            "0x1.49539f0f010bp+0 -0x1.01eae7f513a67p-2",
            "0x1.3c995b0b80385p+0 -0x1.b31d8a68224e9p-3",
            "0x1.30d190c8864a5p+0 -0x1.6574f0ac07758p-3",
            "0x1.25e227b0b8eap+0 -0x1.1aa2bc79c81p-3",
            "0x1.1bb4a4a1a343fp+0 -0x1.a4e76ce8c0e5ep-4",
            "0x1.12358f08ae5bap+0 -0x1.1973c5a611cccp-4",
            "0x1.0953f419900a7p+0 -0x1.252f438e10c1ep-5",
            "0x1p+0 0x0p+0",
            "0x1.e608cfd9a47acp-1 0x1.aa5aa5df25984p-5",
            "0x1.ca4b31f026aap-1 0x1.c5e53aa362eb4p-4",
            "0x1.b2036576afce6p-1 0x1.526e57720db08p-3",
            "0x1.9c2d163a1aa2dp-1 0x1.bc2860d22477p-3",
            "0x1.886e6037841edp-1 0x1.1058bc8a07ee1p-2",
            "0x1.767dcf5534862p-1 0x1.4043057b6ee09p-2",
        )
    ]
)
_LOG_2 = math.log(2)
_INVERSES, _LOGS = np.ascontiguousarray(_LOG_TABLE.T)
_LOG_TERMS = (-0.4999997485802103, 0.333456765744066, -0.25089342214237154)
_LOG_ROWS = _LOG_TABLE.tolist()
# Logarithms are of numbers from here, as bits, to twice that, and of a power of two.
_START, _LOWEST = 0x3F330000, 0.69921875
_SIN_TERMS = (-0.16666654943701084, 0.008332178146138854, -0.00019517298981385725)
_COS_TERMS = (
    -0.49999999725108224,
    0.041666623324344516,
    -0.001388676379437604,
    2.4390450703564542e-05,
)
# The leading bits of pi / 2, few enough for small multiples to be exact; and what is left.
_RIGHT_ANGLE = math.floor(math.pi * 2**39) / 2**40
_REST = math.pi / 2 - _RIGHT_ANGLE
# By how many right angles were taken away.
_SIN_SIGNS = np.array([1, 1, -1, -1, 1], np.float32)
_COS_SIGNS = np.array([1, -1, -1, 1, 1], np.float32)


def log(xp: Any, x: Any) -> Any:
    """The logarithm of normal positive float32 numbers, float32."""
    bits = xp.lax.bitcast_convert_type(x, xp.int32) if xp.compiled else x.view(np.int32)
    offset = bits - xp.int32(_START)
    place = (offset >> xp.int32(19)) & xp.int32(15)
    exponent = offset >> xp.int32(23)
    fraction = bits - (exponent << xp.int32(23))
    if xp.compiled:
        fraction = xp.lax.bitcast_convert_type(fraction, xp.float32)
    else:
        fraction = fraction.view(np.float32)
    r = fraction * xp.take(_INVERSES, place) - 1.0
    base = xp.take(_LOGS, place) + exponent * _LOG_2
    square = r * r
    a, b, c = _LOG_TERMS
    return (((c * square + (b * r + a)) * square) + (base + r)).astype(xp.float32)


def log_of(x: float) -> float:
    """What `log` rounds to float32, for one number."""
    fraction, exponent = math.frexp(x)
    if fraction < _LOWEST:
        fraction, exponent = 2 * fraction, exponent - 1
    place = int((fraction - _LOWEST) * 32 if fraction < 1 else 9.625 + (fraction - 1) * 16)
    inverse, base = _LOG_ROWS[place]
    r = fraction * inverse - 1.0
    base += exponent * _LOG_2
    square = r * r
    a, b, c = _LOG_TERMS
    return ((c * square + (b * r + a)) * square) + (base + r)


def sin_cos(xp: Any, x: Any) -> tuple[Any, Any]:
    """The sine and the cosine of float32 numbers from 0 to 2 pi, float32."""
    x = x.astype(xp.float64)
    turns = xp.floor(x * (2 / math.pi) + 0.5)
    x = x - turns * _RIGHT_ANGLE - turns * _REST
    square = x * x
    a, b, c = _SIN_TERMS
    sine = (x + x * square * a) + x * square * square * (b + square * c)
    a, b, c, d = _COS_TERMS
    fourth = square * square
    cosine = (1.0 + square * a + fourth * b) + fourth * square * (c + square * d)
    sine, cosine = sine.astype(xp.float32), cosine.astype(xp.float32)
    quadrant = turns.astype(xp.int32)
    odd = (quadrant & xp.int32(1)) == 1
    return (
        xp.where(odd, cosine, sine) * xp.take(_SIN_SIGNS, quadrant),
        xp.where(odd, sine, cosine) * xp.take(_COS_SIGNS, quadrant),
    )


def sin_cos_of(x: float) -> tuple[float, float]:
    """What `sin_cos` rounds to float32, for one number."""
    turns = int(x * (2 / math.pi) + 0.5)
    x = x - turns * _RIGHT_ANGLE - turns * _REST
    square = x * x
    a, b, c = _SIN_TERMS
    sine = (x + x * square * a) + x * square * square * (b + square * c)
    a, b, c, d = _COS_TERMS
    fourth = square * square
    cosine = (1.0 + square * a + fourth * b) + fourth * square * (c + square * d)
    if turns & 1:
        sine, cosine = cosine, -sine
    return (-sine, -cosine) if turns & 2 else (sine, cosine)
