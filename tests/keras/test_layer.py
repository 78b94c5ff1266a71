"""Tests of layers: outputs for set weights are Keras' own; building, tracking, refusals."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pytest

import tenfold as tf

layers = tf.keras.layers
IMAGE = np.arange(32, dtype="float32").reshape(1, 4, 4, 2) / 10 - 1
KERNEL = ((np.arange(36) % 7 - 3) / 5).astype("float32").reshape(3, 3, 2, 2)
ROWS = np.array([[1.0, -2.0, 0.5], [0.0, 1.0, 3.0]], "float32")
WEIGHTS = [np.float32([[0.1, 0.2], [0.3, -0.4], [-0.5, 0.6]]), np.float32([0.05, -0.05])]

DENSE: dict[str, list[list[float]]] = {
    "linear": [[-0.7, 1.25], [-1.15, 1.35]],
    "relu": [[0.0, 1.25], [0.0, 1.35]],
    "sigmoid": [[0.331812, 0.7773], [0.240489, 0.79413]],
    "tanh": [[-0.604368, 0.848284], [-0.817754, 0.874053]],
    "softmax": [[0.124553, 0.875447], [0.0758582, 0.924142]],
    "elu": [[-0.503415, 1.25], [-0.683363, 1.35]],
    "gelu": [[-0.169375, 1.11794], [-0.143833, 1.23051]],
    "softplus": [[0.403186, 1.50193], [0.275081, 1.58051]],
    "silu": [[-0.232269, 0.971625], [-0.276562, 1.07208]],
    "leaky_relu": [[-0.14, 1.25], [-0.23, 1.35]],
    "selu": [[-0.885053, 1.31338], [-1.20142, 1.41845]],
    "softsign": [[-0.411765, 0.555556], [-0.534884, 0.574468]],
    "hard_sigmoid": [[0.383333, 0.708333], [0.308333, 0.725]],
    "mish": [[-0.26787, 1.13187], [-0.308598, 1.24022]],
    "log_softmax": [[-2.08302, -0.133021], [-2.57889, -0.0788897]],
}


def dense(activation: str | None = None) -> Any:
    layer = layers.Dense(2, activation=activation)
    layer.build((None, 3))
    layer.set_weights(WEIGHTS)
    return layer


@pytest.mark.parametrize("activation", DENSE)
def test_dense(activation: str) -> None:
    np.testing.assert_allclose(dense(activation)(ROWS).numpy(), DENSE[activation], rtol=1e-4)


def test_dense_acts_on_the_last_axis() -> None:
    np.testing.assert_allclose(dense()(ROWS[None]).numpy()[0], DENSE["linear"], rtol=1e-5)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, [1.42, -0.24, 1.42, -0.36, 1.42, -0.72, 1.42, -0.84]),
        ({"activation": "relu"}, [1.42, 0.0, 1.42, 0.0, 1.42, 0.0, 1.42, 0.0]),
        (
            {"padding": "same", "strides": 2},
            [1.42, -0.24, 0.08, 0.34, 0.3, -1.48, 0.3, -0.04],
        ),
        (
            {"padding": "same"},
            [
                [0.52, -0.22, 0.66, -0.76, 0.74, -0.76, 0.36, -0.72],
                [0.26, -0.86, 1.42, -0.24, 1.42, -0.36, 0.08, 0.34],
                [0.74, -1.82, 1.42, -0.72, 1.42, -0.84, -0.4, 0.66],
                [1.02, -1.36, 0.3, -1.48, 0.22, -1.64, 0.3, -0.04],
            ],
        ),
        (
            {"padding": "same", "dilation_rate": 2},
            [
                [0.72, -0.9, 0.76, -1.1, 0.12, -0.8, 0.0, -0.6],
                [0.88, -1.7, 0.92, -1.9, -0.36, 0.0, -0.48, 0.2],
                [0.18, -0.88, 0.3, -1.0, 0.7, 0.48, 0.66, 0.48],
                [0.66, -1.36, 0.78, -1.48, 0.54, 0.48, 0.5, 0.48],
            ],
        ),
    ],
    ids=["valid", "relu", "strides", "same", "dilation"],
)
def test_conv2d(options: dict[str, Any], expected: Any) -> None:
    layer = layers.Conv2D(2, 3, **options)
    layer.build((None, 4, 4, 2))
    layer.set_weights([KERNEL, np.float32([0.5, -0.5])])
    output = layer(IMAGE)
    np.testing.assert_allclose(output.numpy().ravel(), np.ravel(expected), atol=1e-5)
    assert layer.compute_output_shape((1, 4, 4, 2)) == tuple(output.shape)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, [0.0, 0.1, 0.4, 0.5, 1.6, 1.7, 2.0, 2.1]),
        ({"pool_size": 3, "strides": 1}, [1.0, 1.1, 1.2, 1.3, 1.8, 1.9, 2.0, 2.1]),
        (
            {"pool_size": 3, "strides": 2, "padding": "same"},
            [1.0, 1.1, 1.2, 1.3, 1.8, 1.9, 2.0, 2.1],
        ),
    ],
    ids=["default", "overlapping", "same"],
)
def test_max_pooling(arguments: dict[str, Any], expected: list[float]) -> None:
    output = layers.MaxPooling2D(**arguments)(IMAGE)
    assert tuple(output.shape) == (1, 2, 2, 2)
    np.testing.assert_allclose(output.numpy().ravel(), expected, atol=1e-6)


def test_reshaping_and_rescaling() -> None:
    assert tuple(layers.Flatten()(IMAGE).shape) == (1, 32)
    assert tuple(layers.Reshape((-1, 8))(IMAGE).shape) == (1, 4, 8)
    assert layers.Rescaling(2.0, 1.0)(np.float32([1, 2])).numpy().tolist() == [3.0, 5.0]


def test_dropout_acts_in_training_only() -> None:
    layer, ones = layers.Dropout(0.5, seed=1), np.ones((8, 50), "float32")
    np.testing.assert_array_equal(layer(ones).numpy(), ones)
    dropped = layer(ones, training=True).numpy()
    assert set(np.unique(dropped)) == {0.0, 2.0}
    assert 0.3 < (dropped == 0).mean() < 0.7


class Scale(layers.Layer):
    """One weight for each feature, made in build."""

    def build(self, input_shape: Any) -> None:
        self.factor = self.add_weight((input_shape[-1],), "ones", name="factor")
        self.calls = self.add_weight((), "zeros", trainable=False, name="calls")

    def call(self, inputs: Any, training: bool = False) -> Any:
        return inputs * self.factor * (2.0 if training else 1.0)


class Block(layers.Layer):
    """Layers in a list, and one in a dict."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = [Scale(), Scale()]
        self.named = {"last": layers.Dense(1)}

    def call(self, inputs: Any) -> Any:
        for layer in self.stack:
            inputs = layer(inputs)
        return self.named["last"](inputs)


