"""Max pooling whose window is given by tensors rather than attributes."""

from __future__ import annotations

from typing import Any, Literal

from tenfold.core import rules
from tenfold.core.dispatch import Call
from tenfold.core.dtypes import REAL, float32
from tenfold.core.op import op
from tenfold.core.signature import Types

from .activations import zeros_like
from .pooling import MAX_TYPES
from .window_pooling import attributes, check_pooled, fetch, maximum, pool_shape, route


def _attrs(xp: Any, ksize: Any, strides: Any, padding: str, layout: str) -> dict[str, Any]:
    window, steps = (xp.static(v).tolist() for v in (ksize, strides))
    return attributes(window, steps, padding, layout)


def _shape(call: Any) -> Any:
    window, steps = (rules.value_of(x) for x in call.inputs[1:])
    if window is None or steps is None:
        return (None,) * 4
    known = {"ksize": window.tolist(), "strides": steps.tolist()}
    return pool_shape(Call(call.op, call.inputs, [], call.attrs | known))


def _layout(call: Any) -> dict[str, Any]:
    return {n: call.attrs[n] for n in ("padding", "data_format")}


@op("input: T, ksize: int32, strides: int32 -> output: T", T=MAX_TYPES, shape=_shape)
def MaxPoolV2(
    xp: Any,
    input: Any,
    ksize: Any,
    strides: Any,
    *,
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NHWC", "NCHW", "NCHW_VECT_C"] = "NHWC",
) -> Any:
    return maximum(xp, input, _attrs(xp, ksize, strides, padding, data_format))


@MaxPoolV2.gradient
def max_pool_v2_gradient(call: Any, dy: Any) -> Any:
    x, ksize, strides = call.inputs
    dx = MaxPoolGradV2(x, call.outputs[0], dy, ksize, strides, **_layout(call))
    return dx, None, None


@op(
    "orig_input: T, orig_output: T, grad: T, ksize: int32, strides: int32 -> output: T",
    T=Types(REAL, default=float32),
    shape=rules.of_rank(4),
)
def MaxPoolGradV2(
    xp: Any,
    orig_input: Any,
    orig_output: Any,
    grad: Any,
    ksize: Any,
    strides: Any,
    *,
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
) -> Any:
    attrs = _attrs(xp, ksize, strides, padding, data_format)
    check_pooled(orig_input, attrs, orig_output=orig_output)
    return route(xp, orig_input, grad, attrs)


@MaxPoolGradV2.gradient
def max_pool_grad_v2_gradient(call: Any, ddx: Any) -> Any:
    x, y, _, ksize, strides = call.inputs
    ddy = MaxPoolGradGradV2(x, y, ddx, ksize, strides, **_layout(call))
    return zeros_like(x), zeros_like(y), ddy, None, None


@op(
    "orig_input: T, orig_output: T, grad: T, ksize: int32, strides: int32 -> output: T",
    T=REAL,
    shape=rules.of_rank(4, 1),
)
def MaxPoolGradGradV2(
    xp: Any,
    orig_input: Any,
    orig_output: Any,
    grad: Any,
    ksize: Any,
    strides: Any,
    *,
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
) -> Any:
    attrs = _attrs(xp, ksize, strides, padding, data_format)
    check_pooled(orig_input, attrs, orig_output=orig_output)
    return fetch(xp, orig_input, grad, attrs)


@MaxPoolGradGradV2.gradient
def max_pool_grad_grad_v2_gradient(call: Any, ddy: Any) -> Any:
    x, y, _, ksize, strides = call.inputs
    dx = MaxPoolGradV2(x, y, ddy, ksize, strides, **_layout(call))
    return zeros_like(x), zeros_like(y), dx, None, None
