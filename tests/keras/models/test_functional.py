"""Functional models: the order of their layers, and what a layer tells of its calls."""

from __future__ import annotations

import pytest

import tenfold as tf


def test_layers_are_listed_by_depth() -> None:
    a, b = tf.keras.Input((8,), name="a"), tf.keras.Input((8,), name="b")
    shared = tf.keras.layers.Dense(8, name="shared")
    near = tf.keras.layers.Dense(1, name="near")(shared(a))
    far = tf.keras.layers.Dense(2, name="far")(shared(tf.keras.layers.Dense(8, name="deep")(b)))
    model = tf.keras.Model([a, b], [near, far])
    assert [layer.name for layer in model.layers] == ["b", "a", "deep", "shared", "near", "far"]
    lines: list[str] = []
    model.summary(print_fn=lines.append)
    row = [line for line in lines[0].splitlines() if "shared (" in line or "deep[0]" in line]
    assert "a[0][0]," in row[0] and "deep[0][0]" in row[1]


def test_a_layer_tells_its_first_input_and_output() -> None:
    x = tf.keras.Input((4,))
    hidden = tf.keras.layers.Dense(3)
    with pytest.raises(AttributeError, match="never been called on symbolic tensors"):
        hidden.output
    model = tf.keras.Model(x, tf.keras.layers.Dense(2)(hidden(x)))
    assert hidden.input is x and hidden.output.shape == (None, 3)
    features = tf.keras.Model(model.input, model.layers[1].output)
    assert features(tf.ones([5, 4])).shape == (5, 3)
    assert model.input_shape == (None, 4) and model.output_shape == (None, 2)


def test_an_empty_stack_cannot_be_called() -> None:
    with pytest.raises(ValueError, match="has no layers to call"):
        tf.keras.Sequential()(tf.ones([2, 2]))
