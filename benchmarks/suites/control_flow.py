"""Loops, branches and maps inside compiled functions, forward and backward, once they are warm."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from gauge import Gauge, warm_up

STEPS, TIMES, BATCH, UNITS, ROWS = 10_000, 50, 64, 64, 256
LOOP_SECONDS = 0.1
WARM_SECONDS = 6.0
Cases = dict[str, Callable[[], Any] | Gauge]


def cases(lib: str) -> Cases:
    """The cases, by name."""
    if lib not in ("tenfold", "tensorflow"):
        return {}  # the same source runs on both, and on no other library
    tf = import_module(lib)
    return {**_loops(tf), **_recurrent(tf), **_alignments(tf), **_branches(tf), **_maps(tf)}


def _loops(tf: Any) -> Cases:
    @tf.function
    def count(limit: Any) -> Any:
        return tf.while_loop(
            lambda i, x: i < limit, lambda i, x: (i + 1, x * 0.999 + 1.0), (0, 0.0)
        )[1]

    @tf.function
    def counted_for(limit: Any) -> Any:
        x = tf.constant(0.0)
        for _ in tf.range(limit):
            x = x * 0.999 + 1.0
        return x

    def nested(x: Any) -> Any:
        y = x
        for _ in tf.range(20):
            for _ in tf.range(20):
                y = tf.sin(y) * 0.9 + x
        return y

    def endless(x: Any) -> Any:
        y = x
        while tf.reduce_sum(y) < 1000.0:
            y = y * 1.01 + 0.1
        return y

    def gradient_of(function: Callable[..., Any]) -> Callable[[], Any]:
        @tf.function
        def gradient(x: Any) -> Any:
            with tf.GradientTape() as tape:
                tape.watch(x)
                y = function(x)
            return tape.gradient(y, x)

        x = tf.constant(np.linspace(0.0, 1.0, 16, dtype=np.float32))
        return _warm(lambda: gradient(x).numpy())

    limit, thousand = tf.constant(STEPS), tf.constant(1000)
    return {
        f"tf.while_loop, {STEPS} scalar steps": _warm(lambda: count(limit).numpy()),
        "for over tf.range(1000), converted": _warm(lambda: counted_for(thousand).numpy()),
        "a loop of 20 steps in a loop of 20: gradient": gradient_of(nested),
        "a loop of unknown length, some 200 steps: gradient": gradient_of(endless),
        "Python loop over an eager tensor, 1000 steps": lambda: _eager_loop(tf),
    }


def _eager_loop(tf: Any) -> Any:
    x = tf.constant(0.0)
    for _ in range(1000):
        x = x * 0.999 + 1.0
    return x


def _recurrent(tf: Any) -> Cases:
    generator = np.random.default_rng(0)

    def random(*shape: int) -> Any:
        return tf.constant(generator.normal(0, 0.1, shape).astype("float32"))

    inputs, start = random(TIMES, BATCH, UNITS), random(BATCH, UNITS)
    weights = tf.Variable(random(2 * UNITS, UNITS))

    def cell(x: Any, state: Any) -> Any:
        return tf.tanh(tf.concat([x, state], 1) @ weights)

    def unrolled(inputs: Any, state: Any) -> Any:
        for i in range(TIMES):
            state = cell(inputs[i], state)
        return state

    def looped(inputs: Any, state: Any) -> Any:
        steps = tf.TensorArray(tf.float32, TIMES).unstack(inputs)
        kept = tf.TensorArray(tf.float32, TIMES, element_shape=(BATCH, UNITS))

        def body(i: Any, state: Any, kept: Any) -> Any:
            state = cell(steps.read(i), state)
            return i + 1, state, kept.write(i, state)

        done = tf.while_loop(lambda i, *_: i < TIMES, body, (0, state, kept))
        return done[2].stack()

    def gradient_of(network: Callable[..., Any]) -> Any:
        @tf.function
        def gradient(inputs: Any, state: Any) -> Any:
            with tf.GradientTape() as tape:
                loss = tf.reduce_sum(network(inputs, state))
            return tape.gradient(loss, weights)

        return gradient

    found: Cases = {"convolution in a loop of 8 steps: gradient": _convolving(tf)}
    networks = {"Python loop": unrolled, "tf.while_loop and TensorArray": looped}
    for name, network in networks.items():
        for kind, function in (
            ("forward", tf.function(network)),
            ("gradient", gradient_of(network)),
        ):
            found[f"RNN of {TIMES} steps, {name}: {kind}"] = _warm(
                lambda function=function: function(inputs, start).numpy()
            )
    return found


def _convolving(tf: Any) -> Gauge:
    """The gradient of a convolutional recurrent network for its kernel."""
    generator = np.random.default_rng(0)
    image = tf.constant(generator.normal(0, 0.1, (16, 28, 28, 32)).astype("float32"))
    kernel = tf.Variable(generator.normal(0, 0.1, (3, 3, 32, 32)).astype("float32"))

    @tf.function
    def gradient(image: Any) -> Any:
        with tf.GradientTape() as tape:
            step = lambda i, x: (i + 1, tf.tanh(tf.nn.conv2d(x, kernel, 1, "SAME")))  # noqa: E731
            loss = tf.reduce_sum(tf.while_loop(lambda i, x: i < 8, step, (0, image))[1])
        return tape.gradient(loss, kernel)

    return _warm(lambda: gradient(image).numpy())


def _alignments(tf: Any) -> Cases:
    generator = np.random.default_rng(0)
    batch, frames, classes, width = 16, 50, 30, 20
    labels = tf.constant(generator.integers(1, classes, (batch, width)), tf.int32)
    logits = tf.constant(generator.normal(size=(frames, batch, classes)).astype("float32"))
    counts, lengths = tf.fill([batch], width), tf.fill([batch], frames)

    @tf.function
    def forward(labels: Any, logits: Any) -> Any:
        return tf.nn.ctc_loss(labels, logits, counts, lengths)

    @tf.function
    def gradient(labels: Any, logits: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(logits)
            loss = tf.reduce_sum(tf.nn.ctc_loss(labels, logits, counts, lengths))
        return tape.gradient(loss, logits)

    name = f"CTC loss of {batch} x {frames} frames, {width} labels"
    return {
        f"{name}: forward": _warm(lambda: forward(labels, logits).numpy()),
        f"{name}: gradient": _warm(lambda: gradient(labels, logits).numpy()),
    }


def _branches(tf: Any) -> Cases:
    @tf.function
    def branch(x: Any) -> Any:
        return tf.cond(tf.reduce_sum(x) > 0, lambda: tf.tanh(x), lambda: -x)

    x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    return {"tf.cond on 2x2, result read": lambda: branch(x).numpy()}


def _maps(tf: Any) -> Cases:
    rows = tf.constant(np.random.default_rng(0).normal(size=(ROWS, 64)).astype("float32"))

    def one(row: Any) -> Any:
        return tf.tanh(row) / tf.reduce_sum(tf.square(row))

    mapped = tf.function(lambda rows: tf.map_fn(one, rows))
    vectorized = tf.function(lambda rows: tf.vectorized_map(one, rows))
    return {
        f"tf.map_fn over {ROWS} rows": _warm(lambda: mapped(rows).numpy()),
        f"tf.vectorized_map over {ROWS} rows": _warm(lambda: vectorized(rows).numpy()),
    }


def _warm(case: Callable[[], Any]) -> Gauge:
    """A case that is read once it is traced and compiled."""

    def seconds() -> float:
        if not warm:
            warm.append(warm_up(case, WARM_SECONDS))
        start = time.perf_counter()
        case()
        return time.perf_counter() - start

    warm: list[None] = []
    return Gauge(seconds, "s", repeats=7)
