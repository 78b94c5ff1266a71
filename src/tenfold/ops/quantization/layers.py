"""What layers of quantized networks do between their products: bounds, pools, norms, joins."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from tenfold.core import rules
from tenfold.core.dispatch import Call
from tenfold.core.dtypes import INDEX, QUANTIZED, DType, int32, quint8
from tenfold.core.op import op
from tenfold.core.signature import Types
from tenfold.ops.array.shaping import Reshape
from tenfold.ops.nn.pooling import AvgPool, MaxPool

from .arithmetic import check_range, kind_of, with_range
from .levels import clipped_level_of, number_of
from .stored import QuantizedConcat, min_first_floats, min_first_integers

F32 = np.float32
_BYTES = Types(QUANTIZED, default=quint8)


def _bounded(xp: Any, x: Any, most: Any, low: Any, high: Any, out_type: DType) -> Any:
    """Integers no lower than that of 0, and no higher than that of `most` if it is given."""
    check_range("features", low, high)
    kind = kind_of(x)
    y = xp.maximum(x.astype("int64"), clipped_level_of(xp, np.zeros((), F32), low, high, kind))
    if most is not None:
        y = xp.minimum(y, clipped_level_of(xp, most, low, high, kind))
    return y.astype(out_type.np), low, high


@op(
    "features: Tinput, min_features: float32, max_features: float32 -> "
    "activations: out_type, min_activations: float32, max_activations: float32",
    Tinput=QUANTIZED,
    out_type=_BYTES,
    shape=with_range(rules.same),
)
def QuantizedRelu(
    xp: Any, features: Any, min_features: Any, max_features: Any, *, out_type: DType = quint8
) -> Any:
    return _bounded(xp, features, None, min_features, max_features, out_type)


@op(
    "features: Tinput, min_features: float32, max_features: float32 -> "
    "activations: out_type, min_activations: float32, max_activations: float32",
    Tinput=QUANTIZED,
    out_type=_BYTES,
    shape=with_range(rules.same),
)
def QuantizedRelu6(
    xp: Any, features: Any, min_features: Any, max_features: Any, *, out_type: DType = quint8
) -> Any:
    six = np.asarray(6, F32)
    return _bounded(xp, features, six, min_features, max_features, out_type)


@op(
    "features: Tinput, max_value: float32, min_features: float32, max_features: float32 -> "
    "activations: out_type, min_activations: float32, max_activations: float32",
    Tinput=QUANTIZED,
    out_type=_BYTES,
    shape=with_range(rules.same),
)
def QuantizedReluX(
    xp: Any,
    features: Any,
    max_value: Any,
    min_features: Any,
    max_features: Any,
    *,
    out_type: DType = quint8,
) -> Any:
    return _bounded(xp, features, max_value, min_features, max_features, out_type)


def _pooled(call: Any) -> Any:
    attrs = {**call.attrs, "data_format": "NHWC"}
    return AvgPool.shape_rule(Call(call.op, call.inputs[:1], (), attrs))


@op(
    "input: T, min_input: float32, max_input: float32 -> "
    "output: T, min_output: float32, max_output: float32",
    T=QUANTIZED,
    shape=with_range(_pooled),
)
def QuantizedAvgPool(
    xp: Any,
    input: Any,
    min_input: Any,
    max_input: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
) -> Any:
    check_range("input", min_input, max_input)
    attrs = {"ksize": ksize, "strides": strides, "padding": padding}
    means = AvgPool.kernel(xp, input.astype("float64"), **attrs)
    return xp.rint(means).astype(input.dtype), min_input, max_input


@op(
    "input: T, min_input: float32, max_input: float32 -> "
    "output: T, min_output: float32, max_output: float32",
    T=QUANTIZED,
    shape=with_range(_pooled),
)
def QuantizedMaxPool(
    xp: Any,
    input: Any,
    min_input: Any,
    max_input: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
) -> Any:
    check_range("input", min_input, max_input)
    attrs = {"ksize": ksize, "strides": strides, "padding": padding}
    most = MaxPool.kernel(xp, input.astype("float64"), **attrs)
    return most.astype(input.dtype), min_input, max_input


@op(
    "tensor: T, shape: Tshape, input_min: float32, input_max: float32 -> "
    "output: T, output_min: float32, output_max: float32",
    Tshape=Types(INDEX, default=int32),
    shape=with_range(Reshape.shape_rule),
)
def QuantizedReshape(xp: Any, tensor: Any, shape: Any, input_min: Any, input_max: Any) -> Any:
    return Reshape.kernel(xp, tensor, shape), input_min, input_max


def _joined_v2(call: Any) -> Any:
    count = call.attrs["N"]
    order = (call.inputs[count], *call.inputs[:count], *call.inputs[count + 1 :])
    return QuantizedConcat.shape_rule(Call(call.op, order, (), call.attrs))


@op(
    "values: N*T, axis: Tidx, input_mins: N*float32, input_maxes: N*float32 -> "
    "output: T, output_min: float32, output_max: float32",
    N=2,
    Tidx=Types(INDEX, default=int32),
    shape=_joined_v2,
)
def QuantizedConcatV2(xp: Any, values: Any, axis: Any, input_mins: Any, input_maxes: Any) -> Any:
    at = np.asarray(rules.normalize_axis(int(xp.static(axis)), values[0].ndim), np.int32)
    return QuantizedConcat.kernel(xp, at, values, input_mins, input_maxes)


@op(
    "x: T, x_min: float32, x_max: float32 -> y: T, y_min: float32, y_max: float32",
    T=QUANTIZED,
    shape=with_range(rules.same),
)
def QuantizedInstanceNorm(
    xp: Any,
    x: Any,
    x_min: Any,
    x_max: Any,
    *,
    output_range_given: bool = False,
    given_y_min: float = 0.0,
    given_y_max: float = 0.0,
    variance_epsilon: float = 1e-05,
    min_separation: float = 0.001,
) -> Any:
    check_range("x", x_min, x_max)
    if x.ndim != 4:
        raise ValueError(f"QuantizedInstanceNorm takes a 4-D tensor; received {list(x.shape)}.")
    if output_range_given and given_y_min >= given_y_max:
        raise ValueError(
            f"given_y_min must be less than given_y_max: {given_y_min} >= {given_y_max}."
        )
    kind = kind_of(x)
    values = min_first_floats(xp, x, x_min, x_max, kind).astype("float64")
    means = values.mean(axis=(1, 2), keepdims=True)
    spread = ((values - means) ** 2).mean(axis=(1, 2), keepdims=True)
    y = ((values - means) / xp.sqrt(spread + variance_epsilon)).astype(F32)
    if output_range_given:
        low, high = np.asarray(given_y_min, F32), np.asarray(given_y_max, F32)
    else:
        low = y.min()
        high = xp.maximum(y.max(), low + F32(min_separation))
    return min_first_integers(xp, y, low, high, kind), low, high


_NORM = ("t", "m", "v", "beta", "gamma")


@op(
    ", ".join(f"{n}: Tinput, {n}_min: float32, {n}_max: float32" for n in _NORM)
    + " -> result: out_type, result_min: float32, result_max: float32",
    Tinput=QUANTIZED,
    out_type=QUANTIZED,
    shape=with_range(rules.same),
)
def QuantizedBatchNormWithGlobalNormalization(
    xp: Any,
    t: Any,
    t_min: Any,
    t_max: Any,
    m: Any,
    m_min: Any,
    m_max: Any,
    v: Any,
    v_min: Any,
    v_max: Any,
    beta: Any,
    beta_min: Any,
    beta_max: Any,
    gamma: Any,
    gamma_min: Any,
    gamma_max: Any,
    *,
    out_type: DType,
    variance_epsilon: float,
    scale_after_normalization: bool,
) -> Any:
    if t.ndim != 4:
        raise ValueError(f"input must be 4-dimensional; its shape is {list(t.shape)}.")
    for name, value in (("mean", m), ("var", v), ("beta", beta), ("gamma", gamma)):
        if tuple(value.shape) != (t.shape[-1],):
            raise ValueError(
                f"{name} must have one value for each of the {t.shape[-1]} channels; its shape is "
                f"{list(value.shape)}."
            )
    kind = kind_of(t)
    mean = number_of(xp, m, m_min, m_max, kind)
    variance = number_of(xp, v, v_min, v_max, kind)
    scale = (F32(1) / xp.sqrt(variance + F32(variance_epsilon))).astype(F32)
    if scale_after_normalization:
        scale = scale * number_of(xp, gamma, gamma_min, gamma_max, kind)
    offset = number_of(xp, beta, beta_min, beta_max, kind) - mean * scale
    # Ten binary places, and room for a million.
    low, high = np.asarray(-(1 << 20), F32), np.asarray(1 << 20, F32)
    one, scales, offsets, codes = (
        clipped_level_of(xp, x, low, high, out_type)
        for x in (np.asarray(1, F32), scale, offset, number_of(xp, t, t_min, t_max, kind))
    )
    product = (codes * scales).astype("int32").astype("int64")
    whole = xp.sign(product) * (xp.abs(product) // one)
    return (whole + offsets).astype(out_type.np), low, high


for _op in (
    *(QuantizedRelu, QuantizedRelu6, QuantizedReluX, QuantizedAvgPool, QuantizedMaxPool),
    *(QuantizedReshape, QuantizedConcatV2, QuantizedInstanceNorm),
    QuantizedBatchNormWithGlobalNormalization,
):
    _op.not_differentiable()
