"""tf.test.compute_gradient: gradients beside finite differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

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

from .indexed_slices import densify
from .tape import GradientTape, UnconnectedGradients

_SUPPORTED = (float16, bfloat16, float32, float64, complex64, complex128)

Jacobians = tuple[np.ndarray, ...]


def compute_gradient(
    f: Callable[..., Any], x: Sequence[Any], delta: float | None = None
) -> tuple[Jacobians, Jacobians]:
    """The Jacobians of a function, by its gradients and by central differences.

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
    theoretical = tuple(_theoretical(f, arguments, i) for i in range(len(arguments)))
    numerical = tuple(_numerical(f, arguments, i, step) for i in range(len(arguments)))
    return theoretical, numerical


def _theoretical(f: Callable[..., Any], arguments: list[Any], index: int) -> np.ndarray:
    x = arguments[index]
    with GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = to_tensor(f(*arguments))
    rows = []
    for unit in _units(np.asarray(y)):
        found = tape.gradient(
            y, x, to_tensor(unit, y.dtype), unconnected_gradients=UnconnectedGradients.ZERO
        )
        dense = densify(found)
        rows.append(_as_reals(np.asarray(dense)))
    width = _as_reals(np.asarray(x)).size
    return np.array(rows, _real(x.dtype)).reshape(len(rows), width)


def _numerical(f: Callable[..., Any], arguments: list[Any], index: int, delta: float) -> np.ndarray:
    x = np.asarray(arguments[index])
    dtype = arguments[index].dtype

    def at(value: np.ndarray) -> np.ndarray:
        moved = [*arguments[:index], to_tensor(value, dtype), *arguments[index + 1 :]]
        return _as_reals(np.asarray(to_tensor(f(*moved))))

    columns = [
        (at(x + unit * x.dtype.type(delta)) - at(x - unit * x.dtype.type(delta))) / (2 * delta)
        for unit in _units(x)
    ]
    height = at(x).size
    return np.array(columns, _real(dtype)).reshape(len(columns), height).T


def _units(like: np.ndarray) -> list[np.ndarray]:
    """The basis of the space of arrays like this one, over the real numbers."""
    found = []
    for i in range(like.size):
        for scale in (1, 1j) if like.dtype.kind == "c" else (1,):
            unit = np.zeros(like.shape, like.dtype)
            unit.reshape(-1)[i] = scale
            found.append(unit)
    return found


def _as_reals(value: np.ndarray) -> np.ndarray:
    flat: np.ndarray = np.ascontiguousarray(value).reshape(-1)
    return flat.view(np.real(flat).dtype) if flat.dtype.kind == "c" else flat


def _real(dtype: DType) -> np.dtype[Any]:
    return np.real(np.zeros((), dtype.np)).dtype
