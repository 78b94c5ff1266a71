"""Images flipped, turned and transposed."""

from __future__ import annotations

from typing import Any

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int32
from tenfold.core.op import call

from .intensity import check_image

# Counted from the end, so that one image, a batch and an unknown rank are alike.
ROWS, COLUMNS = -3, -2


def flippable(image: Any) -> Any:
    """A tensor of rank 3, 4 or unknown."""
    image = check_image(image)
    if image.ndim is None:
        rank = call("Rank", image)
        fits = call("LogicalOr", call("Equal", rank, 3), call("Equal", rank, 4))
        call(
            "Assert",
            fits,
            ["an image must have either 3 or 4 dimensions; its shape is", call("Shape", image)],
        )
    if image.ndim not in (None, 3, 4):
        raise ValueError(f"'image' (shape {image.shape}) must have either 3 or 4 dimensions.")
    return image


def flip_left_right(image: Any) -> Any:
    """Images with left and right exchanged.

    Args:
      image: `[batch, height, width, channels]` or `[height, width, channels]`.

    Returns:
      Images of the same shape and dtype.

    Raises:
      ValueError: The rank is another.

    Example:
      >>> import tenfold as tf
      >>> tf.image.flip_left_right([[[1], [2]]]).numpy()[..., 0].tolist()
      [[2, 1]]
    """
    return call("ReverseV2", flippable(image), [COLUMNS])


def flip_up_down(image: Any) -> Any:
    """Images upside down.

    Args:
      image: `[batch, height, width, channels]` or `[height, width, channels]`.

    Returns:
      Images of the same shape and dtype.

    Raises:
      ValueError: The rank is another.

    Example:
      >>> import tenfold as tf
      >>> tf.image.flip_up_down([[[1]], [[2]]]).numpy()[..., 0].tolist()
      [[2], [1]]
    """
    return call("ReverseV2", flippable(image), [ROWS])


def transpose(image: Any, name: str | None = None) -> Any:
    """Images with rows and columns exchanged.

    Args:
      image: `[batch, height, width, channels]` or `[height, width, channels]`.
      name: A name for the op.

    Returns:
      `[batch, width, height, channels]` or `[width, height, channels]`.

    Raises:
      ValueError: The rank is another.

    Example:
      >>> import tenfold as tf
      >>> tf.image.transpose([[[1], [2]]]).shape
      TensorShape([2, 1, 1])
    """
    return _transposed(flippable(image), name)


def _transposed(image: Any, name: str | None = None) -> Any:
    if image.ndim is not None:
        order: Any = [1, 0, 2] if image.ndim == 3 else [0, 2, 1, 3]
    else:
        rank = call("Rank", image)
        leading = call("Range", 0, rank - 3, 1)
        order = call("ConcatV2", [leading, call("Pack", [rank - 2, rank - 3, rank - 1])], 0)
    return call("Transpose", image, order, name=name)


def rot90(image: Any, k: Any = 1, name: str | None = None) -> Any:
    """Images turned counterclockwise by quarters of a full turn.

    Args:
      image: `[batch, height, width, channels]` or `[height, width, channels]`.
      k: How many quarters, an integer or a scalar tensor.
      name: A name for the op.

    Returns:
      The turned images; height and width change places where `k` is odd.

    Raises:
      ValueError: The rank is another, or `k` is not a scalar.

    Example:
      >>> import tenfold as tf
      >>> tf.image.rot90([[[1], [2]], [[3], [4]]]).numpy()[..., 0].tolist()
      [[2, 4], [1, 3]]
    """
    image = flippable(image)
    k = to_tensor(k, int32)
    if k.ndim not in (None, 0):
        raise ValueError(f"rot90: k must be a scalar; received shape {k.shape}.")
    turns = rules.value_of(k)
    if turns is None:
        return _turned(image, call("FloorMod", k, 4), name)
    quarters = int(turns) % 4
    if quarters == 0:
        return call("Identity", image, name=name)
    if quarters == 2:
        return call("ReverseV2", image, [ROWS, COLUMNS], name=name)
    return call("ReverseV2", _transposed(image), [ROWS if quarters == 1 else COLUMNS], name=name)


def _turned(image: Any, k: Any, name: str | None) -> Any:
    """Turns by a number of quarters that is not known yet: every pixel is looked up."""
    sizes = call("Shape", image)
    height, width, channels = call(
        "Unpack", call("StridedSlice", sizes, [-3], [0], [1], end_mask=1), num=3
    )
    odd = call("Equal", call("FloorMod", k, 2), 1)
    tall, wide = (call("SelectV2", odd, a, b) for a, b in ((width, height), (height, width)))
    i = call("ExpandDims", call("Range", 0, tall, 1), 1)
    j = call("ExpandDims", call("Range", 0, wide, 1), 0)
    # Where (i, j) comes from after 0, 1, 2 and 3 quarters.
    rows = [i + 0 * j, j + 0 * i, height - 1 - i + 0 * j, height - 1 - j + 0 * i]
    columns = [j + 0 * i, width - 1 - i + 0 * j, width - 1 - j + 0 * i, i + 0 * j]
    row, column = (call("GatherV2", call("Pack", v), k, 0) for v in (rows, columns))
    batch = call("StridedSlice", sizes, [0], [-3], [1], begin_mask=1)
    pixels = call("Pack", [height * width, channels])
    flat = call("Reshape", image, call("ConcatV2", [batch, pixels], 0))
    axis = -2 if image.ndim is None else image.ndim - 3
    turned = call("GatherV2", flat, call("Reshape", row * width + column, [-1]), axis)
    final = call("ConcatV2", [batch, call("Pack", [tall, wide, channels])], 0)
    return call("Reshape", turned, final, name=name)
