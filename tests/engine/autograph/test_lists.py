"""Feature.LISTS: items of tensors, and lists that grow."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf

LISTS = tf.autograph.experimental.Feature.LISTS


def function(f: Any) -> Any:
    return tf.function(f, experimental_autograph_options=LISTS)


def test_an_element_of_a_tensor_is_assigned() -> None:
    def f(x: Any) -> Any:
        x[0] = 5.0
        x[-1 + 2] = 7.0
        return x

    assert function(f)(tf.constant([1.0, 2.0, 3.0])).numpy().tolist() == [5, 7, 3]


def test_a_row_of_a_tensor_is_assigned() -> None:
    def f(x: Any, i: Any) -> Any:
        x[i] = [8, 9]
        return x

    received = function(f)(tf.constant([[1, 2], [3, 4]]), tf.constant(1))
    assert received.numpy().tolist() == [[1, 2], [8, 9]]


def test_without_the_feature_tensors_cannot_be_assigned_to() -> None:
    def f(x: Any) -> Any:
        x[0] = 5.0
        return x

    with pytest.raises(TypeError, match="does not support item assignment"):
        tf.function(f)(tf.constant([1.0]))


def test_slices_of_tensors_cannot_be_assigned_to() -> None:
    def f(x: Any) -> Any:
        x[0:1] = [5.0]
        return x

    with pytest.raises(ValueError, match="Only one element or row"):
        function(f)(tf.constant([1.0, 2.0]))


def test_python_lists_stay_python_lists() -> None:
    def f(x: Any) -> Any:
        items = [x, x]
        alias = items
        items[0] = x * 2
        items[1:] = [x * 3]
        items.append(x * 4)
        last = items.pop()
        assert alias is items
        return items, last

    received = function(f)(tf.constant(1))
    assert [t.numpy() for t in received[0]] == [2, 3]
    assert received[1].numpy() == 4


def test_a_tensor_array_is_appended_to() -> None:
    def f(n: Any) -> Any:
        squares = tf.TensorArray(tf.int32, 1, dynamic_size=True)
        squares = squares.write(0, 100)
        squares.append(n)
        return squares.stack()

    assert function(f)(tf.constant(3)).numpy().tolist() == [100, 3]


def test_dictionaries_are_assigned_to_as_ever() -> None:
    def f(x: Any) -> Any:
        found: dict[str, Any] = {}
        found["a"] = x
        return found

    assert function(f)(tf.constant(3))["a"].numpy() == 3
