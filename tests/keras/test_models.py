"""Tests of Sequential, functional and subclassed models, and of summary."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.keras.samples import LINEAR, VALUES, X, classifier, fit, regressor

keras = tf.keras
layers = tf.keras.layers


def test_sequential_is_built_by_its_input() -> None:
    model = keras.Sequential([keras.Input((4,)), layers.Dense(5), layers.Dense(3)])
    assert model.built and model.input_shape == (None, 4) and model.output_shape == (None, 3)
    assert [tuple(w.shape) for w in model.weights] == [(4, 5), (5,), (5, 3), (3,)]
    assert model.count_params() == 43


def test_sequential_without_input_is_built_by_data() -> None:
    model = keras.Sequential([layers.Dense(5), layers.Dense(3)])
    assert not model.built and model.weights == []
    assert tuple(model(X).shape) == (10, 3)
    assert len(model.weights) == 4


def test_sequential_add_and_pop() -> None:
    model = keras.Sequential([keras.Input((4,))])
    model.add(layers.Dense(5))
    model.add(layers.Dense(3))
    assert model.output_shape == (None, 3)
    model.pop()
    assert model.output_shape == (None, 5) and len(model.layers) == 1


def test_sequential_refusals() -> None:
    with pytest.raises(ValueError, match="Received: 3 "):
        keras.Sequential([3])
    with pytest.raises(ValueError, match=r"unique names.*'same'"):
        keras.Sequential([layers.Dense(1, name="same"), layers.Dense(1, name="same")])
    with pytest.raises(ValueError, match="has its input already"):
        keras.Sequential([layers.Dense(1), keras.Input((4,))])
    with pytest.raises(ValueError, match="no layer to take off"):
        keras.Sequential().pop()


def test_functional_equals_the_same_sequential() -> None:
    inputs = keras.Input((4,))
    first, second = layers.Dense(5, activation="tanh"), layers.Dense(3, activation="softmax")
    model = keras.Model(inputs, second(first(inputs)))
    stacked = classifier()
    model.set_weights(stacked.get_weights())
    np.testing.assert_allclose(model(X).numpy(), stacked(X).numpy(), rtol=1e-6)
    assert model.output_shape == (None, 3)


class Mix(layers.Layer):
    """The first of two inputs, less twice the second."""

    def call(self, inputs: Any) -> Any:
        return inputs[0] - 2.0 * inputs[1]


def test_functional_with_two_inputs_and_a_shared_layer() -> None:
    left, right = keras.Input((4,), name="left"), keras.Input((4,), name="right")
    dense = layers.Dense(1)
    model = keras.Model([left, right], Mix()([dense(left), dense(right)]))
    model.set_weights(LINEAR)
    expected = X @ LINEAR[0] - 2 * (X[::-1] @ LINEAR[0])
    np.testing.assert_allclose(model([X, X[::-1]]).numpy(), expected, atol=1e-5)
    named = model({"right": X[::-1], "left": X}).numpy()
    np.testing.assert_allclose(named, expected, atol=1e-5)
    assert len(model.weights) == 2


def test_functional_with_several_outputs() -> None:
    inputs = keras.Input((4,))
    outputs = {"one": layers.Dense(1)(inputs), "two": layers.Dense(2)(inputs)}
    model = keras.Model(inputs, outputs)
    predicted = model.predict(X, verbose=0)
    assert {name: value.shape for name, value in predicted.items()} == {
        "one": (10, 1),
        "two": (10, 2),
    }
    model.compile("sgd", {"one": "mse", "two": "mae"}, loss_weights={"one": 1.0, "two": 3.0})
    targets = {"one": np.zeros((10, 1)), "two": np.ones((10, 2))}
    expected = (predicted["one"] ** 2).mean() + 3 * np.abs(1 - predicted["two"]).mean()
    assert model.evaluate(X, targets, verbose=0, return_dict=True)["loss"] == pytest.approx(
        expected, rel=1e-4
    )


def test_functional_refusals() -> None:
    inputs = keras.Input((4,))
    model = keras.Model(inputs, layers.Dense(1)(inputs))
    with pytest.raises(ValueError, match=r"shape \(None, 4\); received \(10, 3\)"):
        model(X[:, :3])
    with pytest.raises(ValueError, match=r"expected 1 input\(s\)\. Received 2"):
        model([X, X])
    with pytest.raises(ValueError, match="symbolic tensors"):
        keras.Model(inputs, X)
    with pytest.raises(ValueError, match=r"(?i)input"):
        keras.Model(keras.Input((2,)), layers.Dense(1)(inputs))


class Linear(keras.Model):
    """A subclass whose call sees `training`."""

    def __init__(self) -> None:
        super().__init__(name="linear")
        self.dense = layers.Dense(1)
        self.seen: Any = ()

    def call(self, inputs: Any, training: bool = False) -> Any:
        self.seen = (*self.seen, bool(training))
        return self.dense(inputs)


def test_subclasses_train_as_sequential_models_do() -> None:
    model = Linear()
    model(X)
    model.set_weights(LINEAR)
    model.compile(keras.optimizers.SGD(0.1), "mse")
    history = fit(model, X, VALUES).history
    np.testing.assert_allclose(history["loss"], [0.140541, 0.0842897, 0.0550927], rtol=1e-4)
    np.testing.assert_allclose(history["loss"], fit(regressor(), X, VALUES).history["loss"])
    assert True in model.seen
    model.seen = ()
    model.predict(X, verbose=0)
    assert set(model.seen) == {False}


def test_layers_by_name_and_index() -> None:
    model = keras.Sequential([keras.Input((4,)), layers.Dense(2, name="a"), layers.Dense(1)])
    assert model.get_layer("a") is model.layers[0] is model.get_layer(index=0)
    with pytest.raises(ValueError, match=r"No such layer: b\. Existing layers are: \['a'"):
        model.get_layer("b")
    with pytest.raises(ValueError, match="index 5 but model only has 2"):
        model.get_layer(index=5)


def test_models_are_layers() -> None:
    inner = regressor()
    outer = keras.Sequential([keras.Input((4,)), inner, layers.Rescaling(2.0)])
    np.testing.assert_allclose(outer(X).numpy(), 2 * X @ LINEAR[0], rtol=1e-4, atol=1e-6)
    assert len(outer.trainable_weights) == 2


def test_sequential_round_trips_through_its_configuration() -> None:
    model = classifier()
    again = keras.Sequential.from_config(model.get_config())
    again.set_weights(model.get_weights())
    np.testing.assert_array_equal(again(X).numpy(), model(X).numpy())


SUMMARY = """\
Model: "small"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
│ hidden (Dense)                  │ (None, 5)              │            25 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ classes (Dense)                 │ (None, 3)              │            18 │
└─────────────────────────────────┴────────────────────────┴───────────────┘
 Total params: 43 (172.00 B)
 Trainable params: 43 (172.00 B)
 Non-trainable params: 0 (0.00 B)
