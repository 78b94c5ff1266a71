"""Random boxes that show enough of the objects in an image: a way to distort training images.

The sampling loop ends when a box is good, so it runs on the host. It draws the words of
TensorFlow's generator in TensorFlow's order: equal seeds give equal boxes.

References:
  Szegedy et al., Going Deeper with Convolutions (2015), section 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from tenfold.core import random_state, rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import float32, int8, int16, int32, int64, uint8
from tenfold.core.namespace import numpy_ns
from tenfold.core.op import op
from tenfold.ops.random import philox
from tenfold.ops.random.stateless import StatelessRandomGetKeyCounter

_SIZES = (uint8, int8, int16, int32, int64)
_ASPECTS = [0.75, 1.33]
_AREAS = [0.05, 1.0]
# How many words the stateful op sets aside for each attempt.
_WORDS = 4
_HALVES = np.uint64(0xFFFFFFFF), np.uint64(32)


class _Box(NamedTuple):
    """A box of whole pixels; its ends are not part of it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def area(self) -> float:
        return float((self.bottom - self.top) * (self.right - self.left))

    def common(self, other: _Box) -> float:
        """The area that both cover."""
        tall = min(self.bottom, other.bottom) - max(self.top, other.top)
        wide = min(self.right, other.right) - max(self.left, other.left)
        return float(tall * wide) if tall > 0 and wide > 0 else 0.0


class _Words:
    """Random 32-bit words one by one, and what is made of them."""

    def __init__(self, key: Any, high: Any, start: Any) -> None:
        self.key, self.high, self.start = key, high, int(start)
        self.left: list[int] = []

    def word(self) -> int:
        if not self.left:
            starts = np.array([self.start & (2**64 - 1)], np.uint64)
            self.left = philox.blocks(numpy_ns, self.key, self.high, starts)[0].tolist()
            self.start += 1
        return self.left.pop(0)

    def unit(self) -> np.float32:
        """A number in [0, 1)."""
        return np.float32((self.word() & 0x7FFFFF) * 2.0**-23)

    def below(self, limit: int) -> int:
        """A whole number in [0, limit), every one as likely."""
        if not limit & (limit - 1):
            return self.word() & (limit - 1)
        uneven = (2**32 - 1) % limit + 1
        word = self.word()
        while word < uneven:
            word = self.word()
        return word % limit


class _Wanted(NamedTuple):
    """What a sampled box must fulfil."""

    covered: np.float32
    aspects: Sequence[float]
    areas: Sequence[float]
    attempts: int
    whole_image: bool


def _sample(image_size: Any, boxes: Any, wanted: _Wanted, words: _Words) -> tuple[Any, Any, Any]:
    height, width, objects = _checked(image_size, boxes, wanted)
    image = _Box(0, 0, height, width)
    low, high = (np.float32(v) for v in wanted.aspects)
    found = image
    for _ in range(wanted.attempts):
        aspect = words.unit() * (high - low) + low
        crop = _crop(image, wanted.areas, aspect, words)
        if crop is not None and _shows(crop, wanted.covered, objects):
            found = crop
            break
    dtype = image_size.dtype
    begin = np.array([found.top, found.left, 0], dtype)
    size = np.array([found.bottom - found.top, found.right - found.left, -1]).astype(dtype)
    share = np.array(found, np.float32) / np.array([height, width] * 2, np.float32)
    return begin, size, share.reshape(1, 1, 4)


