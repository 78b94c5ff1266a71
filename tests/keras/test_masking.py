"""Masks ride from layer to layer, into losses and metrics."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.keras.masking import mask_of

L = tf.keras.layers
X = np.ones((2, 3, 4), np.float32)
X[0, 1:] = 0
MASK = [[True, False, False], [True, True, True]]


class Nonzero(L.Layer):
    def call(self, x: Any) -> Any:
        return x * 1.0

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        return tf.reduce_any(inputs != 0, -1)


class Plain(L.Layer):
    def call(self, x: Any) -> Any:
        return x * 1.0


class Sees(L.Layer):
    def __init__(self) -> None:
        super().__init__()
        self.supports_masking = True
        self.seen: Any = None

    def call(self, x: Any, mask: Any = None) -> Any:
        self.seen = mask
        return x * 1.0


@pytest.mark.parametrize(
    "layer",
    [lambda: L.Dense(1), lambda: L.Activation("relu"), lambda: L.Dropout(0.5), Sees],
    ids=["dense", "activation", "dropout", "own"],
)
def test_layers_that_keep_steps_keep_the_mask(layer: Any) -> None:
    y = layer()(Nonzero()(X))
    assert mask_of(y).numpy().tolist() == MASK


def test_a_layer_that_asks_for_the_mask_gets_it() -> None:
    layer = Sees()
    layer(Nonzero()(X))
    assert layer.seen.numpy().tolist() == MASK


@pytest.mark.parametrize("layer", [Plain, L.Flatten], ids=["own", "flatten"])
def test_other_layers_destroy_it_and_say_so(layer: Any) -> None:
    with pytest.warns(UserWarning, match="does not support masking"):
        y = layer()(Nonzero()(X))
    assert mask_of(y) is None


def test_losses_are_means_over_what_counts() -> None:
    model = tf.keras.Sequential([Nonzero(), Sees(), L.Dense(1, kernel_initializer="ones")])
    model.compile("sgd", "mse", metrics=["mae"])
    logs = model.fit(X, np.zeros((2, 3, 1), np.float32), verbose=0).history
    assert logs == {"loss": [16.0], "mae": [4.0]}
