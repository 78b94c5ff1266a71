"""The public pooling functions: they check their arguments and call the ops of `pooling.py`."""

from __future__ import annotations

from typing import Any

from tenfold.core.convert import to_tensor
from tenfold.core.op import call

from .convolve import explicit, per_axis
from .pooling import AvgPool, AvgPool3D, MaxPool, MaxPool3D
from .windows import channels_first

_LAST = {1: "NWC", 2: "NHWC", 3: "NDHWC"}


def _layout(data_format: str | None, rank: int) -> str:
    last = _LAST[rank]
    first = "NC" + last[1:-1]
    if data_format is None or data_format in (last, first):
        return data_format or last
    raise ValueError(f"`data_format` must be {last!r} or {first!r}; received {data_format!r}.")


def pool_by_rank(
    kind: str,
    input: Any,
    rank: int,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str | None,
    name: str | None,
) -> Any:
    """Pools over `rank` spatial axes; sequences are pooled as images of height 1."""
    layout = _layout(data_format, rank)
    window = per_axis(ksize, rank, layout, "ksize")
    steps = per_axis(strides, rank, layout, "strides")
    if rank == 1:
        axis = 2 if channels_first(layout) else 1
        window, steps = ([*v[:axis], 1, *v[axis:]] for v in (window, steps))
        if not isinstance(padding, str):
            padding = [*padding[:axis], [0, 0], *padding[axis:]]
        image = call("ExpandDims", input, axis)
        plane = "NCHW" if channels_first(layout) else "NHWC"
        y = pool_by_rank(kind, image, 2, window, steps, padding, plane, name)
        return call("Squeeze", y, squeeze_dims=[axis])
    attrs: dict[str, Any] = {"ksize": window, "strides": steps, "data_format": layout, "name": name}
    if rank == 2 and kind == "MAX":
        attrs["padding"], attrs["explicit_paddings"] = explicit(padding)
    elif not isinstance(padding, str):
        raise ValueError(f"padding must be 'SAME' or 'VALID' here; received {padding}.")
    else:
        attrs["padding"] = explicit(padding)[0]
    ops = {("MAX", 2): MaxPool, ("MAX", 3): MaxPool3D, ("AVG", 2): AvgPool, ("AVG", 3): AvgPool3D}
    return ops[kind, rank](input, **attrs)


def _rank(input: Any, data_format: str | None) -> int:
    rank = len(data_format) - 2 if data_format is not None else (input.ndim or 0) - 2
    if rank not in _LAST:
        raise ValueError(
            f"`input` must have 1, 2 or 3 spatial axes; received shape {input.shape} and "
            f"data_format={data_format!r}."
        )
    return rank


def max_pool(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str | None = None,
    name: str | None = None,
) -> Any:
    """The maximum of each window, over one, two or three spatial axes.

    Args:
      input: `[batch, *space, channels]`, or channels second for a `data_format` like `"NCHW"`.
      ksize: The window's sizes: an integer, or 1, as many as spatial axes, or all axes.
      strides: How far the window moves, in the form of `ksize`.
      padding: `"SAME"`, `"VALID"`, or (two spatial axes) explicit pairs for each axis.
      data_format: By default channels last.
      name: A name for the op.

    Returns:
      `[batch, *new space, channels]` (channels second where they are in `input`).

    Example:
      >>> import tenfold as tf
      >>> x = tf.reshape(tf.range(4.0), [1, 2, 2, 1])
      >>> tf.nn.max_pool(x, 2, 2, "VALID").numpy().ravel().tolist()
      [3.0]
    """
    x = to_tensor(input)
    rank = _rank(x, data_format)
    return pool_by_rank("MAX", x, rank, ksize, strides, padding, data_format, name)


def max_pool1d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NWC",
    name: str | None = None,
) -> Any:
    """The maximum of each window of a sequence.

    Args:
      input: `[batch, width, channels]`, or `[batch, channels, width]` for `"NCW"`.
      ksize: The window's size.
      strides: How far the window moves.
      padding: `"SAME"` or `"VALID"`.
      data_format: `"NWC"` or `"NCW"`.
      name: A name for the op.

    Returns:
      `[batch, new width, channels]` (channels second for `"NCW"`).

    Example:
      >>> import tenfold as tf
      >>> tf.nn.max_pool1d([[[1.0], [3.0], [2.0], [0.0]]], 2, 2, "VALID").numpy().ravel().tolist()
      [3.0, 2.0]
    """
    return pool_by_rank("MAX", to_tensor(input), 1, ksize, strides, padding, data_format, name)


def max_pool2d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    name: str | None = None,
) -> Any:
    """The maximum of each window of an image.

    Args:
      input: `[batch, height, width, channels]`, or channels second for `"NCHW"`.
      ksize: The window's sizes: an integer, or 1, 2 or 4 integers.
      strides: How far the window moves, in the form of `ksize`.
      padding: `"SAME"`, `"VALID"`, or explicit pairs for each axis.
      data_format: `"NHWC"` or `"NCHW"`.
      name: A name for the op.

    Returns:
      `[batch, new height, new width, channels]` (channels second for `"NCHW"`).

    Example:
      >>> import tenfold as tf
      >>> tf.nn.max_pool2d(tf.ones([1, 4, 4, 2]), 2, 2, "VALID").shape
      TensorShape([1, 2, 2, 2])
    """
    return pool_by_rank("MAX", to_tensor(input), 2, ksize, strides, padding, data_format, name)


