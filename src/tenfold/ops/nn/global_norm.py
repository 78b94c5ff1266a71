"""Batch normalization with given statistics, as graphs of TensorFlow's first days have it."""

from __future__ import annotations

from typing import Any

from tenfold.core import rules
from tenfold.core.dtypes import NUMBER
from tenfold.core.half_floats import widen
from tenfold.core.op import op


def _check(t: Any, values: dict[str, Any]) -> None:
    if t.ndim != 4:
        raise ValueError(f"input must be 4-dimensional; its shape is {list(t.shape)}.")
    for name, value in values.items():
        if tuple(value.shape) != (t.shape[-1],):
            raise ValueError(
                f"{name} must have one value for each of the {t.shape[-1]} channels; its shape is "
                f"{list(value.shape)}."
            )


@op("t: T, m: T, v: T, beta: T, gamma: T -> result: T", T=NUMBER, shape=rules.same)
def BatchNormWithGlobalNormalization(
    xp: Any,
    t: Any,
    m: Any,
    v: Any,
    beta: Any,
    gamma: Any,
    *,
    variance_epsilon: float,
    scale_after_normalization: bool,
) -> Any:
    _check(t, {"mean": m, "var": v, "beta": beta, "gamma": gamma})
    x, m, v, beta, gamma = map(widen, (t, m, v, beta, gamma))
    scale = 1 / xp.sqrt(v + x.dtype.type(variance_epsilon))
    if scale_after_normalization:
        scale = scale * gamma
    return ((x - m) * scale + beta).astype(t.dtype)


@BatchNormWithGlobalNormalization.gradient
def batch_norm_gradient(call: Any, dy: Any) -> Any:
    t, m, v, _, gamma = call.inputs
    return BatchNormWithGlobalNormalizationGrad(t, m, v, gamma, dy, **call.attrs)


def _grad_shapes(call: Any) -> Any:
    shape = call.inputs[0].raw_shape
    channels = (None if shape is None else shape[-1],)
    return [shape, *[channels] * 4]


@op(
    "t: T, m: T, v: T, gamma: T, backprop: T -> dx: T, dm: T, dv: T, db: T, dg: T",
    T=NUMBER,
    shape=_grad_shapes,
)
def BatchNormWithGlobalNormalizationGrad(
    xp: Any,
    t: Any,
    m: Any,
    v: Any,
    gamma: Any,
    backprop: Any,
    *,
    variance_epsilon: float,
    scale_after_normalization: bool,
) -> Any:
    _check(t, {"mean": m, "var": v, "gamma": gamma})
    if backprop.shape != t.shape:
        raise ValueError(
            f"backprop must have the shape of the input, {list(t.shape)}; received "
            f"{list(backprop.shape)}."
        )
    dtype, space = t.dtype, (0, 1, 2)
    x, m, v, gamma, dy = map(widen, (t, m, v, gamma, backprop))
    inverse = 1 / xp.sqrt(v + x.dtype.type(variance_epsilon))
    weight = gamma if scale_after_normalization else xp.ones_like(gamma)
    total, by_place = dy.sum(axis=space), (dy * (x - m)).sum(axis=space)
    dg = by_place * inverse if scale_after_normalization else xp.zeros_like(gamma)
    found = (
        dy * (inverse * weight),
        -total * inverse * weight,
        by_place * (inverse**3 * weight) * x.dtype.type(-0.5),
        total,
        dg,
    )
    return [y.astype(dtype) for y in found]
