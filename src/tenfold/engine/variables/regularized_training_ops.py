"""Steps of optimizers that keep variables small, as ops on variables."""

from __future__ import annotations

from typing import Any

from tenfold.core import rules
from tenfold.core.dtypes import NUMBER
from tenfold.core.op import op

from . import training_steps as steps
from .training_steps import step


@op(
    "var: resource, gradient_accumulator: resource, gradient_squared_accumulator: resource, "
    "grad: T, lr: T, l1: T, l2: T, global_step: int64 ->",
    T=NUMBER,
    stateful=True,
    shape=rules.nothing,
)
def ResourceApplyAdagradDA(
    xp: Any,
    var: Any,
    gradient_accumulator: Any,
    gradient_squared_accumulator: Any,
    grad: Any,
    lr: Any,
    l1: Any,
    l2: Any,
    global_step: Any,
    *,
    use_locking: bool = False,
) -> None:
    handles = {
        "var": var,
        "gradient_accumulator": gradient_accumulator,
        "gradient_squared_accumulator": gradient_squared_accumulator,
    }
    scalars = {"lr": lr, "l1": l1, "l2": l2, "global_step": global_step}
    change = steps.adagrad_dual_averaging(xp, lr, l1, l2, global_step)
    step(xp, handles, grad, scalars, change)


ResourceApplyAdagradDA.not_differentiable()


@op(
    "var: resource, accum: resource, linear: resource, grad: T, lr: T, l1: T, l2: T, "
    "lr_power: T ->",
    T=NUMBER,
    stateful=True,
    shape=rules.nothing,
)
def ResourceApplyFtrl(
    xp: Any,
    var: Any,
    accum: Any,
    linear: Any,
    grad: Any,
    lr: Any,
    l1: Any,
    l2: Any,
    lr_power: Any,
    *,
    use_locking: bool = False,
    multiply_linear_by_lr: bool = False,
) -> None:
    handles = {"var": var, "accum": accum, "linear": linear}
    scalars = {"lr": lr, "l1": l1, "l2": l2, "lr_power": lr_power}
    change = steps.ftrl(xp, lr, l1, l2, None, lr_power, multiply_linear_by_lr)
    step(xp, handles, grad, scalars, change)


ResourceApplyFtrl.not_differentiable()


@op(
    "var: resource, accum: resource, linear: resource, grad: T, lr: T, l1: T, l2: T, "
    "l2_shrinkage: T, lr_power: T ->",
    T=NUMBER,
    stateful=True,
    shape=rules.nothing,
)
def ResourceApplyFtrlV2(
    xp: Any,
    var: Any,
    accum: Any,
    linear: Any,
    grad: Any,
    lr: Any,
    l1: Any,
    l2: Any,
    l2_shrinkage: Any,
    lr_power: Any,
    *,
    use_locking: bool = False,
    multiply_linear_by_lr: bool = False,
) -> None:
    handles = {"var": var, "accum": accum, "linear": linear}
    scalars = {"lr": lr, "l1": l1, "l2": l2, "l2_shrinkage": l2_shrinkage, "lr_power": lr_power}
    change = steps.ftrl(xp, lr, l1, l2, l2_shrinkage, lr_power, multiply_linear_by_lr)
    step(xp, handles, grad, scalars, change)


ResourceApplyFtrlV2.not_differentiable()


@op(
    "var: resource, accum: resource, lr: T, l1: T, l2: T, grad: T ->",
    T=NUMBER,
    stateful=True,
    shape=rules.nothing,
)
def ResourceApplyProximalAdagrad(
    xp: Any,
    var: Any,
    accum: Any,
    lr: Any,
    l1: Any,
    l2: Any,
    grad: Any,
    *,
    use_locking: bool = False,
) -> None:
    handles = {"var": var, "accum": accum}
    scalars = {"lr": lr, "l1": l1, "l2": l2}
    steps.check_strengths(xp, lr, l1=l1, l2=l2)
    change = steps.proximal_adagrad(xp, lr, l1, l2)
    step(xp, handles, grad, scalars, change)


ResourceApplyProximalAdagrad.not_differentiable()


@op(
    "var: resource, alpha: T, l1: T, l2: T, delta: T ->",
    T=NUMBER,
    stateful=True,
    shape=rules.nothing,
)
def ResourceApplyProximalGradientDescent(
    xp: Any,
    var: Any,
    alpha: Any,
    l1: Any,
    l2: Any,
    delta: Any,
    *,
    use_locking: bool = False,
) -> None:
    handles = {"var": var}
    scalars = {"alpha": alpha, "l1": l1, "l2": l2}
    change = steps.proximal_descent(xp, alpha, l1, l2)
    step(xp, handles, delta, scalars, change)


ResourceApplyProximalGradientDescent.not_differentiable()
