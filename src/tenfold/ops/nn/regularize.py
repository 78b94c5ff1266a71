"""Dropout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tenfold.core.context import scoped
from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.core.tensor import Tensor
from tenfold.ops.random import philox
from tenfold.ops.random.stateful import RandomUniform, drawn
from tenfold.ops.random.stateless import stateless_uniform


def _drop(x: Any, rate: Any, noise_shape: Any, draw: Callable[[Any, Any], Any], name: Any) -> Any:
    """Drops by numbers that `draw(shape, dtype)` gives in [0, 1)."""
    is_number = isinstance(rate, (int, float))
    if is_number and not 0 <= rate < 1:
        raise ValueError(
            "`rate` must be a scalar tensor or a float in the range [0, 1). "
            f"Received: rate={rate}. At 1 everything would be dropped."
        )
    x = to_tensor(x)
    dtype = x.dtype
    if not dtype.is_floating:
        raise ValueError(
            "`x.dtype` must be a floating point tensor as `x` will be scaled. "
            f"Received: x_dtype={dtype!r}. Use tf.cast(x, tf.float32)."
        )
    if is_number and rate == 0:
        return x if name is None else call("Identity", x, name=name)
    if is_number:
        kept: Any = 1.0 / (1.0 - rate)
    else:
        rate = to_tensor(rate)
        if rate.raw_shape not in ((), None):
            raise ValueError(f"`rate` must be a scalar; received shape {rate.shape}.")
        rate = rate if rate.dtype is dtype else call("Cast", rate, DstT=dtype)
        kept = call("Reciprocal", call("OnesLike", rate) - rate)
    noise = draw(_noise_shape(x, noise_shape), dtype)
    threshold = rate if isinstance(rate, Tensor) else to_tensor(rate, dtype)
    keep = call("GreaterEqual", noise, threshold)
    scaled = x * kept
    return call("SelectV2", keep, scaled, call("ZerosLike", scaled), name=name)


def _noise_shape(x: Any, noise_shape: Any) -> Any:
    """The shape of the noise; None in a list stands for the size of x there."""
    if noise_shape is None:
        shape = x.raw_shape
        if shape is None or None in shape:
            return call("Shape", x)
        return list(shape)
    if isinstance(noise_shape, Tensor):
        return noise_shape
    dims = list(getattr(noise_shape, "as_list", lambda: noise_shape)())
    if None not in dims:
        return dims
    sizes = call("Shape", x)
    own = (call("GatherV2", sizes, i, 0) if d is None else d for i, d in enumerate(dims))
    return call("Pack", list(own))


@scoped("dropout", last="SelectV2")
def dropout(
    x: Any,
    rate: Any,
    noise_shape: Sequence[int | None] | None = None,
    seed: int | None = None,
    name: str | None = None,
) -> Any:
    """Sets a random fraction of the entries to zero and scales the rest to keep the sum.

    Args:
      x: A floating tensor.
      rate: The chance that an entry is dropped: a number in [0, 1) or a scalar tensor.
      noise_shape: The shape of the random choices, which broadcast to `x`; None in it stands for
        the size of `x`. By default each entry is chosen apart.
      seed: With the global seed of `tf.random.set_seed`, decides the choices.
      name: A name for the op.

    Returns:
      A tensor of the shape and dtype of `x`: entries are 0 or x / (1 - rate).

    Raises:
      ValueError: `rate` is outside [0, 1), or `x` is not floating.

    References:
      Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting (2014).

    Example:
      >>> import tenfold as tf
      >>> sorted(set(tf.nn.dropout(tf.ones([100]), rate=0.5).numpy().tolist()))
      [0.0, 2.0]
    """

    def draw(shape: Any, dtype: Any) -> Any:
        return drawn(RandomUniform, philox.uniform, shape, dtype, seed)

    return _drop(x, rate, noise_shape, draw, name)


def stateless_dropout(
    x: Any,
    rate: Any,
    seed: Any,
    rng_alg: str | None = None,
    noise_shape: Sequence[int | None] | None = None,
    name: str | None = None,
) -> Any:
    """Dropout decided by a seed alone.

    Args:
      x: A floating tensor.
      rate: The chance that an entry is dropped: a number in [0, 1) or a scalar tensor.
      seed: Two integers, `[2]`.
      rng_alg: `"philox"` or `"auto_select"`.
      noise_shape: The shape of the random choices, as in `tf.nn.dropout`.
      name: A name for the op.

    Returns:
      A tensor of the shape and dtype of `x`.

    Raises:
      ValueError: `rate` is outside [0, 1), or `x` is not floating.

    Example:
      >>> import tenfold as tf
      >>> drop = tf.nn.experimental.stateless_dropout
      >>> a, b = (drop(tf.ones([9]), 0.5, seed=[1, 2]) for _ in range(2))
      >>> bool(tf.reduce_all(a == b))
      True
    """

    def draw(shape: Any, dtype: Any) -> Any:
        return stateless_uniform(shape, seed, dtype=dtype, alg=rng_alg or "auto_select")

    return _drop(x, rate, noise_shape, draw, name)


def general_dropout(
    x: Any,
    rate: Any,
    uniform_sampler: Callable[..., Any],
    noise_shape: Sequence[int | None] | None = None,
    name: str | None = None,
) -> Any:
    """Dropout by random numbers of one's own.

    Args:
      x: A floating tensor.
      rate: The chance that an entry is dropped: a number in [0, 1) or a scalar tensor.
      uniform_sampler: `f(shape=..., dtype=...)` giving numbers in [0, 1).
      noise_shape: The shape of the random choices, as in `tf.nn.dropout`.
      name: A name for the op.

    Returns:
      A tensor of the shape and dtype of `x`.

    Raises:
      ValueError: `rate` is outside [0, 1), or `x` is not floating.

    Example:
      >>> import tenfold as tf
      >>> keep_all = lambda shape, dtype: tf.fill(shape, tf.cast(0.9, dtype))
      >>> tf.nn.experimental.general_dropout([1.0], 0.5, keep_all).numpy().tolist()
      [2.0]
    """

    def draw(shape: Any, dtype: Any) -> Any:
        return uniform_sampler(shape=shape, dtype=dtype)

    return _drop(x, rate, noise_shape, draw, name)
