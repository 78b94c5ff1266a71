"""The gradients of plane convolutions, given a tensor of the shape instead of its sizes."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import FLOATING, int32
from tenfold.core.op import op

from .conv_ops import attributes, convolve_back_input, convolve_back_kernel

_NONE: list[int] = []
_PLANE: list[int] = [1, 1, 1, 1]


def _sizes(x: Any) -> np.ndarray:
    return np.asarray(x.shape, np.int32)


@op(
    "input: T, filter: T, out_backprop: T -> output: T",
    T=(*FLOATING, int32),
    shape=rules.same,
)
def Conv2DBackpropInputV2(
    xp: Any,
    input: Any,
    filter: Any,
    out_backprop: Any,
    *,
    strides: list[int],
    use_cudnn_on_gpu: bool = True,
    padding: Literal["SAME", "VALID", "EXPLICIT"],
    explicit_paddings: list[int] = _NONE,
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
    dilations: list[int] = _PLANE,
) -> Any:
    attrs = attributes(strides, padding, data_format, dilations, explicit_paddings)
    return convolve_back_input(xp, _sizes(input), filter, out_backprop, attrs)


@op(
    "input: T, filter: T, out_backprop: T -> output: T",
    T=FLOATING,
    shape=rules.same_as(1),
)
def Conv2DBackpropFilterV2(
    xp: Any,
    input: Any,
    filter: Any,
    out_backprop: Any,
    *,
    strides: list[int],
    use_cudnn_on_gpu: bool = True,
    padding: Literal["SAME", "VALID", "EXPLICIT"],
    explicit_paddings: list[int] = _NONE,
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
    dilations: list[int] = _PLANE,
) -> Any:
    attrs = attributes(strides, padding, data_format, dilations, explicit_paddings)
    return convolve_back_kernel(xp, input, _sizes(filter), out_backprop, attrs)


def conv2d_backprop_input_v2(
    input: Any,
    filter: Any,
    out_backprop: Any,
    strides: Any,
    padding: str,
    use_cudnn_on_gpu: bool = True,
    explicit_paddings: Any = _NONE,
    data_format: str = "NHWC",
    dilations: Any = _PLANE,
    name: str | None = None,
) -> Any:
    """The gradient of a plane convolution with respect to its input.

    Args:
      input: The input, `[batch, height, width, channels]`; its shape alone is used.
      filter: The kernel, `[height, width, channels, features]`.
      out_backprop: The gradient of the result, `[batch, out_height, out_width, features]`.
      strides: The stride of each axis, four numbers.
      padding: `"SAME"`, `"VALID"` or `"EXPLICIT"`.
      use_cudnn_on_gpu: Taken, and of no effect.
      explicit_paddings: With `"EXPLICIT"`, the numbers before and after each axis, eight numbers.
      data_format: `"NHWC"`, or `"NCHW"` where the channels come before the plane.
      dilations: The dilation of each axis, four numbers.
      name: A name for the op.

    Returns:
      A tensor of the shape of `input`.

    Raises:
      tf.errors.InvalidArgumentError: The shapes do not belong to one convolution.

    Example:
      >>> import tenfold as tf
      >>> kernel, dy = tf.constant([[[[2.0]]]]), tf.ones([1, 2, 2, 1])
      >>> dx = tf.conv2d_backprop_input_v2(tf.zeros([1, 2, 2, 1]), kernel, dy, [1] * 4, "VALID")
      >>> dx[0, :, :, 0].numpy().tolist()
      [[2.0, 2.0], [2.0, 2.0]]
    """
    return Conv2DBackpropInputV2(
        input,
        filter,
        out_backprop,
        strides=strides,
        use_cudnn_on_gpu=use_cudnn_on_gpu,
        padding=padding,
        explicit_paddings=explicit_paddings,
        data_format=data_format,
        dilations=dilations,
        name=name,
    )


def conv2d_backprop_filter_v2(
    input: Any,
    filter: Any,
    out_backprop: Any,
    strides: Any,
    padding: str,
    use_cudnn_on_gpu: bool = True,
    explicit_paddings: Any = _NONE,
    data_format: str = "NHWC",
    dilations: Any = _PLANE,
    name: str | None = None,
) -> Any:
    """The gradient of a plane convolution with respect to its kernel.

    Args:
      input: The input, `[batch, height, width, channels]`.
      filter: The kernel, `[height, width, channels, features]`; its shape alone is used.
      out_backprop: The gradient of the result, `[batch, out_height, out_width, features]`.
      strides: The stride of each axis, four numbers.
      padding: `"SAME"`, `"VALID"` or `"EXPLICIT"`.
      use_cudnn_on_gpu: Taken, and of no effect.
      explicit_paddings: With `"EXPLICIT"`, the numbers before and after each axis, eight numbers.
      data_format: `"NHWC"`, or `"NCHW"` where the channels come before the plane.
      dilations: The dilation of each axis, four numbers.
      name: A name for the op.

    Returns:
      A tensor of the shape of `filter`.

    Raises:
      tf.errors.InvalidArgumentError: The shapes do not belong to one convolution.

    Example:
      >>> import tenfold as tf
      >>> x, dy = tf.constant([[[[1.0], [2.0]]]]), tf.ones([1, 1, 2, 1])
      >>> tf.conv2d_backprop_filter_v2(x, tf.zeros([1, 1, 1, 1]), dy, [1] * 4, "VALID").numpy()
      array([[[[3.]]]], dtype=float32)
    """
    return Conv2DBackpropFilterV2(
        input,
        filter,
        out_backprop,
        strides=strides,
        use_cudnn_on_gpu=use_cudnn_on_gpu,
        padding=padding,
        explicit_paddings=explicit_paddings,
        data_format=data_format,
        dilations=dilations,
        name=name,
    )
