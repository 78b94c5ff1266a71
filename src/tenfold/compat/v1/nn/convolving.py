"""Convolutions and pooling under the arguments of TensorFlow 1."""

from __future__ import annotations

from typing import Any

from tenfold.core.dtypes import int64
from tenfold.core.op import call
from tenfold.ops.nn import convolve, depthwise, dilating, fractional, morphology, pools

from ..renamed_arguments import one_of


def conv2d(
    input: Any,
    filter: Any = None,
    strides: Any = None,
    padding: Any = None,
    use_cudnn_on_gpu: bool = True,
    data_format: str = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
    filters: Any = None,
) -> Any:
    """A two-dimensional convolution.

    Args:
      input: [batch, height, width, in].
      filter: [height, width, in, out].
      strides: Four steps, those of batch and channels 1.
      padding: "SAME", "VALID", or a list of pairs.
      use_cudnn_on_gpu: Accepted for TensorFlow's sake.
      data_format: "NHWC" or "NCHW".
      dilations: Four distances of the filter's elements.
      name: A name.
      filters: A newer name of `filter`.

    Returns:
      [batch, height, width, out].

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> x, w = tf.ones([1, 3, 3, 1]), tf.ones([2, 2, 1, 1])
      >>> tf.nn.conv2d(x, w, strides=[1, 1, 1, 1], padding="VALID").numpy().max().item()
      4.0
    """
    weights = one_of("filters", filters, "filter", filter)
    return convolve.conv2d(input, weights, strides, padding, data_format, list(dilations), name)


def conv1d(
    value: Any = None,
    filters: Any = None,
    stride: Any = None,
    padding: Any = None,
    use_cudnn_on_gpu: bool | None = None,
    data_format: str | None = None,
    name: str | None = None,
    input: Any = None,
    dilations: Any = None,
) -> Any:
    """A one-dimensional convolution; `value` is the old name of `input`."""
    x = one_of("input", input, "value", value)
    return convolve.conv1d(x, filters, stride, padding, data_format or "NWC", dilations, name)


def conv3d(
    input: Any,
    filter: Any = None,
    strides: Any = None,
    padding: Any = None,
    data_format: str = "NDHWC",
    dilations: Any = (1, 1, 1, 1, 1),
    name: str | None = None,
    filters: Any = None,
) -> Any:
    """A three-dimensional convolution; see `tf.compat.v1.nn.conv2d`."""
    weights = one_of("filters", filters, "filter", filter)
    return convolve.conv3d(input, weights, strides, padding, data_format, list(dilations), name)


def conv2d_transpose(
    value: Any = None,
    filter: Any = None,
    output_shape: Any = None,
    strides: Any = None,
    padding: str = "SAME",
    data_format: str = "NHWC",
    name: str | None = None,
    input: Any = None,
    filters: Any = None,
    dilations: Any = None,
) -> Any:
    """The transpose of a two-dimensional convolution; `value` and `filter` are old names."""
    x = one_of("input", input, "value", value)
    weights = one_of("filters", filters, "filter", filter)
    return convolve.conv2d_transpose(
        x, weights, output_shape, strides, padding, data_format, dilations, name
    )


def depthwise_conv2d(
    input: Any,
    filter: Any,
    strides: Any,
    padding: Any,
    rate: Any = None,
    name: str | None = None,
    data_format: str | None = None,
    dilations: Any = None,
) -> Any:
    """A convolution of each channel with filters of its own; `rate` is the old `dilations`."""
    distances = one_of("dilations", dilations, "rate", rate)
    return depthwise.depthwise_conv2d(input, filter, strides, padding, data_format, distances, name)


def separable_conv2d(
    input: Any,
    depthwise_filter: Any,
    pointwise_filter: Any,
    strides: Any,
    padding: Any,
    rate: Any = None,
    name: str | None = None,
    data_format: str | None = None,
    dilations: Any = None,
) -> Any:
    """A depthwise convolution, then one of 1x1; `rate` is the old name of `dilations`."""
    distances = one_of("dilations", dilations, "rate", rate)
    return depthwise.separable_conv2d(
        input, depthwise_filter, pointwise_filter, strides, padding, data_format, distances, name
    )


