"""Images cropped to a box or set into a larger frame."""

from __future__ import annotations

from typing import Any

from tenfold.core import errors, rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import float64, int32
from tenfold.core.op import call
from tenfold.core.tensor import Tensor

SPATIAL_AXES = (1, 2)


class Frames:
    """Images as a batch: one image gets a batch axis, which `restore` takes away.

    An unknown rank is taken to be 3, as TensorFlow does.
    """

    def __init__(self, images: Any) -> None:
        if images.ndim not in (None, 3, 4):
            raise ValueError(f"'image' (shape {images.shape}) must have either 3 or 4 dimensions.")
        self.is_batch = images.ndim == 4
        self.images = images if self.is_batch else call("ExpandDims", images, 0)
        if images.ndim is None:
            self.images.set_shape([None] * 4)

    def check_sizes(self) -> None:
        """Refuses images without pixels, as far as sizes are known."""
        shape = self.images.raw_shape
        if shape is not None and 0 in shape[-3:]:
            raise ValueError(
                f"inner 3 dims of 'image.shape' must be > 0; the shape is {list(shape)}."
            )

    def restore(self, images: Any, height: Any = None, width: Any = None) -> Any:
        """The result, without the batch axis that was added; notes sizes that are known."""
        if images.raw_shape is None or None in images.raw_shape:
            batch, *_, depth = self.images.raw_shape or (None,) * 4
            images.set_shape([batch, _known(height), _known(width), depth])
        return images if self.is_batch else call("Squeeze", images, squeeze_dims=[0])


def _known(size: Any) -> int | None:
    if isinstance(size, Tensor):
        found = rules.value_of(size)
        return None if found is None else int(found)
    return None if size is None else int(size)


def sizes_of(images: Any) -> list[Any]:
    """Batch, height, width and channels: integers where they are known, else scalar tensors."""
    shape = images.raw_shape
    known = (None,) * 4 if shape is None else shape
    if None not in known:
        return list(known)
    dynamic = call("Unpack", call("Shape", images), num=len(known))
    return [d if k is None else k for k, d in zip(known, dynamic)]


def check(holds: Any, message: str) -> None:
    """A ValueError if a Python boolean is false, an InvalidArgumentError if a known tensor is.

    What is not known before the program runs is checked by the op that follows.
    """
    if isinstance(holds, Tensor):
        found = rules.value_of(holds)
        if found is not None and not found:
            raise errors.InvalidArgumentError(None, None, message)
    elif not holds:
        raise ValueError(message)


def pad_to_bounding_box(
    image: Any, offset_height: Any, offset_width: Any, target_height: Any, target_width: Any
) -> Any:
    """Sets images into a larger frame of zeros.

    Args:
      image: `[batch, height, width, channels]` or `[height, width, channels]`.
      offset_height: How many rows of zeros come above.
      offset_width: How many columns of zeros come on the left.
      target_height: The height of the result.
      target_width: The width of the result.

    Returns:
      Images of that height and width, of the same dtype.

    Raises:
      ValueError: An offset is negative, the frame is too small, or the rank is another.

    Example:
      >>> import tenfold as tf
      >>> tf.image.pad_to_bounding_box([[[5]]], 0, 1, 2, 2).numpy()[..., 0].tolist()
      [[0, 5], [0, 0]]
    """
    frames = Frames(to_tensor(image))
    frames.check_sizes()
    _, height, width, _ = sizes_of(frames.images)
    below = target_height - offset_height - height
    right = target_width - offset_width - width
    check(offset_height >= 0, f"offset_height must be >= 0; received {offset_height}.")
    check(offset_width >= 0, f"offset_width must be >= 0; received {offset_width}.")
    check(right >= 0, f"width must be <= target - offset; {width} > {target_width - offset_width}.")
    check(
        below >= 0,
        f"height must be <= target - offset; {height} > {target_height - offset_height}.",
    )
    widths = [0, 0, offset_height, below, offset_width, right, 0, 0]
    padded = call("Pad", frames.images, call("Reshape", _vector(widths), [4, 2]))
    return frames.restore(padded, target_height, target_width)


def _vector(values: list[Any]) -> Any:
    """Integers, some of which may be tensors, as an int32 tensor `[n]`."""
    if not any(isinstance(v, Tensor) for v in values):
        return to_tensor(values, int32)
    return call("Pack", [_whole(v) for v in values])


def _whole(value: Any) -> Any:
    value = to_tensor(value, None if isinstance(value, Tensor) else int32)
    if not value.dtype.is_integer:
        raise TypeError(f"Sizes and offsets must be integers; received {value!r}.")
    return value if value.dtype is int32 else call("Cast", value, DstT=int32)


