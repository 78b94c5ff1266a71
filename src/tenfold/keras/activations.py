"""Activation functions by Keras' names: element by element, except the softmax family."""

from __future__ import annotations

from typing import Any

import tenfold as tf

from . import serialization


def linear(x: Any) -> Any:
    """`x` itself.

    Args:
      x: A tensor.

    Returns:
      The same tensor.

    Example:
      >>> linear(3.0)
      3.0
    """
    return x


def relu(
    x: Any, negative_slope: float = 0.0, max_value: float | None = None, threshold: float = 0.0
) -> Any:
    """max(x, 0), or with a slope below `threshold` and a ceiling above.

    Args:
      x: A tensor.
      negative_slope: The slope below `threshold`.
      max_value: The largest value, or None.
      threshold: Where values begin to pass.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> relu([-1.0, 2.0]).numpy().tolist()
      [0.0, 2.0]
    """
    x = tf.convert_to_tensor(x)
    if max_value is None and threshold == 0:
        return tf.nn.leaky_relu(x, negative_slope) if negative_slope else tf.nn.relu(x)
    below = tf.nn.relu(threshold - x) if negative_slope else None
    if threshold == 0 and max_value == 6:
        x = tf.nn.relu6(x)
    else:
        x = tf.where(x > threshold, x, tf.zeros_like(x)) if threshold else tf.nn.relu(x)
        if max_value is not None:
            x = tf.minimum(tf.maximum(x, 0.0), max_value)
    return x if below is None else x - negative_slope * below


def relu6(x: Any) -> Any:
    """min(max(x, 0), 6).

    Args:
      x: A tensor.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> relu6([-1.0, 8.0]).numpy().tolist()
      [0.0, 6.0]
    """
    return tf.nn.relu6(x)


def leaky_relu(x: Any, negative_slope: float = 0.2) -> Any:
    """`x` where it is positive, else `negative_slope * x`.

    Args:
      x: A tensor.
      negative_slope: The slope below zero.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> leaky_relu([-1.0, 2.0], 0.5).numpy().tolist()
      [-0.5, 2.0]
    """
    return tf.nn.leaky_relu(x, negative_slope)


def elu(x: Any, alpha: float = 1.0) -> Any:
    """`x` where it is positive, else `alpha * (exp(x) - 1)` (Clevert et al., 2016).

    Args:
      x: A tensor.
      alpha: The distance of the lower limit from zero.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> elu([0.0, 2.0]).numpy().tolist()
      [0.0, 2.0]
    """
    x = tf.convert_to_tensor(x)
    below = tf.nn.elu(x)
    return below if alpha == 1 else tf.where(x > 0, below, alpha * below)


def selu(x: Any) -> Any:
    """The scaled `elu` that keeps mean 0 and variance 1 (Klambauer et al., 2017).

    Args:
      x: A tensor.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> round(float(selu([1.0])[0]), 4)
      1.0507
    """
    return tf.nn.selu(x)


def gelu(x: Any, approximate: bool = False) -> Any:
    """`x` times the normal distribution function of `x` (Hendrycks and Gimpel, 2016).

    Args:
      x: A tensor.
      approximate: Whether to use the approximation by tanh.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> float(gelu([0.0])[0])
      0.0
    """
    return tf.nn.gelu(x, approximate)


def silu(x: Any) -> Any:
    """`x * sigmoid(x)`, also called swish.

    Args:
      x: A tensor.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> float(silu([0.0])[0])
      0.0
    """
    return tf.nn.silu(x)


swish = silu


def mish(x: Any) -> Any:
    """`x * tanh(softplus(x))` (Misra, 2019).

    Args:
      x: A tensor.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> float(mish([0.0])[0])
      0.0
    """
    x = tf.convert_to_tensor(x)
    return x * tf.tanh(tf.nn.softplus(x))


def softplus(x: Any) -> Any:
    """log(exp(x) + 1).

    Args:
      x: A tensor.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> round(float(softplus([0.0])[0]), 4)
      0.6931
    """
    return tf.nn.softplus(x)


def softsign(x: Any) -> Any:
    """`x / (|x| + 1)`.

    Args:
      x: A tensor.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> softsign([-1.0, 3.0]).numpy().tolist()
      [-0.5, 0.75]
    """
    return tf.nn.softsign(x)


