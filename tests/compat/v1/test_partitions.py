"""Variables in several parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import tenfold.compat.v1 as tf

WHOLE = np.arange(40, dtype=np.float32).reshape(10, 4)


@pytest.fixture(autouse=True)
def graph() -> Iterator[None]:
    with tf.Graph().as_default():
        yield


def sizes(variable: Any) -> list[list[int]]:
    return [part.shape.as_list() for part in variable]


@pytest.mark.parametrize(
    ("partitioner", "expected"),
    [
        (tf.fixed_size_partitioner(3), [3, 1]),
        (tf.fixed_size_partitioner(9, axis=1), [1, 4]),
        (tf.variable_axis_size_partitioner(100), [2, 1]),
        (tf.variable_axis_size_partitioner(100, axis=1, max_shards=3), [1, 2]),
        (tf.variable_axis_size_partitioner(7), [10, 1]),
        (tf.variable_axis_size_partitioner(7, max_shards=3), [3, 1]),
        (tf.min_max_variable_partitioner(3), [1, 1]),
        (tf.min_max_variable_partitioner(8, min_slice_size=64), [3, 1]),
        (tf.min_max_variable_partitioner(4, axis=1, min_slice_size=16), [1, 4]),
    ],
)
def test_partitioners_count_parts(partitioner: Any, expected: list[int]) -> None:
    assert partitioner(shape=tf.TensorShape([10, 4]), dtype=tf.float32) == expected


def test_a_variable_in_parts_is_used_as_a_whole() -> None:
    with tf.variable_scope("a", partitioner=tf.fixed_size_partitioner(3)):
        w = tf.get_variable("w", initializer=WHOLE)
        scalar = tf.get_variable("s", [])
    assert [part.name for part in w] == [f"a/w/part_{i}:0" for i in range(3)]
    assert w.name == "a/w" and w.shape == [10, 4] and len(w) == 3
    assert sizes(w) == [[4, 4], [3, 4], [3, 4]] and scalar.name == "a/s:0"
    product = tf.matmul(tf.ones([1, 10]), w)
    slopes = tf.gradients(tf.reduce_sum(w * w), list(w))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        np.testing.assert_array_equal(session.run(w), WHOLE)
        np.testing.assert_array_equal(session.run(product)[0], WHOLE.sum(0))
        np.testing.assert_array_equal(np.concatenate(session.run(slopes)), 2 * WHOLE)
        np.testing.assert_array_equal(session.run(w[1:3]), WHOLE[1:3])
        session.run(w.assign(WHOLE + 1.0))
        session.run(w.assign_sub(WHOLE))
        np.testing.assert_array_equal(session.run(w), np.ones([10, 4]))


def test_columns_may_be_cut_too() -> None:
    w = tf.get_variable("w", initializer=WHOLE, partitioner=tf.fixed_size_partitioner(2, axis=1))
    assert sizes(w) == [[10, 2], [10, 2]]
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        np.testing.assert_array_equal(session.run(tf.convert_to_tensor(w)), WHOLE)


@pytest.mark.parametrize("strategy", ["mod", "div"])
def test_embeddings_look_parts_up(strategy: str) -> None:
    w = tf.get_variable("w", initializer=WHOLE, partitioner=tf.fixed_size_partitioner(3))
    found = tf.nn.embedding_lookup(w, [0, 1, 9], strategy)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        # Under "mod" row 9 is the last one of part 0, which has rows 0 to 3 of the whole.
        rows = {"mod": [0, 4, 3], "div": [0, 1, 9]}[strategy]
        np.testing.assert_array_equal(session.run(found), WHOLE[rows])


def test_initializers_go_by_the_whole() -> None:
    w = tf.get_variable("w", [4, 4000], partitioner=tf.fixed_size_partitioner(4))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        limit = np.sqrt(6 / 4004)
        assert 0.95 * limit < np.abs(session.run(w)).max() <= limit


def test_parts_are_shared() -> None:
    cut = tf.fixed_size_partitioner(2)
    with tf.variable_scope("a", partitioner=cut):
        w = tf.get_variable("w", [4, 2])
    with tf.variable_scope("a", reuse=True):
        assert tf.get_variable("w", [4, 2]) is w
        assert tf.get_variable("w", [4, 2], partitioner=cut) is w
        with pytest.raises(ValueError, match=r"specified shape \(4, 2\) in \[4, 1\] parts"):
            tf.get_variable("w", [4, 2], partitioner=tf.fixed_size_partitioner(4))
    with tf.variable_scope("a"), pytest.raises(ValueError, match="A partitioner was not provided"):
        tf.get_variable("w", [4, 2])
    with pytest.raises(ValueError, match="Can only slice a variable along one dimension"):
        tf.get_variable("v", [4, 2], partitioner=lambda **_: [2, 2])
    with pytest.raises(ValueError, match=r"cannot be cut into \[9, 1\]"):
        tf.get_variable("u", [4, 2], partitioner=lambda **_: [9, 1])


def test_parts_alone() -> None:
    parts = tf.create_partitioned_variables([4, 6], [2, 1], tf.ones_initializer(), name="p")
    assert [part.name for part in parts] == ["p/part_0:0", "p/part_1:0"]
    assert sizes(parts) == [[2, 6], [2, 6]]


def test_optimizers_change_each_part() -> None:
    w = tf.get_variable("w", initializer=WHOLE, partitioner=tf.fixed_size_partitioner(3))
    step = tf.train.GradientDescentOptimizer(0.5).minimize(tf.reduce_sum(w * w) / 2.0)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(step)
        np.testing.assert_allclose(session.run(w), WHOLE / 2)
