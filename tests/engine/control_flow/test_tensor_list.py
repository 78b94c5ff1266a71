"""The TensorList ops: values, gradients, and what they refuse, in all three executions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.op import call

Stage = Callable[..., Any]


def empty(shape: Any = (), limit: int = -1) -> Any:
    return call("EmptyTensorList", tf.constant(shape, tf.int32), limit, element_dtype=tf.float32)


def reserved(count: Any, shape: Any = ()) -> Any:
    return call("TensorListReserve", tf.constant(shape, tf.int32), count, element_dtype=tf.float32)


def push(handle: Any, x: Any) -> Any:
    return call("TensorListPushBack", handle, x)


def pop(handle: Any, shape: Any = ()) -> Any:
    return call("TensorListPopBack", handle, tf.constant(shape, tf.int32), element_dtype=tf.float32)


def put(handle: Any, i: Any, x: Any) -> Any:
    return call("TensorListSetItem", handle, i, x)


def item(handle: Any, i: Any, shape: Any = ()) -> Any:
    return call(
        "TensorListGetItem",
        handle,
        i,
        tf.constant(shape, tf.int32),
        element_dtype=tf.float32,
    )


def stack(handle: Any, shape: Any = (), count: int = -1) -> Any:
    return call(
        "TensorListStack",
        handle,
        tf.constant(shape, tf.int32),
        element_dtype=tf.float32,
        num_elements=count,
    )


def length(handle: Any) -> Any:
    return call("TensorListLength", handle)


def test_push_and_pop(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        three = push(push(push(empty(), x), x * 2.0), x * 3.0)
        two, last = pop(three)
        one, middle = pop(two)
        return last, middle, stack(one), length(three), length(two), stack(push(two, x * 9.0))

    found = [t.numpy().tolist() for t in f(tf.constant(1.0))]
    assert found == [3, 2, [1], 3, 2, [1, 2, 9]]


def test_set_leaves_the_older_list_as_it_was(staged: Stage) -> None:
    @staged
    def f(x: Any, i: Any) -> Any:
        old = put(reserved(3), 0, x)
        new = put(old, i, x * 2.0)
        return stack(old), stack(new), item(new, i), item(old, 2)

    found = [t.numpy().tolist() for t in f(tf.constant(5.0), tf.constant(1))]
    assert found == [[5, 0, 0], [5, 10, 0], 10, 0]


def test_rows_of_a_tensor_and_back(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        handle = call("TensorListFromTensor", x, tf.constant([2]))
        shape = call("TensorListElementShape", handle, shape_type=tf.int32)
        return stack(handle, [2]), item(handle, 1, [2]), shape

    x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    back, row, shape = f(x)
    assert back.numpy().tolist() == x.numpy().tolist()
    assert (row.numpy().tolist(), shape.numpy().tolist()) == ([3, 4], [2])


@pytest.mark.parametrize(("size", "expected"), [(1, [4]), (2, [4, 5]), (4, [4, 5, 0, 0])])
def test_resize(staged: Stage, size: int, expected: list[float]) -> None:
    @staged
    def f(x: Any) -> Any:
        two = push(push(empty(), x), x + 1.0)
        return stack(call("TensorListResize", two, size))

    assert f(tf.constant(4.0)).numpy().tolist() == expected


PROGRAMS: dict[str, Any] = {
    "push and stack": lambda x: stack(push(push(empty(), x**2), x**3)) * [1.0, 10.0],
    "pop": lambda x: pop(push(push(empty(), x), x**3))[1],
    "what a pop leaves": lambda x: stack(pop(push(push(empty(), x**3), x))[0]),
    "set and get": lambda x: item(put(put(reserved(2), 0, x), 1, x**3), 1),
    "set twice": lambda x: stack(put(put(reserved(2), 0, x), 0, x**3)),
    "from a tensor": lambda x: item(
        call("TensorListFromTensor", tf.stack([x, x**3]), tf.constant([], tf.int32)),
        1,
    ),
    "resized": lambda x: stack(call("TensorListResize", push(empty(), x**3), 3)),
}
DERIVATIVES = dict.fromkeys(PROGRAMS, (3 * 4.0, 6 * 2.0)) | {
    "push and stack": (2 * 2.0 + 30 * 4.0, 2 + 60 * 2.0)
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_first_and_second_derivatives(staged: Stage, name: str) -> None:
    f = staged(lambda x: tf.reduce_sum(PROGRAMS[name](x)))
    x = tf.constant(2.0)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        first = inner.gradient(y, x)
    second = outer.gradient(first, x)
    np.testing.assert_allclose((first, second), DERIVATIVES[name], rtol=1e-5)


REFUSED: dict[str, tuple[Any, str]] = {
    "pop of nothing": (lambda: pop(empty())[1], "empty list"),
    "push on a full list": (lambda: length(push(push(empty(limit=1), 1.0), 2.0)), "full list"),
    "index past the end": (lambda: item(reserved(2), 2), "access element 2 in a list with 2"),
    "negative index": (lambda: item(reserved(2), -1), "access element -1 in a list with 2"),
    "other shapes": (lambda: stack(push(empty([2]), [1.0])), "shape"),
    "another length": (lambda: stack(reserved(2), count=3), "list with"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(staged: Stage, name: str) -> None:
    function, message = REFUSED[name]
    with pytest.raises(tf.errors.InvalidArgumentError, match=message):
        staged(function)()


def test_an_index_past_the_end_that_is_known_late(staged: Stage) -> None:
    f = staged(lambda i: item(put(reserved(2), 0, 7.0), i))
    assert f(tf.constant(0)).numpy() == 7
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"access.* element"):
        f(tf.constant(2))


def test_reserving_nothing(staged: Stage) -> None:
    f = staged(lambda: (stack(reserved(0, [2, 3]), [2, 3]), length(reserved(0))))
    rows, count = f()
    assert (rows.shape.as_list(), count.numpy()) == ([0, 2, 3], 0)


def test_a_push_on_each_of_several_lists() -> None:
    lists = tf.stack([push(empty(), 1.0), empty()])
    found = tf.raw_ops.TensorListPushBackBatch(input_handles=lists, tensor=[5.0, 6.0])
    first, second = tf.unstack(found)
    assert stack(first).numpy().tolist() == [1.0, 5.0]
    assert stack(second).numpy().tolist() == [6.0]
    with pytest.raises(tf.errors.InvalidArgumentError, match="a row for each of the 2 lists"):
        tf.raw_ops.TensorListPushBackBatch(input_handles=lists, tensor=[5.0])
