"""`return` inside branches, loops and blocks."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf

from .agreement import agrees


def early(x: Any) -> Any:
    if x > 0:
        return x * 2
    return -x


def in_both(x: Any) -> Any:
    if x > 0:
        return x * 2
    else:
        return x * 3


def several(x: Any) -> Any:
    if x > 10:
        return 1
    if x > 5:
        return 2
    y = x * 2
    if y > 3:
        return 3
    return 4


def elifs(x: Any) -> Any:
    if x > 10:
        return x, {"a": x}
    elif x > 1:
        return x * 2, {"a": x * 4}
    else:
        return x * 3, {"a": x * 5}


def only_sometimes(x: Any) -> Any:
    if x > 0:
        if x > 5:
            return 1
        x = x + 1
    return x * 0 + 2


def in_the_else_only(x: Any) -> Any:
    if x > 0:
        x = x + 1
    else:
        return x
    return x * 10


def behind_an_elif(x: Any) -> Any:
    if x > 10:
        x = x - 10
    elif x > 5:
        return x * 100
    return x


def from_a_for(x: Any) -> Any:
    for i in range(5):
        if i > x:
            return i
    return -1


def from_a_while(x: Any) -> Any:
    i = 0
    while i < x:
        i += 1
        if i == 3:
            return i * 100
    return i


def from_nested_loops(x: Any) -> Any:
    total = 0
    for i in range(4):
        for j in range(4):
            if i * j > x:
                return total
            total += 1
        total += 100
    return -total


def from_a_loop_and_behind(x: Any) -> Any:
    for i in range(3):
        if i == x:
            return 0
        x = x - i
    if x > 0:
        return 1
    return 2


def past_an_else(x: Any) -> Any:
    for i in range(3):
        if i > x:
            return 7
    else:
        x = x * 2
    return x


def from_try(x: Any) -> Any:
    try:
        if x > 0:
            return x
    finally:
        x = x * 0
    return x - 1


def from_try_with_else(x: Any) -> Any:
    try:
        if x > 0:
            return x * 5
    except KeyError:
        return x
    else:
        x = x - 10
    return x


def from_with(x: Any) -> Any:
    with tf.name_scope("a"):
        if x > 0:
            return x
        else:
            return -x


def from_with_partly(x: Any) -> Any:
    with tf.name_scope("a"):
        if x > 3:
            return x
        x = x + 1
    return x * 10


def nothing(x: Any) -> Any:
    if x > 0:
        return
    return


def with_docstring(x: Any) -> Any:
    """Has one."""
    if x > 0:
        return x
    return x - 1


def from_inner_functions(x: Any) -> Any:
    def inner(y: Any) -> Any:
        if y > 0:
            return y
        return -y

    if x > 3:
        return inner(x - 10)
    return inner(x) + 1


def after_dead_code(x: Any) -> Any:
    if x > 0:
        return x
    else:
        return -x
    x = x + 1  # type: ignore[unreachable]


@pytest.mark.parametrize(
    "function",
    [
        early,
        in_both,
        several,
        elifs,
        only_sometimes,
        in_the_else_only,
        behind_an_elif,
        from_a_for,
        from_a_while,
        from_nested_loops,
        from_a_loop_and_behind,
        past_an_else,
        from_try,
        from_try_with_else,
        from_with,
        from_with_partly,
        nothing,
        with_docstring,
        from_inner_functions,
        after_dead_code,
    ],
    ids=lambda f: f.__name__,
)
def test_agrees_with_python(function: Any) -> None:
    agrees(function, -2, 0, 1, 3, 7, 12)


def test_out_of_an_unrolled_loop() -> None:
    def f(x: Any) -> Any:
        for _ in range(3):
            if x > 0:
                x = x - 1.0
            else:
                return x * 10.0
        return x

    agrees(f, 0.5, 1.5, 5.0)


def test_a_value_that_cannot_be_computed_was_not_returned() -> None:
    @tf.function
    def f(flag: bool) -> Any:
        try:
            if flag:
                return {}["missing"]
        except KeyError:
            pass
        return tf.constant(3)

    assert f(True).numpy() == 3


def test_a_path_without_a_return() -> None:
    @tf.function
    def f(x: Any) -> Any:
        if x > 0:
            return x

    with pytest.raises(ValueError, match="must also have a return statement"):
        f(tf.constant(1.0))


def test_none_and_a_tensor() -> None:
    @tf.function
    def f(x: Any) -> Any:
        if x > 0:
            return None
        return x

    with pytest.raises(ValueError, match="must also have a return statement"):
        f(tf.constant(1.0))


def test_returned_structures_that_differ() -> None:
    @tf.function
    def f(x: Any) -> Any:
        if x > 0:
            return [x, x]
        return [x]

    with pytest.raises(TypeError, match="the return value must have the same nested structure"):
        f(tf.constant(1.0))


def test_a_python_path_without_a_return_is_none() -> None:
    @tf.function
    def f(x: Any, flag: bool) -> Any:
        if flag:
            return x

    assert f(tf.constant(1.0), False) is None
    assert f(tf.constant(1.0), True).numpy() == 1


def test_a_loop_that_only_a_return_leaves() -> None:
    def first_above(n: int) -> Any:
        i = 0
        while True:
            i += 1
            if i * i > n:
                return i

    agrees(first_above, 0, 5, 20)
