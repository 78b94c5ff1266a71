"""tf.test.compute_gradient: gradients beside finite differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import (
    DType,
    bfloat16,
    complex64,
    complex128,
    float16,
    float32,
    float64,
)
from tenfold.core.op import call

from .indexed_slices import densify
from .tape import GradientTape, UnconnectedGradients

_SUPPORTED = (float16, bfloat16, float32, float64, complex64, complex128)

Jacobians = tuple[np.ndarray, ...]


def compute_gradient(
    f: Callable[..., Any], x: Sequence[Any], delta: float | None = None
) -> tuple[Jacobians, Jacobians]:
    """The Jacobians of a function, by its gradients and by central differences.

    While a graph is built, the function is added to it, and the open session runs it.

    Args:
      f: A function of `len(x)` tensors that gives a tensor.
      x: A list or tuple of values that become the arguments.
      delta: The step of the differences; 1/1024 by default.

    Returns:
      `(theoretical, numerical)`: for each argument a matrix `[size of f, size of argument]`; the
      real and the imaginary part of a complex number count as two.

    Raises:
      ValueError: `x` is not a list or tuple.
      AssertionError: An argument has a dtype without gradients.
      ValueError: A graph is being built, and no session is open that could run it.

    Example:
      >>> import tenfold as tf
      >>> theoretical, numerical = tf.test.compute_gradient(tf.square, [[1.0, 2.0]])
      >>> theoretical[0].tolist()
      [[2.0, 0.0], [0.0, 4.0]]
    """
    if not isinstance(x, (list, tuple)):
        raise ValueError(
            "`x` must be a list or tuple of values convertible to a Tensor (arguments to `f`), "
            f"not a {type(x)}"
        )
    step = 1.0 / 1024 if delta is None else delta
    arguments = [to_tensor(value) for value in x]
    for i, argument in enumerate(arguments):
        if argument.dtype not in _SUPPORTED:
            raise AssertionError(
                f"Cannot compute gradient for unsupported type {argument.dtype.name} of argument "
                f"{i}; use one of {', '.join(t.name for t in _SUPPORTED)}."
            )
    if state.graph is None:
        runs: _AtOnce = _AtOnce(f, arguments)
    else:
        runs = _InSession(f, arguments)
    theoretical = tuple(_theoretical(runs, i) for i in range(len(arguments)))
    numerical = tuple(_numerical(runs, i, step) for i in range(len(arguments)))
    return theoretical, numerical


class _AtOnce:
    """A function whose values and gradients are there as it is called."""

    def __init__(self, f: Callable[..., Any], arguments: Sequence[Any]) -> None:
        self._f = f
        self._arguments = arguments
        self.at = [np.asarray(x) for x in arguments]

    def value(self, arrays: Sequence[np.ndarray]) -> np.ndarray:
        tensors = [to_tensor(a, x.dtype) for a, x in zip(arrays, self._arguments, strict=True)]
        return np.asarray(to_tensor(self._f(*tensors)))

    def pullback(self, index: int) -> tuple[np.ndarray, Callable[[np.ndarray], np.ndarray]]:
        """The function's value, and what carries its differential to an argument's."""
        x = self._arguments[index]
        y, gradient = _traced(self._f, self._arguments, index)
        return np.asarray(y), lambda seed: np.asarray(gradient(to_tensor(seed, y.dtype), x))


class _InSession(_AtOnce):
    """A function built once into the graph that is being built, and run by the open session."""

    def __init__(self, f: Callable[..., Any], arguments: Sequence[Any]) -> None:
        self._session: Any = state.session
        if self._session is None:
            raise ValueError(
                "compute_gradient runs the graph that is being built, and there is no session; "
                "use `with tf.compat.v1.Session():`, or call it outside of the graph."
            )
        self._f = f
        self._arguments = [_placeholder(x.dtype, x.shape.dims_tuple) for x in arguments]
        self._y = to_tensor(f(*self._arguments))
        self.at = [np.asarray(x) for x in self._session.run(list(arguments))]

    def value(self, arrays: Sequence[np.ndarray]) -> np.ndarray:
        return np.asarray(self._session.run(self._y, self._feeds(arrays)))

    def pullback(self, index: int) -> tuple[np.ndarray, Callable[[np.ndarray], np.ndarray]]:
        y, gradient = _traced(self._f, self._arguments, index)
        seed = _placeholder(y.dtype, None)
        found = gradient(seed, self._arguments[index])
        feeds = self._feeds(self.at)

        def pull(unit: np.ndarray) -> np.ndarray:
            return np.asarray(self._session.run(found, {**feeds, seed: unit}))

        return np.asarray(self._session.run(y, feeds)), pull

    def _feeds(self, arrays: Sequence[np.ndarray]) -> dict[Any, Any]:
        return dict(zip(self._arguments, arrays, strict=True))


def _placeholder(dtype: DType, shape: Any) -> Any:
    return call("Placeholder", dtype=dtype, shape=shape)


def _traced(f: Callable[..., Any], arguments: Sequence[Any], index: int) -> tuple[Any, Any]:
    with GradientTape(persistent=True) as tape:
        tape.watch(arguments[index])
        y = to_tensor(f(*arguments))
    zero = UnconnectedGradients.ZERO
    return y, lambda seed, x: densify(tape.gradient(y, x, seed, unconnected_gradients=zero))


def _theoretical(runs: _AtOnce, index: int) -> np.ndarray:
    x = runs.at[index]
    y, pull = runs.pullback(index)
    rows = [as_reals(pull(unit)) for unit in basis(y)]
    return np.array(rows, real_of(x.dtype)).reshape(len(rows), as_reals(x).size)


def _numerical(runs: _AtOnce, index: int, delta: float) -> np.ndarray:
    x = runs.at[index]

    def at(value: np.ndarray) -> np.ndarray:
        return as_reals(runs.value([*runs.at[:index], value, *runs.at[index + 1 :]]))

    columns = [
        (at(x + unit * x.dtype.type(delta)) - at(x - unit * x.dtype.type(delta))) / (2 * delta)
        for unit in basis(x)
    ]
    height = at(x).size
    return np.array(columns, real_of(x.dtype)).reshape(len(columns), height).T


def basis(like: np.ndarray) -> list[np.ndarray]:
    """The basis of the space of arrays like this one, over the real numbers."""
    found = []
    for i in range(like.size):
        for scale in (1, 1j) if like.dtype.kind == "c" else (1,):
            unit = np.zeros(like.shape, like.dtype)
            unit.reshape(-1)[i] = scale
            found.append(unit)
    return found


def as_reals(value: np.ndarray) -> np.ndarray:
    """An array as a vector of real numbers; complex numbers give two each."""
    flat: np.ndarray = np.ascontiguousarray(value).reshape(-1)
    return flat.view(np.real(flat).dtype) if flat.dtype.kind == "c" else flat


def real_of(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """The dtype of the real numbers that numbers of a dtype are made of."""
    return np.real(np.zeros((), dtype)).dtype
