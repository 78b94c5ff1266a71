"""The public convolutions: they check their arguments and call the ops of `conv_ops.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int32
from tenfold.core.errors import InvalidArgumentError
from tenfold.core.op import call

from .conv_ops import Conv2D, Conv2DBackpropInput, Conv3D, Conv3DBackpropInputV2
from .windows import channels_first

_LAST = {1: "NWC", 2: "NHWC", 3: "NDHWC"}


def per_axis(value: Any, rank: int, data_format: str, name: str) -> list[int]:
    """Strides or dilations with one entry for each axis of the image.

    Args:
      value: None (1), an integer, or a list of 1, `rank` or `rank + 2` integers.
      rank: The number of spatial axes.
      data_format: Where the channels stand.
      name: The argument's name, for errors.
    """
    given = [1] if value is None else [value] if isinstance(value, int) else [int(v) for v in value]
    if len(given) == rank + 2:
        return given
    if len(given) not in (1, rank):
        raise ValueError(
            f"{name} should be of length 1, {rank} or {rank + 2}. "
            f"Received: {name}={value} of length {len(given)}."
        )
    space = given * rank if len(given) == 1 else given
    return [1, 1, *space] if channels_first(data_format) else [1, *space, 1]


def explicit(padding: Any, rank: int = 2) -> tuple[str, list[int]]:
    """The attributes `padding` and `explicit_paddings`, from a word or a list of pairs."""
    if isinstance(padding, str):
        word = padding.upper()
        if word not in ("SAME", "VALID"):
            text = f"padding must be 'SAME', 'VALID' or a list of pairs; received {padding!r}."
            raise InvalidArgumentError(None, None, text)
        return word, []
    pairs = [[int(v) for v in pair] for pair in padding]
    if len(pairs) != rank + 2 or any(len(p) != 2 for p in pairs):
        raise ValueError(
            f"Explicit padding must be a list of {rank + 2} pairs, one for each axis with the "
            f"batch and the channels; received {padding}."
        )
    return "EXPLICIT", [v for pair in pairs for v in pair]


def conv2d(
    input: Any,
    filters: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    dilations: Any = None,
    name: str | None = None,
) -> Any:
    """Slides filters over images: the 2-D convolution of neural networks (a correlation).

    Args:
      input: Images `[..., height, width, in]`, or `[batch, in, height, width]` for `"NCHW"`.
      filters: `[height, width, in / groups, out]`, of the dtype of `input`.
      strides: How far the filters move: an integer, or 1, 2 or 4 integers.
      padding: `"SAME"`, `"VALID"`, or pairs of explicit paddings for each axis.
      data_format: `"NHWC"` or `"NCHW"`.
      dilations: The distance between the filters' taps, in the form of `strides`.
      name: A name for the op.

    Returns:
      `[..., new height, new width, out]` (channels second for `"NCHW"`).

    Raises:
      ValueError: `strides`, `padding` or `dilations` has another form.
      tf.errors.InvalidArgumentError: The channels do not fit.

    Example:
      >>> import tenfold as tf
      >>> y = tf.nn.conv2d(tf.ones([1, 4, 4, 1]), tf.ones([3, 3, 1, 2]), 1, "VALID")
      >>> y.shape, float(y[0, 0, 0, 0])
      (TensorShape([1, 2, 2, 2]), 9.0)
    """
    word, pads = explicit(padding)
    x, outer = _one_batch(to_tensor(input), 4)
    y = Conv2D(
        x,
        filters,
        strides=per_axis(strides, 2, data_format, "strides"),
        padding=word,
        explicit_paddings=pads,
        data_format=data_format,
        dilations=per_axis(dilations, 2, data_format, "dilations"),
        name=name,
    )
    return _batches(y, outer)


def _one_batch(x: Any, ndim: int) -> tuple[Any, Any]:
    """Images whose batch axes are joined to one, and the sizes of those axes (None: it was one)."""
    if x.ndim is None or x.ndim <= ndim:
        return x, None
    outer = call("Slice", call("Shape", x), [0], [x.ndim - ndim + 1])
    flat = call("Reshape", x, call("ConcatV2", [[-1], _sizes(x, x.ndim - ndim + 1)], 0))
    return flat, outer


def _batches(y: Any, outer: Any) -> Any:
    """The result for joined batch axes, with the axes apart again."""
    return y if outer is None else call("Reshape", y, call("ConcatV2", [outer, _sizes(y, 1)], 0))


def _sizes(x: Any, start: int) -> Any:
    return call("Slice", call("Shape", x), [start], [-1])


def conv1d(
    input: Any,
    filters: Any,
    stride: Any,
    padding: str,
    data_format: str = "NWC",
    dilations: Any = None,
    name: str | None = None,
) -> Any:
    """Slides filters over sequences.

    Args:
      input: `[..., width, in]`, or `[batch, in, width]` for `"NCW"`.
      filters: `[width, in / groups, out]`, of the dtype of `input`.
      stride: How far the filters move: an integer, or 1 or 3 integers.
      padding: `"SAME"` or `"VALID"`.
      data_format: `"NWC"` or `"NCW"`.
      dilations: The distance between the filters' taps, in the form of `stride`.
      name: A name for the op.

    Returns:
      `[..., new width, out]` (channels second for `"NCW"`).

    Raises:
      ValueError: An argument has another form.

    Example:
      >>> import tenfold as tf
      >>> tf.nn.conv1d(tf.ones([1, 4, 1]), tf.ones([3, 1, 1]), 1, "VALID").numpy().ravel().tolist()
      [3.0, 3.0]
    """
    layout = _layout(data_format, 1)
    axis = 2 if layout == "NCW" else -3
    y = conv2d(
        call("ExpandDims", input, axis),
        call("ExpandDims", filters, 0),
        _plane(per_axis(stride, 1, layout, "stride"), layout),
        padding,
        "NCHW" if layout == "NCW" else "NHWC",
        _plane(per_axis(dilations, 1, layout, "dilations"), layout),
        name,
    )
    return call("Squeeze", y, squeeze_dims=[axis])


def _plane(values: list[int], layout: str) -> list[int]:
    """Entries for three axes, with one put in for a height of 1."""
    at = 2 if channels_first(layout) else 1
    return [*values[:at], 1, *values[at:]]


def _layout(data_format: str | None, rank: int) -> str:
    last = _LAST[rank]
    first = "NC" + last[1:-1]
    if data_format is None or data_format in (last, first):
        return data_format or last
    raise ValueError(f"`data_format` must be {last!r} or {first!r}; received {data_format!r}.")


def conv3d(
    input: Any,
    filters: Any,
    strides: Any,
    padding: str,
    data_format: str = "NDHWC",
    dilations: Any = None,
    name: str | None = None,
) -> Any:
    """Slides filters over volumes.

    Args:
      input: `[..., depth, height, width, in]`, or `[batch, in, ...]` for `"NCDHW"`.
      filters: `[depth, height, width, in / groups, out]`, of the dtype of `input`.
      strides: How far the filters move: 5 integers, or a shorter form.
      padding: `"SAME"` or `"VALID"`.
      data_format: `"NDHWC"` or `"NCDHW"`.
      dilations: The distance between the filters' taps, in the form of `strides`.
      name: A name for the op.

    Returns:
      `[batch, new depth, new height, new width, out]` (channels second for `"NCDHW"`).

    Example:
      >>> import tenfold as tf
      >>> y = tf.nn.conv3d(tf.ones([1, 2, 2, 2, 1]), tf.ones([2, 2, 2, 1, 1]), [1] * 5, "VALID")
      >>> y.numpy().ravel().tolist()
      [8.0]
    """
    layout = _layout(data_format, 3)
    x, outer = _one_batch(to_tensor(input), 5)
    y = Conv3D(
        x,
        filters,
        strides=per_axis(strides, 3, layout, "strides"),
        padding=explicit(padding, 3)[0],
        data_format=layout,
        dilations=per_axis(dilations, 3, layout, "dilations"),
        name=name,
    )
    return _batches(y, outer)


def convolution(
    input: Any,
    filters: Any,
    strides: Any = None,
    padding: Any = "VALID",
    data_format: str | None = None,
    dilations: Any = None,
    name: str | None = None,
) -> Any:
    """Slides filters over one, two or three spatial axes, as many as the filters have.

    Args:
      input: `[batch, *space, in]`, or channels second for a `data_format` that starts with NC.
      filters: `[*window, in / groups, out]`, of the dtype of `input`.
      strides: How far the filters move: an integer or one for each spatial axis.
      padding: `"SAME"`, `"VALID"`, or explicit pairs (two spatial axes).
      data_format: `"NWC"`, `"NHWC"`, `"NDHWC"` or with the C second; channels last by default.
      dilations: The distance between the filters' taps, in the form of `strides`.
      name: A name for the op.

    Returns:
      `[batch, *new space, out]` (channels second where they are in `input`).

    Raises:
      ValueError: The filters have no, or more than three, spatial axes.

    Example:
      >>> import tenfold as tf
      >>> tf.nn.convolution(tf.ones([1, 4, 4, 1]), tf.ones([2, 2, 1, 1]), strides=2).shape
      TensorShape([1, 2, 2, 1])
    """
    filters = to_tensor(filters)
    rank = (filters.ndim or 0) - 2
    if rank not in _LAST:
        raise ValueError(
            f"filters must have 1, 2 or 3 spatial axes; received shape {filters.shape}."
        )
    layout = _layout(data_format, rank)
    function = {1: conv1d, 2: conv2d, 3: conv3d}[rank]
    strides = 1 if strides is None else strides
    return function(input, filters, strides, padding, layout, dilations, name)


def conv2d_transpose(
    input: Any,
    filters: Any,
    output_shape: Any,
    strides: Any,
    padding: Any = "SAME",
    data_format: str = "NHWC",
    dilations: Any = None,
    name: str | None = None,
) -> Any:
    """The transpose (gradient) of `conv2d`: spreads each pixel over a window.

    Args:
      input: Images `[batch, height, width, in]`, or channels second for `"NCHW"`.
      filters: `[height, width, out, in]`, of the dtype of `input`.
      output_shape: The shape of the result, a list or an int32 tensor.
      strides: How far apart the windows are: an integer, or 1, 2 or 4 integers.
      padding: The padding of the convolution that this transposes.
      data_format: `"NHWC"` or `"NCHW"`.
      dilations: The distance between the filters' taps, in the form of `strides`.
      name: A name for the op.

    Returns:
      A tensor of shape `output_shape`.

    Raises:
      tf.errors.InvalidArgumentError: `output_shape` does not fit `input`.

    Example:
      >>> import tenfold as tf
      >>> y = tf.nn.conv2d_transpose(
      ...     tf.ones([1, 2, 2, 1]), tf.ones([2, 2, 3, 1]), [1, 4, 4, 3], strides=2)
      >>> y.shape, float(tf.reduce_sum(y))
      (TensorShape([1, 4, 4, 3]), 48.0)
    """
    word, pads = explicit(padding)
    return Conv2DBackpropInput(
        _as_sizes(output_shape),
        filters,
        input,
        strides=per_axis(strides, 2, data_format, "strides"),
        padding=word,
        explicit_paddings=pads,
        data_format=data_format,
        dilations=per_axis(dilations, 2, data_format, "dilations"),
        name=name,
    )


def _as_sizes(output_shape: Any) -> Any:
    sizes = to_tensor(output_shape)
    return sizes if sizes.dtype is int32 else call("Cast", sizes, DstT=int32)


def conv1d_transpose(
    input: Any,
    filters: Any,
    output_shape: Any,
    strides: Any,
    padding: str = "SAME",
    data_format: str = "NWC",
    dilations: Any = None,
    name: str | None = None,
) -> Any:
    """The transpose (gradient) of `conv1d`: spreads each entry over a window.

    Args:
      input: `[batch, width, in]`, or `[batch, in, width]` for `"NCW"`.
      filters: `[width, out, in]`, of the dtype of `input`.
      output_shape: The shape of the result, a list or an int32 tensor.
      strides: How far apart the windows are: an integer, or 1 or 3 integers.
      padding: `"SAME"` or `"VALID"`.
      data_format: `"NWC"` or `"NCW"`.
      dilations: The distance between the filters' taps, in the form of `strides`.
      name: A name for the op.

    Returns:
      A tensor of shape `output_shape`.

    Example:
      >>> import tenfold as tf
      >>> y = tf.nn.conv1d_transpose(tf.ones([1, 2, 1]), tf.ones([2, 1, 1]), [1, 4, 1], 2)
      >>> y.numpy().ravel().tolist()
      [1.0, 1.0, 1.0, 1.0]
    """
    layout = _layout(data_format, 1)
    axis = 2 if layout == "NCW" else 1
    sizes = _as_sizes(output_shape)
    before, after = call("Slice", sizes, [0], [axis]), call("Slice", sizes, [axis], [3 - axis])
    y = conv2d_transpose(
        call("ExpandDims", input, axis),
        call("ExpandDims", filters, 0),
        call("ConcatV2", [before, [1], after], 0),
        _plane(per_axis(strides, 1, layout, "strides"), layout),
        padding,
        "NCHW" if layout == "NCW" else "NHWC",
        _plane(per_axis(dilations, 1, layout, "dilations"), layout),
        name,
    )
    return call("Squeeze", y, squeeze_dims=[axis])


def conv3d_transpose(
    input: Any,
    filters: Any,
    output_shape: Any,
    strides: Any,
    padding: str = "SAME",
    data_format: str = "NDHWC",
    dilations: Any = None,
    name: str | None = None,
) -> Any:
    """The transpose (gradient) of `conv3d`: spreads each voxel over a window.

    Args:
      input: `[batch, depth, height, width, in]`, or channels second for `"NCDHW"`.
      filters: `[depth, height, width, out, in]`, of the dtype of `input`.
      output_shape: The shape of the result, a list or an integer tensor.
      strides: How far apart the windows are: an integer, or 1, 3 or 5 integers.
      padding: `"SAME"` or `"VALID"`.
      data_format: `"NDHWC"` or `"NCDHW"`.
      dilations: The distance between the filters' taps, in the form of `strides`.
      name: A name for the op.

    Returns:
      A tensor of shape `output_shape`.

    Example:
      >>> import tenfold as tf
      >>> x, kernel = tf.ones([1, 1, 1, 1, 1]), tf.ones([2, 2, 2, 1, 1])
      >>> float(tf.reduce_sum(tf.nn.conv3d_transpose(x, kernel, [1, 2, 2, 2, 1], 2)))
      8.0
    """
    layout = _layout(data_format, 3)
    return Conv3DBackpropInputV2(
        to_tensor(output_shape),
        filters,
        input,
        strides=per_axis(strides, 3, layout, "strides"),
        padding=explicit(padding, 3)[0],
        data_format=layout,
        dilations=per_axis(dilations, 3, layout, "dilations"),
        name=name,
    )


def conv_transpose(
    input: Any,
    filters: Any,
    output_shape: Any,
    strides: Any,
    padding: str = "SAME",
    data_format: str | None = None,
    dilations: Any = None,
    name: str | None = None,
) -> Any:
    """The transpose of a convolution over as many spatial axes as the filters have.

    Args:
      input: `[batch, *space, in]`, or channels second for a `data_format` that starts with NC.
      filters: `[*window, out, in]`, of the dtype of `input`.
      output_shape: The shape of the result, a list or an int32 tensor.
      strides: How far apart the windows are: an integer or one for each spatial axis.
      padding: `"SAME"` or `"VALID"`.
      data_format: `"NWC"`, `"NHWC"`, `"NDHWC"` or with the C second; channels last by default.
      dilations: The distance between the filters' taps, in the form of `strides`.
      name: A name for the op.

    Returns:
      A tensor of shape `output_shape`.

    Raises:
      ValueError: The filters have no, or more than three, spatial axes.

    Example:
      >>> import tenfold as tf
      >>> tf.nn.conv_transpose(tf.ones([1, 2, 1]), tf.ones([2, 1, 1]), [1, 4, 1], 2).shape
      TensorShape([1, 4, 1])
    """
    filters = to_tensor(filters)
    rank = (filters.ndim or 0) - 2
    if rank not in _LAST:
        raise ValueError(
            f"filters must have 1, 2 or 3 spatial axes; received shape {filters.shape}."
        )
    function = {1: conv1d_transpose, 2: conv2d_transpose, 3: conv3d_transpose}[rank]
    layout = _layout(data_format, rank)
    return function(input, filters, output_shape, strides, padding, layout, dilations, name)


def atrous_conv2d(
    value: Any, filters: Any, rate: int, padding: str, name: str | None = None
) -> Any:
    """A 2-D convolution whose filters' taps are `rate` pixels apart.

    Args:
      value: Images `[batch, height, width, in]`.
      filters: `[height, width, in, out]`.
      rate: The distance between taps.
      padding: `"SAME"` or `"VALID"`.
      name: A name for the op.

    Returns:
      `[batch, new height, new width, out]`.

    Example:
      >>> import tenfold as tf
      >>> tf.nn.atrous_conv2d(tf.ones([1, 5, 5, 1]), tf.ones([2, 2, 1, 1]), 3, "VALID").shape
      TensorShape([1, 2, 2, 1])
    """
    return conv2d(value, filters, 1, padding, dilations=rate, name=name)


def atrous_conv2d_transpose(
    value: Any,
    filters: Any,
    output_shape: Sequence[int],
    rate: int,
    padding: str,
    name: str | None = None,
) -> Any:
    """The transpose (gradient) of `atrous_conv2d`.

    Args:
      value: Images `[batch, height, width, in]`.
      filters: `[height, width, out, in]`.
      output_shape: The shape of the result.
      rate: The distance between taps.
      padding: `"SAME"` or `"VALID"`.
      name: A name for the op.

    Returns:
      A tensor of shape `output_shape`.

    Example:
      >>> import tenfold as tf
      >>> x, kernel = tf.ones([1, 2, 2, 1]), tf.ones([2, 2, 1, 1])
      >>> tf.nn.atrous_conv2d_transpose(x, kernel, [1, 5, 5, 1], 3, "VALID").shape
      TensorShape([1, 5, 5, 1])
    """
    return conv2d_transpose(value, filters, output_shape, 1, padding, dilations=rate, name=name)