"""


def test_summary(capsys: pytest.CaptureFixture[str]) -> None:
    stack = [layers.Dense(5, name="hidden"), layers.Dense(3, name="classes")]
    model = keras.Sequential([keras.Input((4,)), *stack], name="small")
    model.summary()
    printed = capsys.readouterr().out
    assert [line.rstrip() for line in printed.strip().splitlines()] == SUMMARY.splitlines()
    model.layers[0].trainable = False
    lines: list[str] = []
    model.summary(print_fn=lambda line, **_: lines.append(line))
    text = "\n".join(lines)
    assert "Trainable params: 18 (72.00 B)" in text
    assert "Non-trainable params: 25 (100.00 B)" in text


def test_names_and_shapes_of_outputs() -> None:
    layers = tf.keras.layers
    x = tf.keras.Input((4,), name="i")
    y = layers.Dense(1, name="a")(x)
    model = tf.keras.Model([x], [y])
    assert model.output_names == ["a"]
    assert (model.input_shape, model.output_shape) == ((None, 4), (None, 1))
    assert model.predict(np.ones((2, 4), np.float32), verbose=0).shape == (2, 1)


def test_a_dict_of_inputs_needs_every_key() -> None:
    x = tf.keras.Input((4,), name="i")
    model = tf.keras.Model({"z": x}, tf.keras.layers.Dense(1)(x))
    with pytest.raises(ValueError, match="Missing data for input 'z'"):
        model({"i": np.ones((2, 4), np.float32)})


def test_integers_go_through_a_dense_layer() -> None:
    layer = tf.keras.layers.Dense(1, kernel_initializer="ones")
    assert layer(np.ones((1, 3), np.int32)).numpy().tolist() == [[3.0]]