def max_pool(
    value: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    name: str | None = None,
    input: Any = None,
) -> Any:
    """The largest element of each window.

    Args:
      value: [batch, height, width, channels].
      ksize: The window's four sizes, or one or two of them.
      strides: The window's steps, likewise.
      padding: "SAME" or "VALID".
      data_format: "NHWC" or "NCHW".
      name: A name.
      input: A newer name of `value`.

    Returns:
      [batch, height, width, channels].
    """
    x = one_of("input", input, "value", value)
    return pools.max_pool(x, ksize, strides, padding, data_format, name)


def avg_pool(
    value: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    name: str | None = None,
    input: Any = None,
) -> Any:
    """The mean of each window; see `tf.compat.v1.nn.max_pool`."""
    x = one_of("input", input, "value", value)
    return pools.avg_pool(x, ksize, strides, padding, data_format, name)


avg_pool2d = avg_pool


def conv3d_transpose(
    value: Any,
    filter: Any = None,
    output_shape: Any = None,
    strides: Any = None,
    padding: str = "SAME",
    data_format: str = "NDHWC",
    name: str | None = None,
    input: Any = None,
    filters: Any = None,
    dilations: Any = None,
) -> Any:
    """The transpose of a three-dimensional convolution; `value` and `filter` are old names."""
    x = one_of("input", input, "value", value)
    weights = one_of("filters", filters, "filter", filter)
    return convolve.conv3d_transpose(
        x, weights, output_shape, strides, padding, data_format, dilations, name
    )


def convolve_any(
    input: Any,
    filter: Any,
    padding: Any,
    strides: Any = None,
    dilation_rate: Any = None,
    name: str | None = None,
    data_format: str | None = None,
    filters: Any = None,
    dilations: Any = None,
) -> Any:
    """A convolution over as many axes as the filters have. Public as `convolution`.

    Args:
      input: [batch, ..., in], or channels second for a `data_format` that starts with NC.
      filter: [..., in, out].
      padding: "SAME" or "VALID".
      strides: A step for each axis.
      dilation_rate: A distance of the filter's elements for each axis.
      name: A name.
      data_format: The order of axes.
      filters, dilations: Newer names of `filter` and `dilation_rate`.

    Returns:
      [batch, ..., out].
    """
    weights = one_of("filters", filters, "filter", filter)
    rates = one_of("dilations", dilations, "dilation_rate", dilation_rate)
    return convolve.convolution(input, weights, strides, padding, data_format, rates, name)


def conv2d_backprop_filter(
    input: Any,
    filter_sizes: Any,
    out_backprop: Any,
    strides: Any,
    padding: Any,
    use_cudnn_on_gpu: bool = True,
    data_format: str = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
) -> Any:
    """The gradient of a convolution with respect to its filter.

    Args:
      input: [batch, height, width, in].
      filter_sizes: The filter's four sizes.
      out_backprop: The gradient of the convolution's result.
      strides, padding, use_cudnn_on_gpu, data_format, dilations, name: As for
        `tf.compat.v1.nn.conv2d`.

    Returns:
      [height, width, in, out].
    """
    kind, explicit = convolve.explicit(padding)
    return call(
        *("Conv2DBackpropFilter", input, filter_sizes, out_backprop),
        strides=list(strides),
        padding=kind,
        explicit_paddings=explicit,
        data_format=data_format,
        dilations=list(dilations),
        name=name,
    )


