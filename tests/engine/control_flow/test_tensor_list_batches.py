"""TensorList ops on several elements: gather, scatter, split, concat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.op import call

Stage = Callable[..., Any]
SCALAR = np.zeros(0, np.int32)


def listed(x: Any) -> Any:
    """The list of the elements of a vector."""
    return call("TensorListFromTensor", x, tf.constant(SCALAR))


def gather(handle: Any, indices: Any) -> Any:
    return call(
        "TensorListGather",
        handle,
        tf.constant(indices, tf.int32),
        tf.constant(SCALAR),
        element_dtype=tf.float32,
    )


def scatter(x: Any, indices: Any, count: int) -> Any:
    return call(
        "TensorListScatterV2",
        x,
        tf.constant(indices, tf.int32),
        tf.constant(SCALAR),
        count,
    )


def scatter_into(handle: Any, x: Any, indices: Any) -> Any:
    return call("TensorListScatterIntoExistingList", handle, x, tf.constant(indices, tf.int32))


def split(x: Any, lengths: Any) -> Any:
    return call("TensorListSplit", x, tf.constant([-1]), tf.constant(lengths, tf.int64))


def concat(handle: Any) -> Any:
    return call(
        "TensorListConcatV2",
        handle,
        tf.constant([-1]),
        tf.constant([], tf.int64),
        element_dtype=tf.float32,
    )[0]


def stack(handle: Any) -> Any:
    return call("TensorListStack", handle, tf.constant(SCALAR), element_dtype=tf.float32)


# For each program its result at [1, 2, 3], and the square matrix M of the first derivatives of
# its sum weighted by 1, 10, 100 ... where x goes in as x**2.
PROGRAMS: dict[str, tuple[Any, list[float], list[float]]] = {
    "gather": (lambda x: gather(listed(x), [2, 0]), [3, 1], [10, 0, 1]),
    "scatter": (lambda x: stack(scatter(x, [3, 0, 1], 4)), [2, 3, 0, 1], [1000, 1, 10]),
    "scatter without a count": (
        lambda x: stack(scatter(x, [2, 0, 1], -1)),
        [2, 3, 1],
        [100, 1, 10],
    ),
    "scatter into a list": (
        lambda x: stack(scatter_into(listed(x), x[:1] * 5.0, [2])),
        [1, 2, 5],
        [1 + 500, 10, 0],
    ),
    "split": (lambda x: concat(split(x, [1, 2])), [1, 2, 3], [1, 10, 100]),
    "lists joined": (
        lambda x: stack(
            call(
                "TensorListConcatLists",
                listed(x[:1]),
                listed(x[1:] * 2.0),
                element_dtype=tf.float32,
            )
        ),
        [1, 4, 6],
        [1, 20, 200],
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_values(staged: Stage, name: str) -> None:
    program, expected, _ = PROGRAMS[name]
    assert staged(program)(tf.constant([1.0, 2.0, 3.0])).numpy().tolist() == expected


@pytest.mark.parametrize("name", PROGRAMS)
def test_first_and_second_derivatives(staged: Stage, name: str) -> None:
    program, expected, slopes = PROGRAMS[name]
    weights = [10.0**k for k in range(len(expected))]
    f = staged(lambda x: tf.reduce_sum(program(x**3) * weights))
    x = tf.constant([1.0, 2.0, 3.0])
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        first = inner.gradient(y, x)
    second = outer.gradient(first, x)
    np.testing.assert_allclose(first, np.array(slopes) * 3 * np.array([1, 4, 9]), rtol=1e-5)
    np.testing.assert_allclose(second, np.array(slopes) * 6 * np.array([1, 2, 3]), rtol=1e-5)


def test_an_element_gathered_twice_gets_the_sum(staged: Stage) -> None:
    f = staged(lambda x: tf.reduce_sum(gather(listed(x), [1, 1, 0]) * [1.0, 10.0, 100.0]))
    x = tf.constant([1.0, 2.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    assert tape.gradient(y, x).numpy().tolist() == [100, 11]


REFUSED: dict[str, tuple[Any, str]] = {
    "gather past the end": (lambda: gather(listed([1.0, 2.0]), [0, 2]), "2"),
    "gather of a negative index": (lambda: gather(listed([1.0, 2.0]), [-1]), "-1"),
    "scatter past the count": (lambda: stack(scatter([1.0], [3], 2)), "3"),
    "fewer rows than indices": (lambda: stack(scatter([1.0], [0, 1], 2)), "number of rows|2 indi"),
    "lengths that do not add up": (lambda: concat(split([1.0, 2.0, 3.0], [1, 1])), "3"),
    "scalars joined": (lambda: concat(listed([1.0, 2.0])), "scalar|rank|Incompatible"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(staged: Stage, name: str) -> None:
    function, message = REFUSED[name]
    with pytest.raises(tf.errors.InvalidArgumentError, match=message):
        staged(function)()


def test_elements_set_in_a_loop_can_be_gathered(staged: Stage) -> None:
    @staged
    def f(n: Any) -> Any:
        ta = tf.TensorArray(tf.float32, size=3, element_shape=[], clear_after_read=False)
        body = lambda i, ta: (i + 1, ta.write(i, tf.cast(i, tf.float32)))  # noqa: E731
        return tf.while_loop(lambda i, _: i < n, body, (0, ta))[1].gather([2, 0])

    assert f(tf.constant(3)).numpy().tolist() == [2, 0]


def test_lists_keep_to_their_dtype_and_lengths_to_what_there_is() -> None:
    ops, two = tf.raw_ops, tf.constant([2])
    held = ops.TensorListFromTensor(tensor=tf.ones([3, 2]), element_shape=two)
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"int32.*list float32"):
        ops.TensorListPushBack(input_handle=held, tensor=tf.ones([2], tf.int32))
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"int32.*list float32"):
        ops.TensorListStack(input_handle=held, element_shape=two, element_dtype=tf.int32)
    rows, shape = tf.ones([5, 2]), tf.constant([-1, 2])
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"received \[-2, 7\]"):
        ops.TensorListSplit(tensor=rows, element_shape=shape, lengths=[-2, 7])
    with pytest.raises(tf.errors.InvalidArgumentError):
        ops.TensorListSplit(tensor=rows, element_shape=tf.constant([-1, 3]), lengths=[5])
