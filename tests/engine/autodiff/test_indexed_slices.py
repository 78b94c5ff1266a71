"""tf.IndexedSlices: how it is told."""

from __future__ import annotations

import tenfold as tf


def test_text_names_rows_and_shape() -> None:
    slices = tf.IndexedSlices(tf.constant([5.0]), tf.constant([1]), tf.constant([3]))
    assert str(slices) == (
        "IndexedSlices(indices=tf.Tensor([1], shape=(1,), dtype=int32), "
        "values=tf.Tensor([5.], shape=(1,), dtype=float32), "
        "dense_shape=tf.Tensor([3], shape=(1,), dtype=int32))"
    )
    assert "dense_shape" not in str(tf.IndexedSlices(tf.constant([5.0]), tf.constant([1])))
