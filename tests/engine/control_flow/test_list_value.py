"""Lists of tensors that are never changed, only succeeded."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.dtypes import float32, int32
from tenfold.engine.control_flow.list_value import TensorList, merged


def array(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


@pytest.mark.parametrize("seed", range(8))
def test_every_version_stays_as_it_was(seed: int) -> None:
    """Sets, pushes and pops on any version, read in any order, against plain lists."""
    rng = random.Random(seed)
    first: list[Any] = [None, 1, 2]
    versions = [(TensorList(list(first), int32, ()), first)]
    for step in range(200):
        held, plain = rng.choice(versions)
        action = rng.choice(["set", "push", "pop", "read"])
        value = 1000 + step
        if action == "push":
            versions.append((held.push(value), [*plain, value]))
        elif action == "set" and plain:
            i = rng.randrange(len(plain))
            versions.append((held.set(i, value), [*plain[:i], value, *plain[i + 1 :]]))
        elif action == "pop" and plain:
            shorter, last = held.pop()
            assert last == plain[-1]
            versions.append((shorter, plain[:-1]))
        some, expected = rng.choice(versions)
        assert list(some.items) == expected
        assert len(some) == len(expected)
    rng.shuffle(versions)
    for held, plain in versions:
        assert list(held.items) == plain


def test_a_long_line_of_versions_can_be_walked_back() -> None:
    first = TensorList([], int32, ())
    held, middle = first, first
    for i in range(5000):
        held = held.push(i)
        middle = held if i == 2499 else middle
    assert len(first) == 0
    assert list(middle.items) == list(range(2500))
    assert list(held.items) == list(range(5000))


def test_writing_does_not_copy_the_list() -> None:
    held = TensorList([0] * 10, int32, ())
    shared = held.items
    for i in range(10):
        held = held.set(i, i)
    assert held.items is shared


def test_a_full_list_takes_nothing_more() -> None:
    full = TensorList([1, 2], int32, (), capacity=2)
    with pytest.raises(tf.errors.InvalidArgumentError, match="full list"):
        full.push(3)
    assert list(full.pop()[0].push(3).items) == [1, 3]


def test_an_empty_list_gives_nothing() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="pop from an empty list"):
        TensorList([], int32, ()).pop()


def test_what_two_shapes_say_together() -> None:
    assert merged(None, (1, None)) == (1, None)
    assert merged((None, 2), None) == (None, 2)
    assert merged((None, 2), (3, None)) == (3, 2)
    for a, b in (((1,), (2,)), ((1,), (1, 1)), ((), (1,))):
        with pytest.raises(tf.errors.InvalidArgumentError, match="Incompatible shapes"):
            merged(a, b)


def test_the_shape_of_an_element_is_that_of_any_that_is_set() -> None:
    assert TensorList([None, array(1, 2)], float32, None).element_shape(None) == (2,)
    assert TensorList([None], float32, (None, 3)).element_shape((4, None)) == (4, 3)
