"""Batch normalization under the wire names of earlier graphs: V3 without what GPUs keep."""

from __future__ import annotations

from typing import Any, Literal

from tenfold.core.dtypes import bfloat16, float16, float32
from tenfold.core.op import Op, op

from .batch_norm import (
    FusedBatchNormGradV3,
    FusedBatchNormV3,
    fused_batch_norm_grad_gradient,
    fused_shapes,
    grad_shapes,
)

_IMAGE = (float16, bfloat16, float32)


def _shapes(call: Any) -> Any:
    return fused_shapes(call)[:5]


def _differentiate(forward: Op, back: Op) -> None:
    """Registers the gradients, which are those of V3."""
    forward.accepts_none = True

    @forward.gradient
    def forward_gradient(call: Any, dy: Any, *_: Any) -> Any:
        if dy is None:
            return [None] * 5
        x, scale, _, mean, variance = call.inputs
        attrs = {n: call.attrs[n] for n in ("epsilon", "data_format", "is_training")}
        if attrs["is_training"]:
            mean, variance = call.outputs[3], call.outputs[4]
        return *back(dy, x, scale, mean, variance, **attrs)[:3], None, None

    @back.gradient
    def back_gradient(call: Any, *grads: Any) -> Any:
        return fused_batch_norm_grad_gradient(call, *grads)[:5]


@op(
    "x: T, scale: T, offset: T, mean: T, variance: T -> y: T, batch_mean: T, batch_variance: T, "
    "reserve_space_1: T, reserve_space_2: T",
    T=(float32,),
    shape=_shapes,
)
def FusedBatchNorm(
    xp: Any,
    x: Any,
    scale: Any,
    offset: Any,
    mean: Any,
    variance: Any,
    *,
    epsilon: float = 0.0001,
    exponential_avg_factor: float = 1.0,
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
    is_training: bool = True,
) -> Any:
    return FusedBatchNormV3.kernel(
        xp,
        x,
        scale,
        offset,
        mean,
        variance,
        epsilon=epsilon,
        exponential_avg_factor=exponential_avg_factor,
        data_format=data_format,
        is_training=is_training,
    )[:5]


@op(
    "y_backprop: T, x: T, scale: T, reserve_space_1: T, reserve_space_2: T -> x_backprop: T, "
    "scale_backprop: T, offset_backprop: T, reserve_space_3: T, reserve_space_4: T",
    T=(float32,),
    shape=grad_shapes,
)
def FusedBatchNormGrad(
    xp: Any,
    y_backprop: Any,
    x: Any,
    scale: Any,
    reserve_space_1: Any,
    reserve_space_2: Any,
    *,
    epsilon: float = 0.0001,
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
    is_training: bool = True,
) -> Any:
    return FusedBatchNormGradV3.kernel(
        xp,
        y_backprop,
        x,
        scale,
        reserve_space_1,
        reserve_space_2,
        None,
        epsilon=epsilon,
        data_format=data_format,
        is_training=is_training,
    )


_differentiate(FusedBatchNorm, FusedBatchNormGrad)


@op(
    "x: T, scale: U, offset: U, mean: U, variance: U -> y: T, batch_mean: U, batch_variance: U, "
    "reserve_space_1: U, reserve_space_2: U",
    T=_IMAGE,
    U=(float32,),
    shape=_shapes,
)
def FusedBatchNormV2(
    xp: Any,
    x: Any,
    scale: Any,
    offset: Any,
    mean: Any,
    variance: Any,
    *,
    epsilon: float = 0.0001,
    exponential_avg_factor: float = 1.0,
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
    is_training: bool = True,
) -> Any:
    return FusedBatchNormV3.kernel(
        xp,
        x,
        scale,
        offset,
        mean,
        variance,
        epsilon=epsilon,
        exponential_avg_factor=exponential_avg_factor,
        data_format=data_format,
        is_training=is_training,
    )[:5]


@op(
    "y_backprop: T, x: T, scale: float32, reserve_space_1: U, reserve_space_2: U -> "
    "x_backprop: T, scale_backprop: U, offset_backprop: U, reserve_space_3: U, reserve_space_4: U",
    T=_IMAGE,
    U=(float32,),
    shape=grad_shapes,
)
def FusedBatchNormGradV2(
    xp: Any,
    y_backprop: Any,
    x: Any,
    scale: Any,
    reserve_space_1: Any,
    reserve_space_2: Any,
    *,
    epsilon: float = 0.0001,
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
    is_training: bool = True,
) -> Any:
    return FusedBatchNormGradV3.kernel(
        xp,
        y_backprop,
        x,
        scale,
        reserve_space_1,
        reserve_space_2,
        None,
        epsilon=epsilon,
        data_format=data_format,
        is_training=is_training,
    )


_differentiate(FusedBatchNormV2, FusedBatchNormGradV2)
