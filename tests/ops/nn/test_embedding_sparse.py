"""Embeddings combined by row, against what TensorFlow gives for the same tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

TABLE = np.arange(12, dtype=np.float32).reshape(6, 2)
PLACES = [[0, 0], [0, 2], [2, 0], [2, 1]]


def ids(values: Any = (1, 3, 0, 5)) -> tf.SparseTensor:
    return tf.SparseTensor(PLACES, np.array(values), [5, 3])


def weights() -> tf.SparseTensor:
    return tf.SparseTensor(PLACES, np.array([1.0, 0.5, 2.0, -1.0], np.float32), [5, 3])


PLAIN = {
    "sum": [[8.0, 10.0], [0.0, 0.0], [10.0, 12.0]],
    "mean": [[4.0, 5.0], [0.0, 0.0], [5.0, 6.0]],
    "sqrtn": [[5.656854, 7.071068], [0.0, 0.0], [7.071068, 8.485281]],
    None: [[4.0, 5.0], [0.0, 0.0], [5.0, 6.0]],
}
WEIGHED = {
    "sum": [[5.0, 6.5], [0.0, 0.0], [-10.0, -9.0]],
    "mean": [[3.3333333, 4.3333333], [0.0, 0.0], [-10.0, -9.0]],
    "sqrtn": [[4.472136, 5.8137765], [0.0, 0.0], [-4.472136, -4.024922]],
}
# Weights that are not positive are left out, unless rows are summed.
SAFE = {
    "sum": [[5.0, 6.5], [0.0, 0.0], [-10.0, -9.0], [0.0, 0.0], [0.0, 0.0]],
    "mean": [[3.3333333, 4.3333333], [0.0, 0.0], [0.0, 1.0], [0.0, 0.0], [0.0, 0.0]],
    "sqrtn": [[4.472136, 5.8137765], [0.0, 0.0], [0.0, 1.0], [0.0, 0.0], [0.0, 0.0]],
}


@pytest.mark.parametrize("combiner", PLAIN, ids=str)
def test_without_weights(combiner: str | None) -> None:
    found = tf.nn.embedding_lookup_sparse(TABLE, ids(), None, combiner=combiner)
    np.testing.assert_allclose(found.numpy(), PLAIN[combiner], rtol=1e-6)


@pytest.mark.parametrize("combiner", WEIGHED)
def test_with_weights(combiner: str) -> None:
    found = tf.nn.embedding_lookup_sparse(TABLE, ids(), weights(), combiner=combiner)
    np.testing.assert_allclose(found.numpy(), WEIGHED[combiner], rtol=1e-6)


@pytest.mark.parametrize("combiner", SAFE)
def test_safe(combiner: str) -> None:
    look_up = tf.nn.safe_embedding_lookup_sparse
    found = look_up(TABLE, ids(), weights(), combiner=combiner)
    np.testing.assert_allclose(found.numpy(), SAFE[combiner], rtol=1e-6)
    traced = tf.function(lambda i, w: look_up(TABLE, i, w, combiner=combiner))
    np.testing.assert_allclose(traced(ids(), weights()).numpy(), SAFE[combiner], rtol=1e-6)
    filled = look_up(TABLE, ids(), weights(), combiner=combiner, default_id=1).numpy()
    assert filled[[1, 3, 4]].tolist() == [[2.0, 3.0]] * 3
    np.testing.assert_allclose(filled[[0, 2]], np.array(SAFE[combiner])[[0, 2]], rtol=1e-6)


def test_norms_are_clipped_first() -> None:
    found = tf.nn.embedding_lookup_sparse(TABLE, ids(), None, "mean", max_norm=1.0).numpy()
    np.testing.assert_allclose(found[0], [0.60274577, 0.79565346], rtol=1e-6)


def test_more_batch_axes_and_invalid_ids() -> None:
    places = [[0, 0, 0], [0, 1, 2], [1, 0, 0], [1, 0, 1]]
    sparse = tf.SparseTensor(places, [1, -3, 0, 5], [2, 2, 3])
    found = tf.nn.safe_embedding_lookup_sparse(TABLE, sparse).numpy()
    assert found.tolist() == [[[2.0, 3.0], [0.0, 0.0]], [[5.0, 6.0], [0.0, 0.0]]]


def test_no_ids_at_all() -> None:
    none = tf.SparseTensor(np.zeros((0, 2), np.int64), np.zeros(0, np.int64), [3, 2])
    assert tf.nn.embedding_lookup_sparse(TABLE, none, None).shape == [0, 2]
    assert not tf.nn.safe_embedding_lookup_sparse(TABLE, none).numpy().any()


def test_tables_hold_the_rows_one_after_the_other() -> None:
    shards = [tf.constant(TABLE[:3]), tf.constant(TABLE[3:])]
    found = tf.nn.embedding_lookup_sparse(shards, ids(), None, combiner="sum")
    np.testing.assert_allclose(found.numpy(), PLAIN["sum"])
    uneven = [tf.constant(TABLE[:2]), tf.constant(TABLE[2:4]), tf.constant(TABLE[4:5])]
    assert tf.nn.embedding_lookup(uneven, [[4, 0], [3, 1]]).numpy()[..., 0].tolist() == [
        [8.0, 0.0],
        [6.0, 2.0],
    ]
    for outside in (5, -1):
        with pytest.raises(tf.errors.InvalidArgumentError):
            tf.nn.embedding_lookup(uneven, [outside])


def test_the_gradient_has_the_rows_that_were_used() -> None:
    table = tf.Variable(TABLE)
    with tf.GradientTape() as tape:
        found = tf.nn.safe_embedding_lookup_sparse(table, ids(), weights())
    gradient = tape.gradient(found, table)
    assert isinstance(gradient, tf.IndexedSlices)
    assert gradient.indices.numpy().tolist() == [1, 3, 0]
    np.testing.assert_allclose(gradient.values.numpy()[:, 0], [2 / 3, 1 / 3, 1.0], rtol=1e-6)


def test_half_precision_is_summed_in_single() -> None:
    found = tf.nn.embedding_lookup_sparse(TABLE.astype(np.float16), ids(), None, combiner="sum")
    assert found.dtype is tf.float16
    assert found.numpy().tolist() == PLAIN["sum"]


def test_wrong_arguments() -> None:
    with pytest.raises(ValueError, match="combiner must be one of"):
        tf.nn.embedding_lookup_sparse(TABLE, ids(), None, combiner="max")
    dense: Any = [[1.0]]
    with pytest.raises(TypeError, match="sp_ids must be SparseTensor"):
        tf.nn.embedding_lookup_sparse(TABLE, dense, None)
    with pytest.raises(TypeError, match="sp_weights must be either None or SparseTensor"):
        tf.nn.embedding_lookup_sparse(TABLE, ids(), dense)
    with pytest.raises(ValueError, match="Missing embedding_weights"):
        tf.nn.safe_embedding_lookup_sparse([], ids())
