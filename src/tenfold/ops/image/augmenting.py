"""Random changes to images, stateful and stateless."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import float32, int32
from tenfold.core.op import call
from tenfold.ops.random.stateful import uniform
from tenfold.ops.random.stateless import stateless_uniform

from .adjusting import (
    adjust_brightness,
    adjust_contrast,
    adjust_hue,
    adjust_jpeg_quality,
    adjust_saturation,
)
from .framing import check
from .orienting import COLUMNS, ROWS, flippable

# Draws uniform numbers: shape, low, high, dtype.
_Draw = Callable[..., Any]


def _stateful(seed: int | None) -> _Draw:
    def draw(shape: Any, low: Any, high: Any, dtype: Any = float32) -> Any:
        return uniform(shape, low, high, dtype, seed=seed)

    return draw


def _stateless(seed: Any) -> _Draw:
    def draw(shape: Any, low: Any, high: Any, dtype: Any = float32) -> Any:
        return stateless_uniform(shape, seed, low, high, dtype)

    return draw


def _check_delta(max_delta: Any) -> None:
    if max_delta < 0:
        raise ValueError(f"max_delta must be non-negative; received {max_delta}.")


def _check_hue(max_delta: Any) -> None:
    if max_delta > 0.5:
        raise ValueError(f"max_delta must be <= 0.5; received {max_delta}.")
    _check_delta(max_delta)


def _check_range(lower: Any, upper: Any) -> None:
    if upper <= lower:
        raise ValueError(f"upper must be > lower; received {upper} and {lower}.")
    if lower < 0:
        raise ValueError(f"lower must be non-negative; received {lower}.")


def _check_quality(low: int, high: int) -> None:
    if min(low, high) < 0 or max(low, high) > 100:
        raise ValueError(
            f"jpeg encoding range must be between 0 and 100; received {low} to {high}."
        )
    if low >= high:
        raise ValueError(
            f"`min_jpeg_quality` must be less than `max_jpeg_quality`; received {low}, {high}."
        )


def random_brightness(image: Any, max_delta: float, seed: int | None = None) -> Any:
    """Adds one random number to every pixel.

    Args:
      image: Images of any shape.
      max_delta: The number is in [-max_delta, max_delta), on the scale of [0, 1].
      seed: With the global seed of `tf.random.set_seed`, decides the number.

    Returns:
      Images of the same shape and dtype.

    Raises:
      ValueError: `max_delta` is negative.

    Example:
      >>> import tenfold as tf
      >>> bool(tf.reduce_all(tf.abs(tf.image.random_brightness(tf.zeros([2]), 0.2)) <= 0.2))
      True
    """
    _check_delta(max_delta)
    return adjust_brightness(image, _stateful(seed)([], -max_delta, max_delta))


def stateless_random_brightness(image: Any, max_delta: float, seed: Any) -> Any:
    """`tf.image.random_brightness` as a pure function of its seed.

    Args:
      image: Images of any shape.
      max_delta: The number is in [-max_delta, max_delta), on the scale of [0, 1].
      seed: Two integers.

    Returns:
      Images of the same shape and dtype.

    Raises:
      ValueError: `max_delta` is negative.

    Example:
      >>> import tenfold as tf
      >>> x = tf.image.stateless_random_brightness(tf.constant([0.5]), 0.2, (1, 2))
      >>> x.numpy().round(3).tolist()
      [0.6380000114440918]
    """
    _check_delta(max_delta)
    return adjust_brightness(image, _stateless(seed)([], -max_delta, max_delta))


def random_contrast(image: Any, lower: float, upper: float, seed: int | None = None) -> Any:
    """Changes the contrast by a random factor.

    Args:
      image: `[..., height, width, channels]`.
      lower: The least factor, not negative.
      upper: The factor is below this.
      seed: With the global seed of `tf.random.set_seed`, decides the factor.

    Returns:
      Images of the same shape and dtype.

    Raises:
      ValueError: The range is empty, or begins below zero.

    Example:
      >>> import tenfold as tf
      >>> tf.image.random_contrast(tf.ones([2, 2, 1]), 0.5, 1.5)[..., 0].numpy().tolist()
      [[1.0, 1.0], [1.0, 1.0]]
    """
    _check_range(lower, upper)
    return adjust_contrast(image, _stateful(seed)([], lower, upper))


def stateless_random_contrast(image: Any, lower: float, upper: float, seed: Any) -> Any:
    """`tf.image.random_contrast` as a pure function of its seed.

    Args:
      image: `[..., height, width, channels]`.
      lower: The least factor, not negative.
      upper: The factor is below this.
      seed: Two integers.

    Returns:
      Images of the same shape and dtype.

    Raises:
      ValueError: The range is empty, or begins below zero.

    Example:
      >>> import tenfold as tf
      >>> x = tf.image.stateless_random_contrast([[[1.0], [3.0]]], 0.5, 1.5, (1, 2))
      >>> x.numpy().ravel().round(3).tolist()
      [0.656000018119812, 3.3440001010894775]
    """
    _check_range(lower, upper)
    return adjust_contrast(image, _stateless(seed)([], lower, upper))


def random_hue(image: Any, max_delta: float, seed: int | None = None) -> Any:
    """Turns all colours around the colour circle by a random part of a turn.

    Args:
      image: RGB images, `[..., height, width, 3]`.
      max_delta: The part is in [-max_delta, max_delta); in [0, 0.5].
      seed: With the global seed of `tf.random.set_seed`, decides the part.

    Returns:
      Images of the same shape and dtype.

    Raises:
      ValueError: `max_delta` is outside [0, 0.5].

    Example:
      >>> import tenfold as tf
      >>> tf.image.random_hue(tf.ones([1, 1, 3]), 0.5).numpy().ravel().tolist()
      [1.0, 1.0, 1.0]
    """
    _check_hue(max_delta)
    return adjust_hue(image, _stateful(seed)([], -max_delta, max_delta))


def stateless_random_hue(image: Any, max_delta: float, seed: Any) -> Any:
    """`tf.image.random_hue` as a pure function of its seed.

    Args:
      image: RGB images, `[..., height, width, 3]`.
      max_delta: The part is in [-max_delta, max_delta); in [0, 0.5].
      seed: Two integers.

    Returns:
      Images of the same shape and dtype.

    Raises:
      ValueError: `max_delta` is outside [0, 0.5].

    Example:
      >>> import tenfold as tf
      >>> x = tf.image.stateless_random_hue([[[1.0, 0.0, 0.0]]], 0.5, (1, 2))
      >>> x.numpy().ravel().round(3).tolist()
      [0.0, 1.0, 0.06400000303983688]
    """
    _check_hue(max_delta)
    return adjust_hue(image, _stateless(seed)([], -max_delta, max_delta))


def random_saturation(image: Any, lower: float, upper: float, seed: int | None = None) -> Any:
    """Makes colours stronger or grayer by a random factor.

    Args:
      image: RGB images, `[..., height, width, 3]`.
      lower: The least factor, not negative.
      upper: The factor is below this.
      seed: With the global seed of `tf.random.set_seed`, decides the factor.

    Returns:
      Images of the same shape and dtype.

    Raises:
      ValueError: The range is empty, or begins below zero.

    Example:
      >>> import tenfold as tf
      >>> tf.image.random_saturation(tf.ones([1, 1, 3]), 0.5, 1.5).numpy().ravel().tolist()
      [1.0, 1.0, 1.0]
    """
    _check_range(lower, upper)
    return adjust_saturation(image, _stateful(seed)([], lower, upper))


def stateless_random_saturation(image: Any, lower: float, upper: float, seed: Any = None) -> Any:
    """`tf.image.random_saturation` as a pure function of its seed.

    Args:
      image: RGB images, `[..., height, width, 3]`.
      lower: The least factor, not negative.
      upper: The factor is below this.
      seed: Two integers.

    Returns:
      Images of the same shape and dtype.

    Raises:
      ValueError: The range is empty, or begins below zero.

    Example:
      >>> import tenfold as tf
      >>> x = tf.image.stateless_random_saturation([[[1.0, 0.5, 0.5]]], 0.5, 1.5, (1, 2))
      >>> x.numpy().ravel().round(3).tolist()
      [1.0, 0.328000009059906, 0.328000009059906]
    """
    _check_range(lower, upper)
    return adjust_saturation(image, _stateless(seed)([], lower, upper))


def random_jpeg_quality(
    image: Any, min_jpeg_quality: int, max_jpeg_quality: int, seed: int | None = None
) -> Any:
    """What JPEG compression of a random quality makes of an image.

    Args:
      image: One image, `[height, width, channels]` with 1 or 3 channels.
      min_jpeg_quality: The least quality, 0 or more.
      max_jpeg_quality: The quality is below this; 100 or less.
      seed: With the global seed of `tf.random.set_seed`, decides the quality.

    Returns:
      An image of the same shape and dtype.

    Raises:
      ValueError: The range is empty, or not within [0, 100].

    Example:
      >>> import tenfold as tf
      >>> tf.image.random_jpeg_quality(tf.zeros([8, 8, 3]), 75, 95).shape
      TensorShape([8, 8, 3])
    """
    _check_quality(min_jpeg_quality, max_jpeg_quality)
    quality = _stateful(seed)([], min_jpeg_quality, max_jpeg_quality, int32)
    return adjust_jpeg_quality(image, quality)


def stateless_random_jpeg_quality(
    image: Any, min_jpeg_quality: int, max_jpeg_quality: int, seed: Any
) -> Any:
    """`tf.image.random_jpeg_quality` as a pure function of its seed.

    Args:
      image: One image, `[height, width, channels]` with 1 or 3 channels.
      min_jpeg_quality: The least quality, 0 or more.
      max_jpeg_quality: The quality is below this; 100 or less.
      seed: Two integers.

    Returns:
      An image of the same shape and dtype.

    Raises:
      ValueError: The range is empty, or not within [0, 100].

    Example:
      >>> import tenfold as tf
      >>> tf.image.stateless_random_jpeg_quality(tf.zeros([8, 8, 3]), 75, 95, (1, 2)).shape
      TensorShape([8, 8, 3])
    """
    _check_quality(min_jpeg_quality, max_jpeg_quality)
    quality = _stateless(seed)([], min_jpeg_quality, max_jpeg_quality, int32)
    return adjust_jpeg_quality(image, quality)


def _maybe_flipped(image: Any, axis: int, draw: _Draw) -> Any:
    """Each image flipped along an axis, or not, with equal chances."""
    image = flippable(image)
    flipped = call("ReverseV2", image, [axis])
    sizes = call("Shape", image)
    batch = call("StridedSlice", sizes, [0], [-3], [1], begin_mask=1)
    chance = call("Reshape", draw(batch, 0, 1.0), call("ConcatV2", [batch, [1, 1, 1]], 0))
    # TensorFlow flips one image by numbers below a half, those of a batch by numbers above.
    alone, together = chance < 0.5, call("Round", chance) > 0.0
    if image.ndim is None:
        chosen = call("SelectV2", call("Equal", call("Rank", image), 3), alone, together)
    else:
        chosen = alone if image.ndim == 3 else together
    return call("SelectV2", chosen, flipped, image)


def random_flip_left_right(image: Any, seed: int | None = None) -> Any:
    """Exchanges left and right in every other image, by chance.

    Args:
      image: `[batch, height, width, channels]` or `[height, width, channels]`.
      seed: With the global seed of `tf.random.set_seed`, decides which.

    Returns:
      Images of the same shape and dtype.

    Raises:
      ValueError: The rank is another.

    Example:
      >>> import tenfold as tf
      >>> x = tf.image.random_flip_left_right([[[1], [2]]])[0, :, 0].numpy().tolist()
      >>> x in ([1, 2], [2, 1])
      True
    """
    return _maybe_flipped(image, COLUMNS, _stateful(seed))


def random_flip_up_down(image: Any, seed: int | None = None) -> Any:
    """Turns every other image upside down, by chance.

    Args:
      image: `[batch, height, width, channels]` or `[height, width, channels]`.
      seed: With the global seed of `tf.random.set_seed`, decides which.

    Returns:
      Images of the same shape and dtype.

    Raises:
      ValueError: The rank is another.

    Example:
      >>> import tenfold as tf
      >>> x = tf.image.random_flip_up_down([[[1]], [[2]]])[:, 0, 0].numpy().tolist()
      >>> x in ([1, 2], [2, 1])
      True
    """
    return _maybe_flipped(image, ROWS, _stateful(seed))


def stateless_random_flip_left_right(image: Any, seed: Any) -> Any:
    """`tf.image.random_flip_left_right` as a pure function of its seed.

    Args:
      image: `[batch, height, width, channels]` or `[height, width, channels]`.
      seed: Two integers.

    Returns:
      Images of the same shape and dtype.

    Raises:
      ValueError: The rank is another.

    Example:
      >>> import tenfold as tf
      >>> x = tf.image.stateless_random_flip_left_right([[[1], [2]]], (2, 3))
      >>> x[0, :, 0].numpy().tolist()
      [2, 1]
    """
    return _maybe_flipped(image, COLUMNS, _stateless(seed))


def stateless_random_flip_up_down(image: Any, seed: Any) -> Any:
    """`tf.image.random_flip_up_down` as a pure function of its seed.

    Args:
      image: `[batch, height, width, channels]` or `[height, width, channels]`.
      seed: Two integers.

    Returns:
      Images of the same shape and dtype.

    Raises:
      ValueError: The rank is another.

    Example:
      >>> import tenfold as tf
      >>> x = tf.image.stateless_random_flip_up_down([[[1]], [[2]]], (2, 3))
      >>> x[:, 0, 0].numpy().tolist()
      [2, 1]
    """
    return _maybe_flipped(image, ROWS, _stateless(seed))


def _cropped(value: Any, size: Any, draw: _Draw, name: str | None) -> Any:
    value, size = to_tensor(value), to_tensor(size, dtype_hint=int32)
    if not size.dtype.is_integer:
        raise TypeError(f"The size of a crop must be integers; received {size.dtype.name}.")
    if size.dtype is not int32:
        size = call("Cast", size, DstT=int32)
    shape = call("Shape", value)
    room = shape - size + 1
    check(call("All", room > 0, [0]), f"Need value.shape >= size, got {value.shape} and {size}.")
    place = draw(call("Shape", shape), 0, int32.max, int32)
    return call("Slice", value, call("FloorMod", place, room), size, name=name)


def random_crop(value: Any, size: Any, seed: int | None = None, name: str | None = None) -> Any:
    """A block of a given size from a random place.

    Args:
      value: A tensor of rank `n`.
      size: `[n]`, the size of the block; give an axis its full length to keep it whole.
      seed: With the global seed of `tf.random.set_seed`, decides the place.
      name: A name for the op.

    Returns:
      A tensor of shape `size`.

    Raises:
      tf.errors.InvalidArgumentError: `size` is larger than `value`.

    Example:
      >>> import tenfold as tf
      >>> tf.image.random_crop(tf.zeros([8, 8, 3]), [4, 4, 3]).shape
      TensorShape([4, 4, 3])
    """
    return _cropped(value, size, _stateful(seed), name)


def stateless_random_crop(value: Any, size: Any, seed: Any, name: str | None = None) -> Any:
    """`tf.image.random_crop` as a pure function of its seed.

    Args:
      value: A tensor of rank `n`.
      size: `[n]`, the size of the block; give an axis its full length to keep it whole.
      seed: Two integers.
      name: A name for the op.

    Returns:
      A tensor of shape `size`.

    Raises:
      tf.errors.InvalidArgumentError: `size` is larger than `value`.

    Example:
      >>> import tenfold as tf
      >>> tf.image.stateless_random_crop(tf.range(9), [3], (1, 2)).numpy().tolist()
      [5, 6, 7]
    """
    return _cropped(value, size, _stateless(seed), name)
