"""The largest entries of each row."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.namespace import numpy_ns
from tenfold.ops.nn import selection


def test_few_of_a_long_row_are_found_without_sorting(monkeypatch: pytest.MonkeyPatch) -> None:
    x = np.random.default_rng(0).integers(-20, 20, (3, 500))
    for dtype in ("float32", "int32", "uint8"):
        values = x.astype(dtype) if dtype != "uint8" else (x + 20).astype(dtype)
        wanted = np.argsort(-values.astype("int64"), -1, kind="stable")[:, :7]
        with monkeypatch.context() as patch:
            patch.setattr(numpy_ns, "argsort", None)
            found = tf.nn.top_k(values, 7)
        np.testing.assert_array_equal(found.indices.numpy(), wanted)
        np.testing.assert_array_equal(found.values.numpy(), np.take_along_axis(values, wanted, -1))


@pytest.mark.parametrize("special", [np.nan, -np.inf])
def test_few_of_a_long_row_with_what_cannot_be_told_apart(special: float) -> None:
    x = np.full(100, special, "float32")
    x[[5, 50]] = 1.0, 2.0
    assert selection._in_turn(x, 4) is None
    found = tf.nn.top_k(x, 4).indices.numpy().tolist()
    assert found == tf.nn.top_k(x, 60).indices.numpy().tolist()[:4]
