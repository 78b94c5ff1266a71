"""A step of a GRU cell as one op.

K. Cho et al.: Learning phrase representations using RNN encoder-decoder, 2014.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core.dtypes import float32
from tenfold.core.op import op

_ONE = np.float32(1)


def _sigmoid(xp: Any, x: Any) -> Any:
    return np.float32(0.5) * xp.tanh(np.float32(0.5) * x) + np.float32(0.5)


def _check(x: Any, h_prev: Any, w_ru: Any, w_c: Any, b_ru: Any, b_c: Any) -> None:
    if x.ndim != 2 or h_prev.ndim != 2:
        raise ValueError(
            f"x and h_prev must be 2D; received shapes {list(x.shape)} and {list(h_prev.shape)}."
        )
    batch, inputs, cells = *x.shape, h_prev.shape[1]
    for name, value, expected in (
        ("h_prev", h_prev, (batch, cells)),
        ("w_ru", w_ru, (inputs + cells, 2 * cells)),
        ("w_c", w_c, (inputs + cells, cells)),
        ("b_ru", b_ru, (2 * cells,)),
        ("b_c", b_c, (cells,)),
    ):
        if tuple(value.shape) != expected:
            raise ValueError(
                f"{name} must have shape {list(expected)} for x of {list(x.shape)} and "
                f"{cells} cells; received {list(value.shape)}."
            )


def _state_shapes(call: Any) -> Any:
    return [call.inputs[1].raw_shape] * 4


@op(
    "x: T, h_prev: T, w_ru: T, w_c: T, b_ru: T, b_c: T -> r: T, u: T, c: T, h: T",
    T=(float32,),
    shape=_state_shapes,
)
def GRUBlockCell(xp: Any, x: Any, h_prev: Any, w_ru: Any, w_c: Any, b_ru: Any, b_c: Any) -> Any:
    _check(x, h_prev, w_ru, w_c, b_ru, b_c)
    r, u = xp.split(_sigmoid(xp, xp.concatenate([x, h_prev], 1) @ w_ru + b_ru), 2, axis=1)
    c = xp.tanh(xp.concatenate([x, h_prev * r], 1) @ w_c + b_c)
    return r, u, c, u * h_prev + (_ONE - u) * c


def _grad_shapes(call: Any) -> Any:
    x, h = call.inputs[0].raw_shape, call.inputs[1].raw_shape
    wide = None if h is None else (h[0], None if h[1] is None else 2 * h[1])
    return [x, h, h, wide]


@op(
    "x: T, h_prev: T, w_ru: T, w_c: T, b_ru: T, b_c: T, r: T, u: T, c: T, d_h: T -> "
    "d_x: T, d_h_prev: T, d_c_bar: T, d_r_bar_u_bar: T",
    T=(float32,),
    shape=_grad_shapes,
)
def GRUBlockCellGrad(
    xp: Any,
    x: Any,
    h_prev: Any,
    w_ru: Any,
    w_c: Any,
    b_ru: Any,
    b_c: Any,
    r: Any,
    u: Any,
    c: Any,
    d_h: Any,
) -> Any:
    _check(x, h_prev, w_ru, w_c, b_ru, b_c)
    inputs = x.shape[1]
    d_c_bar = d_h * (_ONE - u) * (_ONE - c * c)
    by_state = d_c_bar @ w_c.T
    d_reset = by_state[:, inputs:]
    d_u_bar = d_h * (h_prev - c) * u * (_ONE - u)
    d_r_bar = d_reset * h_prev * r * (_ONE - r)
    both = xp.concatenate([d_r_bar, d_u_bar], 1)
    by_gates = both @ w_ru.T
    d_x = by_state[:, :inputs] + by_gates[:, :inputs]
    d_h_prev = by_gates[:, inputs:] + d_reset * r + d_h * u
    return d_x, d_h_prev, d_c_bar, both
