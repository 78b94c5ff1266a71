"""Convolutions, pooling and embeddings under the arguments of TensorFlow 1."""

from __future__ import annotations

from typing import Any

from tenfold.ops.nn import convolve, depthwise, embedding, pools

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


def embedding_lookup(
    params: Any,
    ids: Any,
    partition_strategy: str = "mod",
    name: str | None = None,
    validate_indices: bool = True,
    max_norm: Any = None,
) -> Any:
    """The rows of a table at given indices.

    Args:
      params: [rows, ...], a tensor or variable, or a list of one.
      ids: Indices.
      partition_strategy: Accepted for TensorFlow's sake: tables are kept in one piece.
      name: A name.
      validate_indices: Accepted for TensorFlow's sake.
      max_norm: The largest norm of a row; rows beyond it are scaled.

    Returns:
      A tensor of shape `ids.shape + params.shape[1:]`.
    """
    return embedding.embedding_lookup(params, ids, max_norm, name)
