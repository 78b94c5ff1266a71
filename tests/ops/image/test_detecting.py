"""Suppression of batches, and proposals by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import uniform

BOXES = np.concatenate([uniform(2, 3, 20, 2, high=0.5), uniform(2, 3, 20, 2, low=0.5)], -1)
SCORES = uniform(2, 3, 20)


def test_a_batch_is_image_after_image() -> None:
    chosen, counts = tf.image.non_max_suppression_padded(
        BOXES, SCORES, 6, 0.4, 0.1, pad_to_max_output_size=True
    )
    assert chosen.shape == [2, 3, 6]
    for place in np.ndindex(2, 3):
        alone = tf.image.non_max_suppression(BOXES[place], SCORES[place], 6, 0.4, 0.1).numpy()
        assert int(counts[place]) == len(alone)
        assert chosen[place].numpy().tolist() == [*alone, *[0] * (6 - len(alone))]


def test_an_overlap_of_the_threshold_is_too_much_where_results_are_padded() -> None:
    boxes = np.array([[0, 0, 1, 1], [0, 0, 1, 0.5]], np.float32)
    _, count = tf.image.non_max_suppression_padded(boxes, [1.0, 0.5], 2, 0.5)
    assert int(count) == 1
    _, count = tf.image.non_max_suppression_padded(boxes, [1.0, 0.5], 2, tf.constant(0.5))
    assert int(count) == 1
    assert len(tf.image.non_max_suppression(boxes, [1.0, 0.5], 2, 0.5)) == 2


def test_batches_need_padding() -> None:
    with pytest.raises(ValueError, match="must be True for batched input"):
        tf.image.non_max_suppression_padded(BOXES, SCORES, 6)


def test_the_batch_need_not_be_known() -> None:
    @tf.function(input_signature=[tf.TensorSpec([None, None, 4]), tf.TensorSpec([None, None])])
    def traced(boxes: Any, scores: Any) -> Any:
        return tf.image.non_max_suppression_padded(
            boxes, scores, 6, 0.4, pad_to_max_output_size=True
        )

    for boxes, scores in ((BOXES[0], SCORES[0]), (BOXES[1, :2, :9], SCORES[1, :2, :9])):
        for found, row, likely in zip(traced(boxes, scores)[0].numpy(), boxes, scores):
            alone = tf.image.non_max_suppression(row, likely, 6, 0.4).numpy().tolist()
            assert found[: len(alone)].tolist() == alone


def test_padding_is_no_box_and_equal_boxes_are_told_apart() -> None:
    point = [0.5, 0.5, 0.5, 0.5]  # points do not overlap, even with themselves
    boxes = np.array([[[0, 0, 0, 0], point, [0, 0, 1, 1], point]], np.float32)
    for given, likely in ((boxes, [[9.0, 1.0, 2.0, 1.0]]), (boxes[0], [9.0, 1.0, 2.0, 1.0])):
        chosen, count = tf.image.non_max_suppression_padded(
            given, likely, 4, pad_to_max_output_size=True
        )
        assert chosen.numpy().ravel().tolist() == [2, 1, 3, 0]
        assert count.numpy().item() == 3


def test_an_empty_batch_has_empty_results() -> None:
    chosen, counts = tf.image.non_max_suppression_padded(
        BOXES[0, :0], SCORES[0, :0], 6, pad_to_max_output_size=True
    )
    assert chosen.shape == [0, 6]
    assert counts.shape == [0]


def test_proposals_are_anchors_moved_and_clipped() -> None:
    anchors = np.array([[[[10, 10, 30, 50], [0, 0, 10, 10]]]], np.float32)
    deltas = np.array([[[[0.1, -0.2, np.log(2), 0, 0, 0, 0, 0]]]], np.float32)
    info = np.array([[45, 60, 1, 0, 0]], np.float32)
    rois, likely = tf.image.generate_bounding_box_proposals(
        [[[[0.4, 0.9]]]], deltas, info, anchors, min_size=5, post_nms_topn=3
    )
    # Center 22, 22 after moving by a tenth and a fifth of 20 by 40; then 40 by 40.
    expected = [[0, 0, 10, 10], [2, 2, 42, 42], [0, 0, 0, 0]]
    np.testing.assert_allclose(rois[0], expected, rtol=1e-5, atol=1e-4)
    np.testing.assert_allclose(likely[0], [0.9, 0.4, 0])
    larger, _ = tf.image.generate_bounding_box_proposals(
        [[[[0.4, 0.9]]]], deltas, info, anchors, min_size=15, post_nms_topn=1
    )
    np.testing.assert_allclose(larger[0], [[2, 2, 42, 42]], rtol=1e-5)


@pytest.mark.parametrize("threshold", [2.0, tf.constant(2.0)], ids=["number", "tensor"])
def test_a_threshold_above_one_suppresses_nothing(threshold: Any) -> None:
    boxes = [[0.0, 0.0, 1.0, 1.0], [0.0, 0.1, 1.0, 1.1]]
    kept, count = tf.image.non_max_suppression_padded(boxes, [0.8, 0.9], 3, threshold)
    assert (kept.numpy().tolist(), int(count)) == ([1, 0], 2)
