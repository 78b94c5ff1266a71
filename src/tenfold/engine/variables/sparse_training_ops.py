"""Steps of optimizers on some rows of variables, as ops: where a gradient is of gathered rows."""

from __future__ import annotations

from typing import Any

from tenfold.core import rules
from tenfold.core.dtypes import INDEX, NUMBER
from tenfold.core.op import op

from . import training_steps as steps
from .training_steps import step_rows


def _check_power(lr_power: Any) -> None:
    if lr_power > 0:
        raise ValueError(f"lr_power must not be positive; received {lr_power}.")


@op(
    "var: resource, accum: resource, accum_update: resource, lr: T, rho: T, epsilon: T, grad: "
    "T, indices: Tindices ->",
    T=NUMBER,
    Tindices=INDEX,
    jit=False,
    stateful=True,
    shape=rules.nothing,
)
def ResourceSparseApplyAdadelta(
    xp: Any,
    var: Any,
    accum: Any,
    accum_update: Any,
    lr: Any,
    rho: Any,
    epsilon: Any,
    grad: Any,
    indices: Any,
    *,
    use_locking: bool = False,
) -> None:
    handles = {"var": var, "accum": accum, "accum_update": accum_update}
    scalars = {"lr": lr, "rho": rho, "epsilon": epsilon}
    change = steps.adadelta(xp, lr, rho, epsilon)
    step_rows(xp, handles, grad, indices, scalars, change)


ResourceSparseApplyAdadelta.not_differentiable()


@op(
    "var: resource, accum: resource, lr: T, grad: T, indices: Tindices ->",
    T=NUMBER,
    Tindices=INDEX,
    jit=False,
    stateful=True,
    shape=rules.nothing,
)
def ResourceSparseApplyAdagrad(
    xp: Any,
    var: Any,
    accum: Any,
    lr: Any,
    grad: Any,
    indices: Any,
    *,
    use_locking: bool = False,
    update_slots: bool = True,
) -> None:
    handles = {"var": var, "accum": accum}
    scalars = {"lr": lr}
    change = steps.adagrad(xp, lr, None, update_slots)
    step_rows(xp, handles, grad, indices, scalars, change)


ResourceSparseApplyAdagrad.not_differentiable()


@op(
    "var: resource, accum: resource, lr: T, epsilon: T, grad: T, indices: Tindices ->",
    T=NUMBER,
    Tindices=INDEX,
    jit=False,
    stateful=True,
    shape=rules.nothing,
)
def ResourceSparseApplyAdagradV2(
    xp: Any,
    var: Any,
    accum: Any,
    lr: Any,
    epsilon: Any,
    grad: Any,
    indices: Any,
    *,
    use_locking: bool = False,
    update_slots: bool = True,
) -> None:
    handles = {"var": var, "accum": accum}
    scalars = {"lr": lr, "epsilon": epsilon}
    change = steps.adagrad(xp, lr, epsilon, update_slots)
    step_rows(xp, handles, grad, indices, scalars, change)


ResourceSparseApplyAdagradV2.not_differentiable()


@op(
    "var: resource, mg: resource, ms: resource, mom: resource, lr: T, rho: T, momentum: T, "
    "epsilon: T, grad: T, indices: Tindices ->",
    T=NUMBER,
    Tindices=INDEX,
    jit=False,
    stateful=True,
    shape=rules.nothing,
)
def ResourceSparseApplyCenteredRMSProp(
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
    indices: Any,
    *,
    use_locking: bool = False,
) -> None:
    handles = {"var": var, "mg": mg, "ms": ms, "mom": mom}
    scalars = {"lr": lr, "rho": rho, "momentum": momentum, "epsilon": epsilon}
    change = steps.centered_rms_prop(xp, lr, rho, momentum, epsilon)
    step_rows(xp, handles, grad, indices, scalars, change)


ResourceSparseApplyCenteredRMSProp.not_differentiable()


@op(
    "var: resource, ms: resource, mom: resource, lr: T, rho: T, momentum: T, epsilon: T, "
    "grad: T, indices: Tindices ->",
    T=NUMBER,
    Tindices=INDEX,
    jit=False,
    stateful=True,
    shape=rules.nothing,
)
def ResourceSparseApplyRMSProp(
    xp: Any,
    var: Any,
    ms: Any,
    mom: Any,
    lr: Any,
    rho: Any,
    momentum: Any,
    epsilon: Any,
    grad: Any,
    indices: Any,
    *,
    use_locking: bool = False,
) -> None:
    handles = {"var": var, "ms": ms, "mom": mom}
    scalars = {"lr": lr, "rho": rho, "momentum": momentum, "epsilon": epsilon}
    change = steps.rms_prop(xp, lr, rho, momentum, epsilon)
    step_rows(xp, handles, grad, indices, scalars, change)


ResourceSparseApplyRMSProp.not_differentiable()


@op(
    "var: resource, accum: resource, lr: T, grad: T, indices: Tindices, momentum: T ->",
    T=NUMBER,
    Tindices=INDEX,
    jit=False,
    stateful=True,
    shape=rules.nothing,
)
def ResourceSparseApplyKerasMomentum(
    xp: Any,
    var: Any,
    accum: Any,
    lr: Any,
    grad: Any,
    indices: Any,
    momentum: Any,
    *,
    use_locking: bool = False,
    use_nesterov: bool = False,
) -> None:
    handles = {"var": var, "accum": accum}
    scalars = {"lr": lr, "momentum": momentum}
    change = steps.keras_momentum(xp, lr, momentum, use_nesterov)
    step_rows(xp, handles, grad, indices, scalars, change)


