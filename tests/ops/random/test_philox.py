"""The counter has 128 bits: its lower half carries into the upper one."""

from __future__ import annotations

import numpy as np

import tenfold as tf


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