def _checked(image_size: Any, boxes: Any, wanted: _Wanted) -> tuple[int, int, list[_Box]]:
    """The image's height and width, and the objects in pixels."""
    if image_size.shape != (3,):
        raise ValueError(
            "image_size must contain height, width and channels; received shape "
            f"{list(image_size.shape)}."
        )
    height, width = (int(n) for n in image_size[:2])
    if boxes.ndim != 3 or boxes.shape[2] != 4:
        raise ValueError(f"bounding boxes must be [batch, N, 4]; received {list(boxes.shape)}.")
    if wanted.covered < 0:
        raise ValueError(f"min_object_covered must not be negative; received {wanted.covered}.")
    for name, pair in (("aspect_ratio_range", wanted.aspects), ("area_range", wanted.areas)):
        if len(pair) != 2 or min(pair) <= 0:
            raise ValueError(f"{name} must be two positive numbers; received {pair}.")
    if max(wanted.areas) > 1:
        raise ValueError(f"area_range must not exceed 1; received {wanted.areas}.")
    if wanted.attempts <= 0:
        raise ValueError(f"max_attempts must be positive; received {wanted.attempts}.")
    flat = boxes.reshape(-1, 4)
    if not len(flat):
        if not wanted.whole_image:
            raise ValueError(
                "No bounding boxes were given. Pass use_image_if_no_bounding_boxes=True to take "
                "the whole image for one."
            )
        return height, width, [_Box(0, 0, height, width)]
    if not ((flat >= 0) & (flat <= 1)).all():
        raise ValueError("All bounding box coordinates must be in [0.0, 1.0].")
    scaled = (flat * np.array([height, width] * 2, np.float32)).astype(np.int64)
    return height, width, [_Box(*row) for row in scaled.tolist()]


def _crop(image: _Box, areas: Sequence[float], aspect: np.float32, words: _Words) -> _Box | None:
    """A random box of a given aspect ratio and of an area in the range, if rounding allows one."""
    if areas[0] > areas[1] or not image.area:
        return None
    whole = np.float32(image.bottom), np.float32(image.right)
    least, most = (np.float32(a) * whole[1] * whole[0] for a in areas)
    height = _rounded(np.sqrt(least / aspect))
    tallest = _rounded(np.sqrt(most / aspect))
    if _rounded(np.float32(tallest) * aspect) > image.right:
        tallest = int((image.right + 0.5 - 1e-7) / float(aspect))
        if _rounded(np.float32(tallest) * aspect) > image.right:
            tallest -= 1
    tallest = min(tallest, image.bottom)
    height = min(height, tallest)
    if height < tallest:
        height += words.below(tallest - height + 1)
    width = _rounded(np.float32(height) * aspect)
    # Rounding may have left the range of areas: the next size up, or down, may be inside.
    if np.float32(width * height) < least:
        height += 1
        width = _rounded(np.float32(height) * aspect)
    if np.float32(width * height) > most:
        height -= 1
        width = _rounded(np.float32(height) * aspect)
    fits = 0 < width <= image.right and 0 < height <= image.bottom
    if not fits or not least <= np.float32(width * height) <= most:
        return None
    top = words.below(image.bottom - height) if height < image.bottom else 0
    left = words.below(image.right - width) if width < image.right else 0
    return _Box(top, left, top + height, left + width)


def _rounded(value: Any) -> int:
    """The nearest whole number, halves to the even one."""
    return int(np.rint(value))


def _shows(crop: _Box, covered: np.float32, objects: list[_Box]) -> bool:
    """Whether enough of some object is inside; those of less than a pixel do not count."""
    if crop.area < 1:
        return False
    return any(
        o.area >= 1 and np.float32(o.common(crop)) / np.float32(o.area) >= covered for o in objects
    )


def _shapes(done: Any) -> Any:
    return [(3,), (3,), (1, 1, 4)]


