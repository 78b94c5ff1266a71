"""The gradient checker: what the tape gives beside finite differences, in random directions.

For outputs y and fixed weights w, L(x) is the real part of the sum of conj(w) * y. The tape's
gradient g with respect to x predicts the change of L in a direction v: the real part of the sum of
conj(g) * v. Its own gradient is checked in the same way, which makes the second order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tenfold.core.convert import to_tensor
from tenfold.core.tensor import EagerTensor
from tenfold.engine.autodiff.tape import GradientTape
from tests.ops.sample import normal, weights

Function = Callable[[Sequence[EagerTensor]], Sequence[Any]]

STEP = 1e-5


def check_gradients(function: Function, points: Sequence[np.ndarray], order: int = 2) -> None:
    """Raises AssertionError where a gradient up to `order` differs from finite differences.

    Args:
      function: Takes tensors, gives tensors; of float64 or complex128 throughout.
      points: Where to look.
      order: 1 for the gradient, 2 for its gradient too.
    """
    for level in range(1, order + 1):
        _check_one(function, points, level)
        function = _gradient_of(function, level)


def _check_one(function: Function, points: Sequence[np.ndarray], level: int) -> None:
    found = _gradient(function, [to_tensor(x) for x in points], level)
    slope = 0.0
    directions = []
    for i, (x, g) in enumerate(zip(points, found, strict=True)):
        v = np.asarray(normal(*x.shape, dtype=x.dtype, seed=200 + i))
        directions.append(v)
        if g is not None:
            value = np.asarray(g)
            assert value.shape == x.shape, f"gradient {i} of order {level}: shape {value.shape}"
            slope += _inner(value, v)
    ahead = _loss(function, [x + STEP * v for x, v in zip(points, directions, strict=True)], level)
    behind = _loss(function, [x - STEP * v for x, v in zip(points, directions, strict=True)], level)
    numeric = (ahead - behind) / (2 * STEP)
    assert np.isfinite(numeric), f"order {level}: the function is not finite around the sample"
    # Rounding: a change of L is known to some 1e-16 of L, divided by the step.
    slack = 1e-5 * (abs(numeric) + abs(slope)) + 1e-7 + 1e-9 * abs(ahead)
    assert abs(numeric - slope) <= slack, (
        f"order {level}: the gradient predicts a slope of {slope}, finite differences {numeric}"
    )


def _inner(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.real(np.sum(np.conj(a) * b)))


def _floating(outputs: Sequence[Any]) -> list[Any]:
    return [y for y in outputs if y is not None and (y.dtype.is_floating or y.dtype.is_complex)]


def _weights(outputs: Sequence[Any], level: int) -> list[np.ndarray]:
    return [weights(y.shape, y.dtype.np, 10 * level + i) for i, y in enumerate(outputs)]


def _loss(function: Function, points: Sequence[np.ndarray], level: int) -> float:
    outputs = _floating(function([to_tensor(x) for x in points]))
    pairs = zip(_weights(outputs, level), outputs, strict=True)
    return sum(_inner(w, np.asarray(y)) for w, y in pairs)


def _gradient(function: Function, tensors: Sequence[EagerTensor], level: int) -> list[Any]:
    with GradientTape() as tape:
        tape.watch(list(tensors))
        outputs = _floating(function(tensors))
    if not outputs:
        return [None] * len(tensors)
    found = tape.gradient(outputs, list(tensors), _weights(outputs, level))
    return [None if g is None else to_tensor(g) for g in found]


def _gradient_of(function: Function, level: int) -> Function:
    return lambda tensors: _gradient(function, tensors, level)
