"""Whole steps of LSTM cells as one op, and whole sequences of them.

A cell keeps seven values a step: input gate i, state cs, forget gate f, output gate o, proposed
state ci, tanh of the state co, and output h. `x` and the previous output are multiplied by one
matrix, whose columns hold the gates in the order i, ci, f, o (`BlockLSTMV2`: i, f, ci, o).

S. Hochreiter, J. Schmidhuber: Long short-term memory, 1997; peepholes: F. Gers and
J. Schmidhuber: Recurrent nets that time and count, 2000.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import float16, float32
from tenfold.core.half_floats import widen
from tenfold.core.op import Op, op

_KINDS = (float16, float32)
_OLD, _NEW = (0, 1, 2, 3), (0, 2, 1, 3)  # where i, ci, f, o stand among the columns
_WEIGHTS = "w: T, wci: T, wcf: T, wco: T, b: T"
_KEPT = "i: T, cs: T, f: T, o: T, ci: T, co: T, h: T"


def _sigmoid(xp: Any, x: Any) -> Any:
    """Without overflow for numbers far from 0."""
    return np.float32(0.5) * xp.tanh(np.float32(0.5) * x) + np.float32(0.5)


def _gates(xp: Any, z: Any, order: tuple[int, ...]) -> list[Any]:
    """i, ci, f and o among the columns of a product."""
    parts = xp.split(z, 4, axis=-1)
    return [parts[k] for k in order]


def _step(
    xp: Any,
    x: Any,
    cs: Any,
    h: Any,
    weights: tuple[Any, ...],
    order: tuple[int, ...],
    options: tuple[float, float, bool],
) -> tuple[Any, ...]:
    """i, cs, f, o, ci, co and h of one step."""
    w, wci, wcf, wco, b = weights
    forget_bias, clip, peeps = options
    i, ci, f, o = _gates(xp, xp.concatenate([x, h], axis=1) @ w + b, order)
    if peeps:
        i, f = i + cs * wci, f + cs * wcf
    i, f, ci = _sigmoid(xp, i), _sigmoid(xp, f + np.float32(forget_bias)), xp.tanh(ci)
    state = ci * i + cs * f
    if clip > 0:
        state = xp.clip(state, np.float32(-clip), np.float32(clip))
    if peeps:
        o = o + state * wco
    o, co = _sigmoid(xp, o), xp.tanh(state)
    return i, state, f, o, ci, co, co * o


def _step_back(
    xp: Any,
    cs_prev: Any,
    kept: tuple[Any, ...],
    weights: tuple[Any, ...],
    order: tuple[int, ...],
    peeps: bool,
    cs_grad: Any,
    h_grad: Any,
) -> tuple[Any, ...]:
    """The gradients of the previous state, of the columns of the product, and of the peepholes."""
    _, wci, wcf, wco, _ = weights
    i, cs, f, o, ci, co = kept
    one = np.float32(1)
    do = o * (one - o) * h_grad * co
    dcs = (one - co * co) * h_grad * o + cs_grad
    if peeps:
        dcs = dcs + do * wco
    dci = (one - ci * ci) * dcs * i
    df = f * (one - f) * dcs * cs_prev
    di = i * (one - i) * dcs * ci
    back = dcs * f
    if peeps:
        back = back + di * wci + df * wcf
    found = (di, dci, df, do)
    columns = xp.concatenate([found[order.index(k)] for k in range(4)], axis=1)
    sums = [(d * s).sum(axis=0) for d, s in ((di, cs_prev), (df, cs_prev), (do, cs))]
    if not peeps:
        sums = [xp.zeros_like(v) for v in sums]
    return back, columns, *sums


def _check(x: Any, cs: Any, h: Any, weights: Any, steps: bool) -> None:
    """What must fit: x `[time,] batch, inputs`, states `[batch, cells]`, `w`, peepholes, `b`."""
    w, wci, wcf, wco, b = weights
    if x.ndim != 2 + steps or cs.ndim != 2 or w.ndim != 2:
        raise ValueError(
            f"x must be {2 + steps}D, cs_prev and w 2D; received shapes {list(x.shape)}, "
            f"{list(cs.shape)} and {list(w.shape)}."
        )
    batch, inputs, cells = x.shape[-2], x.shape[-1], cs.shape[1]
    for name, value, expected in (
        ("cs_prev", cs, (batch, cells)),
        ("h_prev", h, (batch, cells)),
        ("w", w, (inputs + cells, 4 * cells)),
        ("wci", wci, (cells,)),
        ("wcf", wcf, (cells,)),
        ("wco", wco, (cells,)),
        ("b", b, (4 * cells,)),
    ):
        if tuple(value.shape) != expected:
            raise ValueError(
                f"{name} must have shape {list(expected)} for x of {list(x.shape)} and "
                f"{cells} cells; received {list(value.shape)}."
            )


def _over_time(
    xp: Any, body: Callable[[Any, Any], Any], start: Any, steps: Any, back: bool = False
) -> tuple[Any, Any]:
    """`body(carry, step) -> (carry, kept)` for each step; the last carry, and all that was kept."""
    if xp.compiled:
        return xp.lax.scan(body, start, steps, reverse=back)
    count = len(steps[0])
    rows: list[Any] = [None] * count
    carry = start
    for t in reversed(range(count)) if back else range(count):
        carry, rows[t] = body(carry, tuple(s[t] for s in steps))
    return carry, tuple(np.stack(column) for column in zip(*rows, strict=True))


def _cell_shapes(call: Any) -> Any:
    """Seven values of the shape of the state, with the time of x before it."""
    x, cs = call.inputs[-8].raw_shape, call.inputs[-7].raw_shape
    cells = None if cs is None else cs[-1]
    (width,) = rules.merge(call.inputs[-1].raw_shape, (None,)) or (None,)
    if len(call.inputs) == 9 and width is not None and width % 4:
        raise ValueError(f"b must have four entries for each cell; it has {width}.")
    if x is None:
        return [None if len(call.inputs) == 9 else (None, cells)] * 7
    return [(*x[:-1], cells)] * 7


def _sequence(
    xp: Any,
    seq_len_max: Any,
    x: Any,
    cs: Any,
    h: Any,
    weights: tuple[Any, ...],
    order: tuple[int, ...],
    options: tuple[float, float, bool],
) -> Any:
    """The seven values of each step; zeros from `seq_len_max` on."""
    _check(x, cs, h, weights, steps=True)
    _check_length(xp, seq_len_max, x)
    dtype, time = x.dtype, x.shape[0]
    if not time:
        return [xp.zeros((0, *cs.shape), dtype) for _ in range(7)]
    wide = tuple(map(widen, weights))
    used = xp.arange(time) < seq_len_max

    def body(carry: Any, step: Any) -> Any:
        row, is_used = step
        before, output = carry
        found = _step(xp, row, before, output, wide, order, options)
        kept = tuple(xp.where(is_used, v, np.float32(0)) for v in found)
        return (kept[1], kept[6]), kept

    _, found = _over_time(xp, body, (widen(cs), widen(h)), (widen(x), used))
    return [v.astype(dtype) for v in found]


def _check_length(xp: Any, seq_len_max: Any, x: Any) -> None:
    xp.raise_if(
        (seq_len_max < 0) | (seq_len_max > x.shape[0]),
        "InvalidArgumentError",
        lambda v: f"seq_len_max must be in [0, {x.shape[0]}], the time of x; received {v[0]}.",
        (seq_len_max,),
    )


def _sequence_back(xp: Any, values: tuple[Any, ...], order: tuple[int, ...], peeps: bool) -> Any:
    """The gradients of x, of the first states, of the weights and of the bias."""
    seq_len_max, x, cs_prev, h_prev, *rest = values
    weights = tuple(rest[:5])
    _check(x, cs_prev, h_prev, weights, steps=True)
    _check_length(xp, seq_len_max, x)
    dtype, time, inputs = x.dtype, x.shape[0], x.shape[-1]
    if not time:
        still = [x, cs_prev, h_prev, *weights]
        return [xp.zeros(v.shape, dtype) for v in still]
    wide = tuple(map(widen, weights))
    kept, (cs_grad, h_grad) = [widen(v) for v in rest[5:12]], map(widen, rest[12:])
    i, cs, f, o, ci, co, h = kept
    before = [
        xp.concatenate([widen(first)[None], v[:-1]]) for first, v in ((cs_prev, cs), (h_prev, h))
    ]
    used = xp.arange(time) < seq_len_max

    def body(carry: Any, step: Any) -> Any:
        row, cs_before, h_before, is_used, dcs, dh, *held = step
        found = _step_back(
            xp, cs_before, tuple(held), wide, order, peeps, dcs + carry[0], dh + carry[1]
        )
        back, columns, *sums = (xp.where(is_used, v, np.float32(0)) for v in found)
        rows = xp.concatenate([row, h_before], axis=1)
        both = columns @ wide[0].T
        totals = (rows.T @ columns, *sums, columns.sum(axis=0))
        added = tuple(a + b for a, b in zip(carry[2:], totals, strict=True))
        return (back, both[:, inputs:], *added), (both[:, :inputs],)

    start = tuple(xp.zeros(v.shape, np.float32) for v in (cs_prev, h_prev, *weights))
    steps = (widen(x), *before, used, cs_grad, h_grad, i, cs, f, o, ci, co)
    last, (dx,) = _over_time(xp, body, start, steps, back=True)
    return [v.astype(dtype) for v in (dx, *last)]


def _back_shapes(call: Any) -> Any:
    return [x.raw_shape for x in call.inputs[1:9]]


@op(f"seq_len_max: int64, x: T, cs_prev: T, h_prev: T, {_WEIGHTS} -> {_KEPT}", T=_KINDS,
    shape=_cell_shapes)  # fmt: skip
def BlockLSTM(
    xp: Any,
    seq_len_max: Any,
    x: Any,
    cs_prev: Any,
    h_prev: Any,
    w: Any,
    wci: Any,
    wcf: Any,
    wco: Any,
    b: Any,
    *,
    forget_bias: float = 1.0,
    cell_clip: float = 3.0,
    use_peephole: bool = False,
) -> Any:
    options = (forget_bias, cell_clip, use_peephole)
    return _sequence(xp, seq_len_max, x, cs_prev, h_prev, (w, wci, wcf, wco, b), _OLD, options)


@op(f"seq_len_max: int64, x: T, cs_prev: T, h_prev: T, {_WEIGHTS} -> {_KEPT}", T=_KINDS,
    shape=_cell_shapes)  # fmt: skip
def BlockLSTMV2(
    xp: Any,
    seq_len_max: Any,
    x: Any,
    cs_prev: Any,
    h_prev: Any,
    w: Any,
    wci: Any,
    wcf: Any,
    wco: Any,
    b: Any,
    *,
    cell_clip: float = 0.0,
    use_peephole: bool = False,
) -> Any:
    options = (0.0, cell_clip, use_peephole)
    return _sequence(xp, seq_len_max, x, cs_prev, h_prev, (w, wci, wcf, wco, b), _NEW, options)


_BACK = (
    f"seq_len_max: int64, x: T, cs_prev: T, h_prev: T, {_WEIGHTS}, {_KEPT}, cs_grad: T, h_grad: T "
    "-> x_grad: T, cs_prev_grad: T, h_prev_grad: T, w_grad: T, wci_grad: T, wcf_grad: T, "
    "wco_grad: T, b_grad: T"
)


@op(_BACK, T=_KINDS, shape=_back_shapes)
def BlockLSTMGrad(
    xp: Any,
    seq_len_max: Any,
    x: Any,
    cs_prev: Any,
    h_prev: Any,
    w: Any,
    wci: Any,
    wcf: Any,
    wco: Any,
    b: Any,
    i: Any,
    cs: Any,
    f: Any,
    o: Any,
    ci: Any,
    co: Any,
    h: Any,
    cs_grad: Any,
    h_grad: Any,
    *,
    use_peephole: bool,
) -> Any:
    weights, kept = (w, wci, wcf, wco, b), (i, cs, f, o, ci, co, h)
    values = (seq_len_max, x, cs_prev, h_prev, *weights, *kept, cs_grad, h_grad)
    return _sequence_back(xp, values, _OLD, use_peephole)


@op(_BACK, T=_KINDS, shape=_back_shapes)
def BlockLSTMGradV2(
    xp: Any,
    seq_len_max: Any,
    x: Any,
    cs_prev: Any,
    h_prev: Any,
    w: Any,
    wci: Any,
    wcf: Any,
    wco: Any,
    b: Any,
    i: Any,
    cs: Any,
    f: Any,
    o: Any,
    ci: Any,
    co: Any,
    h: Any,
    cs_grad: Any,
    h_grad: Any,
    *,
    use_peephole: bool,
) -> Any:
    weights, kept = (w, wci, wcf, wco, b), (i, cs, f, o, ci, co, h)
    values = (seq_len_max, x, cs_prev, h_prev, *weights, *kept, cs_grad, h_grad)
    return _sequence_back(xp, values, _NEW, use_peephole)


def _differentiate(forward: Op, back: Op) -> None:
    """Registers the gradient: of the states and outputs. Gates and clipping count as constant."""

    @forward.gradient
    def forward_gradient(call: Any, *dys: Any) -> Any:
        found = back(
            *call.inputs,
            *call.outputs,
            dys[1],
            dys[6],
            use_peephole=call.attrs["use_peephole"],
        )
        return None, *found


_differentiate(BlockLSTM, BlockLSTMGrad)
_differentiate(BlockLSTMV2, BlockLSTMGradV2)


@op(f"x: T, cs_prev: T, h_prev: T, {_WEIGHTS} -> {_KEPT}", T=_KINDS, shape=_cell_shapes)
def LSTMBlockCell(
    xp: Any,
    x: Any,
    cs_prev: Any,
    h_prev: Any,
    w: Any,
    wci: Any,
    wcf: Any,
    wco: Any,
    b: Any,
    *,
    forget_bias: float = 1.0,
    cell_clip: float = 3.0,
    use_peephole: bool = False,
) -> Any:
    weights = (w, wci, wcf, wco, b)
    _check(x, cs_prev, h_prev, weights, steps=False)
    wide = tuple(map(widen, weights))
    options = (forget_bias, cell_clip, use_peephole)
    found = _step(xp, widen(x), widen(cs_prev), widen(h_prev), wide, _OLD, options)
    return [v.astype(x.dtype) for v in found]


def _cell_back_shapes(call: Any) -> Any:
    cs, b = call.inputs[1].raw_shape, call.inputs[7].raw_shape
    rows, columns = None if cs is None else cs[0], None if b is None else b[0]
    return [cs, (rows, columns), *(call.inputs[k].raw_shape for k in (4, 5, 6))]


@op(
    f"x: T, cs_prev: T, h_prev: T, {_WEIGHTS}, i: T, cs: T, f: T, o: T, ci: T, co: T, cs_grad: T, "
    "h_grad: T -> cs_prev_grad: T, dicfo: T, wci_grad: T, wcf_grad: T, wco_grad: T",
    T=_KINDS,
    shape=_cell_back_shapes,
)
def LSTMBlockCellGrad(
    xp: Any,
    x: Any,
    cs_prev: Any,
    h_prev: Any,
    w: Any,
    wci: Any,
    wcf: Any,
    wco: Any,
    b: Any,
    i: Any,
    cs: Any,
    f: Any,
    o: Any,
    ci: Any,
    co: Any,
    cs_grad: Any,
    h_grad: Any,
    *,
    use_peephole: bool,
) -> Any:
    weights = (w, wci, wcf, wco, b)
    _check(x, cs_prev, h_prev, weights, steps=False)
    wide, kept = tuple(map(widen, weights)), tuple(map(widen, (i, cs, f, o, ci, co)))
    found = _step_back(
        xp, widen(cs_prev), kept, wide, _OLD, use_peephole, widen(cs_grad), widen(h_grad)
    )
    return [v.astype(x.dtype) for v in found]
