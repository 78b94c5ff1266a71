"""`break`, `continue` and the `else` of loops."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

import tenfold as tf

from .agreement import agrees


def break_while(n: Any) -> Any:
    i = 0
    while i < 100:
        if i >= n:
            break
        i += 1
    return i


def break_for(n: Any) -> Any:
    total = 0
    for i in range(10):
        if i > n:
            break
        total += i
    return total


def continue_while(n: Any) -> Any:
    i = total = 0
    while i < n:
        i += 1
        if i % 2 == 0:
            continue
        total += i
    return total


def continue_for(n: Any) -> Any:
    total = 0
    for i in range(n):
        if i == 1:
            continue
        total += i
    return total


def both(n: Any) -> Any:
    total = 0
    for i in range(n):
        if i == 1:
            continue
        total += 1
        if i == 4:
            break
        total += i
    return total


def in_else(n: Any) -> Any:
    total = 0
    for i in range(n):
        if i < 3:
            total += 1
        else:
            total += 10
            break
        total += 100
    return total


def nested(n: Any) -> Any:
    total = 0
    for i in range(n):
        for j in range(n):
            if j > i:
                break
            elif j == 2:
                continue
            total += j
        if total > 20:
            break
    return total


def deep(n: Any) -> Any:
    total = 0
    for i in range(n):
        if i > 1:
            if i > 3:
                break
            total += 1
            if i == 3:
                continue
            total += 10
        total += 100
    return total


def for_else(n: Any) -> Any:
    total = 0
    for i in range(n):
        if i == 3:
            break
        total += i
    else:
        total += 1000
    return total


def while_else(n: Any) -> Any:
    i = 0
    while i < n:
        i += 1
        if i == 3:
            break
    else:
        i = -1
    return i


def else_without_break(n: Any) -> Any:
    total = 0
    for i in range(n):
        total += i
    else:
        total += 1
    return total


def break_in_the_inner_else(n: Any) -> Any:
    total = 0
    for i in range(n):
        for j in range(2):
            total += j
        else:
            if i == 2:
                break
        total += 100
    return total


def while_true(n: Any) -> Any:
    i = 0
    while True:
        i += 1
        if i > n:
            break
    return i


def names_bound_in_the_condition(n: Any) -> Any:
    i = total = 0
    while (square := i * i) < 50 and square + i < 40:
        i += 1
        if square == 4:
            continue
        total += square
        if square > n:
            break
    else:
        total += 1000
    return total, square


def in_try(n: Any) -> Any:
    total = 0
    for i in range(n):
        try:
            if i == 2:
                continue
            total += i
        finally:
            total += 100
    return total


def behind_a_try(n: Any) -> Any:
    total = 0
    for i in range(n):
        try:
            if i == 3:
                break
        except ValueError:
            total = -1
        else:
            total += 10
        total += 1
    return total


def in_with(n: Any) -> Any:
    total = 0
    for i in range(n):
        with tf.name_scope("inner"):
            if i == 2:
                break
            total += 1
        total += 10
    return total


@pytest.mark.parametrize(
    "function",
    [
        break_while,
        break_for,
        continue_while,
        continue_for,
        both,
        in_else,
        nested,
        deep,
        for_else,
        while_else,
        else_without_break,
        break_in_the_inner_else,
        while_true,
        names_bound_in_the_condition,
        in_try,
        behind_a_try,
        in_with,
    ],
    ids=lambda f: f.__name__,
)
def test_agrees_with_python(function: Any) -> None:
    agrees(function, 0, 2, 6)


def test_a_break_stops_a_generator_where_python_does() -> None:
    @tf.function
    def f(x: Any) -> Any:
        items = iter(range(10))
        for i in items:
            if i == 3:
                break
        return x + next(items)

    assert f(tf.constant(0)).numpy() == 4


def test_a_tensor_breaks_an_unrolled_loop() -> None:
    def f(x: Any) -> Any:
        for step in [1.0, 2.0, 3.0, 4.0]:
            x = x + step
            if x > 5.0:
                break
        return x

    agrees(f, 0.0, 4.0, 9.0, -20.0)


def test_a_tensor_cannot_break_an_endless_unrolled_loop() -> None:
    @tf.function
    def f(x: Any) -> Any:
        for step in itertools.count():
            x = x + step
            if x > 5:
                break
        return x

    with pytest.raises(NotImplementedError, match="loops without a length"):
        f(tf.constant(1))


def test_a_python_flag_in_a_loop_over_a_tensor() -> None:
    @tf.function
    def f(n: Any, stop: bool) -> Any:
        total = 0
        for i in tf.range(n):
            total += 1
            if stop:
                break
            total += i
        return total

    assert f(tf.constant(4), True).numpy() == 1
    assert f(tf.constant(4), False).numpy() == 10


def test_a_loop_over_a_tensor_stops() -> None:
    @tf.function
    def f(x: Any) -> Any:
        total = 0.0
        for value in x:
            if value > 2.0:
                break
            total += value
        return total

    assert f(tf.constant([1.0, 2.0, 3.0, 1.0])).numpy() == 3


def test_a_jump_in_finally_leaves_the_function_unconverted(caplog: Any) -> None:
    def f(x: Any) -> Any:
        for i in range(3):
            try:
                x = x + i
            finally:
                if i == 1:
                    break  # noqa: B012
        return x

    assert tf.function(f)(tf.constant(0)).numpy() == 1
    assert "in a `finally` block are not supported" in caplog.text
