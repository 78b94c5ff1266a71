"""The steps of optimizers as ops on variables, as graphs of TensorFlow 1's optimizers have them."""

from __future__ import annotations

from typing import Any

from tenfold.core import rules
from tenfold.core.dtypes import NUMBER
from tenfold.core.op import op

from . import training_steps as steps
from .training_steps import step


@op("var: resource, alpha: T, delta: T ->", T=NUMBER, stateful=True, shape=rules.nothing)
def ResourceApplyGradientDescent(
    xp: Any, var: Any, alpha: Any, delta: Any, *, use_locking: bool = False
) -> None:
    step(xp, {"var": var}, delta, {"alpha": alpha}, lambda d, v: (v - alpha * d,))


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
    scalars = {"lr": lr, "momentum": momentum}
    change = steps.momentum(xp, lr, momentum, use_nesterov)
    step(xp, {"var": var, "accum": accum}, grad, scalars, change)


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
    scalars = {"lr": lr, "momentum": momentum}
    change = steps.keras_momentum(xp, lr, momentum, use_nesterov)
    step(xp, {"var": var, "accum": accum}, grad, scalars, change)


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
    change = steps.adagrad(xp, lr, None, update_slots)
    step(xp, {"var": var, "accum": accum}, grad, {"lr": lr}, change)


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
    scalars = {"lr": lr, "rho": rho, "momentum": momentum, "epsilon": epsilon}
    change = steps.rms_prop(xp, lr, rho, momentum, epsilon)
    step(xp, {"var": var, "ms": ms, "mom": mom}, grad, scalars, change)


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

    def change(grad: Any, x: Any, first: Any, second: Any) -> Any:
        rate = lr * xp.sqrt(1 - beta2_power) / (1 - beta1_power)
        first = first + (grad - first) * (1 - beta1)
        second = second + (grad * grad - second) * (1 - beta2)
        ahead = grad * (1 - beta1) + beta1 * first if use_nesterov else first
        return x - ahead * rate / (xp.sqrt(second) + epsilon), first, second

    scalars = {"beta1_power": beta1_power, "beta2_power": beta2_power, "lr": lr, "beta1": beta1}
    scalars |= {"beta2": beta2, "epsilon": epsilon}
    step(xp, {"var": var, "m": m, "v": v}, grad, scalars, change)


ResourceApplyAdam.not_differentiable()


@op(
    "var: resource, accum: resource, lr: T, epsilon: T, grad: T ->",
    T=NUMBER,
    stateful=True,
    shape=rules.nothing,
)
def ResourceApplyAdagradV2(
    xp: Any,
    var: Any,
    accum: Any,
    lr: Any,
    epsilon: Any,
    grad: Any,
    *,
    use_locking: bool = False,
    update_slots: bool = True,
) -> None:
    scalars = {"lr": lr, "epsilon": epsilon}
    change = steps.adagrad(xp, lr, epsilon, update_slots)
    step(xp, {"var": var, "accum": accum}, grad, scalars, change)


ResourceApplyAdagradV2.not_differentiable()


@op(
    "var: resource, accum: resource, accum_update: resource, lr: T, rho: T, epsilon: T, grad: T ->",
    T=NUMBER,
    stateful=True,
    shape=rules.nothing,
)
def ResourceApplyAdadelta(
    xp: Any,
    var: Any,
    accum: Any,
    accum_update: Any,
    lr: Any,
    rho: Any,
    epsilon: Any,
    grad: Any,
    *,
    use_locking: bool = False,
) -> None:
    handles = {"var": var, "accum": accum, "accum_update": accum_update}
    scalars = {"lr": lr, "rho": rho, "epsilon": epsilon}
    step(xp, handles, grad, scalars, steps.adadelta(xp, lr, rho, epsilon))


ResourceApplyAdadelta.not_differentiable()


