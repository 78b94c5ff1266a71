"""Sequences of LSTM cells as one op agree with the same cells written out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import normal

TIME, BATCH, INPUTS, CELLS = 5, 2, 3, 4
GIVEN = [
    *(normal(TIME, BATCH, INPUTS), normal(BATCH, CELLS), normal(BATCH, CELLS, seed=1)),
    *(normal(INPUTS + CELLS, 4 * CELLS), *(normal(CELLS, seed=s) for s in (2, 3, 4))),
    normal(4 * CELLS),
]
PARAMETERS = ("x", "cs_prev", "h_prev", "w", "wci", "wcf", "wco", "b")
SHARE = normal(2, TIME, BATCH, CELLS)


def written_out(length: int, order: str, x: Any, cs: Any, h: Any, w: Any, *rest: Any) -> Any:
    """States and outputs of `length` steps, then zeros."""
    wci, wcf, wco, b = rest
    states, outputs = [], []
    for row in tf.unstack(x)[:length]:
        gates = dict(zip(order, tf.split(tf.concat([row, h], 1) @ w + b, 4, 1), strict=True))
        i, f = tf.sigmoid(gates["i"] + cs * wci), tf.sigmoid(gates["f"] + cs * wcf)
        cs = tf.tanh(gates["c"]) * i + cs * f
        h = tf.tanh(cs) * tf.sigmoid(gates["o"] + cs * wco)
        states.append(cs)
        outputs.append(h)
    empty = [tf.zeros_like(cs)] * (TIME - length)
    return tf.stack(states + empty), tf.stack(outputs + empty)


def gradients(function: Any) -> list[np.ndarray]:
    given = [tf.constant(v) for v in GIVEN]
    with tf.GradientTape() as tape:
        for v in given:
            tape.watch(v)
        cs, h = function(*given)
        total = tf.reduce_sum(cs * SHARE[0]) + tf.reduce_sum(h * SHARE[1])
    return [g.numpy() for g in tape.gradient(total, given)]


@pytest.mark.parametrize("length", [TIME, 3])
@pytest.mark.parametrize(("name", "order"), [("BlockLSTM", "icfo"), ("BlockLSTMV2", "ifco")])
def test_gradients_are_those_of_the_cells(name: str, order: str, length: int) -> None:
    attrs: dict[str, Any] = {"forget_bias": 0.0} if name == "BlockLSTM" else {}

    def block(*given: Any) -> Any:
        found = getattr(tf.raw_ops, name)(
            seq_len_max=length,
            **dict(zip(PARAMETERS, given, strict=True)),
            cell_clip=0.0,
            use_peephole=True,
            **attrs,
        )
        return found.cs, found.h

    expected = gradients(lambda *given: written_out(length, order, *given))
    for run in (block, tf.function(block)):
        for found, value in zip(gradients(run), expected, strict=True):
            # Sums over steps and columns, in another order.
            np.testing.assert_allclose(found, value, rtol=1e-4, atol=1e-5)


def test_a_length_beyond_the_time_is_refused() -> None:
    given = dict(zip(PARAMETERS, GIVEN, strict=True))
    with pytest.raises(tf.errors.InvalidArgumentError, match="seq_len_max must be in"):
        tf.raw_ops.BlockLSTM(seq_len_max=TIME + 1, **given)
