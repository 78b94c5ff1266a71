"""tf.compat.v1.layers: dense layers, dropout and flattening."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.engine.control_flow.branching import cond
from tenfold.ops.linalg.products import tensordot
from tenfold.ops.nn.regularize import dropout as dropped

from ..initial_values import Zeros
from .base import Layer, known_size

Function = Callable[[Any], Any]


class Dense(Layer):
    """`activation(inputs @ kernel + bias)`.

    Args:
      units: The number of outputs.
      activation: A function, or None for none.
      use_bias: Whether there is a bias.
      kernel_initializer, bias_initializer: What the variables start with: by default the scope's
        initializer or Glorot-uniform numbers, and zeros.
      kernel_regularizer, bias_regularizer, activity_regularizer: Functions whose results are added
        to the regularization losses.
      kernel_constraint, bias_constraint: What optimizers apply after an update.
      trainable: Whether optimizers change the variables.
      name: The name of the layer's variable scope.
      **kwargs: As for `tf.compat.v1.layers.Layer`.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     layer = tf.layers.Dense(4, activation=tf.nn.relu)
      ...     layer(tf.ones([2, 3])).shape.as_list(), layer.kernel.shape.as_list()
      ([2, 4], [3, 4])
    """

    def __init__(
        self,
        units: int,
        activation: Function | None = None,
        use_bias: bool = True,
        kernel_initializer: Any = None,
        bias_initializer: Any = None,
        kernel_regularizer: Function | None = None,
        bias_regularizer: Function | None = None,
        activity_regularizer: Function | None = None,
        kernel_constraint: Function | None = None,
        bias_constraint: Function | None = None,
        trainable: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(trainable, name, activity_regularizer=activity_regularizer, **kwargs)
        self.units = int(units)
        self.activation = activation
        self.use_bias = use_bias
        self.kernel_initializer = kernel_initializer
        self.bias_initializer = bias_initializer or Zeros()
        self.kernel_regularizer = kernel_regularizer
        self.bias_regularizer = bias_regularizer
        self.kernel_constraint = kernel_constraint
        self.bias_constraint = bias_constraint
        self.kernel: Any = None
        self.bias: Any = None

    def build(self, input_shape: Any) -> None:
        self.kernel = self.add_weight(
            "kernel",
            [known_size(input_shape, -1, "Dense"), self.units],
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        if self.use_bias:
            self.bias = self.add_weight(
                "bias",
                [self.units],
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        self.built = True

    def call(self, inputs: Any) -> Any:  # type: ignore[override]
        if inputs.shape.rank == 2:
            y = call("MatMul", inputs, self.kernel.value())
        else:
            y = tensordot(inputs, self.kernel.value(), 1)
        if self.bias is not None:
            y = call("BiasAdd", y, self.bias.value())
        return y if self.activation is None else self.activation(y)

    def compute_output_shape(self, input_shape: Any) -> TensorShape:
        """The outputs' shape."""
        return TensorShape([*TensorShape(input_shape).as_list()[:-1], self.units])


def dense(
    inputs: Any,
    units: int,
    activation: Function | None = None,
    use_bias: bool = True,
    kernel_initializer: Any = None,
    bias_initializer: Any = None,
    kernel_regularizer: Function | None = None,
    bias_regularizer: Function | None = None,
    activity_regularizer: Function | None = None,
    kernel_constraint: Function | None = None,
    bias_constraint: Function | None = None,
    trainable: bool = True,
    name: str | None = None,
    reuse: Any = None,
) -> Any:
    """`activation(inputs @ kernel + bias)`.

    Args:
      inputs: [..., in].
      units, activation, use_bias, kernel_initializer, bias_initializer, kernel_regularizer,
      bias_regularizer, activity_regularizer, kernel_constraint, bias_constraint, trainable: As for
        `tf.compat.v1.layers.Dense`.
      name: A name; layers of one name share variables if `reuse` is true.
      reuse: Whether to use the variables of the layer of that name.

    Returns:
      [..., units].

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     y = tf.layers.dense(tf.ones([2, 3]), 4, activation=tf.nn.relu)
      ...     y.shape.as_list(), [v.name for v in tf.trainable_variables()]
      ([2, 4], ['dense/kernel:0', 'dense/bias:0'])
    """
    layer = Dense(
        *(units, activation, use_bias, kernel_initializer, bias_initializer, kernel_regularizer),
        *(bias_regularizer, activity_regularizer, kernel_constraint, bias_constraint, trainable),
        name=name,
        _scope=name,
        _reuse=reuse,
    )
    return layer(inputs)


def chosen(training: Any, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
    """What one of two functions gives, as a bool or a scalar bool tensor says."""
    if isinstance(training, (bool, int)):
        return yes() if training else no()
    return cond(training, yes, no)


class Dropout(Layer):
    """In training sets elements to zero by chance, and scales the others.

    Args:
      rate: The probability that an element is dropped.
      noise_shape: The shape of the choices; 1 where they are shared.
      seed: A seed.
      name: A name.
      **kwargs: As for `tf.compat.v1.layers.Layer`.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> layer = tf.layers.Dropout(0.5)
      >>> layer(tf.ones([2])).numpy().tolist()
      [1.0, 1.0]
    """

    def __init__(
        self,
        rate: Any = 0.5,
        noise_shape: Any = None,
        seed: int | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.rate, self.noise_shape, self.seed = rate, noise_shape, seed

    def call(self, inputs: Any, training: Any = False) -> Any:  # type: ignore[override]
        return chosen(
            training,
            lambda: dropped(inputs, self.rate, self.noise_shape, self.seed),
            lambda: call("Identity", inputs),
        )


def dropout(
    inputs: Any,
    rate: Any = 0.5,
    noise_shape: Any = None,
    seed: int | None = None,
    training: Any = False,
    name: str | None = None,
) -> Any:
    """In training sets elements to zero by chance, and scales the others.

    Args:
      inputs: A tensor.
      rate, noise_shape, seed, name: As for `tf.compat.v1.layers.Dropout`.
      training: A bool, or a scalar bool tensor.

    Returns:
      A tensor like `inputs`.
    """
    return Dropout(rate, noise_shape, seed, name)(inputs, training=training)


class Flatten(Layer):
    """Joins all axes but the batch's.

    Args:
      data_format: With "channels_first" the channels go to the end first.
      **kwargs: As for `tf.compat.v1.layers.Layer`.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.layers.Flatten()(tf.ones([2, 3, 4])).shape.as_list()
      [2, 12]
    """

    def __init__(self, data_format: str = "channels_last", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.data_format = data_format

    def call(self, inputs: Any) -> Any:  # type: ignore[override]
        x, rank = inputs, inputs.shape.rank or 1
        if self.data_format == "channels_first" and rank > 2:
            x = call("Transpose", x, [0, *range(2, rank), 1])
        sizes = x.raw_shape[1:]
        if None in sizes:
            rows = call("Shape", x)[:1]
            return call("Reshape", x, call("ConcatV2", [rows, to_tensor([-1])], 0))
        size = 1
        for n in sizes:
            size *= n
        return call("Reshape", x, [-1, size])


def flatten(inputs: Any, name: str | None = None, data_format: str = "channels_last") -> Any:
    """Joins all axes but the batch's.

    Args:
      inputs: [batch, ...].
      name, data_format: As for `tf.compat.v1.layers.Flatten`.

    Returns:
      [batch, size].

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.layers.flatten(tf.ones([2, 3, 4])).shape.as_list()
      [2, 12]
    """
    return Flatten(data_format, name=name)(inputs)
