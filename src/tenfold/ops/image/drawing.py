"""Bounding boxes drawn into images."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import float16, float32
from tenfold.core.op import op
from tenfold.core.signature import Types

_KINDS = Types((float32, float16), default=float32)

# Yellow, blue, red, lime, purple, olive, maroon, navy, aqua and fuchsia, with opacity.
_COLOURS = np.array(
    [
        *([1, 1, 0, 1], [0, 0, 1, 1], [1, 0, 0, 1], [0, 1, 0, 1], [0.5, 0, 0.5, 1]),
        *([0.5, 0.5, 0, 1], [0.5, 0, 0, 1], [0, 0, 0.5, 1], [0, 1, 1, 1], [1, 0, 1, 1]),
    ],
    np.float32,
)


def _drawn_shape(done: Any) -> Any:
    shape = rules.merge(done.inputs[0].raw_shape, (None,) * 4)
    if shape is not None and shape[3] not in (None, 1, 3, 4):
        raise ValueError(f"images have 1, 3 or 4 channels; received {list(shape)}.")
    rules.merge(done.inputs[1].raw_shape, (None, None, 4))
    return shape


def _draw(xp: Any, images: Any, boxes: Any, colours: Any) -> Any:
    """Draws boxes `[batch, num_boxes, 4]` one after the other, in the colours `[n, depth]`."""
    if boxes.ndim != 3 or boxes.shape[0] != images.shape[0] or boxes.shape[2] != 4:
        raise ValueError(
            f"boxes must be [{images.shape[0]}, num_boxes, 4]; received {list(boxes.shape)}."
        )
    count = boxes.shape[1]
    if not count:
        return images
    palette = colours[np.arange(count) % colours.shape[0]].astype(images.dtype)

    def step(number: Any, canvas: Any) -> Any:
        lines = _outline(xp, boxes[:, number], *images.shape[1:3])
        return xp.where(lines[..., None], palette[number], canvas)

    if xp.compiled:
        palette, boxes = xp.asarray(palette), xp.asarray(boxes)
        return xp.lax.fori_loop(0, count, step, images)
    for number in range(count):
        images = step(number, images)
    return images


def _outline(xp: Any, boxes: Any, height: int, width: int) -> Any:
    """Which pixels are on the outline of boxes `[batch, 4]`: `[batch, height, width]`."""
    last = np.array([height - 1, width - 1] * 2, np.float32)
    edges = boxes * last
    edges = xp.where(xp.isnan(edges), -1, edges).astype(np.int64)[:, :, None, None]
    top, left, bottom, right = (edges[:, i] for i in range(4))
    row, column = np.arange(height)[:, None], np.arange(width)[None, :]
    visible = ((top <= bottom) & (left <= right) & (top < height) & (left < width)) & (
        (bottom >= 0) & (right >= 0)
    )
    within = (row >= top) & (row <= bottom) & (column >= left) & (column <= right)
    on_edge = (row == top) | (row == bottom) | (column == left) | (column == right)
    return visible & within & on_edge


@op("images: T, boxes: float32 -> output: T", T=_KINDS, shape=_drawn_shape)
def DrawBoundingBoxes(xp: Any, images: Any, boxes: Any) -> Any:
    return _draw(xp, images, boxes, _default_colours(_depth(images)))


def _depth(images: Any) -> int:
    if images.ndim != 4:
        raise ValueError(f"images must be 4-dimensional; received {list(images.shape)}.")
    if images.shape[3] not in (1, 3, 4):
        raise ValueError(f"images must have 1, 3 or 4 channels; received {list(images.shape)}.")
    return images.shape[3]


def _default_colours(depth: int) -> np.ndarray:
    return np.ones((1, 1), np.float32) if depth == 1 else _COLOURS[:, :depth]


DrawBoundingBoxes.not_differentiable()


@op("images: T, boxes: float32, colors: float32 -> output: T", T=_KINDS, shape=rules.of_rank(4))
def DrawBoundingBoxesV2(xp: Any, images: Any, boxes: Any, colors: Any) -> Any:
    depth = _depth(images)
    if colors.ndim != 2:
        raise ValueError(f"colors must be a 2-D matrix; received {list(colors.shape)}.")
    if not colors.shape[0]:
        return _draw(xp, images, boxes, _default_colours(depth))
    if colors.shape[1] < depth:
        raise ValueError(f"colors must have {depth} columns; received {list(colors.shape)}.")
    return _draw(xp, images, boxes, colors[:, :depth])


def draw_bounding_boxes(images: Any, boxes: Any, colors: Any, name: str | None = None) -> Any:
    """Images with the outlines of boxes in them, one pixel thick.

    Args:
      images: float32 or float16 `[batch, height, width, depth]`, depth 1, 3 or 4.
      boxes: float32 `[batch, num_boxes, 4]`: y1, x1, y2, x2, 0 and 1 being the image's borders.
      colors: float32 `[n, depth]`, which the boxes take in turn; None for ten usual colours.
      name: A name for the op.

    Returns:
      Images of the same shape and dtype.

    Raises:
      tf.errors.InvalidArgumentError: An argument has the wrong shape.

    Example:
      >>> import tenfold as tf
      >>> image = tf.zeros([1, 3, 4, 3])
      >>> red = [[1.0, 0.0, 0.0]]
      >>> tf.image.draw_bounding_boxes(image, [[[0.0, 0.0, 1.0, 1.0]]], red)[0, ..., 0].numpy()
      array([[1., 1., 1., 1.],
             [1., 0., 0., 1.],
             [1., 1., 1., 1.]], dtype=float32)
    """
    if colors is None:
        return DrawBoundingBoxes(images, boxes, name=name)
    return DrawBoundingBoxesV2(images, boxes, colors, name=name)
