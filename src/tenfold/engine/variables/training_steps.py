"""What optimizers make of variables and a gradient: of whole variables, or of some of their rows.

A step is a function `change(grad, *values)` that gives the new values of variables, in their order;
the functions that are named after methods make one of the method's numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tenfold.core.bounds import check_bounds

from .resource_ops import current
from .storage import guard, storage_of

Change = Callable[..., tuple[Any, ...]]


def step(
    xp: Any, handles: dict[str, Any], grad: Any, scalars: dict[str, Any], change: Change
) -> None:
    """Changes whole variables, all of the gradient's form."""
    storages = [storage_of(handle) for handle in handles.values()]
    _check_scalars(scalars)
    with guard:
        values = [current(xp, storage) for storage in storages]
        for name, value in zip(handles, values, strict=True):
            if value.dtype != grad.dtype or np.shape(value) != np.shape(grad):
                raise ValueError(
                    f"{name} and the gradient do not have the same form: {value.dtype}"
                    f"{list(np.shape(value))} and {grad.dtype}{list(np.shape(grad))}."
                )
        for storage, value in zip(storages, change(grad, *values), strict=False):
            storage.assign(xp.asarray(value, grad.dtype))


def step_rows(
    xp: Any,
    handles: dict[str, Any],
    grad: Any,
    indices: Any,
    scalars: dict[str, Any],
    change: Change,
) -> None:
    """Changes the rows that `indices` name; a row that is named again is changed again."""
    storages = [storage_of(handle) for handle in handles.values()]
    _check_scalars(scalars)
    with guard:
        values = [np.array(current(xp, storage)) for storage in storages]
        _check_rows(dict(zip(handles, values, strict=True)), grad, indices)
        check_bounds(xp, indices, len(values[0]))
        for places in _rounds(indices):
            rows = indices[places]
            changed = change(grad[places], *(value[rows] for value in values))
            for value, new in zip(values, changed, strict=True):
                value[rows] = new
        for storage, value in zip(storages, values, strict=True):
            storage.assign(value)


def _check_scalars(scalars: dict[str, Any]) -> None:
    for name, scalar in scalars.items():
        if np.ndim(scalar):
            raise ValueError(f"{name} is not a scalar: its shape is {list(np.shape(scalar))}.")


def check_strengths(xp: Any, lr: Any, **strengths: Any) -> None:
    """Raises where a rate is not positive, or the strength of a regularisation is negative."""
    xp.raise_if(lr <= 0, "InvalidArgumentError", "lr must be positive.")
    for name, strength in strengths.items():
        xp.raise_if(strength < 0, "InvalidArgumentError", f"{name} must not be negative.")


def _check_rows(values: dict[str, Any], grad: Any, indices: Any) -> None:
    if indices.ndim != 1:
        raise ValueError(f"indices must be a vector; received the shape {list(indices.shape)}.")
    if not grad.ndim or len(grad) != len(indices):
        raise ValueError(
            f"grad must have a row for each of the {len(indices)} indices; received the shape "
            f"{list(grad.shape)}."
        )
    shape = next(iter(values.values())).shape
    for name, value in values.items():
        if value.dtype != grad.dtype or value.shape != shape or not value.ndim:
            raise ValueError(
                f"{name} is {value.dtype}{list(value.shape)}, but all variables must be of "
                f"{grad.dtype}, have rows, and one shape; the first has {list(shape)}."
            )
    if grad.shape[1:] != shape[1:]:
        raise ValueError(
            f"the rows of grad have the shape {list(grad.shape[1:])}, those of the variables "
            f"{list(shape[1:])}: they must be equal."
        )


def _rounds(indices: Any) -> list[Any]:
    """Places in `indices` in turns: the first of each index, then the second of each, and so on."""
    order = np.argsort(indices, kind="stable")
    ordered = indices[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]][: len(ordered)])
    lengths = np.diff(np.r_[starts, len(ordered)])
    turn = np.arange(len(ordered)) - np.repeat(starts, lengths)
    return [order[turn == i] for i in range(lengths.max(initial=0))]


def momentum(xp: Any, lr: Any, momentum: Any, nesterov: bool) -> Change:
    def change(grad: Any, v: Any, a: Any) -> tuple[Any, ...]:
        a = a * momentum + grad
        return v - (grad * lr + a * momentum * lr if nesterov else a * lr), a

    return change


def keras_momentum(xp: Any, lr: Any, momentum: Any, nesterov: bool) -> Change:
    """As `momentum`, but what is kept has the rate in it already."""

    def change(grad: Any, v: Any, a: Any) -> tuple[Any, ...]:
        a = a * momentum - grad * lr
        return v + (a * momentum - grad * lr if nesterov else a), a

    return change


