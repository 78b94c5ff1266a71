"""`if`: over Python values, over tensors, and what is said where they cannot be merged."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

from .agreement import agrees, same


def both_branches(x: Any) -> Any:
    if x > 0:
        y = x * 2
    else:
        y = x * 3
    return y


def without_else(x: Any) -> Any:
    y = x
    if x > 0:
        y = x + 10
    return y


def elif_chain(x: Any) -> Any:
    if x > 10:
        y = 1
    elif x > 5:
        y = 2
    elif x > 0:
        y = 3
    else:
        y = 4
    return y


def nested(x: Any) -> Any:
    if x > 0:
        if x > 5:
            y = x * 2
        else:
            y = x * 3
        y = y + 1
    else:
        y = -x
    return y


def several_variables(x: Any) -> Any:
    a, b = x, x
    if x > 1:
        a, b = b * 2, a * 3
    else:
        b = a - 1
    return a, b


def augmented(x: Any) -> Any:
    total = x
    if x > 0:
        total += 5
        total *= 2
    else:
        total -= 1
    return total


def structures(x: Any) -> Any:
    if x > 0:
        found = {"a": x, "b": (x, x * 2)}
    else:
        found = {"a": -x, "b": (x * 3, x)}
    return found


def local_to_a_branch(x: Any) -> Any:
    if x > 0:
        inner = x * 2
        y = inner + 1
    else:
        y = x
    return y


def set_again_later(x: Any) -> Any:
    if x > 0:
        y = x
    else:
        z = x
    y = x * 2
    z = x * 3
    return y + z


def deleted(x: Any) -> Any:
    y = x
    if x > 0:
        z = y + 1
        del y
    else:
        z = y
    return z


def conditional_on_a_conditional(x: Any) -> Any:
    y = x
    if x > 0:
        y = x - 3
    if y > 0:
        y = y * 10
    return y


def tuple_targets(x: Any) -> Any:
    if x > 0:
        a, (b, *c) = x, (x * 2, x * 3, x * 4)
    else:
        a = b = x
        c = [x, x]
    return a, b, c


def empty_branch(x: Any) -> Any:
    if x > 0:
        pass
    else:
        x = -x
    return x


@pytest.mark.parametrize(
    "function",
    [
        both_branches,
        without_else,
        elif_chain,
        nested,
        several_variables,
        augmented,
        structures,
        local_to_a_branch,
        set_again_later,
        deleted,
        conditional_on_a_conditional,
        tuple_targets,
        empty_branch,
    ],
    ids=lambda f: f.__name__,
)
def test_agrees_with_python(function: Any) -> None:
    agrees(function, 7.0, 3.0, -4.0)


class Box:
    """Something with attributes."""

    def __init__(self, value: Any) -> None:
        self.value = value
        self.items = {"a": value, "b": [value, value]}


def test_attributes_are_variables() -> None:
    def f(x: Any) -> Any:
        box = Box(x)
        if x > 0:
            box.value = x * 2
        return box.value

    agrees(f, 3.0, -3.0)


def test_items_are_variables() -> None:
    def f(x: Any) -> Any:
        box = Box(x)
        if x > 0:
            box.items["a"] = x * 2
        else:
            box.items["b"][1] = x * 5
        return box.items["a"], box.items["b"][1], box.items["b"][0]

    agrees(f, 3.0, -3.0)


def test_an_object_made_in_a_branch_keeps_its_attributes_to_itself() -> None:
    def f(x: Any) -> Any:
        if x > 0:
            box = Box(x)
            box.value = x * 2
            y = box.value
        else:
            y = x
        return y

    agrees(f, 3.0, -3.0)


def test_nonlocal_variables() -> None:
    def f(x: Any) -> Any:
        y = x

        def change() -> None:
            nonlocal y
            if x > 0:
                y = y * 3

        change()
        return y

    agrees(f, 2.0, -2.0)


counter: Any = 0


def test_global_variables() -> None:
    def f(x: Any) -> Any:
        global counter
        counter = x
        if x > 0:
            counter = x * 2
        else:
            counter = x * 3
        return counter

    agrees(f, 2.0, -2.0)


def test_a_closure_sees_what_a_branch_sets() -> None:
    def f(x: Any) -> Any:
        y = x

        def read() -> Any:
            return y

        if x > 0:
            y = x * 10
        else:
            y = x * 20
        return read()

    agrees(f, 1.0, -1.0)


def test_only_the_chosen_branch_runs() -> None:
    log = tf.Variable(0)

    @tf.function
    def f(x: Any) -> Any:
        if x > 0:
            log.assign_add(1)
        else:
            log.assign_add(100)
        return x

    f(tf.constant(1.0))
    f(tf.constant(-1.0))
    f(tf.constant(1.0))
    assert log.numpy() == 102


def test_a_python_condition_traces_one_branch() -> None:
    traced = []

    @tf.function
    def f(x: Any, flag: bool) -> Any:
        if flag:
            traced.append("yes")
        else:
            traced.append("no")
        return x

    f(tf.constant(1), True)
    assert traced == ["yes"]


def test_an_unset_variable_stays_unset() -> None:
    def f(flag: bool) -> Any:
        if flag:
            y = 1
        return y

    with pytest.raises(UnboundLocalError, match="'y'"):
        tf.function(f)(False)
    assert tf.function(f)(True).numpy() == 1


def test_a_variable_may_be_the_condition() -> None:
    on = tf.Variable(True)

    @tf.function
    def f(x: Any) -> Any:
        if on:
            return x
        else:
            return -x

    assert f(tf.constant(2.0)).numpy() == 2
    on.assign(False)
    assert f(tf.constant(2.0)).numpy() == -2


def test_none_in_both_branches_is_none() -> None:
    @tf.function
    def f(x: Any) -> Any:
        if x > 0:
            y = None
        else:
            y = None
        return x if y is None else -x

    assert f(tf.constant(2.0)).numpy() == 2


def test_the_same_object_in_both_branches() -> None:
    @tf.function
    def f(x: Any) -> Any:
        if x > 0:
            activation = tf.square
        else:
            activation = tf.square
        return activation(x)

    assert f(tf.constant(3.0)).numpy() == 9


def test_shapes_may_differ() -> None:
    @tf.function
    def f(x: Any) -> Any:
        if x > 0:
            y = tf.zeros([2])
        else:
            y = tf.ones([3])
        return y

    same(f(tf.constant(1.0)), np.zeros(2))
    same(f(tf.constant(-1.0)), np.ones(3))


def test_gradients_flow_through_the_chosen_branch() -> None:
    @tf.function
    def f(x: Any) -> Any:
        if x > 0:
            y = x * x
        else:
            y = 3.0 * x
        return y

    for value, slope in ((4.0, 8.0), (-4.0, 3.0)):
        x = tf.constant(value)
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = f(x)
        assert tape.gradient(y, x).numpy() == slope


def traced(function: Any, *args: Any) -> None:
    tf.function(function)(*args)


def test_a_variable_of_one_branch_only() -> None:
    def f(x: Any) -> Any:
        if x > 0:
            y = x
        return y

    with pytest.raises(ValueError, match="'y' must also be initialized in the else branch") as info:
        traced(f, tf.constant(1.0))
    assert f"{__file__}, line" in str(info.value)

    def g(x: Any) -> Any:
        if x > 0:
            pass
        else:
            y = x
        return y

    with pytest.raises(ValueError, match="'y' must also be initialized in the main branch"):
        traced(g, tf.constant(1.0))


def test_an_attribute_of_one_branch_only() -> None:
    def f(x: Any) -> Any:
        box = Box(x)
        if x > 0:
            box.other = x
        return box

    with pytest.raises(ValueError, match=r"'box\.other' must also be initialized in the else"):
        traced(f, tf.constant(1.0))


def test_dtypes_that_differ() -> None:
    def f(x: Any) -> Any:
        if x > 0:
            y = 1
        else:
            y = 2.0
        return y

    message = "'y' has dtype int32 in the main branch, but dtype float32 in the else branch"
    with pytest.raises(TypeError, match=message):
        traced(f, tf.constant(1.0))


def test_a_tensor_and_none() -> None:
    def f(x: Any) -> Any:
        y = None
        if x > 0:
            y = x
        return y

    message = "'y' is None at the end of the else branch, but a float32 tensor"
    with pytest.raises(ValueError, match=message):
        traced(f, tf.constant(1.0))


def test_structures_that_differ() -> None:
    def f(x: Any) -> Any:
        if x > 0:
            y: Any = (x, x)
        else:
            y = [x]
        return y

    with pytest.raises(TypeError, match="'y' must have the same nested structure"):
        traced(f, tf.constant(1.0))


def test_objects_that_differ() -> None:
    def f(x: Any) -> Any:
        if x > 0:
            y: Any = len
        else:
            y = sum
        return y([1])

    with pytest.raises(TypeError, match="can only choose between tensors"):
        traced(f, tf.constant(1.0))


@pytest.mark.parametrize(
    ("value", "hint"),
    [(2, "tf.cast"), (2.5, "tf.cast"), ([True, False], "is not None")],
    ids=["int", "float", "vector"],
)
def test_conditions_that_are_no_scalar_bool(value: Any, hint: str) -> None:
    def f(x: Any) -> Any:
        if x:
            return 1
        else:
            return 2

    with pytest.raises(ValueError, match="condition of if statement expected") as info:
        traced(f, tf.constant(value))
    assert hint in str(info.value)


def test_variables_are_as_before_where_a_branch_fails() -> None:
    def f(x: Any) -> Any:
        y = x
        try:
            if x > 0:
                y = x * 100
                raise KeyError("stop")
        except KeyError:
            return y
        return y

    assert tf.function(f)(tf.constant(2.0)).numpy() == 2