def test_weights_are_made_on_the_first_call() -> None:
    layer = Scale()
    assert not layer.built and layer.weights == []
    assert layer(ROWS).numpy().tolist() == ROWS.tolist()
    assert [tuple(w.shape) for w in layer.trainable_weights] == [(3,)]
    assert [tuple(w.shape) for w in layer.non_trainable_weights] == [()]
    assert layer.count_params() == 4


def test_layers_in_lists_and_dicts_are_tracked() -> None:
    block = Block()
    block(ROWS)
    assert [tuple(w.shape) for w in block.trainable_weights] == [(3,), (3,), (3, 1), (1,)]
    block.stack[0].trainable = False
    assert len(block.trainable_weights) == 3
    block.trainable = False
    assert block.trainable_weights == [] and len(block.non_trainable_weights) == 6


def test_training_reaches_the_layers_below() -> None:
    class Outer(layers.Layer):
        def __init__(self) -> None:
            super().__init__()
            self.inner = Scale()

        def call(self, inputs: Any) -> Any:
            return self.inner(inputs)

    np.testing.assert_array_equal(Outer()(ROWS, training=True).numpy(), 2 * ROWS)


def test_regularizers_add_to_the_losses() -> None:
    layer = layers.Dense(2, kernel_regularizer=tf.keras.regularizers.L2(0.1))
    layer.build((None, 3))
    layer.set_weights(WEIGHTS)
    assert [float(loss) for loss in layer.losses] == [pytest.approx(0.091, rel=1e-5)]


