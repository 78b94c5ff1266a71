"""Random numbers under the arguments of TensorFlow 1."""

from __future__ import annotations

from typing import Any

from tenfold.core.dtypes import float32, int64
from tenfold.ops.random import poisson_sampling, stateful, stateless


def multinomial(
    logits: Any,
    num_samples: Any,
    seed: int | None = None,
    name: str | None = None,
    output_dtype: Any = None,
) -> Any:
    """Classes drawn by their unscaled log probabilities.

    Args:
      logits: [batch, classes].
      num_samples: How many to draw for each row.
      seed: A seed.
      name: A name.
      output_dtype: The classes' dtype, int64 by default.

    Returns:
      [batch, num_samples].

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.multinomial([[0.0, 100.0]], 3).numpy().tolist()
      [[1, 1, 1]]
    """
    return stateful.categorical(logits, num_samples, output_dtype, seed, name)


def stateless_multinomial(
    logits: Any, num_samples: Any, seed: Any, output_dtype: Any = int64, name: str | None = None
) -> Any:
    """Classes drawn by their unscaled log probabilities, as a seed [2] decides."""
    return stateless.stateless_categorical(logits, num_samples, seed, output_dtype, name)


def random_poisson(
    lam: Any, shape: Any, dtype: Any = float32, seed: int | None = None, name: str | None = None
) -> Any:
    """Numbers drawn by Poisson's distribution.

    Args:
      lam: The rates.
      shape: How many to draw for each rate.
      dtype: The numbers' dtype.
      seed: A seed.
      name: A name.

    Returns:
      A tensor of shape `shape + lam.shape`.
    """
    return poisson_sampling.poisson(shape, lam, dtype, seed, name)
