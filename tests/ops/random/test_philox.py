"""The counter has 128 bits: its lower half carries into the upper one."""

from __future__ import annotations

import zlib

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.namespace import numpy_ns
from tenfold.ops.random import philox


def test_blocks_go_on_where_the_lower_half_of_the_counter_is_full() -> None:
    def draw(counter: list[int], count: int) -> np.ndarray:
        return tf.random.Generator.from_state([*counter, 7], "philox").uniform([count]).numpy()

    whole = draw([-3, 0], 40)
    np.testing.assert_array_equal(whole[12:], draw([0, 1], 28))
    compiled = tf.function(lambda g: g.uniform([40]))
    g = tf.random.Generator.from_state([-3, 0, 7], "philox")
    np.testing.assert_array_equal(whole, compiled(g))
    last = draw([-1, -1], 8)
    np.testing.assert_array_equal(last[4:], draw([0, 0], 4))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("StatelessRandomNormalV2", 1203891410), ("StatelessTruncatedNormalV2", 2033702114)],
)
def test_a_million_numbers_equal_those_of_tensorflow_bit_for_bit(name: str, expected: int) -> None:
    key, counter = tf.constant([5], tf.uint64), tf.constant([1, 2], tf.uint64)
    drawn = getattr(tf.raw_ops, name)(shape=[1000003], key=key, counter=counter, alg=1)
    assert zlib.crc32(drawn.numpy().tobytes()) == expected


@pytest.mark.parametrize("count", [1, 2, 5, 63, 64, 65, 3000])
def test_few_numbers_are_the_first_of_many(count: int) -> None:
    for draw in (tf.random.stateless_normal, tf.random.stateless_truncated_normal):
        np.testing.assert_array_equal(draw([count], [1, 2]), draw([40000], [1, 2])[:count])


@pytest.mark.parametrize("start", [0, 3, 2**32 - 40, 2**32 - 20, 2**40 + 5, 2**63, 2**64 - 41])
def test_blocks_that_follow_each_other_are_those_of_their_counters(start: int) -> None:
    key, high = (0xDEADBEEF, 0x12345678), (0xFFFFFFFF, 7)
    found = philox.Stream(numpy_ns, key, high, np.uint64(start)).block_rows(0, 40)
    rows = [philox._mix_one(start + i, list(high), list(key)) for i in range(40)]
    np.testing.assert_array_equal(found, np.array(rows, np.uint32))
