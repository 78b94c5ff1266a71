"""The graph side of the operators."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf
from tenfold.engine.autograph.operators import symbolic


def test_what_is_tried_out_leaves_no_trace() -> None:
    v = tf.Variable(1)

    @tf.function
    def f(x: Any) -> Any:
        with symbolic.scratch():
            v.assign_add(x)
        return x

    f(tf.constant(3))
    assert v.numpy() == 1


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [((0, 5, 1), 5), ((2, 9, 3), 3), ((5, 0, -2), 3), ((5, 5, 1), 0), ((0.0, 1.0, 0.3), 4)],
    ids=str,
)
def test_the_numbers_of_a_range(bounds: Any, expected: int) -> None:
    seen: list[Any] = []

    @tf.function
    def known() -> Any:
        made = symbolic.range_of(tf.range(*bounds))
        assert made is not None
        seen.append(symbolic.count(*made))
        return symbolic.nth(made, tf.constant(2))

    @tf.function
    def unknown(start: Any, limit: Any, delta: Any) -> Any:
        return symbolic.count(start, limit, delta)

    assert known().numpy() == pytest.approx(bounds[0] + 2 * bounds[2])
    assert seen == [expected]
    assert max(0, int(unknown(*map(tf.constant, bounds)))) == expected


def test_other_tensors_are_no_ranges() -> None:
    assert symbolic.range_of(tf.range(3)) is None


def test_lengths() -> None:
    @tf.function(input_signature=[tf.TensorSpec([None, 2])])
    def f(x: Any) -> Any:
        assert symbolic.length(tf.transpose(x)) == 2
        return symbolic.length(x), symbolic.row(x, 1)

    length, row = f(tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
    assert length.numpy() == 3
    assert row.numpy().tolist() == [3, 4]


def test_zeros() -> None:
    assert symbolic.zeros(tf.float32, [2]).numpy().tolist() == [0, 0]
    assert symbolic.zeros(tf.string, []).numpy() == b""
