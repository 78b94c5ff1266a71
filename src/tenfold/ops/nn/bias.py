"""Adding a bias to each channel."""

from __future__ import annotations

from typing import Any, Literal

from tenfold.core import rules
from tenfold.core.dtypes import NUMBER
from tenfold.core.op import call, op


def bias_shape(call: Any) -> Any:
    shape, bias = call.inputs[0].raw_shape, call.inputs[1].raw_shape
    if shape is None:
        return None
    axis = 1 if call.attrs.get("data_format") == "NCHW" else -1
    if len(shape) < 2:
        raise ValueError(f"Input tensor must be at least 2D: {list(shape)}")
    if bias is not None:
        if len(bias) != 1:
            raise ValueError(f"Biases must be 1D: {list(bias)}")
        channels = rules.merge((shape[axis],), bias)
        merged = list(shape)
        merged[axis] = channels[0] if channels else None
        return tuple(merged)
    return shape


@op("value: T, bias: T -> output: T", T=NUMBER, shape=bias_shape)
def BiasAdd(
    xp: Any, value: Any, bias: Any, *, data_format: Literal["NHWC", "NCHW"] = "NHWC"
) -> Any:
    axis = 1 if data_format == "NCHW" else -1
    if value.ndim < 2:
        raise ValueError(f"Input tensor must be at least 2D: {list(value.shape)}.")
    if bias.ndim != 1:
        raise ValueError(f"Biases must be 1D: {list(bias.shape)}.")
    if bias.shape[0] != value.shape[axis]:
        which = "channel" if axis == 1 else "last"
        raise ValueError(
            f"Must provide as many biases as the {which} dimension of the input tensor: "
            f"{list(bias.shape)} vs. {list(value.shape)}."
        )
    if axis == 1:
        bias = bias.reshape(-1, *(1,) * (value.ndim - 2))
    return value + bias


@BiasAdd.gradient
def bias_add_gradient(call: Any, dy: Any) -> Any:
    return dy, BiasAddGrad(dy, data_format=call.attrs["data_format"])


def bias_add(value: Any, bias: Any, data_format: str | None = None, name: str | None = None) -> Any:
    """Adds to each channel its bias.

    Args:
      value: A tensor of rank 2 or more, `[batch, ..., channels]` or `[batch, channels, ...]`.
      bias: `[channels]`, of the dtype of `value`.
      data_format: None or `"N...C"` for channels last, `"NC..."` for channels first.
      name: A name for the op.

    Returns:
      A tensor of the shape and dtype of `value`.

    Raises:
      ValueError: `data_format` is neither.
      tf.errors.InvalidArgumentError: The number of biases is not that of channels.

    Example:
      >>> import tenfold as tf
      >>> tf.nn.bias_add([[1.0, 2.0]], [10.0, 20.0]).numpy().tolist()
      [[11.0, 22.0]]
    """
    layout = "NHWC"
    if data_format is not None:
        if data_format.startswith("NC"):
            layout = "NCHW"
        elif not (data_format.startswith("N") and data_format.endswith("C")):
            raise ValueError(
                "`data_format` must be of the form `N...C` or `NC...`. "
                f"Received: data_format={data_format}"
            )
    if layout == "NHWC":
        return BiasAdd(value, bias, name)
    return BiasAdd(value, bias, data_format=layout, name=name)


def _channels(call: Any) -> Any:
    shape = call.inputs[0].raw_shape
    if shape is None:
        return (None,)
    return (shape[1 if call.attrs["data_format"] == "NCHW" else -1],)


@op("out_backprop: T -> output: T", T=NUMBER, shape=_channels)
def BiasAddGrad(
    xp: Any, out_backprop: Any, *, data_format: Literal["NHWC", "NCHW"] = "NHWC"
) -> Any:
    dy = out_backprop
    if dy.ndim < 2:
        raise ValueError(f"Input tensor must be at least 2D: {list(dy.shape)}.")
    if data_format == "NCHW":
        dy = xp.moveaxis(dy, 1, -1)
    rows = dy.reshape(-1, dy.shape[-1]) if dy.size else dy.reshape(0, dy.shape[-1])
    if dy.dtype.kind == "f" and not xp.compiled and len(rows) >= 8:
        # A product with ones is NumPy's fastest sum of columns, and as exact as its pairwise sum.
        return xp.ones(len(rows), dy.dtype).dot(rows)
    wide = xp.float32 if dy.dtype.itemsize == 2 and dy.dtype.kind not in "iu" else dy.dtype
    return rows.sum(0, dtype=wide).astype(dy.dtype)


@BiasAddGrad.gradient
def bias_add_grad_gradient(call_: Any, dy: Any) -> Any:
    zeros = call("ZerosLike", call_.inputs[0])
    return (BiasAdd(zeros, dy, data_format=call_.attrs["data_format"]),)


@op("value: T, bias: T -> output: T", T=NUMBER, shape=bias_shape)
def BiasAddV1(xp: Any, value: Any, bias: Any) -> Any:
    return BiasAdd.kernel(xp, value, bias)


@BiasAddV1.gradient
def bias_add_v1_gradient(call: Any, dy: Any) -> Any:
    return dy, BiasAddGrad(dy)