def _reserved(counter: Any, attempts: int) -> _Words:
    """The words of a stateful call; the counter moves past what it may use."""
    key, high = philox.key_of(*counter.seed)
    words = _Words(key, high, counter.value)
    counter.value = counter.value + np.uint64(-(-_WORDS * max(attempts, 0) // 4))
    return words


@op(
    "image_size: T, bounding_boxes: float32 -> begin: T, size: T, bboxes: float32",
    T=_SIZES,
    shape=rules.shaped(_shapes, "3", "a b 4"),
    stateful=True,
    counter=True,
    jit=False,
)
def SampleDistortedBoundingBox(
    xp: Any,
    image_size: Any,
    bounding_boxes: Any,
    *,
    seed: int = 0,
    seed2: int = 0,
    min_object_covered: float = 0.1,
    aspect_ratio_range: list[float] = _ASPECTS,
    area_range: list[float] = _AREAS,
    max_attempts: int = 100,
    use_image_if_no_bounding_boxes: bool = False,
    counter: Any = None,
) -> Any:
    wanted = _Wanted(
        np.float32(min_object_covered),
        aspect_ratio_range,
        area_range,
        max_attempts,
        use_image_if_no_bounding_boxes,
    )
    return _sample(image_size, bounding_boxes, wanted, _reserved(counter, max_attempts))


SampleDistortedBoundingBox.not_differentiable()


@op(
    "image_size: T, bounding_boxes: float32, min_object_covered: float32 "
    "-> begin: T, size: T, bboxes: float32",
    T=_SIZES,
    shape=rules.shaped(_shapes, "3", "a b 4", ""),
    stateful=True,
    counter=True,
    jit=False,
)
def SampleDistortedBoundingBoxV2(
    xp: Any,
    image_size: Any,
    bounding_boxes: Any,
    min_object_covered: Any,
    *,
    seed: int = 0,
    seed2: int = 0,
    aspect_ratio_range: list[float] = _ASPECTS,
    area_range: list[float] = _AREAS,
    max_attempts: int = 100,
    use_image_if_no_bounding_boxes: bool = False,
    counter: Any = None,
) -> Any:
    wanted = _Wanted(
        min_object_covered.item(),
        aspect_ratio_range,
        area_range,
        max_attempts,
        use_image_if_no_bounding_boxes,
    )
    return _sample(image_size, bounding_boxes, wanted, _reserved(counter, max_attempts))


SampleDistortedBoundingBoxV2.not_differentiable()


@op(
    "image_size: T, bounding_boxes: float32, min_object_covered: float32, seed: Tseed "
    "-> begin: T, size: T, bboxes: float32",
    T=_SIZES,
    Tseed=(int32, int64),
    shape=rules.shaped(_shapes, "3", "a b 4", "", "2"),
    jit=False,
)
def StatelessSampleDistortedBoundingBox(
    xp: Any,
    image_size: Any,
    bounding_boxes: Any,
    min_object_covered: Any,
    seed: Any,
    *,
    aspect_ratio_range: list[float] = _ASPECTS,
    area_range: list[float] = _AREAS,
    max_attempts: int = 100,
    use_image_if_no_bounding_boxes: bool = False,
) -> Any:
    key, counter = StatelessRandomGetKeyCounter.kernel(xp, seed)
    (low, half), upper = _HALVES, counter[1]
    words = _Words((key[0] & low, key[0] >> half), (upper & low, upper >> half), counter[0])
    wanted = _Wanted(
        min_object_covered.item(),
        aspect_ratio_range,
        area_range,
        max_attempts,
        use_image_if_no_bounding_boxes,
    )
    return _sample(image_size, bounding_boxes, wanted, words)


StatelessSampleDistortedBoundingBox.not_differentiable()


def _given(
    aspect_ratio_range: Any, area_range: Any, max_attempts: Any, use_image: Any
) -> dict[str, Any]:
    """The attributes, None being the op's own default."""
    return {
        "aspect_ratio_range": list(aspect_ratio_range or _ASPECTS),
        "area_range": list(area_range or _AREAS),
        "max_attempts": 100 if max_attempts is None else max_attempts,
        "use_image_if_no_bounding_boxes": bool(use_image),
    }


def sample_distorted_bounding_box(
    image_size: Any,
    bounding_boxes: Any,
    seed: int = 0,
    min_object_covered: Any = 0.1,
    aspect_ratio_range: Any = None,
    area_range: Any = None,
    max_attempts: int | None = None,
    use_image_if_no_bounding_boxes: bool | None = None,
    name: str | None = None,
) -> Any:
    """A random box that shows enough of at least one object.

    Args:
      image_size: `[3]`: height, width and channels, of an integer dtype.
      bounding_boxes: float32 `[batch, N, 4]`, the objects: y1, x1, y2, x2 in [0, 1].
      seed: With the global seed, decides the box; 0 draws unpredictably.
      min_object_covered: What share of an object the box must show.
      aspect_ratio_range: Between which numbers width / height is; (0.75, 1.33) by default.
      area_range: Between which shares of the image its area is; (0.05, 1) by default.
      max_attempts: After how many failures to give the whole image; 100 by default.
      use_image_if_no_bounding_boxes: Whether, without objects, the image counts as one.
      name: A name for the op.

    Returns:
      `begin` `[3]` and `size` `[3]`, as `tf.slice` takes them, of `image_size`'s dtype; and the box
      as float32 `[1, 1, 4]`, as `tf.image.draw_bounding_boxes` takes it.

    Raises:
      tf.errors.InvalidArgumentError: There are no boxes, or an argument is out of range.

    Example:
      >>> import tenfold as tf
      >>> begin, size, box = tf.image.sample_distorted_bounding_box(
      ...     [20, 30, 3], [[[0.2, 0.2, 0.8, 0.8]]], seed=1)
      >>> tf.slice(tf.zeros([20, 30, 3]), begin, size).shape[-1], box.shape
      (3, TensorShape([1, 1, 4]))
    """
    seeds = random_state.op_seeds(seed) if seed else (0, 0)
    return SampleDistortedBoundingBoxV2(
        image_size,
        bounding_boxes,
        to_tensor(min_object_covered, float32),
        seed=seeds[0],
        seed2=seeds[1],
        name=name,
        **_given(aspect_ratio_range, area_range, max_attempts, use_image_if_no_bounding_boxes),
    )


def stateless_sample_distorted_bounding_box(
    image_size: Any,
    bounding_boxes: Any,
    seed: Any,
    min_object_covered: Any = 0.1,
    aspect_ratio_range: Any = None,
    area_range: Any = None,
    max_attempts: int | None = None,
    use_image_if_no_bounding_boxes: bool | None = None,
    name: str | None = None,
) -> Any:
    """`tf.image.sample_distorted_bounding_box` as a pure function of its seed.

    Args:
      image_size: `[3]`: height, width and channels, of an integer dtype.
      bounding_boxes: float32 `[batch, N, 4]`, the objects: y1, x1, y2, x2 in [0, 1].
      seed: Two integers: equal seeds give equal boxes.
      min_object_covered: What share of an object the box must show.
      aspect_ratio_range: Between which numbers width / height is; (0.75, 1.33) by default.
      area_range: Between which shares of the image its area is; (0.05, 1) by default.
      max_attempts: After how many failures to give the whole image; 100 by default.
      use_image_if_no_bounding_boxes: Whether, without objects, the image counts as one.
      name: A name for the op.

    Returns:
      `begin` `[3]` and `size` `[3]` of `image_size`'s dtype, and the box as float32 `[1, 1, 4]`.

    Raises:
      tf.errors.InvalidArgumentError: There are no boxes, or an argument is out of range.

    Example:
      >>> import tenfold as tf
      >>> begin, size, _ = tf.image.stateless_sample_distorted_bounding_box(
      ...     [20, 30, 3], [[[0.2, 0.2, 0.8, 0.8]]], seed=(1, 2))
      >>> begin.numpy().tolist(), size.numpy().tolist()
      ([12, 15, 0], [6, 7, -1])
    """
    return StatelessSampleDistortedBoundingBox(
        image_size,
        bounding_boxes,
        to_tensor(min_object_covered, float32),
        seed,
        name=name,
        **_given(aspect_ratio_range, area_range, max_attempts, use_image_if_no_bounding_boxes),
    )
