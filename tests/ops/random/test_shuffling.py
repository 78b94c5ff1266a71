"""Shuffles by seed are permutations, and TensorFlow's."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf

experimental = tf.random.experimental


@pytest.mark.parametrize("compiled", [False, True], ids=["eager", "function"])
def test_orders_are_tensorflows(compiled: bool) -> None:
    def draw() -> tuple[tf.Tensor, tf.Tensor]:
        order = experimental.stateless_shuffle(tf.range(9), seed=[1, 2])
        return experimental.index_shuffle(tf.range(3), [1, 2], 10), order

    index, order = (tf.function(draw) if compiled else draw)()
    assert index.numpy().tolist() == [5, 0, 1]
    assert order.numpy().tolist() == [1, 2, 7, 6, 3, 4, 5, 0, 8]


@pytest.mark.parametrize("largest", [0, 1, 6, 255, 3000])
def test_an_index_shuffle_is_a_permutation(largest: int) -> None:
    found = experimental.index_shuffle(tf.range(largest + 1), [3, 4], largest).numpy()
    assert sorted(found.tolist()) == list(range(largest + 1))
    one = experimental.index_shuffle(largest, [3, 4], largest)
    assert int(one) == found[-1] and one.shape == []


def test_rows_stay_together() -> None:
    x = np.arange(20).reshape(10, 2)
    found = experimental.stateless_shuffle(x, [5, 6]).numpy()
    assert found.tolist() != x.tolist() and sorted(found.tolist()) == x.tolist()


def test_threefry_is_refused() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="Unsupported algorithm id 2"):
        experimental.stateless_shuffle([1, 2], [1, 2], alg="threefry")
    with pytest.raises(ValueError, match="unsupported value"):
        experimental.stateless_shuffle([1, 2], [1, 2], alg="mersenne")


@pytest.mark.parametrize("n", [2, 3, 10, 700, 5000])
def test_compiled_shuffles_have_the_order_of_eager_ones(n: int) -> None:
    shuffle = tf.function(experimental.stateless_shuffle, jit_compile=True)
    for seed in ([1, 2], [3, 4], [5, 6]):
        expected = experimental.stateless_shuffle(tf.range(n), seed).numpy()
        np.testing.assert_array_equal(shuffle(tf.range(n), seed), expected)