def max_pool3d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NDHWC",
    name: str | None = None,
) -> Any:
    """The maximum of each window of a volume.

    Args:
      input: `[batch, depth, height, width, channels]`, or channels second for `"NCDHW"`.
      ksize: The window's sizes: an integer, or 1, 3 or 5 integers.
      strides: How far the window moves, in the form of `ksize`.
      padding: `"SAME"` or `"VALID"`.
      data_format: `"NDHWC"` or `"NCDHW"`.
      name: A name for the op.

    Returns:
      `[batch, *new space, channels]` (channels second for `"NCDHW"`).

    Example:
      >>> import tenfold as tf
      >>> tf.nn.max_pool3d(tf.ones([1, 4, 4, 4, 2]), 2, 2, "VALID").shape
      TensorShape([1, 2, 2, 2, 2])
    """
    return pool_by_rank("MAX", to_tensor(input), 3, ksize, strides, padding, data_format, name)


def avg_pool(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str | None = None,
    name: str | None = None,
) -> Any:
    """The mean of each window, over one, two or three spatial axes; padding does not count.

    Args:
      input: `[batch, *space, channels]`, or channels second for a `data_format` like `"NCHW"`.
      ksize: The window's sizes: an integer, or 1, as many as spatial axes, or all axes.
      strides: How far the window moves, in the form of `ksize`.
      padding: `"SAME"` or `"VALID"`.
      data_format: By default channels last.
      name: A name for the op.

    Returns:
      `[batch, *new space, channels]` (channels second where they are in `input`).

    Example:
      >>> import tenfold as tf
      >>> x = tf.reshape(tf.range(4.0), [1, 2, 2, 1])
      >>> tf.nn.avg_pool(x, 2, 2, "VALID").numpy().ravel().tolist()
      [1.5]
    """
    x = to_tensor(input)
    rank = _rank(x, data_format)
    return pool_by_rank("AVG", x, rank, ksize, strides, padding, data_format, name)


def avg_pool1d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NWC",
    name: str | None = None,
) -> Any:
    """The mean of each window of a sequence.

    Args:
      input: `[batch, width, channels]`, or `[batch, channels, width]` for `"NCW"`.
      ksize: The window's size.
      strides: How far the window moves.
      padding: `"SAME"` or `"VALID"`.
      data_format: `"NWC"` or `"NCW"`.
      name: A name for the op.

    Returns:
      `[batch, new width, channels]` (channels second for `"NCW"`).

    Example:
      >>> import tenfold as tf
      >>> tf.nn.avg_pool1d([[[1.0], [3.0], [2.0], [0.0]]], 2, 2, "VALID").numpy().ravel().tolist()
      [2.0, 1.0]
    """
    return pool_by_rank("AVG", to_tensor(input), 1, ksize, strides, padding, data_format, name)


def avg_pool2d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NHWC",
    name: str | None = None,
) -> Any:
    """The mean of each window of an image; padding does not count.

    Args:
      input: `[batch, height, width, channels]`, or channels second for `"NCHW"`.
      ksize: The window's sizes: an integer, or 1, 2 or 4 integers.
      strides: How far the window moves, in the form of `ksize`.
      padding: `"SAME"` or `"VALID"`.
      data_format: `"NHWC"` or `"NCHW"`.
      name: A name for the op.

    Returns:
      `[batch, new height, new width, channels]` (channels second for `"NCHW"`).

    Example:
      >>> import tenfold as tf
      >>> tf.nn.avg_pool2d(tf.ones([1, 4, 4, 2]), 2, 2, "VALID").shape
      TensorShape([1, 2, 2, 2])
    """
    return pool_by_rank("AVG", to_tensor(input), 2, ksize, strides, padding, data_format, name)


def avg_pool3d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NDHWC",
    name: str | None = None,
) -> Any:
    """The mean of each window of a volume; padding does not count.

    Args:
      input: `[batch, depth, height, width, channels]`, or channels second for `"NCDHW"`.
      ksize: The window's sizes: an integer, or 1, 3 or 5 integers.
      strides: How far the window moves, in the form of `ksize`.
      padding: `"SAME"` or `"VALID"`.
      data_format: `"NDHWC"` or `"NCDHW"`.
      name: A name for the op.

    Returns:
      `[batch, *new space, channels]` (channels second for `"NCDHW"`).

    Example:
      >>> import tenfold as tf
      >>> tf.nn.avg_pool3d(tf.ones([1, 4, 4, 4, 2]), 2, 2, "VALID").shape
      TensorShape([1, 2, 2, 2, 2])
    """
    return pool_by_rank("AVG", to_tensor(input), 3, ksize, strides, padding, data_format, name)
