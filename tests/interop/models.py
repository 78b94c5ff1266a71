"""Models that Keras builds in TensorFlow and in tenfold alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Model:
    """A function of keras that builds a model, the shape of an example, the layers it needs."""

    build: Callable[[Any], Any]
    shape: tuple[int, ...]
    layers: tuple[str, ...]

    def example(self) -> np.ndarray:
        """A batch of two."""
        return np.random.default_rng(0).normal(size=(2, *self.shape)).astype(np.float32)


def _digits(keras: Any) -> Any:
    layers = keras.layers
    return keras.Sequential(
        [
            layers.Input((12, 12, 1)),
            layers.Conv2D(8, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


def _convolutions(keras: Any) -> Any:
    layers = keras.layers
    return keras.Sequential(
        [
            layers.Input((12, 12, 3)),
            layers.Conv2D(8, 3, strides=2, padding="same", activation="relu"),
            layers.BatchNormalization(),
            layers.DepthwiseConv2D(3, padding="same"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(5, activation="softmax"),
        ]
    )


def _recurrent(keras: Any) -> Any:
    layers = keras.layers
    return keras.Sequential(
        [
            layers.Input((5, 3)),
            layers.LSTM(4, return_sequences=True),
            layers.GRU(3),
            layers.Dense(2),
        ]
    )


def _attentive(keras: Any) -> Any:
    layers = keras.layers
    x = layers.Input((6, 8))
    attended = layers.MultiHeadAttention(2, 4)(x, x)
    y = layers.LayerNormalization()(layers.Add()([attended, x]))
    return keras.Model(x, layers.Conv1D(4, 3, activation="gelu", padding="same")(y))


MODELS = {
    "digits": Model(_digits, (12, 12, 1), ("Conv2D", "MaxPooling2D")),
    "convolutions": Model(_convolutions, (12, 12, 3), ("Conv2D", "DepthwiseConv2D")),
    "recurrent": Model(_recurrent, (5, 3), ("LSTM", "GRU")),
    "attentive": Model(_attentive, (6, 8), ("MultiHeadAttention", "Conv1D")),
}
