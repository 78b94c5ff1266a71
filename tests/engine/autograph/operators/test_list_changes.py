"""Changes of lists and of tensors that stand for them."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tenfold.engine.autograph.operators.list_changes import list_append, list_pop, set_item


def test_python_lists_are_changed_in_place() -> None:
    items = [1, 2]
    assert set_item(items, 0, 5) is items
    assert list_append(items, 7) is items
    assert list_pop(items) == (items, 7)
    assert items == [5, 2]


def test_tensors_are_replaced() -> None:
    x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    assert set_item(x, 1, [8, 9]).numpy().tolist() == [[1, 2], [8, 9]]
    assert x.numpy().tolist() == [[1, 2], [3, 4]]
    for index in (slice(0, 1), (0, 1), np.array([0])):
        with pytest.raises(ValueError, match="Only one element or row"):
            set_item(x, index, 0.0)


def test_tensor_arrays_are_written_at_their_end() -> None:
    array = tf.TensorArray(tf.int32, 0, dynamic_size=True)
    array = list_append(list_append(array, 1), 2)
    assert array.stack().numpy().tolist() == [1, 2]
