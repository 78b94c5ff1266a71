"""Suppression, against an implementation that compares every two boxes."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import uniform

BOXES = np.concatenate([uniform(60, 2, high=0.7), uniform(60, 2, low=0.3, high=1.0)], -1)
SCORES = uniform(60)


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    (top, left), (bottom, right) = np.minimum(a[:2], a[2:]), np.maximum(a[:2], a[2:])
    (top2, left2), (bottom2, right2) = np.minimum(b[:2], b[2:]), np.maximum(b[:2], b[2:])
    tall = max(0.0, min(bottom, bottom2) - max(top, top2))
    wide = max(0.0, min(right, right2) - max(left, left2))
    areas = (bottom - top) * (right - left) + (bottom2 - top2) * (right2 - left2)
    return float(tall * wide / (areas - tall * wide))


@pytest.mark.parametrize("threshold", [0.1, 0.4, 0.8])
def test_what_stays_is_what_no_better_box_covers(threshold: float) -> None:
    chosen: list[int] = []
    for box in np.argsort(-SCORES):
        if all(overlap(BOXES[box], BOXES[other]) <= threshold for other in chosen):
            chosen.append(int(box))
    found = tf.image.non_max_suppression(BOXES, SCORES, 60, threshold)
    assert found.numpy().tolist() == chosen
    assert 1 < len(chosen) < 60


def test_overlaps_given_or_measured_are_the_same() -> None:
    measured = [[overlap(a, b) for b in BOXES] for a in BOXES]
    expected = tf.image.non_max_suppression(BOXES, SCORES, 9, 0.3, 0.2).numpy()
    found = tf.image.non_max_suppression_overlaps(measured, SCORES, 9, 0.3, 0.2).numpy()
    assert found.tolist() == expected.tolist()


def test_soft_suppression_keeps_boxes_with_lower_scores() -> None:
    hard, scores = tf.image.non_max_suppression_with_scores(BOXES, SCORES, 60, 0.3)
    np.testing.assert_array_equal(scores, SCORES[hard.numpy()])
    soft, faded = tf.image.non_max_suppression_with_scores(
        BOXES, SCORES, 60, 1.0, soft_nms_sigma=0.2
    )
    assert len(soft) == 60 > len(hard)
    assert (np.diff(faded.numpy()) <= 0).all()
    assert (faded.numpy() <= SCORES[soft.numpy()]).all()
