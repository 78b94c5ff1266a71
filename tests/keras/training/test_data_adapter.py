"""What arrays a model is fed, in which order."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

import tenfold as tf
from tenfold.keras.training.data_adapter import ArrayAdapter


@pytest.fixture(autouse=True)
def _unseeded() -> Iterator[None]:
    yield
    tf.random.set_seed(None)


def _epoch(adapter: ArrayAdapter) -> list[list[int]]:
    return [np.asarray(x).ravel().astype(int).tolist() for x, *_ in adapter]


def test_a_global_seed_decides_on_one_order_for_all_epochs() -> None:
    rows = np.arange(8.0)[:, None]
    adapter = ArrayAdapter(rows, None, None, 4, None, shuffle=True, class_weight=None)
    tf.random.set_seed(1)
    # As Keras shuffles with TensorFlow.
    assert [_epoch(adapter) for _ in range(2)] == [[[0, 4, 1, 5], [7, 6, 2, 3]]] * 2
    tf.random.set_seed(None)
    seen = {str(_epoch(adapter)) for _ in range(5)}
    assert len(seen) > 1
