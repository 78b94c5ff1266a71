"""Convolution over two or three spatial axes by one op, with any number of batch axes."""

from __future__ import annotations

from typing import Any, Literal

from tenfold.core.dtypes import FLOATING, int32
from tenfold.core.errors import UnimplementedError
from tenfold.core.op import op

from .conv_ops import attributes, convolve
from .windows import out_sizes, parts, spatial, spatial_pads, whole

_NONE: list[int] = []
_LAYOUTS = {"CHANNELS_LAST": "NHWC", "CHANNELS_FIRST": "NCHW"}


def _spelled(attrs: dict[str, Any], ndim: int) -> dict[str, Any]:
    """The attributes as those of `Conv2D` and `Conv3D` are written."""
    return attributes(
        attrs["strides"],
        attrs["padding"],
        _LAYOUTS[attrs["data_format"]],
        attrs["dilations"] or [1] * ndim,
        attrs["explicit_paddings"],
    )


def _check(shape: Any, kernel: Any, attrs: dict[str, Any]) -> None:
    batch = attrs["batch_dims"]
    if attrs["groups"] != 1:
        text = f"Grouped and depthwise convolutions are not supported; groups={attrs['groups']}."
        raise UnimplementedError(None, None, f"Conv: {text} Use tf.nn.conv2d.")
    if batch < 0:
        raise ValueError(f"batch_dims must be non-negative; received {batch}.")
    count = len(shape) - batch - 1
    if count not in (2, 3):
        raise ValueError(f"The input must have 2 or 3 spatial dimensions but got {count}.")
    for name, values in (("strides", attrs["strides"]), ("dilations", attrs["dilations"])):
        if len(values) != count + 2 and (values or name == "strides"):
            raise ValueError(
                f"Sliding window {name} field must specify {count + 2} dimensions; received "
                f"{values}."
            )
    channels = shape[batch] if attrs["data_format"] == "CHANNELS_FIRST" else shape[-1]
    if len(kernel) == count + 2 and None not in (channels, kernel[-2]) and channels != kernel[-2]:
        raise ValueError(f"Input depth must be equal to filter depth: {channels} vs {kernel[-2]}.")


def _convolved(done: Any) -> Any:
    shape, kernel = (x.raw_shape for x in done.inputs)
    if shape is None or kernel is None:
        return None
    _check(shape, kernel, done.attrs)
    batch = done.attrs["batch_dims"]
    attrs = _spelled(done.attrs, len(kernel))
    layout = attrs["data_format"]
    _, sizes, _ = parts((None, *shape[batch:]), layout)
    out = out_sizes(
        sizes,
        kernel[:-2],
        spatial(attrs["strides"], layout),
        attrs["padding"],
        spatial_pads(attrs["explicit_paddings"], layout),
        spatial(attrs["dilations"], layout),
    )
    return (*shape[:batch], *whole(None, out, kernel[-1], layout)[1:])


@op("input: T, filter: T -> output: T", T=(*FLOATING, int32), shape=_convolved)
def Conv(
    xp: Any,
    input: Any,
    filter: Any,
    *,
    strides: list[int],
    padding: Literal["SAME", "VALID", "EXPLICIT"],
    explicit_paddings: list[int] = _NONE,
    data_format: Literal["CHANNELS_FIRST", "CHANNELS_LAST"] = "CHANNELS_LAST",
    dilations: list[int] = _NONE,
    batch_dims: int = 1,
    groups: int = 1,
) -> Any:
    given = {
        "strides": strides,
        "padding": padding,
        "explicit_paddings": explicit_paddings,
        "data_format": data_format,
        "dilations": dilations,
        "batch_dims": batch_dims,
        "groups": groups,
    }
    _check(input.shape, filter.shape, given)
    lead = input.shape[:batch_dims]
    rows = input.reshape((-1, *input.shape[batch_dims:]))
    found = convolve(xp, rows, filter, _spelled(given, filter.ndim))
    return found.reshape((*lead, *found.shape[1:]))


Conv.not_differentiable()


def conv(
    input: Any,
    filter: Any,
    strides: Any,
    padding: str,
    explicit_paddings: Any = _NONE,
    data_format: str = "CHANNELS_LAST",
    dilations: Any = _NONE,
    batch_dims: int = 1,
    groups: int = 1,
    name: str | None = None,
) -> Any:
    """A convolution over two or three spatial axes, of any number of batch axes.

    Args:
      input: The input, `[*batch, *space, channels]`.
      filter: The kernel, `[*sizes, channels, features]`.
      strides: The stride of one batch axis, of each spatial one, and of the channels.
      padding: `"SAME"`, `"VALID"` or `"EXPLICIT"`.
      explicit_paddings: With `"EXPLICIT"`, the numbers before and after each of those axes.
      data_format: `"CHANNELS_LAST"`, or `"CHANNELS_FIRST"` where channels come before the space.
      dilations: The dilation of each of those axes; of 1 if empty.
      batch_dims: The number of batch axes.
      groups: 1: channels are not convolved in groups.
      name: A name for the op.

    Returns:
      A tensor `[*batch, *out_space, features]`.

    Raises:
      tf.errors.InvalidArgumentError: The shapes do not fit.
      tf.errors.UnimplementedError: `groups` is not 1.

    Example:
      >>> import tenfold as tf
      >>> x = tf.reshape(tf.range(4.0), [1, 2, 2, 1])
      >>> tf.conv(x, tf.ones([2, 2, 1, 1]), [1] * 4, "VALID").numpy().item()
      6.0
    """
    return Conv(
        input,
        filter,
        strides=strides,
        padding=padding,
        explicit_paddings=explicit_paddings,
        data_format=data_format,
        dilations=dilations,
        batch_dims=batch_dims,
        groups=groups,
        name=name,
    )
