"""Tables in one piece and in several."""

from __future__ import annotations

import numpy as np

import tenfold as tf

ROWS = np.arange(10, dtype=np.float32).reshape(5, 2)


def test_arrays_in_a_list_hold_the_rows_one_after_the_other() -> None:
    found = tf.nn.embedding_lookup([ROWS[:3], ROWS[3:]], [0, 3, 4])
    np.testing.assert_array_equal(found, ROWS[[0, 3, 4]])
    losses = [
        tf.nn.sampled_softmax_loss(
            table,
            np.zeros(5, np.float32),
            np.array([[1], [2]]),
            ROWS[:2],
            2,
            5,
            sampled_values=(np.array([0, 4]), np.ones((2, 1), np.float32), np.ones(2, np.float32)),
        )
        for table in (ROWS, [ROWS[:3], ROWS[3:]])
    ]
    np.testing.assert_array_equal(*losses)


def test_a_nested_list_is_a_list_of_tables() -> None:
    assert tf.nn.embedding_lookup([[1.0, 2.0], [3.0, 4.0]], [1, 0]).numpy().tolist() == [2.0, 1.0]
