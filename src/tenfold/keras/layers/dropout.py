"""Dropout: zeros some of the inputs while training."""

from __future__ import annotations

from typing import Any

import tenfold as tf
from tenfold.keras.layers.activation import Elementwise


class Dropout(Elementwise):
    """Zeros each input with probability `rate` in training, and scales the rest to make up for it.

    Args:
        rate: probability, within 0 and 1.
        noise_shape: shape of the mask where samples or axes are to share it.
        seed: an integer, or None for one that is drawn now.

    Raises:
        ValueError: `rate` is not within 0 and 1.

    >>> import tenfold as tf
    >>> tf.keras.layers.Dropout(0.5)(tf.ones([2])).numpy().tolist()
    [1.0, 1.0]
    """

    def __init__(
        self, rate: float, noise_shape: Any = None, seed: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        if not 0 <= rate <= 1:
            raise ValueError(
                f"Invalid value received for argument `rate`. Expected a float value between 0 "
                f"and 1. Received: rate={rate}"
            )
        self.rate = rate
        self.noise_shape = noise_shape
        self.seed = seed
        self._seed_state = self._add_seed(seed) if rate > 0 else None

    def call(self, inputs: Any, training: bool = False) -> Any:
        """A tensor like the input."""
        if not training or self._seed_state is None:
            return inputs
        if self.rate == 1:
            return tf.zeros_like(inputs)
        seed = tf.math.floormod(self._seed_state, tf.int32.max - 1)
        self._seed_state.assign_add([0, 1])
        shape = tf.shape(inputs)
        if self.noise_shape is not None:
            sizes = enumerate(self.noise_shape)
            shape = tf.stack([shape[i] if size is None else size for i, size in sizes])
        draw = tf.random.stateless_uniform(shape, seed=seed, dtype="float32")
        scaled = inputs * tf.cast(1 / (1 - self.rate), inputs.dtype)
        return tf.where(draw >= self.rate, scaled, tf.zeros_like(inputs))

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {
            **super().get_config(),
            "rate": self.rate,
            "seed": self.seed,
            "noise_shape": self.noise_shape,
        }
