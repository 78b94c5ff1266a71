"""The passes over a graph: what they cost, and what they leave of typical graphs."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from gauge import Gauge

Cases = dict[str, Callable[[], Any] | Gauge]
WIDTH, CLASSES, BATCH = 784, 10, 32


def cases(lib: str) -> Cases:
    """The cases, by name; the passes are this project's own, so that it has no peer in them."""
    if lib != "tenfold":
        return {}
    tf = import_module(lib)
    found: Cases = {}
    for name, make in (("MLP, Adam", _mlp), ("attention block", _attention), ("while loop", _loop)):
        function, args = make(tf)
        found |= _measured(tf, name, function, args)
    return found


def _measured(tf: Any, name: str, function: Any, args: tuple[Any, ...]) -> Cases:
    nested = import_module("tenfold.engine.graph.nested")
    sweep = import_module("tenfold.engine.graph.passes.sweep")
    executables = import_module("tenfold.engine.graph.executable")
    tiers = import_module("tenfold.engine.graph.tiers")
    tiers.LEAST = tiers.MOST = 1 << 40  # what is not compiled at once is interpreted throughout
    concrete = function.get_concrete_function(*args)
    values = [x._value for x in (*args, *concrete.captured_inputs)]

    def left() -> Any:
        live = nested.live_nodes(concrete.graph.nodes, concrete.outputs)
        start = time.perf_counter()
        found = sweep.optimized(live, concrete.inputs, concrete.outputs)
        return live, found, time.perf_counter() - start

    def executable(off: bool, at_once: bool) -> Any:
        tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": off})
        parts = concrete.graph.nodes, concrete.inputs, concrete.outputs
        try:
            return executables.Executable(*parts, at_once)
        finally:
            tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": False})

    plain, passed = executable(True, False), executable(False, False)

    def first_compiled(off: bool) -> float:
        run = executable(off, True)
        start = time.perf_counter()
        np.asarray(run(values)[0])
        return time.perf_counter() - start

    live, found, _ = left()
    return {
        f"{name}: passes, a node": Gauge(lambda: left()[2] / len(live), "s", repeats=20),
        f"{name}: nodes left of {len(live)}": Gauge(lambda: len(found.nodes), "", repeats=1),
        f"{name}: interpreted, no passes": lambda: plain(values),
        f"{name}: interpreted": lambda: passed(values),
        f"{name}: first compiled call, no passes": Gauge(lambda: first_compiled(True), "s", 3),
        f"{name}: first compiled call": Gauge(lambda: first_compiled(False), "s", 3),
    }


def _mlp(tf: Any) -> Any:
    generator = np.random.default_rng(0)
    layers = tf.keras.layers
    model = tf.keras.Sequential(
        [tf.keras.Input((WIDTH,)), layers.Dense(128, activation="relu"), layers.Dense(CLASSES)]
    )
    optimizer = tf.keras.optimizers.Adam()
    optimizer.build(model.trainable_variables)
    loss_of = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    @tf.function
    def step(x: Any, y: Any) -> Any:
        with tf.GradientTape() as tape:
            loss = loss_of(y, model(x, training=True))
        weights = model.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))
        return loss

    x = tf.constant(generator.normal(size=(BATCH, WIDTH)).astype("float32"))
    return step, (x, tf.constant(generator.integers(0, CLASSES, BATCH)))


def _attention(tf: Any) -> Any:
    generator = np.random.default_rng(0)
    width, heads = 64, 4
    weights = [
        tf.Variable(generator.normal(size=(width, width)).astype("float32") / 8) for _ in range(4)
    ]

    def split(x: Any, sizes: Any) -> Any:
        return tf.transpose(tf.reshape(x, [*sizes, heads, width // heads]), [0, 2, 1, 3])

    @tf.function(input_signature=[tf.TensorSpec([None, None, width], tf.float32)])
    def step(x: Any) -> Any:
        sizes = [tf.shape(x)[0], tf.shape(x)[1]]
        with tf.GradientTape() as tape:
            q, k, v = (split(tf.tensordot(x, w, 1), sizes) for w in weights[:3])
            scale = tf.sqrt(tf.cast(tf.shape(q)[-1], tf.float32))
            mixed = tf.nn.softmax(tf.matmul(q, k, transpose_b=True) / scale) @ v
            joined = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [*sizes, width])
            loss = tf.reduce_mean(tf.square(x + tf.tensordot(joined, weights[3], 1)))
        for w, dw in zip(weights, tape.gradient(loss, weights), strict=True):
            w.assign_sub(0.01 * dw)
        return loss

    return step, (tf.constant(generator.normal(size=(2, 16, width)).astype("float32")),)


def _loop(tf: Any) -> Any:
    generator = np.random.default_rng(0)
    w = tf.Variable(generator.normal(size=(16, 16)).astype("float32") / 10)

    @tf.function
    def step(x: Any) -> Any:
        with tf.GradientTape() as tape:
            _, y = tf.while_loop(
                lambda i, v: i < 20, lambda i, v: (i + 1, tf.tanh(v @ w) + x * 0.5), (0, x)
            )
            loss = tf.reduce_mean(y * y)
        w.assign_sub(0.01 * tape.gradient(loss, w))
        return loss

    return step, (tf.constant(generator.normal(size=(8, 16)).astype("float32")),)
