"""Boxes are drawn one over the other, compiled as well."""

from __future__ import annotations

from typing import Any

import numpy as np

import tenfold as tf

BOXES = np.array([[[0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 0.5, 1.0]]], np.float32)
COLOURS = np.array([[1.0], [2.0]], np.float32)


def test_later_boxes_cover_earlier_ones() -> None:
    found = tf.image.draw_bounding_boxes(np.zeros((1, 5, 4, 1), np.float32), BOXES, COLOURS)
    expected = [[2, 2, 2, 2], [2, 0, 0, 2], [2, 2, 2, 2], [1, 0, 0, 1], [1, 1, 1, 1]]
    assert found[0, ..., 0].numpy().tolist() == expected


def test_a_compiled_function_agrees() -> None:
    spec = [tf.TensorSpec([None, None, None, 1]), tf.TensorSpec([None, None, 4])]

    @tf.function(input_signature=spec)
    def traced(images: Any, boxes: Any) -> Any:
        return tf.image.draw_bounding_boxes(images, boxes, COLOURS)

    image = np.zeros((1, 5, 4, 1), np.float32)
    expected = tf.image.draw_bounding_boxes(image, BOXES, COLOURS)
    np.testing.assert_array_equal(traced(image, BOXES), expected)