def sigmoid(x: Any) -> Any:
    """1 / (1 + exp(-x)).

    Args:
      x: A tensor.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> float(sigmoid([0.0])[0])
      0.5
    """
    return tf.sigmoid(x)


def log_sigmoid(x: Any) -> Any:
    """log(sigmoid(x)), finite also for very negative `x`.

    Args:
      x: A tensor.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> round(float(log_sigmoid([0.0])[0]), 4)
      -0.6931
    """
    return -tf.nn.softplus(-tf.convert_to_tensor(x))


def hard_sigmoid(x: Any) -> Any:
    """`x / 6 + 0.5`, cut to the interval from 0 to 1.

    Args:
      x: A tensor.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> hard_sigmoid([-3.0, 0.0, 3.0]).numpy().tolist()
      [0.0, 0.5, 1.0]
    """
    return tf.nn.relu6(tf.convert_to_tensor(x) + 3.0) * (1.0 / 6.0)


def hard_silu(x: Any) -> Any:
    """`x * hard_sigmoid(x)`, also called hard swish.

    Args:
      x: A tensor.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> hard_silu([-3.0, 3.0]).numpy().tolist()
      [-0.0, 3.0]
    """
    x = tf.convert_to_tensor(x)
    return x * hard_sigmoid(x)


hard_swish = hard_silu


def tanh(x: Any) -> Any:
    """The hyperbolic tangent.

    Args:
      x: A tensor.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> float(tanh([0.0])[0])
      0.0
    """
    return tf.tanh(x)


def exponential(x: Any) -> Any:
    """exp(x).

    Args:
      x: A tensor.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> float(exponential([0.0])[0])
      1.0
    """
    return tf.exp(x)


def softmax(x: Any, axis: int = -1) -> Any:
    """exp(x), divided by its sum over `axis`.

    Args:
      x: A tensor.
      axis: The axis of the classes.

    Returns:
      A tensor of the same shape; its sums over `axis` are 1.

    Example:
      >>> softmax([[1.0, 1.0]]).numpy().tolist()
      [[0.5, 0.5]]
    """
    return tf.nn.softmax(x, axis=axis)


def log_softmax(x: Any, axis: int = -1) -> Any:
    """The logarithm of `softmax`.

    Args:
      x: A tensor.
      axis: The axis of the classes.

    Returns:
      A tensor of the same shape.

    Example:
      >>> round(float(log_softmax([[1.0, 1.0]])[0, 0]), 4)
      -0.6931
    """
    return tf.nn.log_softmax(x, axis=axis)


_BY_NAME = {
    function.__name__: function
    for function in (
        *(relu, leaky_relu, relu6, softmax, elu, selu, softplus, softsign, silu, gelu, tanh),
        *(sigmoid, exponential, hard_sigmoid, hard_silu, log_sigmoid, log_softmax, mish, linear),
    )
}
_REGISTRY = {**_BY_NAME, "swish": silu, "hard_swish": hard_silu}


def get(identifier: Any) -> Any:
    """The activation function that a name, configuration or function means.

    Args:
      identifier: As in `"relu"`, a function, or None for `linear`.

    Returns:
      A function of a tensor.

    Raises:
      ValueError: The name is unknown.

    Example:
      >>> get("relu") is relu, get(None) is linear
      (True, True)
    """
    if identifier is None:
        return linear
    return serialization.resolve(identifier, _REGISTRY, "activation function")


def serialize(activation: Any) -> Any:
    """The name of an activation function, or its configuration if it is a custom object.

    Args:
      activation: A function or object.

    Returns:
      A string or a dictionary.

    Example:
      >>> serialize(relu)
      'relu'
    """
    if _BY_NAME.get(getattr(activation, "__name__", "")) is activation:
        return activation.__name__
    return serialization.serialize(activation)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The activation function that `serialize` described.

    Args:
      config: A name or a configuration.
      custom_objects: More functions by name.

    Returns:
      A function of a tensor.

    Raises:
      ValueError: The name is unknown.

    Example:
      >>> deserialize("tanh") is tanh
      True
    """
    return serialization.deserialize(config, _REGISTRY, custom_objects, "activation function")
