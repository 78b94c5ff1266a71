"""Reads of variables, and the writes between them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.engine.graph.passes.rewriting import left

import tenfold as tf


@pytest.fixture
def variable() -> tf.Variable:
    return tf.Variable(1.0)


def test_reads_without_a_write_between_them_are_one(variable: Any) -> None:
    assert left(lambda: [variable + 1.0, variable + 1.0]) == ["ReadVariableOp", "AddV2"]


def test_a_write_separates_reads(variable: Any) -> None:
    def program() -> list[Any]:
        before = variable + 1.0
        variable.assign(5.0)
        return [before, variable + 1.0]

    assert left(program).count("ReadVariableOp") == 2
    assert [x.numpy() for x in tf.function(program)()] == [2, 6]


def test_a_write_to_another_variable_does_not(variable: Any) -> None:
    other = tf.Variable(0.0)

    def program() -> list[Any]:
        before = variable + 1.0
        other.assign(before)
        return [before, variable + 1.0]

    assert left(program).count("ReadVariableOp") == 1


def test_a_branch_that_writes_separates_reads(variable: Any) -> None:
    def program(flag: Any) -> list[Any]:
        before = variable * 2.0
        tf.cond(flag, lambda: variable.assign_add(1.0), lambda: variable + 0.0)
        return [before, variable * 2.0]

    function = tf.function(program)
    for flag, expected in ((True, [2, 4]), (False, [4, 4]), (True, [4, 6])):
        assert [x.numpy() for x in function(tf.constant(flag))] == expected


def test_a_python_function_may_write(variable: Any) -> None:
    def program() -> list[Any]:
        before = variable * 2.0
        tf.py_function(lambda: variable.assign_add(1.0), [], tf.float32)
        return [before, variable * 2.0]

    assert left(program).count("ReadVariableOp") == 2
    assert [x.numpy() for x in tf.function(program)()] == [2, 4]
