"""The pooling ops over two and three spatial axes, and their gradients.

The public functions stand in `pools.py`; the arithmetic in `window_pooling.py`.
"""

from __future__ import annotations

from typing import Any, Literal

from tenfold.core import rules
from tenfold.core.dtypes import (
    FLOATING,
    QUANTIZED,
    REAL,
    bfloat16,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
)
from tenfold.core.op import Op, op
from tenfold.core.signature import Types

from .activations import zeros_like
from .conv_ops import sizes_of
from .window_pooling import (
    attributes,
    check_pooled,
    fetch,
    maximum,
    mean,
    mean_gradient,
    pool_shape,
    route,
)

_NONE: list[int] = []
_QINT8 = tuple(t for t in QUANTIZED if t.name == "qint8")
MAX_TYPES = Types(
    (float16, bfloat16, float32, float64, int32, int64, uint8, int16, int8, uint16, *_QINT8),
    default=float32,
)
_VOLUME = (float16, bfloat16, float32)
_GEOMETRY = ("ksize", "strides", "padding", "data_format", "explicit_paddings")


def shared(call: Any, other: Op) -> dict[str, Any]:
    """The attributes that a call has in common with another pooling op."""
    names = (n for n in _GEOMETRY if n in other.signature.attrs and n in call.attrs)
    return {n: call.attrs[n] for n in names}


def differentiate_maximum(forward: Op, back: Op, again: Op) -> None:
    """Registers the gradients of max pooling, which do not depend on the number of axes.

    Args:
      forward: The pooling op.
      back: Its gradient, `(x, y, dy) -> dx`.
      again: The gradient of that, `(x, y, ddx) -> ddy`.
    """

    @forward.gradient
    def forward_gradient(call: Any, dy: Any) -> Any:
        return (back(call.inputs[0], call.outputs[0], dy, **shared(call, back)),)

    @back.gradient
    def back_gradient(call: Any, ddx: Any) -> Any:
        x, y = call.inputs[:2]
        return zeros_like(x), zeros_like(y), again(x, y, ddx, **shared(call, again))

    @again.gradient
    def again_gradient(call: Any, ddy: Any) -> Any:
        x, y = call.inputs[:2]
        return zeros_like(x), zeros_like(y), back(x, y, ddy, **shared(call, back))


def differentiate_mean(forward: Op, back: Op) -> None:
    """Registers the gradients of average pooling, which do not depend on the number of axes."""

    @forward.gradient
    def forward_gradient(call: Any, dy: Any) -> Any:
        return (back(sizes_of(call.inputs[0]), dy, **shared(call, back)),)

    @back.gradient
    def back_gradient(call: Any, ddx: Any) -> Any:
        return None, forward(ddx, **shared(call, forward))


@op("input: T -> output: T", T=MAX_TYPES, shape=pool_shape)
def MaxPool(
    xp: Any,
    input: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID", "EXPLICIT"],
    explicit_paddings: list[int] = _NONE,
    data_format: Literal["NHWC", "NCHW", "NCHW_VECT_C"] = "NHWC",
) -> Any:
    return maximum(xp, input, attributes(ksize, strides, padding, data_format, explicit_paddings))


@op(
    "orig_input: T, orig_output: T, grad: T -> output: T",
    T=Types(REAL, default=float32),
    shape=rules.of_rank(4),
)
def MaxPoolGrad(
    xp: Any,
    orig_input: Any,
    orig_output: Any,
    grad: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID", "EXPLICIT"],
    explicit_paddings: list[int] = _NONE,
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
) -> Any:
    attrs = attributes(ksize, strides, padding, data_format, explicit_paddings)
    check_pooled(orig_input, attrs, orig_output=orig_output)
    return route(xp, orig_input, grad, attrs)


MaxPoolGrad.faster_compiled(7e-10)


@op("orig_input: T, orig_output: T, grad: T -> output: T", T=REAL, shape=rules.of_rank(4, 1))
def MaxPoolGradGrad(
    xp: Any,
    orig_input: Any,
    orig_output: Any,
    grad: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
) -> Any:
    attrs = attributes(ksize, strides, padding, data_format)
    check_pooled(orig_input, attrs, orig_output=orig_output)
    return fetch(xp, orig_input, grad, attrs)


differentiate_maximum(MaxPool, MaxPoolGrad, MaxPoolGradGrad)


@op("value: T -> output: T", T=FLOATING, shape=pool_shape)
def AvgPool(
    xp: Any,
    value: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
) -> Any:
    return mean(xp, value, attributes(ksize, strides, padding, data_format))


AvgPool.faster_compiled(7e-10)


@op("orig_input_shape: int32, grad: T -> output: T", T=FLOATING, shape=rules.from_dims())
def AvgPoolGrad(
    xp: Any,
    orig_input_shape: Any,
    grad: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
) -> Any:
    attrs = attributes(ksize, strides, padding, data_format)
    return mean_gradient(xp, orig_input_shape, grad, attrs)


AvgPoolGrad.faster_compiled(7e-10)


differentiate_mean(AvgPool, AvgPoolGrad)


@op("input: T -> output: T", T=_VOLUME, shape=pool_shape)
def MaxPool3D(
    xp: Any,
    input: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NDHWC", "NCDHW"] = "NDHWC",
) -> Any:
    return maximum(xp, input, attributes(ksize, strides, padding, data_format))


@op(
    "orig_input: TInput, orig_output: TInput, grad: T -> output: T",
    T=Types(_VOLUME, default=float32),
    TInput=Types(_VOLUME, default=float32),
    shape=rules.of_rank(5),
)
def MaxPool3DGrad(
    xp: Any,
    orig_input: Any,
    orig_output: Any,
    grad: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NDHWC", "NCDHW"] = "NDHWC",
) -> Any:
    attrs = attributes(ksize, strides, padding, data_format)
    check_pooled(orig_input, attrs, orig_output=orig_output)
    return route(xp, orig_input, grad, attrs)


@op("orig_input: T, orig_output: T, grad: T -> output: T", T=REAL, shape=rules.of_rank(5, 1))
def MaxPool3DGradGrad(
    xp: Any,
    orig_input: Any,
    orig_output: Any,
    grad: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NDHWC", "NCDHW"] = "NDHWC",
) -> Any:
    attrs = attributes(ksize, strides, padding, data_format)
    check_pooled(orig_input, attrs, orig_output=orig_output)
    return fetch(xp, orig_input, grad, attrs)


differentiate_maximum(MaxPool3D, MaxPool3DGrad, MaxPool3DGradGrad)


@op("input: T -> output: T", T=FLOATING, shape=pool_shape)
def AvgPool3D(
    xp: Any,
    input: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NDHWC", "NCDHW"] = "NDHWC",
) -> Any:
    return mean(xp, input, attributes(ksize, strides, padding, data_format))


@op("orig_input_shape: int32, grad: T -> output: T", T=FLOATING, shape=rules.from_dims())
def AvgPool3DGrad(
    xp: Any,
    orig_input_shape: Any,
    grad: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NDHWC", "NCDHW"] = "NDHWC",
) -> Any:
    attrs = attributes(ksize, strides, padding, data_format)
    return mean_gradient(xp, orig_input_shape, grad, attrs)


differentiate_mean(AvgPool3D, AvgPool3DGrad)