def adagrad(xp: Any, lr: Any, epsilon: Any, update_slots: bool) -> Change:
    """J. Duchi et al.: Adaptive subgradient methods, 2011; `epsilon` may be None."""

    def change(grad: Any, v: Any, a: Any) -> tuple[Any, ...]:
        a = a + grad * grad if update_slots else a
        root = xp.sqrt(a)
        return v - grad * lr / (root if epsilon is None else root + epsilon), a

    return change


def adadelta(xp: Any, lr: Any, rho: Any, epsilon: Any) -> Change:
    """M. Zeiler: ADADELTA, an adaptive learning rate method, 2012."""

    def change(grad: Any, v: Any, squares: Any, steps: Any) -> tuple[Any, ...]:
        squares = squares * rho + grad * grad * (1 - rho)
        moved = xp.sqrt(steps + epsilon) / xp.sqrt(squares + epsilon) * grad
        return v - moved * lr, squares, steps * rho + moved * moved * (1 - rho)

    return change


def rms_prop(xp: Any, lr: Any, rho: Any, momentum: Any, epsilon: Any) -> Change:
    def change(grad: Any, v: Any, s: Any, m: Any) -> tuple[Any, ...]:
        s = s + (grad * grad - s) * (1 - rho)
        m = m * momentum + grad * lr / xp.sqrt(s + epsilon)
        return v - m, s, m

    return change


def centered_rms_prop(xp: Any, lr: Any, rho: Any, momentum: Any, epsilon: Any) -> Change:
    """As `rms_prop`, with the variance of the gradient in place of its mean square."""

    def change(grad: Any, v: Any, g: Any, s: Any, m: Any) -> tuple[Any, ...]:
        s = s + (grad * grad - s) * (1 - rho)
        g = g + (grad - g) * (1 - rho)
        m = m * momentum + grad * lr / xp.sqrt(s - g * g + epsilon)
        return v - m, g, s, m

    return change


def proximal(xp: Any, stepped: Any, rate: Any, l1: Any, l2: Any) -> Any:
    """What L1 and L2 regularisation leave of a value after a step of that rate."""
    size = xp.maximum(xp.abs(stepped) - rate * xp.maximum(l1, 0), 0)
    return xp.sign(stepped) * size / (1 + l2 * rate)


def proximal_descent(xp: Any, alpha: Any, l1: Any, l2: Any) -> Change:
    """J. Duchi, Y. Singer: Efficient online and batch learning using forward backward splitting."""

    def change(grad: Any, v: Any) -> tuple[Any, ...]:
        return (proximal(xp, v - alpha * grad, alpha, l1, l2),)

    return change


def proximal_adagrad(xp: Any, lr: Any, l1: Any, l2: Any) -> Change:
    def change(grad: Any, v: Any, a: Any) -> tuple[Any, ...]:
        a = a + grad * grad
        rate = lr / xp.sqrt(a)
        return proximal(xp, v - grad * rate, rate, l1, l2), a

    return change


def adagrad_dual_averaging(xp: Any, lr: Any, l1: Any, l2: Any, global_step: Any) -> Change:
    def change(grad: Any, v: Any, total: Any, squares: Any) -> tuple[Any, ...]:
        count = xp.asarray(global_step, grad.dtype)
        total, squares = total + grad, squares + grad * grad
        size = xp.maximum(xp.abs(total) - xp.maximum(l1, 0) * count, 0)
        divisor = l2 * count * lr + xp.sqrt(squares)
        return -lr * xp.sign(total) * size / divisor, total, squares

    return change


def ftrl(xp: Any, lr: Any, l1: Any, l2: Any, shrinkage: Any, lr_power: Any, by_lr: bool) -> Change:
    """H. McMahan et al.: Ad click prediction, a view from the trenches, 2013.

    `by_lr`: the linear term is kept multiplied by the rate, so that a rate of zero is no division
    by zero.
    """
    kept, over = (lr, 1) if by_lr else (1, lr)

    def change(grad: Any, v: Any, total: Any, linear: Any) -> tuple[Any, ...]:
        new_total = total + grad * grad
        old, new = xp.power(total, -lr_power), xp.power(new_total, -lr_power)
        shrunk = grad if shrinkage is None else grad + 2 * shrinkage * v
        linear = linear + shrunk * kept - (new - old) / over * v
        bound = l1 * kept
        clipped = xp.minimum(xp.maximum(linear, -bound), bound)
        return (clipped - linear) / (new / over + 2 * l2 * kept), new_total, linear

    return change
