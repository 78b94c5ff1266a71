"""Random graphs give the same bits with every pass on and with all of them off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.settings import settings
from tenfold.engine.graph.executable import HostRun

UNARY: list[Callable[[Any], Any]] = [
    *(tf.negative, tf.tanh, tf.square, tf.identity, tf.stop_gradient, tf.nn.relu, tf.abs),
    lambda x: x * 1.0,
    lambda x: 1.0 * x,
    lambda x: x + 0.0,
    lambda x: x + (-0.0),
    lambda x: x - 0.0,
    lambda x: x / 1.0,
    lambda x: x * 0.0,
    lambda x: tf.negative(tf.negative(x)),
    lambda x: tf.cast(x, tf.float32),
    lambda x: tf.reshape(x, tf.shape(x)),
    lambda x: tf.reshape(tf.reshape(x, [-1]), [4, 6]),
    lambda x: tf.transpose(tf.transpose(x, [1, 0]), [1, 0]),
    lambda x: tf.transpose(tf.reshape(x, [6, 4])),
    lambda x: tf.broadcast_to(x, [4, 6]),
    lambda x: x[::-1],
    lambda x: tf.ensure_shape(x, [None, 6]),
    lambda x: x - tf.reduce_sum(x, axis=1, keepdims=True),
    lambda x: x / tf.cast(tf.size(x), tf.float32),
    lambda x: x * tf.cast(tf.rank(x) + tf.shape(x)[1], tf.float32),
    lambda x: x + tf.reduce_mean(x, axis=0),
]
BINARY: list[Callable[[Any, Any], Any]] = [
    *(tf.add, tf.subtract, tf.multiply, tf.maximum),
    lambda x, y: tf.matmul(x, y, transpose_b=True) @ x,
    lambda x, y: tf.where(x > y, x, y),
    lambda x, y: tf.where(tf.constant(True), x, y),
]


def build(seed: int) -> Callable[[Any, Any], Any]:
    """A function of a random program; the same one at each call with the same seed."""
    variable = tf.Variable(tf.ones([4, 6]))

    def program(x: Any, y: Any) -> Any:
        choose = np.random.default_rng(seed)
        tf.random.set_seed(seed)
        held = [x, y, tf.constant(choose.normal(size=(4, 6)).astype("float32"))]

        def pick() -> Any:
            return held[choose.integers(len(held))]

        for _ in range(30):
            kind = choose.integers(12)
            if kind < 6:
                made = UNARY[choose.integers(len(UNARY))](pick())
            elif kind < 8:
                made = BINARY[choose.integers(len(BINARY))](pick(), pick())
            else:
                made = _stateful(kind, pick(), pick(), variable)
            held.append(made)
        return [*held, tf.reduce_sum(held[-1]), tf.reduce_mean(pick(), axis=0), variable]

    return tf.function(program)


def _stateful(kind: int, x: Any, y: Any, variable: Any) -> Any:
    if kind == 8:
        variable.assign(tf.tanh(variable + x))
        return tf.identity(variable)
    if kind == 9:
        return x + tf.random.uniform([4, 6]) + variable
    if kind == 10:
        limit = tf.shape(x)[0] + (0 if x is y else 1)
        return tf.cond(limit > 4, lambda: x * 1.0 + y, lambda: y - tf.random.normal([4, 6]))
    steps = tf.size(tf.zeros([2])) * 2
    return tf.while_loop(
        lambda i, v: i < steps, lambda i, v: (i + 1, v * 1.0 + tf.tanh(y) / 3.0), (0, x)
    )[1]


def outcome(seed: int, options: dict[str, bool]) -> tuple[list[bytes], int]:
    """What three interpreted calls give, as bytes, and how many nodes ran at each."""
    data = np.random.default_rng(seed + 100)
    tf.config.optimizer.set_experimental_options(options)
    function = build(seed)
    found = []
    for _ in range(3):
        x, y = (tf.constant(data.normal(size=(4, 6)).astype("float32")) for _ in range(2))
        found += [v.numpy().tobytes() for v in function(x, y)]
    (executable,) = function.get_concrete_function(x, y)._executables.values()
    nodes = [n for s in executable._steps for n in s.nodes]
    assert all(isinstance(s, HostRun) for s in executable._steps)
    return found, len(nodes)


@pytest.fixture
def interpreted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tenfold.engine.graph.executable.compiler_available", lambda: False)
    monkeypatch.setattr(settings, "optimizer_options", {})


@pytest.mark.usefixtures("interpreted")
@pytest.mark.parametrize("seed", range(12))
def test_the_passes_change_no_bit(seed: int) -> None:
    plain, before = outcome(seed, {"disable_meta_optimizer": True})
    found, after = outcome(seed, {"disable_meta_optimizer": False})
    assert found == plain
    assert after < before
