"""The form of a list of tensors inside XLA's loops."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from tenfold.core.dtypes import float32, int32, variant
from tenfold.core.namespace.protocol import GROWS, HostValueNeeded, tracing
from tenfold.engine.control_flow.list_forms import added, cleared, list_of, to_host, to_stacked
from tenfold.engine.control_flow.list_value import TensorList
from tenfold.engine.control_flow.stacked_list import StackedList


def array(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


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

    def test_lists_of_lists(self, xp: Any) -> None:
        def inner(*values: float) -> Any:
            rows = [array(v) for v in values]
            return to_stacked(xp, TensorList(rows, float32, (1,))).changed(
                length=xp.asarray(len(rows), np.int32)
            )

        held = StackedList(variant, (), 4, 0)
        for first in (1.0, 3.0):
            held = held.push(xp, inner(first, first + 1))
        plain = [[x.item() for x in list_of(items).items] for items in to_host(held).items]
        assert plain == [[1, 2], [3, 4]]
        shorter, last = held.pop(xp)
        assert [x.item() for x in to_host(last).items] == [3, 4]
        assert shorter.length == 1
        zero = cleared(xp, held)
        assert [len(list_of(x)) for x in to_host(zero).items] == [2, 2]
        total = to_host(added(xp, held, held))
        assert [[x.item() for x in list_of(items).items] for items in total.items] == [
            [2, 4],
            [6, 8],
        ]
        again = to_stacked(xp, to_host(held))
        assert to_host(again).items[1].item().items[0].item() == 3
        with pytest.raises(HostValueNeeded):
            held.push(xp, inner(1.0, 2.0, 3.0))  # of another form

    def test_a_guess_that_is_too_small_asks_for_more_room(
        self, xp: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tracing, "pending", [])
        length = xp.asarray(2, np.int32)
        held = StackedList(float32, (1,), 2, length, xp.zeros((2, 1))).changed(growth="here")
        held.push(xp, xp.ones(1))
        (check,) = tracing.pending
        assert (bool(check.flag), check.kind, check.message) == (True, GROWS, "here")

    def test_an_index_behind_the_end_makes_a_list_longer(self, xp: Any) -> None:
        held = StackedList(float32, (1,), -1, 1, xp.zeros((1, 1)))
        longer = held.set_or_grow(xp, np.array(3), array(8))
        assert [x.item() for x in to_host(longer).items] == [0, 0, 0, 8]
        with pytest.raises(HostValueNeeded):
            held.set_or_grow(xp, xp.asarray(3), array(8))  # nobody knows how long that makes it
