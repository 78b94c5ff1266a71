"""Small eager work: the cost of a call, not of its arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

ROWS = [[1.0, 2.0], [3.0, 4.0]]
Cases = dict[str, Callable[[], Any]]


def cases(lib: str) -> Cases:
    """The cases, by name."""
    module = import_module(lib)
    return {"torch": _torch, "jax": _jax}.get(lib, _tensorflow)(module)


def _tensorflow(tf: Any) -> Cases:
    x, y = tf.constant(ROWS), tf.constant(ROWS)

    def gradient() -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            loss = tf.reduce_sum(tf.tanh(x @ y))
        return tape.gradient(loss, x)

    return {
        "add 2x2": lambda: tf.add(x, y),
        "relu 2x2": lambda: tf.nn.relu(x),
        "matmul 2x2": lambda: tf.matmul(x, y),
        "reduce_sum 2x2": lambda: tf.reduce_sum(x),
        "gradient of sum(tanh(x@y)) 2x2": gradient,
    }


def _torch(torch: Any) -> Cases:
    x, y = torch.tensor(ROWS), torch.tensor(ROWS)
    watched = torch.tensor(ROWS, requires_grad=True)
    return {
        "add 2x2": lambda: torch.add(x, y),
        "relu 2x2": lambda: torch.relu(x),
        "matmul 2x2": lambda: torch.matmul(x, y),
        "reduce_sum 2x2": lambda: torch.sum(x),
        "gradient of sum(tanh(x@y)) 2x2": lambda: torch.autograd.grad(
            torch.tanh(watched @ y).sum(), watched
        ),
    }


def _jax(jax: Any) -> Cases:
    x, y = jax.numpy.array(ROWS), jax.numpy.array(ROWS)
    gradient = jax.jit(jax.grad(lambda x, y: jax.numpy.sum(jax.numpy.tanh(x @ y))))
    wait = jax.block_until_ready
    return {
        "add 2x2": lambda: wait(jax.numpy.add(x, y)),
        "relu 2x2": lambda: wait(jax.nn.relu(x)),
        "matmul 2x2": lambda: wait(jax.numpy.matmul(x, y)),
        "reduce_sum 2x2": lambda: wait(jax.numpy.sum(x)),
        "gradient of sum(tanh(x@y)) 2x2": lambda: wait(gradient(x, y)),
    }
