"""Activation functions: elementwise maps, and softmax over an axis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tenfold as tf
from tenfold.keras.naming import find
from tenfold.keras.saving.serialization import (
    deserialize_keras_object,
    get_registered_object,
    serialize_keras_object,
)

__all__ = [
    "deserialize", "elu", "exponential", "gelu", "get", "hard_sigmoid", "hard_silu", "hard_swish",
    "leaky_relu", "linear", "log_softmax", "mish", "relu", "relu6", "selu", "serialize", "sigmoid",
    "silu", "softmax", "softplus", "softsign", "swish", "tanh",
]  # fmt: skip

Activation = Callable[..., Any]


def linear(x: Any) -> Any:
    """`x` itself.

    Args:
        x: a tensor of any shape.

    Returns:
        `x`.

    >>> linear(3)
    3
    """
    return x


def relu(
    x: Any, negative_slope: float = 0.0, max_value: float | None = None, threshold: float = 0.0
) -> Any:
    """`max(x, 0)`, with the slope below, the ceiling and the threshold that are asked for.

    Args:
        x: a tensor of any shape.
        negative_slope: slope below the threshold.
        max_value: ceiling, or None.
        threshold: below it, `negative_slope * (x - threshold)`.

    Returns:
        A tensor like `x`.

    >>> import tenfold as tf
    >>> tf.keras.activations.relu(tf.constant([-2.0, 3.0])).numpy().tolist()
    [0.0, 3.0]
    """
    if not negative_slope and not threshold:
        if max_value is None:
            return tf.nn.relu(x)
        return tf.clip_by_value(x, tf.cast(0, x.dtype), tf.cast(max_value, x.dtype))
    x = tf.convert_to_tensor(x)
    above = x if max_value is None else tf.minimum(x, tf.cast(max_value, x.dtype))
    limit = tf.cast(threshold, x.dtype)
    below = tf.cast(negative_slope, x.dtype) * (x - limit)
    is_above = x > limit if threshold else x >= limit
    return tf.where(is_above, above, below)


def _keeping_logits(y: Any, x: Any) -> Any:
    """Notes what went in, for the crossentropies, which are exact on logits."""
    y._keras_logits = x
    return y


def sigmoid(x: Any) -> Any:
    """`1 / (1 + exp(-x))`.

    Args:
        x: a tensor of any shape.

    Returns:
        A tensor like `x`.

    >>> import tenfold as tf
    >>> tf.keras.activations.sigmoid(tf.constant([0.0])).numpy().tolist()
    [0.5]
    """
    return _keeping_logits(tf.math.sigmoid(x), x)


def softmax(x: Any, axis: int = -1) -> Any:
    """Exponentials scaled to sum to one along an axis.

    Args:
        x: a tensor of rank 1 or more.
        axis: the axis that sums to one.

    Returns:
        A tensor like `x`.

    >>> import tenfold as tf
    >>> tf.keras.activations.softmax(tf.constant([[1.0, 1.0]])).numpy().tolist()
    [[0.5, 0.5]]
    """
    return _keeping_logits(tf.nn.softmax(x, axis=axis), x)


def log_softmax(x: Any, axis: int = -1) -> Any:
    """The logarithm of softmax.

    Args:
        x: a tensor of rank 1 or more.
        axis: the axis that is normalised.

    Returns:
        A tensor like `x`.
    """
    return tf.nn.log_softmax(x, axis=axis)


def tanh(x: Any) -> Any:
    """The hyperbolic tangent."""
    return tf.math.tanh(x)


def elu(x: Any, alpha: float = 1.0) -> Any:
    """`x` above zero, `alpha * (exp(x) - 1)` below (arXiv:1511.07289)."""
    y = tf.nn.elu(x)
    return y if alpha == 1 else tf.where(x > 0, y, tf.cast(alpha, y.dtype) * y)


def selu(x: Any) -> Any:
    """The scaled elu that keeps mean 0 and variance 1 (arXiv:1706.02515)."""
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return tf.cast(scale, x.dtype) * elu(x, alpha)


def softplus(x: Any) -> Any:
    """`log(1 + exp(x))`."""
    return tf.math.softplus(x)


def softsign(x: Any) -> Any:
    """`x / (1 + |x|)`."""
    return x / (tf.cast(1, x.dtype) + tf.abs(x))


def exponential(x: Any) -> Any:
    """`exp(x)`."""
    return tf.exp(x)


def leaky_relu(x: Any, negative_slope: float = 0.2) -> Any:
    """`x` above zero, `negative_slope * x` below."""
    return relu(x, negative_slope=negative_slope)


def relu6(x: Any) -> Any:
    """relu with the ceiling 6."""
    return relu(x, max_value=6.0)


def silu(x: Any) -> Any:
    """`x * sigmoid(x)` (arXiv:1702.03118)."""
    return x * tf.math.sigmoid(x)


def gelu(x: Any, approximate: bool = False) -> Any:
    """`x` times the normal distribution's cumulative probability at `x` (arXiv:1606.08415).

    Args:
        x: a tensor of any shape.
        approximate: use the tanh formula.

    Returns:
        A tensor like `x`.
    """
    half, one = tf.cast(0.5, x.dtype), tf.cast(1, x.dtype)
    if approximate:
        inner = tf.cast(0.7978845608028654, x.dtype) * (x + tf.cast(0.044715, x.dtype) * x * x * x)
        return half * x * (one + tf.math.tanh(inner))
    return half * x * (one + tf.math.erf(x * tf.cast(0.7071067811865476, x.dtype)))


def hard_sigmoid(x: Any) -> Any:
    """`x / 6 + 0.5`, kept within 0 and 1."""
    return relu(x + tf.cast(3, x.dtype), max_value=6.0) / tf.cast(6, x.dtype)


def hard_silu(x: Any) -> Any:
    """`x * hard_sigmoid(x)`."""
    return x * hard_sigmoid(x)


def mish(x: Any) -> Any:
    """`x * tanh(softplus(x))` (arXiv:1908.08681)."""
    return x * tf.math.tanh(tf.math.softplus(x))


swish, hard_swish = silu, hard_silu

_TABLE: dict[str, Activation] = {
    function.__name__: function
    for function in (
        linear, relu, sigmoid, softmax, log_softmax, tanh, elu, selu, softplus, softsign,
        exponential, leaky_relu, relu6, silu, gelu, hard_sigmoid, hard_silu, mish,
    )
}  # fmt: skip
_TABLE |= {"swish": silu, "hard_swish": hard_silu}


def get(identifier: Any) -> Activation:
    """The activation function that a name, configuration or callable means.

    Args:
        identifier: None (linear), a name, a configuration, or a callable, which is returned.

    Returns:
        A function of one tensor.

    Raises:
        ValueError: the name is not known.

    >>> import tenfold as tf
    >>> tf.keras.activations.get("relu") is tf.keras.activations.relu
    True
    """
    if identifier is None:
        return linear
    if isinstance(identifier, str):
        custom = get_registered_object(identifier)
        return custom if custom is not None else find("activation function", identifier, _TABLE)
    if isinstance(identifier, dict):
        return deserialize(identifier)
    if callable(identifier):
        return identifier
    raise ValueError(
        f"Could not interpret activation function identifier: {identifier!r}. "
        "Expected a name, a configuration or a callable."
    )


def serialize(activation: Activation) -> Any:
    """The name of an activation of this module, else a configuration."""
    name = getattr(activation, "__name__", None)
    if name and _TABLE.get(name) is activation:
        return name
    return serialize_keras_object(activation)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Activation:
    """The activation that `serialize` described."""
    if isinstance(config, str):
        return get(config)
    return deserialize_keras_object(config, custom_objects)
