"""Python's operators on symbolic tensors."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf


def test_a_model_made_with_operators() -> None:
    a, b = tf.keras.Input((3,)), tf.keras.Input((3,))
    model = tf.keras.Model([a, b], {"y": 2.0 * a - b / 4.0, "first": (a @ tf.eye(3))[:, 0]})
    x, y = np.arange(6, dtype="float32").reshape(2, 3), np.ones((2, 3), "float32")
    out = model([x, y])
    np.testing.assert_allclose(out["y"], 2 * x - y / 4)
    np.testing.assert_allclose(out["first"], x[:, 0])


def test_shapes_are_known_before_values() -> None:
    x = tf.keras.Input((4, 5))
    assert (x[:, 1] + 1.0).shape == (None, 5)
    assert (-abs(x) > 0.0).dtype == "bool"


def test_a_shape_that_does_not_fit_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match=r"(?i)shapes|broadcast"):
        tf.keras.Input((3,)) + tf.keras.Input((4,))