ResourceSparseApplyKerasMomentum.not_differentiable()


@op(
    "var: resource, accum: resource, lr: T, grad: T, indices: Tindices, momentum: T ->",
    T=NUMBER,
    Tindices=INDEX,
    jit=False,
    stateful=True,
    shape=rules.nothing,
)
def ResourceSparseApplyMomentum(
    xp: Any,
    var: Any,
    accum: Any,
    lr: Any,
    grad: Any,
    indices: Any,
    momentum: Any,
    *,
    use_locking: bool = False,
    use_nesterov: bool = False,
) -> None:
    handles = {"var": var, "accum": accum}
    scalars = {"lr": lr, "momentum": momentum}
    change = steps.momentum(xp, lr, momentum, use_nesterov)
    step_rows(xp, handles, grad, indices, scalars, change)


ResourceSparseApplyMomentum.not_differentiable()


@op(
    "var: resource, gradient_accumulator: resource, gradient_squared_accumulator: resource, "
    "grad: T, indices: Tindices, lr: T, l1: T, l2: T, global_step: int64 ->",
    T=NUMBER,
    Tindices=INDEX,
    jit=False,
    stateful=True,
    shape=rules.nothing,
)
def ResourceSparseApplyAdagradDA(
    xp: Any,
    var: Any,
    gradient_accumulator: Any,
    gradient_squared_accumulator: Any,
    grad: Any,
    indices: Any,
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
    step_rows(xp, handles, grad, indices, scalars, change)


ResourceSparseApplyAdagradDA.not_differentiable()


@op(
    "var: resource, accum: resource, linear: resource, grad: T, indices: Tindices, lr: T, l1: "
    "T, l2: T, lr_power: T ->",
    T=NUMBER,
    Tindices=INDEX,
    jit=False,
    stateful=True,
    shape=rules.nothing,
)
def ResourceSparseApplyFtrl(
    xp: Any,
    var: Any,
    accum: Any,
    linear: Any,
    grad: Any,
    indices: Any,
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
    steps.check_strengths(xp, lr, l1=l1, l2=l2)
    _check_power(lr_power)
    change = steps.ftrl(xp, lr, l1, l2, None, lr_power, multiply_linear_by_lr)
    step_rows(xp, handles, grad, indices, scalars, change)


ResourceSparseApplyFtrl.not_differentiable()


@op(
    "var: resource, accum: resource, linear: resource, grad: T, indices: Tindices, lr: T, l1: "
    "T, l2: T, l2_shrinkage: T, lr_power: T ->",
    T=NUMBER,
    Tindices=INDEX,
    jit=False,
    stateful=True,
    shape=rules.nothing,
)
def ResourceSparseApplyFtrlV2(
    xp: Any,
    var: Any,
    accum: Any,
    linear: Any,
    grad: Any,
    indices: Any,
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
    steps.check_strengths(xp, lr, l1=l1, l2=l2, l2_shrinkage=l2_shrinkage)
    _check_power(lr_power)
    change = steps.ftrl(xp, lr, l1, l2, l2_shrinkage, lr_power, multiply_linear_by_lr)
    step_rows(xp, handles, grad, indices, scalars, change)


ResourceSparseApplyFtrlV2.not_differentiable()


@op(
    "var: resource, accum: resource, lr: T, l1: T, l2: T, grad: T, indices: Tindices ->",
    T=NUMBER,
    Tindices=INDEX,
    jit=False,
    stateful=True,
    shape=rules.nothing,
)
def ResourceSparseApplyProximalAdagrad(
    xp: Any,
    var: Any,
    accum: Any,
    lr: Any,
    l1: Any,
    l2: Any,
    grad: Any,
    indices: Any,
    *,
    use_locking: bool = False,
) -> None:
    handles = {"var": var, "accum": accum}
    scalars = {"lr": lr, "l1": l1, "l2": l2}
    steps.check_strengths(xp, lr, l1=l1, l2=l2)
    change = steps.proximal_adagrad(xp, lr, l1, l2)
    step_rows(xp, handles, grad, indices, scalars, change)


ResourceSparseApplyProximalAdagrad.not_differentiable()


@op(
    "var: resource, alpha: T, l1: T, l2: T, grad: T, indices: Tindices ->",
    T=NUMBER,
    Tindices=INDEX,
    jit=False,
    stateful=True,
    shape=rules.nothing,
)
def ResourceSparseApplyProximalGradientDescent(
    xp: Any,
    var: Any,
    alpha: Any,
    l1: Any,
    l2: Any,
    grad: Any,
    indices: Any,
    *,
    use_locking: bool = False,
) -> None:
    handles = {"var": var}
    scalars = {"alpha": alpha, "l1": l1, "l2": l2}
    change = steps.proximal_descent(xp, alpha, l1, l2)
    step_rows(xp, handles, grad, indices, scalars, change)


ResourceSparseApplyProximalGradientDescent.not_differentiable()
