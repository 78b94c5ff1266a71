"""Lists of tensors that are never changed, only succeeded."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.dtypes import float32, int32
from tenfold.core.namespace.numpy_ns import numpy_ns
from tenfold.core.namespace.protocol import HostValueNeeded
from tenfold.engine.control_flow.list_value import (
    StackedList,
    TensorList,
    added,
    cleared,
    list_of,
    merged,
    to_host,
    to_stacked,
)


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


def test_a_cleared_list_is_as_long() -> None:
    assert list(cleared(TensorList([1, 2], int32, ())).items) == [None, None]
    stacked = cleared(StackedList(float32, (2,), 3, 3, buffer=np.ones((3, 2), np.float32)))
    assert isinstance(stacked, StackedList)
    assert (stacked.length, stacked.is_empty) == (3, True)


def test_unset_elements_add_as_zero() -> None:
    a = TensorList([None, array(1), array(2)], float32, (1,))
    b = TensorList([array(5), None, array(7)], float32, (1,))
    total = added(numpy_ns, a, b)
    assert isinstance(total, TensorList)
    assert [x.tolist() for x in total.items] == [[5], [1], [9]]
    with pytest.raises(tf.errors.InvalidArgumentError, match="different lengths"):
        added(numpy_ns, a, TensorList([], float32, (1,)))


def test_list_of_finds_the_list_in_a_box() -> None:
    held = TensorList([], int32, ())
    box = np.empty((), object)
    box[()] = held
    assert list_of(box) is held
    assert list_of(held) is held
    assert list_of(np.zeros(3)) is None


class TestStacked:
    """The form inside XLA's loops, over jax.numpy at once."""

    @pytest.fixture
    def xp(self) -> Any:
        pytest.importorskip("jax")
        from tenfold.core.namespace.jax_ns import jax_ns

        return jax_ns

    @pytest.mark.parametrize("seed", range(4))
    def test_it_does_what_the_plain_list_does(self, xp: Any, seed: int) -> None:
        rng = random.Random(seed)
        plain = TensorList([array(i) for i in range(3)], float32, (1,), capacity=12)
        stacked = to_stacked(xp, plain)
        for step in range(25):
            value = array(100 + step)
            action = rng.choice(["set", "push", "pop"])
            if action == "push" and len(plain) < 12:
                plain, stacked = plain.push(value), stacked.push(xp, value)
            elif action == "set" and len(plain):
                i = rng.randrange(len(plain))
                plain, stacked = plain.set(i, value), stacked.set(xp, i, value)
            elif action == "pop" and len(plain):
                plain, a = plain.pop()
                stacked, b = stacked.pop(xp)
                assert np.asarray(b).tolist() == a.tolist()
            there = to_host(stacked)
            assert [x.tolist() for x in there.items] == [x.tolist() for x in plain.items]

    def test_equal_known_elements_need_no_buffer(self, xp: Any) -> None:
        held = StackedList(int32, (2,), -1, 0)
        for _ in range(3):
            held = held.push(xp, np.array([4, 5], np.int32))
        assert held.buffer is None
        assert type(held.get(xp, 1)) is np.ndarray
        assert [x.tolist() for x in to_host(held).items] == [[4, 5]] * 3
        other = held.push(xp, np.array([6, 7], np.int32))
        assert [x.tolist() for x in to_host(other).items] == [[4, 5]] * 3 + [[6, 7]]
        assert len(to_host(held)) == 3

    def test_one_element_that_is_set_needs_no_buffer(self, xp: Any) -> None:
        held = StackedList(float32, (1,), 3, 3).set(xp, 1, array(8))
        assert held.buffer is None
        assert [None if x is None else x.tolist() for x in to_host(held).items] == [None, [8], None]
        assert np.asarray(held.stacked(xp)).tolist() == [[0], [8], [0]]

    def test_sums(self, xp: Any) -> None:
        empty = StackedList(float32, (1,), 3, 3)
        one = empty.set(xp, 1, array(8))
        full = StackedList(float32, (1,), 3, 3, buffer=xp.asarray(np.ones((3, 1), np.float32)))
        for a, b, expected in (
            (empty, full, [1, 1, 1]),
            (full, empty, [1, 1, 1]),
            (one, full, [1, 9, 1]),
            (one, one, [0, 16, 0]),
            (full, full, [2, 2, 2]),
        ):
            total = added(xp, a, b)
            assert isinstance(total, StackedList)
            assert np.asarray(total.stacked(xp))[:, 0].tolist() == expected

    def test_elements_of_several_shapes_stay_on_the_host(self, xp: Any) -> None:
        with pytest.raises(HostValueNeeded):
            to_stacked(xp, TensorList([array(1), array(1, 2)], float32, (None,)))
        held = StackedList(float32, (None,), 3, 0).push(xp, xp.asarray(array(1)))
        with pytest.raises(HostValueNeeded):
            held.push(xp, xp.asarray(array(1, 2)))

    def test_a_list_without_rows_can_be_indexed(self, xp: Any) -> None:
        held = StackedList(float32, (2,), 0, 0).buffered(xp)
        assert held.get(xp, xp.asarray(0)).shape == (2,)
        assert held.stacked(xp).shape == (0, 2)
        assert len(to_host(held)) == 0
