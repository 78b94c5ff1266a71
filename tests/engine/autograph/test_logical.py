"""Logical operators, chained comparisons and conditional expressions."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf

from .agreement import agrees


def conjunction(x: Any) -> Any:
    return x > 0 and x < 5


def disjunction(x: Any) -> Any:
    return x < 0 or x > 5


def negation(x: Any) -> Any:
    return not x > 0


def several_operands(x: Any) -> Any:
    return x > 0 and x > 1 and x > 2 and x < 9


def mixed(x: Any) -> Any:
    return (x > 0 and not x > 5) or (x < -1 and x > -3)


def chained(x: Any) -> Any:
    return 0 < x < 5


def long_chain(x: Any) -> Any:
    return -10 < x <= x * 1 != 3 < 8 >= x


def ternary(x: Any) -> Any:
    return x * 2 if x > 0 else x * 3


def nested_ternary(x: Any) -> Any:
    return 1 if x > 5 else 2 if x > 0 else 3


def ternary_of_structures(x: Any) -> Any:
    return (x, {"a": x}) if x > 0 else (-x, {"a": x * 2})


def condition_of_an_if(x: Any) -> Any:
    if x > 0 and (x < 3 or not x < 7):
        return 1
    return 2


def in_comprehension(x: Any) -> Any:
    return [value if value > 0 else -value for value in [x, -x, x * 2]]


def in_dict_comprehension(x: Any) -> Any:
    return {key: (key if x > 0 and x < 3 else -key) for key in (1, 2)}


def in_lambda(x: Any) -> Any:
    absolute = lambda v: v if v > 0 else -v  # noqa: E731
    return absolute(x)


def in_default(x: Any) -> Any:
    def scale(y: Any, by: Any = 2 if x > 0 else 3) -> Any:
        return y * by

    return scale(x)


def as_argument(x: Any) -> Any:
    return max([1, 2]) * (x if x > 0 else -x)


def in_f_string(x: Any) -> Any:
    text = f"{len('ab') and 'c'!s}"
    return x if text == "c" else -x


@pytest.mark.parametrize(
    "function",
    [
        conjunction,
        disjunction,
        negation,
        several_operands,
        mixed,
        chained,
        long_chain,
        ternary,
        nested_ternary,
        ternary_of_structures,
        condition_of_an_if,
        in_comprehension,
        in_dict_comprehension,
        in_lambda,
        in_default,
        as_argument,
        in_f_string,
    ],
    ids=lambda f: f.__name__,
)
def test_agrees_with_python(function: Any) -> None:
    agrees(function, -2, 0, 1, 3, 8)


def convert(function: Any) -> Any:
    return tf.autograph.to_graph(function)


def test_python_operands_are_values() -> None:
    def f(a: Any, b: Any) -> Any:
        return (a and b, a or b, not a)

    converted = convert(f)
    for a, b in ((0, "x"), ("y", []), ([], None), (3, 4)):
        assert converted(a, b) == f(a, b)
        assert converted(a, b)[0] is f(a, b)[0]


def test_python_operands_are_evaluated_only_where_needed() -> None:
    log: list[str] = []

    def note(name: str, value: Any) -> Any:
        log.append(name)
        return value

    def f() -> Any:
        note("a", False) and note("b", True)
        note("c", True) or note("d", True)
        _ = note("e", 1) < note("f", 0) < note("g", 5)
        return note("h", 1) if note("i", True) else note("j", 2)

    assert convert(f)() == 1
    assert log == ["a", "c", "e", "f", "i", "h"]


def test_operands_of_a_chain_are_evaluated_once() -> None:
    calls = []

    def middle(x: Any) -> Any:
        calls.append(1)
        return x

    @tf.function
    def f(x: Any) -> Any:
        return 0 < middle(x) < 5

    assert f(tf.constant(2)).numpy()
    assert calls == [1]


def test_what_follows_a_tensor_runs_where_it_is_needed() -> None:
    v = tf.Variable(0)

    def count(x: Any) -> Any:
        v.assign_add(1)
        return x > 0

    @tf.function
    def f(x: Any) -> Any:
        return x > 5 and count(x)

    f(tf.constant(1))
    assert v.numpy() == 0
    f(tf.constant(6))
    assert v.numpy() == 1


def test_membership_and_identity_stay_python() -> None:
    def f(x: Any, mode: str) -> Any:
        if mode in ("a", "b") and x is not None:
            return x
        return -x

    assert tf.function(f)(tf.constant(1), "a").numpy() == 1
    assert tf.function(f)(tf.constant(1), "c").numpy() == -1


def test_a_walrus_in_a_condition() -> None:
    def f(x: Any) -> Any:
        if (y := x * 2) > 3:
            return y
        return x - y

    agrees(f, 1, 5)


def test_a_walrus_in_an_operand() -> None:
    def f(x: Any) -> Any:
        n = 3
        if n > 2 and (y := n * 2) > 5:
            return x + y
        return x

    agrees(f, 1)


def test_a_walrus_that_a_tensor_decides_on_stays_pythons() -> None:
    @tf.function
    def f(x: Any) -> Any:
        if x > 0 and (y := x * 2) > 5:
            return y
        return x

    with pytest.raises(TypeError, match="as a Python bool is not allowed"):
        f(tf.constant(1))


def test_a_walrus_in_a_loop() -> None:
    def f(x: Any) -> Any:
        items = [1, 2, 3, 0, 5]
        while (item := items.pop(0)) > 0:
            x = x + item
        return x

    agrees(f, 1)


def test_a_walrus_in_a_comprehension() -> None:
    def f(x: Any) -> Any:
        found = [last := i for i in range(4) if i and i < 3]
        return x + last + len(found)

    agrees(f, 1)


def test_branches_of_different_dtypes() -> None:
    @tf.function
    def f(x: Any) -> Any:
        return 1 if x > 0 else 2.0

    with pytest.raises(TypeError, match=r"`1 if x > 0 else 2\.0` has dtype int32 in the main"):
        f(tf.constant(1))


def test_operands_that_are_no_conditions() -> None:
    @tf.function
    def f(x: Any) -> Any:
        return x and x

    with pytest.raises(ValueError, match="condition of `and` expected"):
        f(tf.constant(2))
    with pytest.raises(ValueError, match="condition of `and` expected"):
        f(tf.constant([True, False]))


def test_python_and_tensor_operands_mix() -> None:
    def f(x: Any, training: bool) -> Any:
        if not training and x > 0:
            return x
        return -x

    for x in (2, -2):
        for training in (True, False):
            expected = f(x, training)
            assert tf.function(f)(tf.constant(x), training).numpy() == expected
