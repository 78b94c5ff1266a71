"""CropAndResize: boxes cut out of images and brought to one size, with both gradients."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import (
    DType,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
)
from tenfold.core.op import call, op
from tenfold.core.row_groups import combine_at

_IMAGES = (uint8, uint16, int8, int16, int32, int64, float16, float32, float64)
_FLOATS = (float32, float16, float64)


def _crops_shape(done: Any) -> Any:
    image, boxes, box_ind, _ = (x.raw_shape for x in done.inputs)
    size = rules.shape_from(done.inputs[3]) or (None, None)
    if image is not None and len(image) != 4:
        raise ValueError(f"image must be 4-D; received {list(image)}.")
    if boxes is not None and (len(boxes) != 2 or boxes[1] not in (None, 4)):
        raise ValueError(f"boxes must have shape [num_boxes, 4]; received {list(boxes)}.")
    count = None if boxes is None else boxes[0]
    if count is None and box_ind:
        count = box_ind[0]
    return (count, *size, None if image is None else image[3])


class _Line(NamedTuple):
    """Where the pixels of each crop lie along one axis; arrays `[boxes, crop size]`.

    place: The position in the image, float32.
    inside: Whether it is in the image.
    slope: How the position follows the begin and the end of the box.
    """

    place: Any
    inside: Any
    slope: tuple[np.ndarray, np.ndarray]


def _line(xp: Any, begin: Any, end: Any, size: int, out: int) -> _Line:
    last, at = np.float32(size - 1), np.arange(out, dtype=np.float32)
    if out > 1:
        step = (end - begin) * last / np.float32(out - 1)
        place = (begin * last)[:, None] + at * step[:, None]
        share = at / np.float32(out - 1)
    else:
        place = (np.float32(0.5) * (begin + end) * last)[:, None]
        share = np.full(1, 0.5, np.float32)
    inside = (place >= 0) & (place <= last)
    # What is outside is read from the first pixel and then dropped; NaN is outside too.
    return _Line(xp.where(inside, place, 0), inside, ((1 - share) * last, share * last))


class _Crops:
    """The geometry of a call: image numbers, and the lines of both axes."""

    def __init__(self, xp: Any, shape: Any, boxes: Any, box_ind: Any, out: Any) -> None:
        if len(shape) != 4:
            raise ValueError(f"image must be 4-D; received {list(shape)}.")
        if not shape[1] or not shape[2]:
            raise ValueError(f"image dimensions must be positive; received {list(shape)}.")
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"boxes must have 4 columns; received {list(boxes.shape)}.")
        if box_ind.shape != boxes.shape[:1]:
            raise ValueError(
                f"box_ind must have one number for each of {boxes.shape[0]} boxes; received shape "
                f"{list(box_ind.shape)}."
            )
        beyond = ((box_ind < 0) | (box_ind >= shape[0])).any()
        message = f"box_index has values outside [0, {shape[0]})."
        xp.raise_if(beyond, "OutOfRangeError", message)
        wild = ~xp.isfinite(boxes).all()
        xp.raise_if(wild, "InvalidArgumentError", "boxes has values that are not finite.")
        self.xp = xp
        self.image = box_ind[:, None, None]
        self.rows = _line(xp, boxes[:, 0], boxes[:, 2], shape[1], out[0])
        self.columns = _line(xp, boxes[:, 1], boxes[:, 3], shape[2], out[1])
        self.inside = self.rows.inside[:, :, None] & self.columns.inside[:, None, :]

    def corners(self) -> tuple[Any, Any, Any, Any]:
        """Top and bottom rows, left and right columns."""
        xp = self.xp
        whole = [f(at) for at in (self.rows.place, self.columns.place) for f in (xp.floor, xp.ceil)]
        top, bottom, left, right = (v.astype(np.int32) for v in whole)
        return top[:, :, None], bottom[:, :, None], left[:, None, :], right[:, None, :]

    def shares(self) -> tuple[Any, Any]:
        """How far each pixel is from its top row and from its left column."""
        y, x = self.rows.place, self.columns.place
        down, along = y - self.xp.floor(y), x - self.xp.floor(x)
        return down[:, :, None, None], along[:, None, :, None]

    def nearest(self) -> tuple[Any, Any]:
        """Rows and columns of the nearest pixels; halves are rounded up."""
        at = (
            self.xp.floor(v + 0.5).astype(np.int32) for v in (self.rows.place, self.columns.place)
        )
        rows, columns = at
        return rows[:, :, None], columns[:, None, :]

    def keep(self, pixels: Any, otherwise: float) -> Any:
        return self.xp.where(self.inside[..., None], pixels, np.float32(otherwise))


def _crop_size(xp: Any, crop_size: Any) -> tuple[int, int]:
    wanted = xp.static(crop_size)
    if wanted.shape != (2,):
        raise ValueError(f"crop_size must have two elements; received shape {list(wanted.shape)}.")
    height, width = (int(n) for n in wanted)
    if height <= 0 or width <= 0:
        raise ValueError(f"crop dimensions must be positive; received {[height, width]}.")
    return height, width


@op(
    "image: T, boxes: float32, box_ind: int32, crop_size: int32 -> crops: float32",
    T=_IMAGES,
    shape=rules.shaped(_crops_shape, "b h w c", "n 4", "n", "2"),
)
def CropAndResize(
    xp: Any,
    image: Any,
    boxes: Any,
    box_ind: Any,
    crop_size: Any,
    *,
    method: Literal["bilinear", "nearest"] = "bilinear",
    extrapolation_value: float = 0.0,
) -> Any:
    crops = _Crops(xp, image.shape, boxes, box_ind, _crop_size(xp, crop_size))
    if not image.shape[0]:
        return xp.zeros((0, *crops.inside.shape[1:], image.shape[3]), np.float32)
    image = xp.asarray(image)
    if method == "nearest":
        pixels = image[(crops.image, *crops.nearest())].astype(np.float32)
        return crops.keep(pixels, extrapolation_value)
    top, bottom, left, right = crops.corners()
    down, along = crops.shares()
    upper, lower = (_between(image, crops.image, row, left, right, along) for row in (top, bottom))
    return crops.keep(upper + (lower - upper) * down, extrapolation_value)


def _between(image: Any, which: Any, row: Any, left: Any, right: Any, share: Any) -> Any:
    a, b = (image[which, row, column].astype(np.float32) for column in (left, right))
    return a + (b - a) * share


@CropAndResize.gradient
def crop_and_resize_gradient(done: Any, dy: Any) -> Any:
    image, boxes, box_ind, _ = done.inputs
    into_image = None
    if image.dtype in _FLOATS:
        into_image = CropAndResizeGradImage(
            dy, boxes, box_ind, call("Shape", image), T=image.dtype, method=done.attrs["method"]
        )
    return into_image, CropAndResizeGradBoxes(dy, image, boxes, box_ind), None, None


def _image_shape(done: Any) -> Any:
    return rules.shape_from(done.inputs[3]) or (None,) * 4


@op(
    "grads: float32, boxes: float32, box_ind: int32, image_size: int32 -> output: T",
    T=_FLOATS,
    shape=_image_shape,
)
def CropAndResizeGradImage(
    xp: Any,
    grads: Any,
    boxes: Any,
    box_ind: Any,
    image_size: Any,
    *,
    T: DType,
    method: Literal["bilinear", "nearest"] = "bilinear",
) -> Any:
    sizes = xp.static(image_size)
    if sizes.shape != (4,):
        raise ValueError(f"image_size must have 4 elements; received shape {list(sizes.shape)}.")
    shape = tuple(int(n) for n in sizes)
    crops = _Crops(xp, shape, boxes, box_ind, grads.shape[1:3])
    # Adding many pixels in half precision would lose them.
    wide = np.float64 if T is float64 else np.float32
    image = xp.zeros(shape, wide)
    kept = crops.keep(grads, 0.0).astype(wide)
    if method == "nearest":
        return _added(xp, image, (crops.image, *crops.nearest()), kept).astype(T.np)
    top, bottom, left, right = crops.corners()
    down, along = crops.shares()
    for row, by_row in ((top, 1 - down), (bottom, down)):
        for column, by_column in ((left, 1 - along), (right, along)):
            image = _added(xp, image, (crops.image, row, column), kept * by_row * by_column)
    return image.astype(T.np)


def _added(xp: Any, image: Any, index: Any, values: Any) -> Any:
    if xp.compiled:
        return image.at[index].add(values.astype(image.dtype))
    combine_at(np.add, image, index, values)
    return image


@op(
    "grads: float32, image: T, boxes: float32, box_ind: int32 -> output: float32",
    T=_IMAGES,
    shape=rules.same_as(2),
)
def CropAndResizeGradBoxes(
    xp: Any,
    grads: Any,
    image: Any,
    boxes: Any,
    box_ind: Any,
    *,
    method: Literal["bilinear"] = "bilinear",
) -> Any:
    crops = _Crops(xp, image.shape, boxes, box_ind, grads.shape[1:3])
    if not image.shape[0]:
        return xp.zeros(boxes.shape, np.float32)
    image = xp.asarray(image)
    top, bottom, left, right = crops.corners()
    down, along = crops.shares()
    at = [
        [image[crops.image, row, column].astype(np.float32) for column in (left, right)]
        for row in (top, bottom)
    ]
    kept = crops.keep(grads, 0.0)
    by_row = ((1 - along) * (at[1][0] - at[0][0]) + along * (at[1][1] - at[0][1])) * kept
    by_column = ((1 - down) * (at[0][1] - at[0][0]) + down * (at[1][1] - at[1][0])) * kept
    dy, dx = by_row.sum((2, 3)), by_column.sum((1, 3))
    parts = [
        (slope * d).sum(1)
        for which in (0, 1)
        for d, slope in ((dy, crops.rows.slope[which]), (dx, crops.columns.slope[which]))
    ]
    return xp.stack(parts, -1).astype(np.float32)


def crop_and_resize(
    image: Any,
    boxes: Any,
    box_indices: Any,
    crop_size: Any,
    method: str = "bilinear",
    extrapolation_value: float = 0.0,
    name: str | None = None,
) -> Any:
    """Cuts boxes out of images and brings them to one size.

    Args:
      image: `[batch, height, width, channels]`.
      boxes: float32 `[num_boxes, 4]`: y1, x1, y2, x2, where 0 is the first row or column and 1
        the last. A box may be upside down, which flips the crop, and reach beyond the image.
      box_indices: int32 `[num_boxes]`: which image each box is cut from.
      crop_size: The height and width of the crops.
      method: bilinear or nearest.
      extrapolation_value: What stands where a box reaches beyond the image.
      name: A name for the op.

    Returns:
      float32 `[num_boxes, crop_height, crop_width, channels]`.

    Raises:
      tf.errors.OutOfRangeError: A box index is not the number of an image.
      tf.errors.InvalidArgumentError: An argument has the wrong shape.

    Example:
      >>> import tenfold as tf
      >>> image = tf.reshape(tf.range(9.0), [1, 3, 3, 1])
      >>> tf.image.crop_and_resize(image, [[0.0, 0.0, 0.5, 1.0]], [0], [2, 2]).numpy()[0, ..., 0]
      array([[0., 2.],
             [3., 5.]], dtype=float32)

    References:
      Huang et al., Speed/accuracy trade-offs for modern convolutional object detectors (2017).
    """
    return CropAndResize(
        image,
        boxes,
        box_indices,
        crop_size,
        method=method,
        extrapolation_value=extrapolation_value,
        name=name,
    )