def test_added_losses_are_those_of_the_last_call() -> None:
    class Watched(layers.Layer):
        def call(self, inputs: Any) -> Any:
            self.add_loss(tf.reduce_sum(inputs))
            return inputs

    layer = Watched()
    layer(ROWS)
    layer(ROWS[:1])
    assert [float(loss) for loss in layer.losses] == [-0.5]


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda: layers.Dense(2, activation="reluu"), "'reluu'.*Did you mean 'relu'.*sigmoid"),
        (lambda: layers.Dense(0), "(?i)units.*0"),
        (lambda: layers.Dense(2, foo=1), r"passed to Dense: \{'foo': 1\}"),
        (lambda: dense()(ROWS[:, :2]), r"axis -1 .* value 3, .* shape \(2, 2\)"),
        (lambda: dense().set_weights(WEIGHTS[:1]), "length 1, but .* expecting 2"),
        (lambda: dense().set_weights([WEIGHTS[0][:2], WEIGHTS[1]]), r"\(3, 2\) .* \(2, 2\)"),
        (lambda: layers.Conv2D(2, 3)(ROWS), r"found ndim=2.*\(2, 3\)"),
        (lambda: layers.Conv2D(2, 3, padding="full"), "'valid' or 'same'.*'full'"),
        (lambda: layers.Dense(2).count_params(), "isn't built"),
    ],
    ids=["activation", "units", "keyword", "width", "count", "shape", "rank", "padding", "unbuilt"],
)
def test_what_is_refused(act: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        act()


def test_configurations_round_trip() -> None:
    layer = layers.Conv2D(4, 3, strides=2, padding="same", activation="relu", name="stem")
    again = layers.Conv2D.from_config(layer.get_config())
    assert again.get_config() == layer.get_config()
    assert again.name == "stem" and again.activation is tf.keras.activations.relu


def test_mixed_precision_computes_in_half_and_keeps_float_weights() -> None:
    layer = layers.Dense(2, dtype="mixed_float16")
    assert layer(ROWS).dtype == tf.float16
    assert layer.kernel.dtype == tf.float32


def test_paths_name_what_holds_a_weight() -> None:
    tf.keras.backend.clear_session()
    model = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(1)])
    optimizer = tf.keras.optimizers.SGD(momentum=0.9)
    optimizer.build(model.trainable_variables)
    assert [v.name for v in model.weights] == ["kernel", "bias"]
    assert [v.path for v in model.weights] == ["sequential/dense/kernel", "sequential/dense/bias"]
    assert [v.path for v in optimizer.variables] == [
        "sgd/iteration",
        "sgd/learning_rate",
        "sgd/sequential_dense_kernel_momentum",
        "sgd/sequential_dense_bias_momentum",
    ]


def test_freezing_reaches_the_variables() -> None:
    layer = tf.keras.layers.Dense(1)
    layer.trainable = False
    layer(np.ones((1, 2), np.float32))
    assert [v.trainable for v in layer.weights] == [False, False]
    layer.trainable = True
    assert [v.trainable for v in layer.weights] == [True, True]


def test_variables_hold_random_streams_and_no_metrics() -> None:
    layers = tf.keras.layers
    model = tf.keras.Sequential([tf.keras.Input((2,)), layers.Dropout(0.5), layers.Dense(1)])
    model.compile("sgd", "mse", metrics=["mae"])
    model.fit(np.ones((2, 2), np.float32), np.ones((2, 1), np.float32), verbose=0)
    assert [v.name for v in model.variables] == ["seed_generator_state", "kernel", "bias"]
    assert [v.name for v in model.non_trainable_variables] == ["seed_generator_state"]
    assert len(model.metrics_variables) == 4


@pytest.mark.parametrize("value", [[[1.0, 2.0]], 3.0, "a", True])
def test_python_values_are_no_inputs(value: object) -> None:
    with pytest.raises(ValueError, match="Only input tensors may be passed as positional"):
        tf.keras.layers.Dense(1)(value)


def test_weights_are_copied_and_pickled_with_their_path() -> None:
    layer = tf.keras.layers.Dense(1, name="d")
    layer(np.ones((1, 2), np.float32))
    for again in (copy.deepcopy(layer.kernel), pickle.loads(pickle.dumps(layer.kernel))):
        assert (again.path, again.trainable) == ("d/kernel", True)
        assert again.numpy().tolist() == layer.kernel.numpy().tolist()
