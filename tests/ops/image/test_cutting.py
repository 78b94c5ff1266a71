"""CropAndResize: its gradients against finite differences, which float32 boxes allow roughly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import normal, uniform

IMAGE = uniform(2, 6, 7, 2)
BOXES = np.array([[0.1, 0.15, 0.83, 0.77], [0.9, 0.05, 0.23, 0.6]], np.float32)
WHICH = [1, 0]


def cropped(image: Any, boxes: Any) -> Any:
    return tf.image.crop_and_resize(image, boxes, WHICH, [4, 3])


def test_the_whole_image_at_its_size_is_the_image() -> None:
    for method in ("bilinear", "nearest"):
        found = tf.image.crop_and_resize(IMAGE, [[0.0, 0.0, 1.0, 1.0]], [0], [6, 7], method)
        np.testing.assert_allclose(found[0], IMAGE[0], rtol=1e-6)


def test_a_box_upside_down_flips() -> None:
    found = tf.image.crop_and_resize(IMAGE, [[1.0, 0.0, 0.0, 1.0]], [0], [6, 7])
    np.testing.assert_allclose(found[0], IMAGE[0, ::-1], rtol=1e-6)


@pytest.mark.parametrize("which", [0, 1], ids=["image", "boxes"])
def test_the_gradient_is_the_slope(which: int) -> None:
    points = [IMAGE, BOXES]
    weights = normal(2, 4, 3, 2)
    tensors = [tf.constant(p) for p in points]
    with tf.GradientTape() as tape:
        tape.watch(tensors)
        loss = tf.reduce_sum(cropped(*tensors) * weights)
    gradient = np.asarray(tape.gradient(loss, tensors)[which])
    direction, step = normal(*points[which].shape, seed=3), 1e-3

    def at(distance: float) -> float:
        moved = list(points)
        moved[which] = (points[which] + distance * direction).astype(np.float32)
        return float(np.sum(cropped(*moved).numpy().astype(float) * weights))

    slope = (at(step) - at(-step)) / (2 * step)
    assert float(np.sum(gradient * direction)) == pytest.approx(slope, rel=2e-2)


def test_a_compiled_function_agrees() -> None:
    traced = tf.function(lambda image, boxes: cropped(image, boxes))
    np.testing.assert_allclose(traced(IMAGE, BOXES), cropped(IMAGE, BOXES), rtol=1e-5)


def test_a_box_of_no_image_is_refused_also_when_compiled() -> None:
    @tf.function
    def traced(which: Any) -> Any:
        return tf.image.crop_and_resize(IMAGE, BOXES, which, [2, 2])

    for call in (traced, traced.python_function):
        with pytest.raises(tf.errors.OutOfRangeError, match="outside"):
            call(tf.constant([0, 2]))