def crop_to_bounding_box(
    image: Any, offset_height: Any, offset_width: Any, target_height: Any, target_width: Any
) -> Any:
    """Cuts a box out of images.

    Args:
      image: `[batch, height, width, channels]` or `[height, width, channels]`.
      offset_height: The row at which the box begins.
      offset_width: The column at which the box begins.
      target_height: The height of the box.
      target_width: The width of the box.

    Returns:
      The pixels inside the box, of the same dtype.

    Raises:
      ValueError: The box is empty or reaches beyond the image, or the rank is another.

    Example:
      >>> import tenfold as tf
      >>> image = tf.reshape(tf.range(6), [2, 3, 1])
      >>> tf.image.crop_to_bounding_box(image, 0, 1, 2, 2).numpy()[..., 0].tolist()
      [[1, 2], [4, 5]]
    """
    frames = Frames(to_tensor(image))
    frames.check_sizes()
    _, height, width, _ = sizes_of(frames.images)
    check(offset_width >= 0, f"offset_width must be >= 0; received {offset_width}.")
    check(offset_height >= 0, f"offset_height must be >= 0; received {offset_height}.")
    check(target_width > 0, f"target_width must be > 0; received {target_width}.")
    check(target_height > 0, f"target_height must be > 0; received {target_height}.")
    ends = target_width + offset_width, target_height + offset_height
    check(width >= ends[0], f"width must be >= target + offset; {width} < {ends[0]}.")
    check(height >= ends[1], f"height must be >= target + offset; {height} < {ends[1]}.")
    begin = _vector([0, offset_height, offset_width, 0])
    cut = call("Slice", frames.images, begin, _vector([-1, target_height, target_width, -1]))
    return frames.restore(cut, target_height, target_width)


def resize_with_crop_or_pad(image: Any, target_height: Any, target_width: Any) -> Any:
    """Crops around the middle, or pads evenly with zeros, until images have a given size.

    Args:
      image: `[batch, height, width, channels]` or `[height, width, channels]`.
      target_height: The height of the result.
      target_width: The width of the result.

    Returns:
      Images of that height and width, of the same dtype.

    Raises:
      ValueError: A target is not positive, or the rank is another.

    Example:
      >>> import tenfold as tf
      >>> image = tf.reshape(tf.range(3), [1, 3, 1])
      >>> tf.image.resize_with_crop_or_pad(image, 2, 1).numpy()[..., 0].tolist()
      [[1], [0]]
    """
    frames = Frames(to_tensor(image))
    frames.check_sizes()
    check(target_width > 0, f"target_width must be > 0; received {target_width}.")
    check(target_height > 0, f"target_height must be > 0; received {target_height}.")
    _, height, width, _ = sizes_of(frames.images)
    spare = [target_height - height, target_width - width]
    cuts = [_extreme("Maximum", -s // 2, 0) for s in spare]
    kept = [
        _extreme("Minimum", target, size)
        for target, size in ((target_height, height), (target_width, width))
    ]
    cropped = crop_to_bounding_box(frames.images, cuts[0], cuts[1], kept[0], kept[1])
    edges = [_extreme("Maximum", s // 2, 0) for s in spare]
    padded = pad_to_bounding_box(cropped, edges[0], edges[1], target_height, target_width)
    return frames.restore(padded, target_height, target_width)


def _extreme(wire_name: str, a: Any, b: Any) -> Any:
    if isinstance(a, Tensor) or isinstance(b, Tensor):
        return call(wire_name, a, b)
    return max(a, b) if wire_name == "Maximum" else min(a, b)


def central_crop(image: Any, central_fraction: Any) -> Any:
    """The middle of images: a fraction of their height and of their width.

    Args:
      image: `[batch, height, width, channels]` or `[height, width, channels]`.
      central_fraction: The fraction to keep of each axis, in (0, 1].

    Returns:
      The cropped images, of the same dtype.

    Raises:
      ValueError: The fraction is outside (0, 1], or the rank is another.

    Example:
      >>> import tenfold as tf
      >>> image = tf.reshape(tf.range(16), [4, 4, 1])
      >>> tf.image.central_crop(image, 0.5).numpy()[..., 0].tolist()
      [[5, 6], [9, 10]]
    """
    image = to_tensor(image)
    known = isinstance(central_fraction, Tensor)
    fraction = rules.value_of(central_fraction) if known else central_fraction
    if fraction is not None:
        fraction = float(fraction)
        check(
            0.0 < fraction <= 1.0, f"central_fraction must be within (0, 1]; received {fraction}."
        )
        if fraction == 1.0:
            return image
    if image.ndim not in (3, 4):
        raise ValueError(
            f"`image` should either be a Tensor with rank = 3 or rank = 4. Had rank = {image.ndim}."
        )
    frames = Frames(image)
    frames.check_sizes()
    begin, size = [0], [-1]
    for axis in SPATIAL_AXES:
        length = sizes_of(frames.images)[axis]
        share = central_fraction if fraction is None else fraction
        start = _central_start(length, share)
        begin.append(start)
        size.append(length - 2 * start)
    cut = call("Slice", frames.images, _vector([*begin, 0]), _vector([*size, -1]))
    return frames.restore(cut, *(n if isinstance(n, int) else None for n in size[1:]))


def _central_start(length: Any, fraction: Any) -> Any:
    """Where the middle begins, in float64."""
    if not isinstance(length, Tensor) and not isinstance(fraction, Tensor):
        return int((length - length * fraction) / 2)
    full = call("Cast", length, DstT=float64)
    if isinstance(fraction, Tensor):
        fraction = call("Cast", fraction, DstT=float64)
    return call("Cast", (full - full * fraction) / 2.0, DstT=int32)
