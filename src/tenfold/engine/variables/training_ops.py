"""The steps of optimizers as ops on variables, as graphs of TensorFlow 1's optimizers have them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import NUMBER
from tenfold.core.op import op

from .resource_ops import current
from .storage import guard, storage_of


def _step(
    xp: Any, handles: dict[str, Any], grad: Any, scalars: dict[str, Any], change: Any
) -> None:
    """Gives variables what `change(values, scalars)` makes of them, all of the gradient's form.

    `change` gives new values for the first of the variables, in their order.
    """
    storages = [storage_of(handle) for handle in handles.values()]
    for name, scalar in scalars.items():
        if np.ndim(scalar):
            raise ValueError(f"{name} is not a scalar: its shape is {list(np.shape(scalar))}.")
    with guard:
        values = [current(xp, storage) for storage in storages]
        for name, value in zip(handles, values, strict=True):
            if value.dtype != grad.dtype or np.shape(value) != np.shape(grad):
                raise ValueError(
                    f"{name} and the gradient do not have the same form: {value.dtype}"
                    f"{list(np.shape(value))} and {grad.dtype}{list(np.shape(grad))}."
                )
        for storage, value in zip(storages, change(*values), strict=False):
            storage.assign(xp.asarray(value, grad.dtype))


@op("var: resource, alpha: T, delta: T ->", T=NUMBER, stateful=True, shape=rules.nothing)
def ResourceApplyGradientDescent(
    xp: Any, var: Any, alpha: Any, delta: Any, *, use_locking: bool = False
) -> None:
    _step(xp, {"var": var}, delta, {"alpha": alpha}, lambda v: (v - alpha * delta,))


ResourceApplyGradientDescent.not_differentiable()


@op(
    "var: resource, accum: resource, lr: T, grad: T, momentum: T ->",
    T=NUMBER,
    stateful=True,
    shape=rules.nothing,
)
def ResourceApplyMomentum(
    xp: Any,
    var: Any,
    accum: Any,
    lr: Any,
    grad: Any,
    momentum: Any,
    *,
    use_locking: bool = False,
    use_nesterov: bool = False,
) -> None:
    def change(v: Any, a: Any) -> Any:
        a = a * momentum + grad
        return v - (grad * lr + a * momentum * lr if use_nesterov else a * lr), a

    scalars = {"lr": lr, "momentum": momentum}
    _step(xp, {"var": var, "accum": accum}, grad, scalars, change)


ResourceApplyMomentum.not_differentiable()


@op(
    "var: resource, accum: resource, lr: T, grad: T, momentum: T ->",
    T=NUMBER,
    stateful=True,
    shape=rules.nothing,
)
def ResourceApplyKerasMomentum(
    xp: Any,
    var: Any,
    accum: Any,
    lr: Any,
    grad: Any,
    momentum: Any,
    *,
    use_locking: bool = False,
    use_nesterov: bool = False,
) -> None:
    def change(v: Any, a: Any) -> Any:
        a = a * momentum - grad * lr
        return v + (a * momentum - grad * lr if use_nesterov else a), a

    scalars = {"lr": lr, "momentum": momentum}
    _step(xp, {"var": var, "accum": accum}, grad, scalars, change)


ResourceApplyKerasMomentum.not_differentiable()


@op(
    "var: resource, accum: resource, lr: T, grad: T ->",
    T=NUMBER,
    stateful=True,
    shape=rules.nothing,
)
def ResourceApplyAdagrad(
    xp: Any,
    var: Any,
    accum: Any,
    lr: Any,
    grad: Any,
    *,
    use_locking: bool = False,
    update_slots: bool = True,
) -> None:
    def change(v: Any, a: Any) -> Any:
        a = a + grad * grad if update_slots else a
        return v - grad * lr / xp.sqrt(a), a

    _step(xp, {"var": var, "accum": accum}, grad, {"lr": lr}, change)


ResourceApplyAdagrad.not_differentiable()


@op(
    "var: resource, ms: resource, mom: resource, lr: T, rho: T, momentum: T, epsilon: T, "
    "grad: T ->",
    T=NUMBER,
    stateful=True,
    shape=rules.nothing,
)
def ResourceApplyRMSProp(
    xp: Any,
    var: Any,
    ms: Any,
    mom: Any,
    lr: Any,
    rho: Any,
    momentum: Any,
    epsilon: Any,
    grad: Any,
    *,
    use_locking: bool = False,
) -> None:
    def change(v: Any, s: Any, m: Any) -> Any:
        s = s + (grad * grad - s) * (1 - rho)
        m = m * momentum + grad * lr / xp.sqrt(s + epsilon)
        return v - m, s, m

    scalars = {"lr": lr, "rho": rho, "momentum": momentum, "epsilon": epsilon}
    _step(xp, {"var": var, "ms": ms, "mom": mom}, grad, scalars, change)


ResourceApplyRMSProp.not_differentiable()


@op(
    "var: resource, m: resource, v: resource, beta1_power: T, beta2_power: T, lr: T, beta1: T, "
    "beta2: T, epsilon: T, grad: T ->",
    T=NUMBER,
    stateful=True,
    shape=rules.nothing,
)
def ResourceApplyAdam(
    xp: Any,
    var: Any,
    m: Any,
    v: Any,
    beta1_power: Any,
    beta2_power: Any,
    lr: Any,
    beta1: Any,
    beta2: Any,
    epsilon: Any,
    grad: Any,
    *,
    use_locking: bool = False,
    use_nesterov: bool = False,
) -> None:
    """D. Kingma, J. Ba: Adam, a method for stochastic optimization, 2015."""

    def change(x: Any, first: Any, second: Any) -> Any:
        rate = lr * xp.sqrt(1 - beta2_power) / (1 - beta1_power)
        first = first + (grad - first) * (1 - beta1)
        second = second + (grad * grad - second) * (1 - beta2)
        ahead = grad * (1 - beta1) + beta1 * first if use_nesterov else first
        return x - ahead * rate / (xp.sqrt(second) + epsilon), first, second

    scalars = {"beta1_power": beta1_power, "beta2_power": beta2_power, "lr": lr, "beta1": beta1}
    scalars |= {"beta2": beta2, "epsilon": epsilon}
    _step(xp, {"var": var, "m": m, "v": v}, grad, scalars, change)


ResourceApplyAdam.not_differentiable()