@op(
    "var: resource, mg: resource, ms: resource, mom: resource, lr: T, rho: T, momentum: T, "
    "epsilon: T, grad: T ->",
    T=NUMBER,
    stateful=True,
    shape=rules.nothing,
)
def ResourceApplyCenteredRMSProp(
    xp: Any,
    var: Any,
    mg: Any,
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
    handles = {"var": var, "mg": mg, "ms": ms, "mom": mom}
    scalars = {"lr": lr, "rho": rho, "momentum": momentum, "epsilon": epsilon}
    change = steps.centered_rms_prop(xp, lr, rho, momentum, epsilon)
    step(xp, handles, grad, scalars, change)


ResourceApplyCenteredRMSProp.not_differentiable()


@op(
    "var: resource, m: resource, v: resource, beta1_power: T, lr: T, beta1: T, beta2: T, "
    "epsilon: T, grad: T ->",
    T=NUMBER,
    stateful=True,
    shape=rules.nothing,
)
def ResourceApplyAdaMax(
    xp: Any,
    var: Any,
    m: Any,
    v: Any,
    beta1_power: Any,
    lr: Any,
    beta1: Any,
    beta2: Any,
    epsilon: Any,
    grad: Any,
    *,
    use_locking: bool = False,
) -> None:
    """D. Kingma, J. Ba: Adam, a method for stochastic optimization, 2015, section 7.1."""

    def change(grad: Any, x: Any, first: Any, greatest: Any) -> Any:
        first = first + (grad - first) * (1 - beta1)
        greatest = xp.maximum(beta2 * greatest, xp.abs(grad))
        return x - lr / (1 - beta1_power) * (first / (greatest + epsilon)), first, greatest

    scalars = {"beta1_power": beta1_power, "lr": lr, "beta1": beta1, "beta2": beta2}
    scalars |= {"epsilon": epsilon}
    step(xp, {"var": var, "m": m, "v": v}, grad, scalars, change)


ResourceApplyAdaMax.not_differentiable()


@op(
    "var: resource, m: resource, v: resource, vhat: resource, beta1_power: T, beta2_power: T, "
    "lr: T, beta1: T, beta2: T, epsilon: T, grad: T ->",
    T=NUMBER,
    stateful=True,
    shape=rules.nothing,
)
def ResourceApplyAdamWithAmsgrad(
    xp: Any,
    var: Any,
    m: Any,
    v: Any,
    vhat: Any,
    beta1_power: Any,
    beta2_power: Any,
    lr: Any,
    beta1: Any,
    beta2: Any,
    epsilon: Any,
    grad: Any,
    *,
    use_locking: bool = False,
) -> None:
    """S. Reddi et al.: On the convergence of Adam and beyond, 2018."""

    def change(grad: Any, x: Any, first: Any, second: Any, greatest: Any) -> Any:
        rate = lr * xp.sqrt(1 - beta2_power) / (1 - beta1_power)
        first = first + (grad - first) * (1 - beta1)
        second = second + (grad * grad - second) * (1 - beta2)
        greatest = xp.maximum(greatest, second)
        return x - first * rate / (xp.sqrt(greatest) + epsilon), first, second, greatest

    scalars = {"beta1_power": beta1_power, "beta2_power": beta2_power, "lr": lr, "beta1": beta1}
    scalars |= {"beta2": beta2, "epsilon": epsilon}
    step(xp, {"var": var, "m": m, "v": v, "vhat": vhat}, grad, scalars, change)


ResourceApplyAdamWithAmsgrad.not_differentiable()


@op(
    "var: resource, m: resource, lr: T, alpha: T, sign_decay: T, beta: T, grad: T ->",
    T=NUMBER,
    stateful=True,
    shape=rules.nothing,
)
def ResourceApplyAddSign(
    xp: Any,
    var: Any,
    m: Any,
    lr: Any,
    alpha: Any,
    sign_decay: Any,
    beta: Any,
    grad: Any,
    *,
    use_locking: bool = False,
) -> None:
    """I. Bello et al.: Neural optimizer search with reinforcement learning, 2017."""

    def change(grad: Any, x: Any, first: Any) -> Any:
        first = first * beta + grad * (1 - beta)
        agreed = xp.sign(grad) * xp.sign(first)
        return x - lr * (alpha + sign_decay * agreed) * grad, first

    scalars = {"lr": lr, "alpha": alpha, "sign_decay": sign_decay, "beta": beta}
    step(xp, {"var": var, "m": m}, grad, scalars, change)


ResourceApplyAddSign.not_differentiable()


@op(
    "var: resource, m: resource, lr: T, logbase: T, sign_decay: T, beta: T, grad: T ->",
    T=NUMBER,
    stateful=True,
    shape=rules.nothing,
)
def ResourceApplyPowerSign(
    xp: Any,
    var: Any,
    m: Any,
    lr: Any,
    logbase: Any,
    sign_decay: Any,
    beta: Any,
    grad: Any,
    *,
    use_locking: bool = False,
) -> None:
    """I. Bello et al.: Neural optimizer search with reinforcement learning, 2017."""

    def change(grad: Any, x: Any, first: Any) -> Any:
        first = first * beta + grad * (1 - beta)
        agreed = xp.sign(grad) * xp.sign(first)
        return x - lr * xp.exp(logbase * sign_decay * agreed) * grad, first

    scalars = {"lr": lr, "logbase": logbase, "sign_decay": sign_decay, "beta": beta}
    step(xp, {"var": var, "m": m}, grad, scalars, change)


ResourceApplyPowerSign.not_differentiable()
