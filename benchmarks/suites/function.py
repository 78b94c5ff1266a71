"""Compiled functions: reaching the executable, tracing, first calls, and many shapes.

The calls stand beside a bare `jax.jit`; the first calls are made in processes of their own.
"""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from gauge import Gauge, in_new_process, resident_megabytes

ROWS = [[1.0, 2.0], [3.0, 4.0]]
INPUTS = (2, 10, 50)
VARIABLES, NODES, SHAPES = 50, 200, 1000
WARM_SECONDS = 6.0
Cases = dict[str, Callable[[], Any] | Gauge]

# Defines `tf`, and `step` on `x` and `y`; `{cache}` is the folder for compiled functions.
PRELUDE = """
import os, time
os.environ["TENFOLD_COMPILE_CACHE"] = {cache!r}
import numpy as np
import {lib} as tf
"""
MLP = """
x, y = np.ones((32, 784), "float32"), np.zeros(32, "int64")
weights = [tf.Variable(np.full(s, 0.01, "float32")) for s in ((784, 128), (128,), (128, 10), (10,))]

def loss_of(x, y):
    w, b, v, c = weights
    logits = tf.nn.relu(x @ w + b) @ v + c
    return tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
    )
"""
CNN = """
sizes = (3, 16, 16, 32, 32, 64, 64, 128, 128)
x, y = np.ones((8, 32, 32, 3), "float32"), np.zeros(8, "int64")
weights = [
    tf.Variable(np.full((3, 3, i, o), 0.01, "float32")) for i, o in zip(sizes, sizes[1:])
] + [tf.Variable(np.full((128, 10), 0.01, "float32"))]

def loss_of(x, y):
    for i, window in enumerate(weights[:-1]):
        x = tf.nn.relu(tf.nn.conv2d(x, window, 2 if i % 2 else 1, "SAME"))
    logits = tf.reduce_mean(x, (1, 2)) @ weights[-1]
    return tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
    )
"""
STEP = """
@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(x, y)
    for variable, dy in zip(weights, tape.gradient(loss, weights)):
        variable.assign_sub(0.01 * dy)
    return loss

x, y = tf.constant(x), tf.constant(y)
times = []
for _ in range(40):
    start = time.perf_counter()
    step(x, y).numpy()
    times.append(time.perf_counter() - start)
print({wanted})
"""


def cases(lib: str) -> Cases:
    """The cases, by name."""
    if lib == "torch":
        return {}  # its compiler is another kind of tool
    module = import_module(lib)
    if lib == "jax":
        return _jax(module)
    return {**_tensorflow(module), **_training(module), **_shapes(module), **_first_calls(lib)}


def _tensorflow(tf: Any) -> Cases:
    def two_tensors(x: Any, y: Any) -> Any:
        return tf.tanh(tf.matmul(x, y) + x)

    return {
        **_calls(tf.function, two_tensors, tf.constant(ROWS), lambda result: result.numpy()),
        **_many_inputs(tf.function, tf.constant(ROWS), lambda result: result.numpy()),
    }


def _jax(jax: Any) -> Cases:
    def two_tensors(x: Any, y: Any) -> Any:
        return jax.numpy.tanh(jax.numpy.matmul(x, y) + x)

    x = jax.numpy.array(ROWS)
    return {
        **_calls(jax.jit, two_tensors, x, jax.block_until_ready),
        **_many_inputs(jax.jit, x, jax.block_until_ready),
    }


def _calls(
    compiler: Callable[..., Any], function: Callable[..., Any], x: Any, wait: Callable[[Any], Any]
) -> Cases:
    compiled = compiler(function)

    def first_call() -> float:
        start = time.perf_counter()
        # Another closure each time: a compiler may keep what it made for the same function.
        wait(compiler(lambda x, y: function(x, y))(x, x))
        return time.perf_counter() - start

    return {
        "call of tanh(x@y + x) 2x2, result read": lambda: wait(compiled(x, x)),
        "first call of tanh(x@y + x) 2x2": Gauge(first_call, "s", repeats=3),
    }


def _many_inputs(compiler: Callable[..., Any], x: Any, wait: Callable[[Any], Any]) -> Cases:
    def total(*inputs: Any) -> Any:
        return sum(inputs[1:], inputs[0])

    def case(count: int) -> Callable[[], Any]:
        compiled, inputs = compiler(total), [x + float(i) for i in range(count)]
        return lambda: wait(compiled(*inputs))

    return {f"call of the sum of {n} inputs, result read": case(n) for n in INPUTS}


def _training(tf: Any) -> Cases:
    variables = [tf.Variable(ROWS) for _ in range(VARIABLES)]
    optimizer = tf.keras.optimizers.Adam()
    optimizer.build(variables)
    x = tf.constant(ROWS)

    @tf.function
    def step(x: Any) -> Any:
        with tf.GradientTape() as tape:
            loss = tf.add_n([tf.reduce_sum(tf.square(v - x)) for v in variables])
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))
        return loss

    def trace() -> float:
        @tf.function
        def chain(x: Any) -> Any:
            with tf.GradientTape() as tape:
                y = x
                for _ in range(NODES // 4):
                    y = tf.tanh(y @ variables[0])
                loss = tf.reduce_sum(y)
            variables[0].assign_sub(tape.gradient(loss, variables[0]))
            return loss

        start = time.perf_counter()
        chain.get_concrete_function(x)
        return time.perf_counter() - start

    return {
        f"Adam step of {VARIABLES} variables, result read": lambda: step(x).numpy(),
        f"tracing a training step of about {NODES} nodes": Gauge(trace, "s", repeats=5),
    }


def _shapes(tf: Any) -> Cases:
    @tf.function(reduce_retracing=True)
    def total(x: Any) -> Any:
        return tf.reduce_sum(tf.tanh(x) * 2.0)

    def gained() -> float:
        for size in range(1, 101):
            total(tf.constant(np.ones((size, 2), "float32")))
        gc.collect()
        before = resident_megabytes()
        for size in range(101, 101 + SHAPES):
            total(tf.constant(np.ones((size, 2), "float32")))
        gc.collect()
        return resident_megabytes() - before

    return {f"memory gained over {SHAPES} other shapes": Gauge(gained, "MB")}


def _first_calls(lib: str) -> Cases:
    def run(model: str, wanted: str, cache: str) -> float:
        return in_new_process(
            PRELUDE.format(lib=lib, cache=cache) + model + STEP.replace("{wanted}", wanted)
        )

    def cold(model: str, wanted: str) -> float:
        with tempfile.TemporaryDirectory() as folder:
            return run(model, wanted, folder)

    def cached(model: str, wanted: str) -> float:
        with tempfile.TemporaryDirectory() as folder:
            run(model, wanted, folder)
            return run(model, wanted, folder)

    mlp, cnn = "training step of MLP 784-128-10", "training step of 8 convolutions"
    calls = {
        "first call": "times[0]",
        "first 40 calls": "sum(times)",
        "longest of the first 40 calls": "max(times)",
    }
    return {
        **{f"{n}, {mlp}": Gauge(lambda w=w: cold(MLP, w), "s") for n, w in calls.items()},
        **{f"{n}, {cnn}": Gauge(lambda w=w: cold(CNN, w), "s") for n, w in calls.items()},
        f"first 40 calls, {mlp}, second process": Gauge(lambda: cached(MLP, "sum(times)"), "s"),
    }
