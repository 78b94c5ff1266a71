"""How often a loop runs, told before it runs; and what compiled code makes of that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.engine.control_flow.trip_count import Counters, find_counters


def counters_of(cond: Callable[..., Any], body: Callable[..., Any], *first: Any) -> Counters:
    """What is found out about a loop whose first values are all known."""
    values = [np.asarray(x) for x in first]
    f = tf.function(lambda: tf.while_loop(cond, body, [tf.constant(x) for x in values]))
    (loop,) = (n for n in f.get_concrete_function().graph.nodes if "While" in n.type)
    known = [loop.graph.known_value(x) for x in loop.inputs]
    return find_counters(loop.attrs["cond"], loop.attrs["body"], known)


def steps_of(cond: Callable[..., Any], body: Callable[..., Any], *first: Any) -> int:
    """How many steps the loop takes, counted by running it."""
    values = [np.asarray(x) for x in first]
    steps = 0
    while cond(*values):
        values, steps = list(body(*values)), steps + 1
    return steps


def plus(k: Any) -> Callable[..., Any]:
    return lambda i: (i + k,)


CASES = {
    "less": (lambda i: i < 10, plus(3), np.int32(0)),
    "less, met exactly": (lambda i: i < 9, plus(3), np.int32(0)),
    "at most": (lambda i: i <= 9, plus(3), np.int32(0)),
    "greater": (lambda i: i > -4, plus(-2), np.int32(7)),
    "at least": (lambda i: i >= 1, plus(-3), np.int32(20)),
    "minus": (lambda i: i > 0, lambda i: (i - 2,), np.int64(9)),
    "the limit first": (lambda i: i < 5, lambda i: (2 + i,), np.int32(0)),
    "never": (lambda i: i < 0, plus(1), np.int32(0)),
    "the wrong way, never": (lambda i: i > 3, plus(1), np.int32(0)),
    "both": (lambda i: (i >= 1) & (i > 7), plus(-3), np.int32(20)),
    "int8": (lambda i: i < 120, plus(100), np.int8(20)),
    "unsigned": (lambda i: i < 7, plus(3), np.uint8(1)),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_number_of_steps_is_that_of_the_loop(case: tuple[Any, ...]) -> None:
    found = counters_of(*case)
    assert (found.bound, found.exact) == (steps_of(*case), True)


def test_last_values_are_those_of_the_loop() -> None:
    found = counters_of(
        lambda i, j: i < 10, lambda i, j: (i + 3, j - 2), np.int32(1), np.int32(100)
    )
    assert {k: int(v) for k, v in found.last_values().items()} == {0: 10, 1: 94}


def test_a_further_condition_leaves_a_bound() -> None:
    found = counters_of(
        lambda i, x: (i < 10) & (tf.reduce_sum(x) < 5.0),
        lambda i, x: (i + 1, x * 2.0),
        np.int32(0),
        np.ones(2, np.float32),
    )
    assert (found.bound, found.exact) == (10, False)
    assert found.last_values() == {}


UNKNOWN = {
    "either": (lambda i: (i >= 1) | (i > 7), plus(-3), np.int32(20)),
    "two counters": (lambda i, j: i < j, lambda i, j: (i + 2, j - 1), np.int32(0), np.int32(20)),
    "exchanged": (lambda i, j: i < 4, lambda i, j: (j, i + 1), np.int32(0), np.int32(1)),
    "doubled": (lambda i: i < 100, lambda i: (i * 2,), np.int32(1)),
    "the wrong way": (lambda i: i < 4, plus(-1), np.int32(0)),
    "a float": (lambda i: i < 1.0, plus(np.float32(0.1)), np.float32(0)),
}


@pytest.mark.parametrize("case", UNKNOWN.values(), ids=UNKNOWN)
def test_other_loops_have_no_known_number_of_steps(case: tuple[Any, ...]) -> None:
    found = counters_of(*case)
    assert (found.bound, found.last_values()) == (None, {})


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_compiled_loops_end_where_the_loop_ends(case: tuple[Any, ...]) -> None:
    pytest.importorskip("jax")
    cond, body, first = case
    f = tf.function(lambda: tf.while_loop(cond, body, [tf.constant(first)]))
    value = np.asarray(first)
    while cond(value):
        (value,) = body(value)
    assert f()[0].numpy() == value
