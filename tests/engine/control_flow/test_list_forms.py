"""The two forms of a list of tensors, and what may be done to either."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.dtypes import float32, int32
from tenfold.core.namespace.numpy_ns import numpy_ns
from tenfold.engine.control_flow.list_forms import added, cleared, list_of
from tenfold.engine.control_flow.list_value import TensorList
from tenfold.engine.control_flow.stacked_list import StackedList


def array(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def test_a_cleared_list_is_as_long() -> None:
    assert list(cleared(numpy_ns, TensorList([1, 2], int32, ())).items) == [None, None]
    stacked = cleared(
        numpy_ns, StackedList(float32, (2,), 3, 3, buffer=np.ones((3, 2), np.float32))
    )
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
