"""`while` and `for`: over Python values, over tensors, and what is said of what they carry."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core import errors

from .agreement import agrees


def count(n: Any) -> Any:
    i = 0
    while i < n:
        i += 1
    return i


def two_variables(n: Any) -> Any:
    a, b = 0, 1
    while b < n:
        a, b = b, a + b
    return a, b


def local_to_the_body(n: Any) -> Any:
    i, total = 0, 0
    while i < n:
        square = i * i
        total += square
        i += 1
    return total


def nested_while(n: Any) -> Any:
    i, total = 0, 0
    while i < n:
        j = 0
        while j < i:
            total += j
            j += 1
        i += 1
    return total


def for_range(n: Any) -> Any:
    total = 0
    for i in range(n):
        total += i
    return total


def for_range_bounds(n: Any) -> Any:
    total = 0
    for i in range(2, n, 3):
        total = total * 10 + i
    return total


def for_range_down(n: Any) -> Any:
    total = 0
    for i in range(n, 0, -2):
        total = total * 10 + i
    return total


def nested_for(n: Any) -> Any:
    total = 0
    for i in range(n):
        for j in range(i):
            total += i * j
    return total


def branch_in_loop(n: Any) -> Any:
    even = odd = 0
    for i in range(n):
        if i % 2 == 0:
            even += i
        else:
            odd += i
    return even, odd


def loop_in_branch(n: Any) -> Any:
    total = 0
    if n > 2:
        for i in range(n):
            total += i
    else:
        total = -1
    return total


def structure_in_loop(n: Any) -> Any:
    state = {"sum": 0, "pair": (0, 1)}
    for i in range(n):
        state = {"sum": state["sum"] + i, "pair": (state["pair"][1], state["pair"][0])}
    return state


def items_in_loop(n: Any) -> Any:
    sums = {"all": 0, "even": [0]}
    for i in range(n):
        sums["all"] += i
        if i % 2 == 0:
            sums["even"][0] += i
    return sums


@pytest.mark.parametrize(
    "function",
    [
        count,
        two_variables,
        local_to_the_body,
        nested_while,
        for_range,
        for_range_bounds,
        for_range_down,
        nested_for,
        branch_in_loop,
        loop_in_branch,
        structure_in_loop,
        items_in_loop,
    ],
    ids=lambda f: f.__name__,
)
def test_agrees_with_python(function: Any) -> None:
    agrees(function, 0, 1, 7)


def over_list(x: Any) -> Any:
    total = x
    for factor in [1, 2, 3]:
        total = total * factor
    return total


def over_enumerate(x: Any) -> Any:
    total = x
    for i, (a, b) in enumerate(zip([1, 2], [3, 4], strict=True)):
        total += i * a * b
    return total


def over_items(x: Any) -> Any:
    parts = {"a": x, "b": x * 2}
    total = 0.0
    for key, value in parts.items():
        if value > 1.5:
            total += value
        else:
            total -= value * len(key)
    return total


def over_generator(x: Any) -> Any:
    total = x
    for factor in (i for i in range(3)):
        total += factor
    return total


def over_array(x: Any) -> Any:
    total = x
    for row in np.array([1.0, 2.0]):
        total = total * row
    return total


def over_string(x: Any) -> Any:
    for _ in "abc":
        x = x + 1
    return x


@pytest.mark.parametrize(
    "function",
    [over_list, over_enumerate, over_items, over_generator, over_array, over_string],
    ids=lambda f: f.__name__,
)
def test_python_loops_are_unrolled(function: Any) -> None:
    agrees(function, 1.0, 2.0)


def sum_rows(x: Any) -> Any:
    total = 0.0
    for row in x:
        total += tf.reduce_sum(row)
    return total


@pytest.mark.parametrize("shape", [[2, 2], [None, 2], [None, None], None], ids=str)
def test_a_tensor_is_looped_over_by_its_rows(shape: Any) -> None:
    f = tf.function(sum_rows, input_signature=[tf.TensorSpec(shape, tf.float32)])
    assert f([[1.0, 2.0], [3.0, 4.0]]).numpy() == 10


def test_rows_can_be_unpacked() -> None:
    @tf.function
    def f(x: Any) -> Any:
        total = 0.0
        for a, b in x:
            total += a * b
        return total

    assert f(tf.constant([[1.0, 2.0], [3.0, 4.0]])).numpy() == 14


def test_a_loop_over_a_tensor_is_traced_once() -> None:
    traced = []

    @tf.function
    def f(x: Any) -> Any:
        total = 0
        for row in x:
            traced.append(1)
            total += row
        return total

    assert f(tf.constant([1, 2, 3, 4])).numpy() == 10
    assert len(traced) == 1


def test_tf_range() -> None:
    @tf.function
    def f(n: Any) -> Any:
        total = 0
        for i in tf.range(n):
            total += i
        return total

    assert f(tf.constant(5)).numpy() == 10
    assert f(tf.constant(0)).numpy() == 0


def test_a_range_keeps_its_dtype() -> None:
    @tf.function
    def f(n: Any) -> Any:
        total = tf.constant(0, tf.int64)
        for i in tf.range(n):
            total += i
        return total

    assert f(tf.constant(5, tf.int64)).dtype is tf.int64


def test_a_range_of_floats() -> None:
    @tf.function
    def f(step: Any) -> Any:
        total = 0.0
        for x in tf.range(0.0, 1.0, step):
            total += x
        return total

    assert f(tf.constant(0.25)).numpy() == 1.5


def test_zip_and_enumerate_of_tensors_unroll() -> None:
    @tf.function
    def f(x: Any, y: Any) -> Any:
        total = 0.0
        for i, (a, b) in enumerate(zip(x, y, strict=True)):
            total += i * a * b
        return total

    assert f(tf.constant([1.0, 2.0]), tf.constant([3.0, 4.0])).numpy() == 8


def test_a_variable_is_looped_over_by_its_rows() -> None:
    v = tf.Variable([1.0, 2.0, 3.0])

    @tf.function
    def f() -> Any:
        total = 0.0
        for x in v:
            total += x
        return total

    assert f().numpy() == 6


def test_effects_happen_in_each_iteration() -> None:
    v = tf.Variable(0)

    @tf.function
    def f(n: Any) -> None:
        for i in tf.range(n):
            v.assign_add(i)

    f(tf.constant(4))
    assert v.numpy() == 6


def test_a_loop_without_variables() -> None:
    v = tf.Variable(0)

    @tf.function
    def f() -> None:
        while v < 5:
            v.assign_add(2)

    f()
    assert v.numpy() == 6


def test_tensor_arrays_are_carried() -> None:
    @tf.function
    def f(n: Any) -> Any:
        squares = tf.TensorArray(tf.int32, n)
        for i in tf.range(n):
            squares = squares.write(i, i * i)
        return squares.stack()

    assert f(tf.constant(4)).numpy().tolist() == [0, 1, 4, 9]


def test_attributes_are_carried() -> None:
    class Box:
        total: Any = 0

    @tf.function
    def f(n: Any) -> Any:
        box = Box()
        for i in tf.range(n):
            box.total += i
        return box.total

    assert f(tf.constant(4)).numpy() == 6


def test_gradients_flow_through_a_loop() -> None:
    @tf.function
    def f(x: Any) -> Any:
        y = x
        for _ in tf.range(3):
            if y > 4.0:
                y = y * y
            else:
                y = y * 2.0
        return y

    x = tf.constant(1.5)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    assert tape.gradient(y, x).numpy() == 48


def test_a_tape_inside() -> None:
    @tf.function
    def f(x: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = x
            for _ in tf.range(3):
                y = y * x
        return tape.gradient(y, x)

    assert f(tf.constant(2.0)).numpy() == 32


def test_a_condition_that_becomes_a_tensor_later() -> None:
    @tf.function
    def f(x: Any) -> Any:
        going: Any = True
        while going:
            x = x * 2.0
            going = x < 100.0
        return x

    assert f(tf.constant(3.0)).numpy() == 192


def test_a_first_value_made_in_the_loop() -> None:
    def f(n: Any) -> Any:
        i = 0
        while i < n:
            y = i * 2
            i += 1
        return y

    agrees(f, 3)
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"must iterate at least once.*y"):
        tf.function(f)(tf.constant(0))


def test_none_before_the_loop_is_no_value() -> None:
    def f(n: Any) -> Any:
        y = None
        i = 0
        while i < n:
            y = i * 2
            i += 1
        return y

    agrees(f, 3)


def test_the_target_after_the_loop() -> None:
    @tf.function
    def f(n: Any) -> Any:
        for i in tf.range(n):  # noqa: B007
            pass
        return i

    assert f(tf.constant(3)).numpy() == 2


def test_a_variable_that_no_iteration_may_read_yet() -> None:
    @tf.function
    def f(n: Any) -> Any:
        i = 0
        while i < n:
            y = y * 2  # noqa: F821
            i += 1
        return y

    with pytest.raises(ValueError, match="'y' must be defined before the loop"):
        f(tf.constant(3))


def test_a_dtype_that_changes() -> None:
    @tf.function
    def f(n: Any) -> Any:
        y = 0
        for _ in tf.range(n):
            y = 1.5
        return y

    message = "'y' has dtype int32 before the loop, but dtype float32 after one iteration"
    with pytest.raises(TypeError, match=message):
        f(tf.constant(3))


def test_a_shape_that_changes() -> None:
    @tf.function
    def f(n: Any) -> Any:
        y = tf.zeros([1])
        for _ in tf.range(n):
            y = tf.concat([y, y], 0)
        return y

    message = r"'y' has shape \(1,\) before the loop, but shape \(2,\) after one iteration"
    with pytest.raises(ValueError, match=message) as info:
        f(tf.constant(3))
    assert "set_loop_options" in str(info.value)


def test_an_unknown_length_may_change() -> None:
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def f(y: Any) -> Any:
        for _ in tf.range(2):
            y = tf.concat([y, y], 0)
        return y

    assert f([1.0]).shape == [4]


def test_a_structure_that_changes() -> None:
    @tf.function
    def f(n: Any) -> Any:
        y = [n]
        for i in tf.range(n):
            y = [n, i]
        return y

    with pytest.raises(TypeError, match="'y' does not have the same nested structure"):
        f(tf.constant(3))


def test_none_after_an_iteration() -> None:
    @tf.function
    def f(n: Any) -> Any:
        y = n
        for _ in tf.range(n):
            y = None
        return y

    with pytest.raises(ValueError, match="'y' is None at the end of an iteration"):
        f(tf.constant(3))


def test_an_object_that_changes() -> None:
    @tf.function
    def f(n: Any) -> Any:
        y: Any = len
        for _ in tf.range(n):
            y = sum
        return y([1])

    with pytest.raises(ValueError, match="can only carry tensors"):
        f(tf.constant(3))


def test_a_scalar_has_no_rows() -> None:
    @tf.function
    def f(x: Any) -> Any:
        for row in x:
            x = x + row
        return x

    with pytest.raises(ValueError, match="requires a non-scalar tensor"):
        f(tf.constant(1.0))


def test_a_condition_that_is_no_bool() -> None:
    @tf.function
    def f(x: Any) -> Any:
        while x:
            x = x - 1
        return x

    with pytest.raises(ValueError, match="condition of while loop expected"):
        f(tf.constant(3))


def test_a_python_list_cannot_grow_in_a_loop_over_tensors() -> None:
    @tf.function
    def f(n: Any) -> Any:
        found = []
        for i in tf.range(n):
            found.append(i)
        return found

    with pytest.raises(errors.InaccessibleTensorError, match="has no value outside it") as info:
        f(tf.constant(3))
    (note,) = info.value.__notes__
    assert "Use a tf.TensorArray" in note


def test_the_target_after_a_loop_of_no_iterations() -> None:
    @tf.function
    def f(v: Any) -> Any:
        for x in v:  # noqa: B007
            pass
        return x

    assert f(tf.constant([1.0, 2.0])).numpy() == 2
    with pytest.raises(tf.errors.InvalidArgumentError, match="at least once to initialize x"):
        f(tf.zeros([0]))


def test_gradients_of_a_loop_over_no_rows() -> None:
    @tf.function
    def f(v: Any) -> Any:
        total = 1.0
        for x in v:
            total += x * x
        return total

    v = tf.zeros([0])
    for _ in range(3):
        with tf.GradientTape() as tape:
            tape.watch(v)
            y = f(v)
        assert (y.numpy(), tape.gradient(y, v).shape.as_list()) == (1, [0])


def test_a_called_function_changes_a_variable_of_the_caller() -> None:
    @tf.function
    def f(x: Any, n: Any) -> Any:
        total, calls = x, 0

        def outer() -> None:
            def inner() -> None:
                nonlocal total
                total = total * 2.0

            nonlocal calls
            inner()
            calls = calls + 1

        for _ in tf.range(n):
            outer()
        if n > 100:
            outer()
        return total, calls

    total, calls = f(tf.constant(1.5), tf.constant(3))
    assert (total.numpy(), calls.numpy()) == (12, 3)
