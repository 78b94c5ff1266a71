"""Distinct values, and sorting along an axis of tensors whose rank only a run knows."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tenfold.ops.array import uniqueness


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int32", "uint64", "int64"])
@pytest.mark.parametrize("low", [0, 100, -128])
def test_integers_of_a_short_range_are_found_by_a_table(
    monkeypatch: pytest.MonkeyPatch, dtype: str, low: int
) -> None:
    if low < 0 and dtype[0] == "u":
        low = np.iinfo(dtype).max - 27
    x = (np.random.default_rng(0).integers(0, 27, 300).astype(object) + low).astype(dtype)
    wanted = uniqueness._first_seen(x.astype(object), None)
    monkeypatch.setattr(uniqueness.np, "unique", None)
    found = tf.unique_with_counts(x)
    for given, expected in zip((found.y, found.idx, found.count), wanted, strict=True):
        np.testing.assert_array_equal(given.numpy(), expected.astype(given.numpy().dtype))


def test_integers_of_a_long_range_are_sorted() -> None:
    x = np.random.default_rng(0).integers(-(2**62), 2**62, 50).repeat(3)
    found = tf.unique(x)
    np.testing.assert_array_equal(found.y.numpy()[found.idx.numpy()], x)
    assert len(found.y) == 50


X = np.random.default_rng(2).integers(0, 9, (2, 3, 4))


@pytest.mark.parametrize("axis", [0, 1, -2, -1])
def test_any_rank_is_sorted(axis: int) -> None:
    traced = tf.function(
        lambda x: (tf.sort(x, axis), tf.argsort(x, axis)),
        input_signature=[tf.TensorSpec(None, tf.int64)],
    )
    values, order = traced(X)
    np.testing.assert_array_equal(values, np.sort(X, axis))
    np.testing.assert_array_equal(order, np.argsort(X, axis, kind="stable"))


def test_nan_is_neither_below_nor_above_anything() -> None:
    rows = [1.0, 3.0, 5.0]
    for jit in (False, True):
        search = tf.function(tf.searchsorted, jit_compile=jit)
        assert search(rows, [np.nan, 3.0]).numpy().tolist() == [0, 1]
        assert search(rows, [np.nan, 3.0], side="right").numpy().tolist() == [3, 2]


@pytest.mark.parametrize("axis", [None, [], [0], "x"], ids=repr)
def test_sorting_goes_along_one_axis(axis: object) -> None:
    for sorting in (tf.argsort, tf.sort):
        with pytest.raises(ValueError, match="Sorting goes along one axis, an integer"):
            sorting([2, 1], axis)


def test_the_axis_of_unique_is_a_vector() -> None:
    with tf.Graph().as_default(), pytest.raises(ValueError, match="not compatible"):
        tf.raw_ops.UniqueV2(x=[[1, 2]], axis=[[0]])
