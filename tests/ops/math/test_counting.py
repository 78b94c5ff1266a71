"""histogram_fixed_width_bins, and the truncated divisions."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf


def test_bins():
    values = [[-1.0, 0.0, 1.5], [2.0, 5.0, 15.0]]
    bins = tf.histogram_fixed_width_bins(values, [0.0, 5.0], nbins=5, dtype=tf.int64)
    assert bins.numpy().tolist() == [[0, 0, 1], [2, 4, 4]] and bins.dtype is tf.int32
    with pytest.raises(tf.errors.InvalidArgumentError, match="positive"):
        tf.histogram_fixed_width_bins(values, [0.0, 5.0], nbins=0)


def test_truncated_division_rounds_towards_zero():
    x, y = tf.constant([7, -7, 7, -7]), tf.constant([2, 2, -2, -2])
    assert tf.truncatediv(x, y).numpy().tolist() == [3, -3, -3, 3]
    assert tf.truncatemod(x, y).numpy().tolist() == [1, -1, 1, -1]
    assert tf.realdiv(3.0, 2.0).numpy() == 1.5


def test_bins_are_int32_whatever_is_asked_for() -> None:
    found = tf.histogram_fixed_width_bins([0.1, 0.9], [0.0, 1.0], 2, dtype=tf.int64)
    assert found.dtype is tf.int32 and found.numpy().tolist() == [0, 1]
    assert tf.histogram_fixed_width([0.1], [0.0, 1.0], 2, dtype=None).dtype is tf.int32


def test_what_cannot_be_counted_is_named() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="least value is -2"):
        tf.math.bincount([1, -2, 3])
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"hold 5, .* range \[0, 3\)"):
        tf.math.unsorted_segment_sum([1.0, 2.0], [1, 5], 3)
    assert tf.math.bincount(tf.constant([], tf.int32)).numpy().tolist() == []


def test_many_values_are_counted():
    values = np.random.default_rng(0).integers(0, 50, (7, 1000)).astype(np.int32)
    rows = np.stack([np.bincount(row, minlength=50) for row in values])
    np.testing.assert_array_equal(tf.math.bincount(values), rows.sum(0))
    np.testing.assert_array_equal(tf.math.bincount(values, maxlength=20), rows.sum(0)[:20])
    np.testing.assert_array_equal(tf.math.bincount(values, axis=-1), rows)
    shown = tf.math.bincount(values, axis=-1, binary_output=True)
    np.testing.assert_array_equal(shown, rows > 0)
    weights = np.linspace(0.0, 1.0, 7000, dtype=np.float32).reshape(7, 1000)
    expected = np.bincount(values.ravel(), weights.ravel())
    np.testing.assert_allclose(tf.math.bincount(values, weights=weights), expected, rtol=1e-6)


def test_bins_of_values_beyond_int32() -> None:
    values = [0.2, 1e12, -1e12, float("inf"), float("-inf")]
    bins = tf.histogram_fixed_width_bins(values, [-1.0, 4.0], 5)
    assert bins.numpy().tolist() == [1, 4, 0, 4, 0]
    empty_range = tf.histogram_fixed_width_bins([0.2, 2.3], [2.0, 2.0], 5)
    assert empty_range.numpy().tolist() == [0, 4]


@pytest.mark.parametrize("mode", ["eager", "traced", "compiled", "session"])
@pytest.mark.parametrize(
    ("labels", "predictions", "name"),
    [([0, -1], [1, 1], "labels"), ([0, 1], [1, 5], "predictions"), ([0, 3], [1, 1], "labels")],
)
def test_classes_out_of_range_are_refused(
    labels: list[int], predictions: list[int], name: str, mode: str
) -> None:
    def matrix(x: object, y: object) -> object:
        return tf.math.confusion_matrix(x, y, num_classes=3)

    match = f"`{name}` must be in \\[0, num_classes\\)"
    if mode == "session":
        with tf.Graph().as_default(), tf.compat.v1.Session() as session:
            found = matrix(tf.constant(labels), tf.constant(predictions))
            with pytest.raises(tf.errors.InvalidArgumentError, match=match):
                session.run(found)
        return
    call = {
        "eager": matrix,
        "traced": tf.function(matrix),
        "compiled": tf.function(matrix, jit_compile=True),
    }[mode]
    with pytest.raises(tf.errors.InvalidArgumentError, match=match):
        call(tf.constant(labels), tf.constant(predictions))
