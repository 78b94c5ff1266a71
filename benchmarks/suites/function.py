"""Compiled calls: the cost of reaching the executable, beside a bare `jax.jit`."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from gauge import Gauge

ROWS = [[1.0, 2.0], [3.0, 4.0]]
Cases = dict[str, Callable[[], Any] | Gauge]


def cases(lib: str) -> Cases:
    """The cases, by name."""
    if lib == "torch":
        return {}  # its compiler is another kind of tool
    module = import_module(lib)
    return _jax(module) if lib == "jax" else _tensorflow(module)


def _tensorflow(tf: Any) -> Cases:
    def two_tensors(x: Any, y: Any) -> Any:
        return tf.tanh(tf.matmul(x, y) + x)

    return _cases(tf.function, two_tensors, tf.constant(ROWS), lambda result: result.numpy())


def _jax(jax: Any) -> Cases:
    def two_tensors(x: Any, y: Any) -> Any:
        return jax.numpy.tanh(jax.numpy.matmul(x, y) + x)

    return _cases(jax.jit, two_tensors, jax.numpy.array(ROWS), jax.block_until_ready)


def _cases(
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