def conv3d_backprop_filter(
    input: Any,
    filter_sizes: Any,
    out_backprop: Any,
    strides: Any,
    padding: str,
    data_format: str = "NDHWC",
    dilations: Any = (1, 1, 1, 1, 1),
    name: str | None = None,
) -> Any:
    """The gradient of a three-dimensional convolution with respect to its filter.

    Args:
      input: [batch, depth, height, width, in].
      filter_sizes: The filter's shape, [depth, height, width, in, out].
      out_backprop: The gradient with respect to the output.
      strides: Steps along each axis of the input.
      padding: "SAME" or "VALID".
      data_format: "NDHWC" or "NCDHW".
      dilations: Gaps in the filter, along each axis of the input.
      name: A name.

    Returns:
      A tensor of the filter's shape.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> ones = tf.ones([1, 2, 2, 2, 1])
      >>> tf.nn.conv3d_backprop_filter(ones, [1, 1, 1, 1, 1], ones, [1] * 5, "SAME").shape
      TensorShape([1, 1, 1, 1, 1])
    """
    return call(
        "Conv3DBackpropFilterV2",
        *(input, filter_sizes, out_backprop),
        strides=list(strides),
        padding=padding,
        data_format=data_format,
        dilations=list(dilations),
        name=name,
    )


def conv2d_backprop_input(
    input_sizes: Any,
    filter: Any = None,
    out_backprop: Any = None,
    strides: Any = None,
    padding: Any = None,
    use_cudnn_on_gpu: bool = True,
    data_format: str = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
    filters: Any = None,
) -> Any:
    """The gradient of a convolution with respect to its input.

    Args:
      input_sizes: The input's four sizes.
      filter: [height, width, in, out].
      out_backprop: The gradient of the convolution's result.
      strides, padding, use_cudnn_on_gpu, data_format, dilations, name: As for
        `tf.compat.v1.nn.conv2d`.
      filters: A newer name of `filter`.

    Returns:
      [batch, height, width, in].
    """
    kind, explicit = convolve.explicit(padding)
    return call(
        "Conv2DBackpropInput",
        *(input_sizes, one_of("filters", filters, "filter", filter), out_backprop),
        strides=list(strides),
        padding=kind,
        explicit_paddings=explicit,
        data_format=data_format,
        dilations=list(dilations),
        name=name,
    )


def pool(
    input: Any,
    window_shape: Any,
    pooling_type: str,
    padding: Any,
    dilation_rate: Any = None,
    strides: Any = None,
    name: str | None = None,
    data_format: str | None = None,
    dilations: Any = None,
) -> Any:
    """The maximum or mean of each window; `dilation_rate` is the old name of `dilations`."""
    rates = one_of("dilations", dilations, "dilation_rate", dilation_rate)
    return dilating.pool(
        input, window_shape, pooling_type, strides, padding, data_format, rates, name
    )


def dilation2d(
    input: Any,
    filter: Any = None,
    strides: Any = None,
    rates: Any = None,
    padding: Any = None,
    name: str | None = None,
    filters: Any = None,
    dilations: Any = None,
) -> Any:
    """The grey-scale dilation of images; `filter` and `rates` are old names."""
    weights = one_of("filters", filters, "filter", filter)
    apart = one_of("dilations", dilations, "rates", rates)
    return morphology.dilation2d(input, weights, strides, padding, "NHWC", apart, name)


def erosion2d(
    value: Any, kernel: Any, strides: Any, rates: Any, padding: Any, name: str | None = None
) -> Any:
    """The grey-scale erosion of images."""
    return morphology.erosion2d(value, kernel, strides, padding, "NHWC", rates, name)


def max_pool_with_argmax(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NHWC",
    Targmax: Any = None,
    name: str | None = None,
    output_dtype: Any = None,
    include_batch_in_index: bool = False,
) -> tuple[Any, Any]:
    """The largest element of each window and where it is; `Targmax` is an old name.

    Args:
      input: [batch, height, width, channels].
      ksize: The window's four sizes.
      strides: The window's four steps.
      padding: "SAME" or "VALID".
      data_format: "NHWC".
      Targmax: The dtype of the places, int64 by default.
      name: A name.
      output_dtype: A newer name of `Targmax`.
      include_batch_in_index: Whether places count from the first image.

    Returns:
      The elements and their places, each [batch, height, width, channels].

    Raises:
      ValueError: The channels do not come last.
    """
    if data_format != "NHWC":
        raise ValueError(f"data_format values other than 'NHWC' are not supported: {data_format}")
    found = call(
        "MaxPoolWithArgmax",
        input,
        ksize=list(ksize),
        strides=list(strides),
        padding=padding,
        Targmax=one_of("output_dtype", output_dtype, "Targmax", Targmax, int64),
        include_batch_in_index=include_batch_in_index,
        name=name,
    )
    return found[0], found[1]


