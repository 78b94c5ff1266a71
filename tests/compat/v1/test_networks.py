"""Recurrent networks and their cells against TensorFlow's, and what they refuse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tenfold.compat.v1 as tf

from . import rnn_cases

GOLDENS = json.loads((Path(__file__).parent / "goldens.json").read_text())["networks"]
cells = tf.nn.rnn_cell


@pytest.fixture(autouse=True)
def graph() -> Iterator[Any]:
    with tf.Graph().as_default() as made:
        yield made


def compared(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert found["names"] == wanted["names"]
    assert found["shapes"] == wanted["shapes"]
    for key in ("values", "gradients"):
        for x, y in zip(found[key], wanted[key], strict=True):
            np.testing.assert_allclose(x, y, 1e-4, 1e-5)


@pytest.mark.parametrize(("cell", "kind"), rnn_cases.CASES, ids=str)
def test_networks_give_what_tensorflows_give(cell: str, kind: str) -> None:
    compared(rnn_cases.network(tf, cells, cell, kind), GOLDENS[f"{cell}-{kind}"])


@pytest.mark.parametrize("name", rnn_cases.OTHERS)
def test_other_networks_give_what_tensorflows_give(name: str) -> None:
    compared(rnn_cases.OTHERS[name](tf, cells), GOLDENS[name])


def test_a_cell_of_2016_makes_its_variables_where_it_is_called() -> None:
    class Plain(cells.RNNCell):
        state_size = output_size = 2

        def __call__(self, inputs: Any, state: Any, scope: Any = None) -> Any:
            with tf.variable_scope(scope or type(self).__name__):
                w = tf.get_variable("w", [3, 2], initializer=tf.ones_initializer())
            state = state + tf.matmul(inputs, w)
            return state, state

    outputs, state = tf.nn.static_rnn(Plain(), [tf.ones([1, 3])] * 2, dtype=tf.float32)
    looped, last = tf.nn.dynamic_rnn(Plain(), tf.ones([1, 2, 3]), dtype=tf.float32, scope="loop")
    assert [v.name for v in tf.trainable_variables()] == ["rnn/Plain/w:0", "loop/Plain/w:0"]
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        assert session.run(outputs[1]).tolist() == [[6.0, 6.0]]
        assert session.run(looped).tolist() == [[[3.0, 3.0], [6.0, 6.0]]]
        assert session.run([state, last])[1].tolist() == [[6.0, 6.0]]


def test_a_cell_called_twice_has_one_set_of_variables() -> None:
    cell = cells.LSTMCell(2)
    state = cell.zero_state(1, tf.float32)
    with tf.variable_scope("a"):
        _, state = cell(tf.ones([1, 3]), state)
    with tf.variable_scope("b"):
        cell(tf.ones([1, 3]), state)
    names = ["a/lstm_cell/kernel:0", "a/lstm_cell/bias:0"]
    assert [v.name for v in tf.global_variables()] == names
    assert [v.name for v in cell.weights] == names
    assert cell.count_params() == 5 * 8 + 8


def test_cells_at_once() -> None:
    cell = cells.BasicRNNCell(2)
    state = cell.get_initial_state(inputs=tf.ones([4, 3]))
    assert state.shape.as_list() == [4, 2]
    assert cells.LSTMStateTuple(state, state).dtype == tf.float32


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: tf.nn.dynamic_rnn(3, 1.0), TypeError, "'cell' .* is not an RNNCell"),
        (
            lambda: tf.nn.dynamic_rnn(cells.GRUCell(2), tf.ones([1, 2, 3])),
            ValueError,
            "If there is no initial_state, you must give a dtype",
        ),
        (
            lambda: tf.nn.dynamic_rnn(cells.GRUCell(2), tf.ones([3]), dtype=tf.float32),
            ValueError,
            "rank at least 2",
        ),
        (
            lambda: tf.nn.dynamic_rnn(
                cells.GRUCell(2), tf.placeholder(tf.float32, [1, 2, None]), dtype=tf.float32
            ),
            ValueError,
            "must be accessible via shape inference",
        ),
        (
            lambda: tf.nn.dynamic_rnn(
                cells.GRUCell(2), tf.ones([1, 2, 3]), [1, 2], dtype="float32"
            ),
            tf.errors.InvalidArgumentError,
            "sequence_length has 2 elements; expected 1",
        ),
        (lambda: tf.nn.static_rnn(cells.GRUCell(2), []), ValueError, "must not be empty"),
        (lambda: tf.nn.static_rnn(cells.GRUCell(2), 3), TypeError, "must be a sequence"),
        (lambda: tf.nn.raw_rnn(cells.GRUCell(2), 3), TypeError, "must be a callable"),
        (lambda: cells.MultiRNNCell([]), ValueError, "at least one cell"),
        (
            lambda: cells.MultiRNNCell([cells.LSTMCell(2)], state_is_tuple=False),
            ValueError,
            "state_is_tuple is not set",
        ),
        (
            lambda: cells.DropoutWrapper(cells.GRUCell(2), 1.5),
            ValueError,
            "input_keep_prob must be between 0 and 1: 1.5",
        ),
        (lambda: cells.GRUCell(2, units=3), TypeError, "unexpected keyword argument 'units'"),
    ],
)
def test_what_networks_refuse(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()


def test_lengths_are_checked_when_they_are_known() -> None:
    lengths = tf.placeholder(tf.int32, [None])
    x = tf.placeholder(tf.float32, [None, 2, 3])
    _, state = tf.nn.dynamic_rnn(cells.BasicRNNCell(2), x, lengths, dtype=tf.float32)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        assert session.run(state, {x: np.ones((2, 2, 3)), lengths: [1, 2]}).shape == (2, 2)
        with pytest.raises(tf.errors.InvalidArgumentError, match="Expected shape for sequence"):
            session.run(state, {x: np.ones((2, 2, 3)), lengths: [1]})


def test_a_filter_chooses_the_parts_of_a_state_that_are_dropped() -> None:
    def none(substate: Any) -> bool:
        return False

    cell = cells.DropoutWrapper(
        cells.LSTMCell(2), state_keep_prob=1e-6, dropout_state_filter_visitor=none
    )
    usual = cells.DropoutWrapper(cells.LSTMCell(2), state_keep_prob=1e-6)
    state = cells.LSTMStateTuple(tf.ones([1, 2]), tf.ones([1, 2]))
    kept, dropped = cell(tf.ones([1, 2]), state)[1], usual(tf.ones([1, 2]), state)[1]
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        kept, dropped = session.run([kept, dropped])
    assert np.all(kept.h) and np.all(kept.c) and np.all(dropped.c)
    assert not np.any(dropped.h)
