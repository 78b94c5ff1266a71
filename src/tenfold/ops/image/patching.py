"""Patches: the windows that slide over an image, laid out as channels; and glimpses into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from tenfold.core import errors, rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import (
    bfloat16,
    complex64,
    complex128,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
)
from tenfold.core.dtypes import (
    bool as boolean,
)
from tenfold.core.op import call, op
from tenfold.ops.nn.windows import Windows, out_sizes, pad, windows

_VOLUMES = (
    *(float32, float64, int32, uint8, int16, int8, int64, bfloat16),
    *(uint16, float16, uint32, uint64),
)
_PLANES = (
    *(bfloat16, float16, float32, float64, int8, int16, int32, int64),
    *(uint8, uint16, uint32, uint64, complex64, complex128, boolean),
)


def _inner(name: str, values: Sequence[int]) -> tuple[int, ...]:
    if values[0] != 1 or values[-1] != 1:
        message = f"{name} must be 1 for the batch and the channels; received {values}."
        raise errors.UnimplementedError(None, None, message)
    if min(values) <= 0:
        message = f"{name} must be positive; received {values}."
        raise errors.OutOfRangeError(None, None, message)
    return tuple(values[1:-1])


def _check_rank(shape: Any, **given: Any) -> None:
    for name, values in given.items():
        if len(shape) != len(values):
            raise ValueError(
                f"{name} needs an entry for each axis of the input; received {list(values)} and an "
                f"input of shape {list(shape)}."
            )


def _geometry(shape: Any, ksizes: Any, strides: Any, rates: Any, padding: str) -> Windows:
    _check_rank(shape, ksizes=ksizes, strides=strides, rates=rates)
    kernel, steps, spread = (
        _inner(name, v) for name, v in (("ksizes", ksizes), ("strides", strides), ("rates", rates))
    )
    return windows(shape[1:-1], kernel, steps, padding, dilations=spread)


def _patches_shape(done: Any) -> Any:
    shape, attrs = done.inputs[0].raw_shape, done.attrs
    ksizes, strides = attrs["ksizes"], attrs["strides"]
    rates = attrs.get("rates", [1] * len(ksizes))
    if shape is None:
        return (None,) * len(ksizes)
    _check_rank(shape, ksizes=ksizes)
    try:
        kernel, steps, spread = map(
            _inner, ("ksizes", "strides", "rates"), (ksizes, strides, rates)
        )
    except errors.OutOfRangeError as error:
        raise ValueError(error.message) from None
    out = out_sizes(shape[1:-1], kernel, steps, attrs["padding"], (), spread)
    depth = None if shape[-1] is None else shape[-1] * int(np.prod(kernel))
    return (shape[0], *out, depth)


def _extract(xp: Any, x: Any, w: Windows) -> Any:
    padded = pad(xp, x, w)
    pieces = [padded[w.slices(tap)] for tap in w.taps()]
    return pieces[0] if len(pieces) == 1 else xp.concatenate(pieces, -1)


@op("images: T -> patches: T", T=_PLANES, shape=_patches_shape)
def ExtractImagePatches(
    xp: Any,
    images: Any,
    *,
    ksizes: list[int],
    strides: list[int],
    rates: list[int],
    padding: Literal["SAME", "VALID"],
) -> Any:
    return _extract(xp, images, _geometry(images.shape, ksizes, strides, rates, padding))


@ExtractImagePatches.gradient
def extract_image_patches_gradient(done: Any, dy: Any) -> Any:
    return (_spread(done, dy),)


def _spread(done: Any, dy: Any) -> Any:
    """Adds each patch to the pixels that it was made of.

    An image of pixel numbers goes through the op itself, so that the numbers lie where the
    pixels do; padding gets -1, which segment sums drop.
    """
    x = done.inputs[0]
    sizes = call("Shape", x)
    space = call("StridedSlice", sizes, [1], [-1], [1])
    count = call("Prod", space, [0])
    numbers = call(
        "Reshape", call("Range", 1, count + 1, 1), call("ConcatV2", [[1], space, [1]], 0)
    )
    places = done.op(numbers, **{n: v for n, v in done.attrs.items() if n != "T"}) - 1
    batch, depth = (
        call("StridedSlice", sizes, [i], [i + 1 or 5], [1], shrink_axis_mask=1)
        for i in (0, x.ndim - 1 if x.ndim else -1)
    )
    parts = call("Reshape", dy, call("Pack", [batch, -1, depth]))
    rows = call("Transpose", parts, [1, 0, 2])
    places = call("Reshape", places, [-1])
    total = call("UnsortedSegmentSum", rows, places, count)
    return call("Reshape", call("Transpose", total, [1, 0, 2]), sizes)


@op("input: T -> patches: T", T=_VOLUMES, shape=_patches_shape)
def ExtractVolumePatches(
    xp: Any,
    input: Any,
    *,
    ksizes: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
) -> Any:
    return _extract(xp, input, _geometry(input.shape, ksizes, strides, [1] * 5, padding))


@ExtractVolumePatches.gradient
def extract_volume_patches_gradient(done: Any, dy: Any) -> Any:
    return (_spread(done, dy),)


def extract_volume_patches(
    input: Any,
    ksizes: Any,
    strides: Any,
    padding: str,
    name: str | None = None,
) -> Any:
    """Puts what each window of a volume holds into the channels.

    Args:
      input: A tensor of numbers, of shape [batch, planes, rows, columns, channels].
      ksizes: The window's size, [1, planes, rows, columns, 1].
      strides: The steps between windows, [1, planes, rows, columns, 1].
      padding: "VALID", or "SAME" for zeros around the volume.
      name: A name for the op.

    Returns:
      A tensor of shape [batch, windows, windows, windows, window's elements * channels].

    Raises:
      tf.errors.InvalidArgumentError: There are not five sizes or steps, or the rank is not 5.
      tf.errors.UnimplementedError: A window goes over several volumes or part of the channels.

    Example:
      >>> import tenfold as tf
      >>> x = tf.reshape(tf.range(8.0), [1, 2, 2, 2, 1])
      >>> patches = tf.extract_volume_patches(x, [1, 2, 2, 2, 1], [1, 1, 1, 1, 1], "VALID")
      >>> patches.numpy().ravel().tolist()
      [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]
    """
    return ExtractVolumePatches(
        input, ksizes=list(ksizes), strides=list(strides), padding=padding, name=name
    )


def extract_patches(
    images: Any, sizes: Any, strides: Any, rates: Any, padding: str, name: str | None = None
) -> Any:
    """The patches under a window that slides over images.

    Args:
      images: `[batch, height, width, channels]`.
      sizes: The window: `[1, rows, columns, 1]`.
      strides: How far the window moves: `[1, rows, columns, 1]`.
      rates: How far the pixels of a patch lie apart: `[1, rows, columns, 1]`.
      padding: VALID keeps the window inside the image; SAME pads with zeros.
      name: A name for the op.

    Returns:
      `[batch, patches down, patches along, rows * columns * channels]`.

    Raises:
      tf.errors.InvalidArgumentError: `images` has another rank, or a window is not of this form.

    Example:
      >>> import tenfold as tf
      >>> image = tf.reshape(tf.range(9), [1, 3, 3, 1])
      >>> tf.image.extract_patches(
      ...     image, [1, 2, 2, 1], [1, 1, 1, 1], [1, 1, 1, 1], "VALID")[0, 0].numpy().tolist()
      [[0, 1, 3, 4], [1, 2, 4, 5]]
    """
    return ExtractImagePatches(
        images,
        ksizes=list(sizes),
        strides=list(strides),
        rates=list(rates),
        padding=padding,
        name=name,
    )


def _glimpse_shape(done: Any) -> Any:
    shape, size = done.inputs[0].raw_shape, rules.shape_from(done.inputs[1]) or (None, None)
    if shape is not None and len(shape) != 4:
        raise ValueError(f"input must be 4-dimensional; received {list(shape)}.")
    batch, depth = (None, None) if shape is None else (shape[0], shape[3])
    rules.merge(done.inputs[1].raw_shape, (2,))
    offsets = rules.merge(done.inputs[2].raw_shape, (batch, 2))
    return (offsets[0] if batch is None and offsets else batch, *size, depth)


def _look(
    x: Any, size: Any, offsets: Any, centered: bool, normalized: bool, noise: str, half: bool
) -> Any:
    """The windows at the offsets; what lies outside the image is noise."""
    height, width = _checked_glimpse(x, size, offsets)
    kinds = {"uniform": _uniform, "gaussian": _gaussian, "zero": _zeros}
    if noise not in kinds:
        raise ValueError(f"noise must be one of {', '.join(kinds)}; received {noise!r}.")
    out = kinds[noise]((len(x), height, width, x.shape[3]), x)
    extent = np.array(x.shape[1:3], np.float32)
    window = np.array([height, width], np.float32)
    # The newer op means pixels by offsets that are not normalized: their origin moves to the
    # middle of the image, but the window begins there. The older one treats both alike.
    moved = half or (centered and normalized)
    at = offsets * extent if normalized else offsets
    if centered:
        at = (at / 2 if moved else at) + extent / 2
    if moved:
        at = at - window / 2
    # Towards zero, as an integer cast rounds.
    for number, (top, left) in enumerate(np.trunc(at).astype(np.int64).tolist()):
        rows = slice(max(top, 0), min(top + height, x.shape[1]))
        columns = slice(max(left, 0), min(left + width, x.shape[2]))
        if rows.start < rows.stop and columns.start < columns.stop:
            into = (
                slice(rows.start - top, rows.stop - top),
                slice(columns.start - left, columns.stop - left),
            )
            out[(number, *into)] = x[number, rows, columns]
    return out


def _checked_glimpse(x: Any, size: Any, offsets: Any) -> tuple[int, int]:
    if x.ndim != 4:
        raise ValueError(f"input must be 4-dimensional; received {list(x.shape)}.")
    if size.shape != (2,) or (size < 0).any():
        raise ValueError(f"size must be two numbers, not negative; received {size.tolist()}.")
    if offsets.shape != (len(x), 2):
        raise ValueError(f"offsets must be [{len(x)}, 2]; received {list(offsets.shape)}.")
    return int(size[0]), int(size[1])


def _uniform(shape: tuple[int, ...], x: Any) -> Any:
    return np.random.default_rng().random(shape, np.float32)


def _gaussian(shape: tuple[int, ...], x: Any) -> Any:
    """Noise with the image's own mean and deviation, kept within [0, 1]."""
    drawn = np.random.default_rng().standard_normal(shape, np.float32)
    return np.clip(drawn * x.std() + x.mean(), 0, 1).astype(np.float32)


def _zeros(shape: tuple[int, ...], x: Any) -> Any:
    return np.zeros(shape, np.float32)


@op(
    "input: float32, size: int32, offsets: float32 -> glimpse: float32",
    shape=_glimpse_shape,
    jit=False,
)
def ExtractGlimpse(
    xp: Any,
    input: Any,
    size: Any,
    offsets: Any,
    *,
    centered: bool = True,
    normalized: bool = True,
    uniform_noise: bool = True,
    noise: str = "uniform",
) -> Any:
    return _look(input, size, offsets, centered, normalized, noise, half=True)


ExtractGlimpse.not_differentiable()


@op(
    "input: float32, size: int32, offsets: float32 -> glimpse: float32",
    shape=_glimpse_shape,
    jit=False,
)
def ExtractGlimpseV2(
    xp: Any,
    input: Any,
    size: Any,
    offsets: Any,
    *,
    centered: bool = True,
    normalized: bool = True,
    uniform_noise: bool = True,
    noise: str = "uniform",
) -> Any:
    return _look(input, size, offsets, centered, normalized, noise, half=False)


def extract_glimpse(
    input: Any,
    size: Any,
    offsets: Any,
    centered: bool = True,
    normalized: bool = True,
    noise: str = "uniform",
    name: str | None = None,
) -> Any:
    """A window into each image, at a place of its own.

    Args:
      input: float32 `[batch, height, width, channels]`.
      size: The height and width of the window.
      offsets: float32 `[batch, 2]`: where the window is, y and x.
      centered: Whether (0, 0) is the middle of the image, and offsets that are normalized say
        where the middle of the window is; otherwise they go from top left corner to corner.
      normalized: Whether offsets are fractions of the image's height and width; where centered,
        of half of them.
      noise: What is seen outside the image: uniform, gaussian or zero.
      name: A name for the op.

    Returns:
      float32 `[batch, *size, channels]`.

    Raises:
      tf.errors.InvalidArgumentError: An argument has the wrong shape.

    Example:
      >>> import tenfold as tf
      >>> image = tf.reshape(tf.range(9.0), [1, 3, 3, 1])
      >>> tf.image.extract_glimpse(
      ...     image, [2, 2], [[1.0, 1.0]], centered=False, normalized=False).numpy()[0, ..., 0]
      array([[4., 5.],
             [7., 8.]], dtype=float32)
    """
    return ExtractGlimpseV2(
        input,
        to_tensor(size, int32),
        offsets,
        centered=centered,
        normalized=normalized,
        noise=noise,
        uniform_noise=False,
        name=name,
    )