def fractional_max_pool(
    value: Any,
    pooling_ratio: Any,
    pseudo_random: bool = False,
    overlapping: bool = False,
    deterministic: bool = False,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> tuple[Any, Any, Any]:
    """The maximum of each of randomly sized windows; `tf.nn.fractional_max_pool` tells more.

    Args:
      value: [batch, height, width, channels].
      pooling_ratio: By how much each axis shrinks: four numbers.
      pseudo_random, overlapping: As for `tf.nn.fractional_max_pool`.
      deterministic, seed, seed2: Whether the windows stay, and what decides them.
      name: A name.

    Returns:
      The maxima, and the windows' borders.
    """
    return _fractional(
        fractional.FractionalMaxPool,
        value,
        pooling_ratio,
        pseudo_random,
        overlapping,
        deterministic,
        seed,
        seed2,
        name,
    )


def fractional_avg_pool(
    value: Any,
    pooling_ratio: Any,
    pseudo_random: bool = False,
    overlapping: bool = False,
    deterministic: bool = False,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> tuple[Any, Any, Any]:
    """The mean of each of randomly sized windows; see `tf.compat.v1.nn.fractional_max_pool`."""
    return _fractional(
        fractional.FractionalAvgPool,
        value,
        pooling_ratio,
        pseudo_random,
        overlapping,
        deterministic,
        seed,
        seed2,
        name,
    )


def _fractional(
    op: Any,
    value: Any,
    ratio: Any,
    pseudo_random: bool,
    overlapping: bool,
    deterministic: bool,
    seed: int,
    seed2: int,
    name: str | None,
) -> Any:
    return op(
        value,
        pooling_ratio=list(ratio),
        pseudo_random=pseudo_random,
        overlapping=overlapping,
        deterministic=deterministic,
        seed=seed,
        seed2=seed2,
        name=name,
    )


def depthwise_conv2d_native(
    input: Any,
    filter: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
) -> Any:
    """A convolution of each channel with filters of its own, with four dilations."""
    attrs = _depthwise_attrs(strides, padding, data_format, dilations)
    return call("DepthwiseConv2dNative", input, filter, **attrs, name=name)


def depthwise_conv2d_native_backprop_input(
    input_sizes: Any,
    filter: Any,
    out_backprop: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
) -> Any:
    """The gradient of `depthwise_conv2d_native` with respect to its input."""
    attrs = _depthwise_attrs(strides, padding, data_format, dilations)
    inputs = (input_sizes, filter, out_backprop)
    return call("DepthwiseConv2dNativeBackpropInput", *inputs, **attrs, name=name)


def depthwise_conv2d_native_backprop_filter(
    input: Any,
    filter_sizes: Any,
    out_backprop: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
) -> Any:
    """The gradient of `depthwise_conv2d_native` with respect to its filter."""
    attrs = _depthwise_attrs(strides, padding, data_format, dilations)
    inputs = (input, filter_sizes, out_backprop)
    return call("DepthwiseConv2dNativeBackpropFilter", *inputs, **attrs, name=name)


def _depthwise_attrs(strides: Any, padding: Any, layout: str, dilations: Any) -> dict[str, Any]:
    kind, explicit = convolve.explicit(padding)
    return {
        "strides": list(strides),
        "padding": kind,
        "explicit_paddings": explicit,
        "data_format": layout,
        "dilations": list(dilations),
    }
