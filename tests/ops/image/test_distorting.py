"""Random boxes keep to what was asked of them."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf

SIZE = [60, 80, 3]
OBJECT = np.array([[[0.2, 0.3, 0.7, 0.6]]], np.float32)


def test_boxes_are_of_the_area_and_the_shape_asked_for() -> None:
    for number in range(30):
        begin, size, box = tf.image.stateless_sample_distorted_bounding_box(
            SIZE,
            OBJECT,
            (number, 1),
            min_object_covered=0.5,
            aspect_ratio_range=(0.5, 2.0),
            area_range=(0.1, 0.6),
        )
        (top, left, _), (tall, wide, depth) = begin.numpy(), size.numpy()
        assert depth == -1
        assert 0.08 < tall * wide / 4800 < 0.62
        assert 0.45 < wide / tall < 2.2
        edges = np.array([top / 60, left / 80, (top + tall) / 60, (left + wide) / 80])
        np.testing.assert_allclose(box[0, 0], edges, rtol=1e-6)
        shown = np.minimum(edges[2:], [0.7, 0.6]) - np.maximum(edges[:2], [0.2, 0.3])
        assert shown.prod() / 0.15 > 0.45


def test_the_whole_image_is_the_last_resort() -> None:
    begin, size, _ = tf.image.sample_distorted_bounding_box(
        SIZE, OBJECT, min_object_covered=1.0, area_range=(0.01, 0.02), max_attempts=5
    )
    assert begin.numpy().tolist() == [0, 0, 0]
    assert size.numpy().tolist() == [60, 80, -1]


def test_seeds_decide() -> None:
    def boxes(seed: int) -> list[list[float]]:
        tf.random.set_seed(1)
        drawn = [tf.image.sample_distorted_bounding_box(SIZE, OBJECT, seed)[2] for _ in range(3)]
        return [b.numpy().ravel().tolist() for b in drawn]

    first = boxes(3)
    assert first == boxes(3)
    assert first != boxes(4)
    assert len({tuple(b) for b in first}) > 1


def test_no_objects_need_a_word() -> None:
    none = np.zeros((1, 0, 4), np.float32)
    with pytest.raises(tf.errors.InvalidArgumentError, match="use_image_if_no_bounding_boxes"):
        tf.image.sample_distorted_bounding_box(SIZE, none, 1)
    begin, _, _ = tf.image.sample_distorted_bounding_box(
        SIZE, none, 1, use_image_if_no_bounding_boxes=True
    )
    assert begin.shape == [3]
