"""Functions of a million numbers: compiled from the first call on, and TensorFlow's as usual."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

SHAPE = (1000, 1000)
LOOP_SECONDS = 0.05
Cases = dict[str, Callable[[], Any]]


def cases(lib: str) -> Cases:
    """The cases, by name."""
    if lib not in ("tenfold", "tensorflow"):
        return {}  # the same source runs on both, and on no other library
    tf = import_module(lib)
    options = {"jit_compile": True} if lib == "tenfold" else {}
    generator = np.random.default_rng(0)
    x = tf.constant(generator.normal(size=SHAPE).astype("float32"))
    positive = tf.abs(x) + 0.01

    def chain(x: Any) -> Any:
        for _ in range(4):
            x = tf.tanh(x) * 1.5 + 0.25
        return x

    functions: dict[str, tuple[Callable[..., Any], Any]] = {
        "chain of 12 ops": (chain, x),
        "sin": (tf.sin, x),
        "atan": (tf.atan, x),
        "rsqrt": (tf.math.rsqrt, positive),
        "lgamma": (tf.math.lgamma, positive),
        "erfinv": (tf.math.erfinv, tf.tanh(x)),
        "softmax": (tf.nn.softmax, x),
        "argmax over axis 0": (lambda x: tf.argmax(x, 0), x),
        "argmax over axis 1": (lambda x: tf.argmax(x, 1), x),
        "cumsum over axis 0": (lambda x: tf.cumsum(x, 0), x),
        "cumsum over axis 1": (lambda x: tf.cumsum(x, 1), x),
        "sort": (tf.sort, x),
        "top_k of 5": (lambda x: tf.nn.top_k(x, 5), x),
        "sum": (tf.reduce_sum, x),
        "stateless_uniform": (lambda s: tf.random.stateless_uniform(SHAPE, s), [1, 2]),
        "stateless_normal": (lambda s: tf.random.stateless_normal(SHAPE, s), [1, 2]),
        "stateless_truncated_normal": (
            lambda s: tf.random.stateless_truncated_normal(SHAPE, s),
            [1, 2],
        ),
    }
    return {
        name: _called(tf, tf.function(function, **options), tf.constant(argument))
        for name, (function, argument) in functions.items()
    }


def _called(tf: Any, function: Callable[..., Any], x: Any) -> Callable[[], Any]:
    """A call whose result is there when it returns."""

    def call() -> Any:
        found = function(x)
        last = found[-1] if isinstance(found, tuple) else found
        return tf.reshape(last, [-1])[-1:].numpy()

    return call
