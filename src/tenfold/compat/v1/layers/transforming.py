"""tf.compat.v1.layers: functions that make a layer's variables and apply it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.core.context import name_scope, state
from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.engine.control_flow.branching import cond
from tenfold.ops.linalg.products import tensordot
from tenfold.ops.nn import convolve, depthwise, regularize, statistics

from ..graph_keys import GraphKeys
from ..initial_values import Ones, Zeros
from ..variable_scoping import get_variable, get_variable_scope, variable_scope


class _Layer:
    """The variable scope of one layer, and what all layers do with their variables."""

    def __init__(self, name: str | None, default: str, reuse: Any) -> None:
        # A shared layer is found by its name; another one gets a name of its own.
        self.scope = variable_scope(name, default, reuse=reuse or None)

    def __enter__(self) -> _Layer:
        self.scope.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.scope.__exit__(*error)

    def variable(
        self,
        name: str,
        shape: Any,
        dtype: Any,
        initializer: Any,
        regularizer: Any = None,
        constraint: Any = None,
        trainable: bool = True,
    ) -> Any:
        """A variable of this layer."""
        return get_variable(
            name,
            shape,
            dtype,
            initializer or get_variable_scope().initializer,
            regularizer,
            trainable,
            constraint=constraint,
        )


def _finished(x: Any, activation: Any, activity_regularizer: Any) -> Any:
    found = x if activation is None else activation(x)
    if activity_regularizer is not None and state.graph is not None:
        loss = activity_regularizer(found)
        state.graph.add_to_collection(GraphKeys.REGULARIZATION_LOSSES, loss)
    return found


def _known(x: Any, axis: int, what: str) -> int:
    size = x.raw_shape[axis] if x.raw_shape is not None else None
    if size is None:
        raise ValueError(
            f"The size of axis {axis} of the inputs to `{what}` should be defined. Found None in "
            f"{x.shape}."
        )
    return int(size)


def dense(
    inputs: Any,
    units: int,
    activation: Callable[[Any], Any] | None = None,
    use_bias: bool = True,
    kernel_initializer: Any = None,
    bias_initializer: Any = None,
    kernel_regularizer: Any = None,
    bias_regularizer: Any = None,
    activity_regularizer: Any = None,
    kernel_constraint: Any = None,
    bias_constraint: Any = None,
    trainable: bool = True,
    name: str | None = None,
    reuse: Any = None,
) -> Any:
    """`activation(inputs @ kernel + bias)`.

    Args:
      inputs: [..., in].
      units: The number of outputs.
      activation: A function, or None for none.
      use_bias: Whether there is a bias.
      kernel_initializer, bias_initializer: What the variables start with: by default the scope's
        initializer or Glorot-uniform numbers, and zeros.
      kernel_regularizer, bias_regularizer, activity_regularizer: Functions whose results are added
        to the regularization losses.
      kernel_constraint, bias_constraint: What optimizers apply after an update.
      trainable: Whether optimizers change the variables.
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
    x = to_tensor(inputs)
    with _Layer(name, "dense", reuse) as layer:
        shape = [_known(x, -1, "dense"), units]
        kernel = layer.variable(
            *("kernel", shape, x.dtype, kernel_initializer),
            *(kernel_regularizer, kernel_constraint, trainable),
        )
        if x.shape.rank == 2:
            y = call("MatMul", x, kernel.value())
        else:
            y = tensordot(x, kernel.value(), 1)
        if use_bias:
            bias = layer.variable(
                *("bias", [units], x.dtype, bias_initializer or Zeros()),
                *(bias_regularizer, bias_constraint, trainable),
            )
            y = call("BiasAdd", y, bias.value())
        return _finished(y, activation, activity_regularizer)


def _sizes(value: Any, rank: int) -> list[int]:
    return [value] * rank if isinstance(value, int) else list(value)


def _convolution(rank: int) -> Callable[..., Any]:
    letters = {1: "W", 2: "HW", 3: "DHW"}[rank]
    apply = {1: convolve.conv1d, 2: convolve.conv2d, 3: convolve.conv3d}[rank]

    def conv(
        inputs: Any,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str = "channels_last",
        dilation_rate: Any = 1,
        activation: Callable[[Any], Any] | None = None,
        use_bias: bool = True,
        kernel_initializer: Any = None,
        bias_initializer: Any = None,
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        trainable: bool = True,
        name: str | None = None,
        reuse: Any = None,
    ) -> Any:
        x = to_tensor(inputs)
        first = data_format == "channels_first"
        layout = f"NC{letters}" if first else f"N{letters}C"
        channels = _known(x, 1 if first else -1, f"conv{rank}d")
        with _Layer(name, f"conv{rank}d", reuse) as layer:
            kernel = layer.variable(
                "kernel",
                [*_sizes(kernel_size, rank), channels, filters],
                *(x.dtype, kernel_initializer, kernel_regularizer, kernel_constraint, trainable),
            )
            steps, rates = _sizes(strides, rank), _sizes(dilation_rate, rank)
            y = apply(x, kernel.value(), steps, padding.upper(), layout, rates)
            if use_bias:
                bias = layer.variable(
                    *("bias", [filters], x.dtype, bias_initializer or Zeros()),
                    *(bias_regularizer, bias_constraint, trainable),
                )
                b = bias.value()
                if first:
                    y = y + call("Reshape", b, to_tensor([1, filters, *[1] * rank]))
                else:
                    y = call("BiasAdd", y, b)
            return _finished(y, activation, activity_regularizer)

    conv.__name__ = conv.__qualname__ = f"conv{rank}d"
    conv.__doc__ = f"""A convolution over {rank} axes, a bias, and an activation.

    Args:
      inputs: [batch, {", ".join(letters.lower())}, channels], or with the channels second.
      filters: The number of outputs.
      kernel_size, strides, dilation_rate: An integer, or {rank} of them.
      padding: "valid" or "same".
      data_format: "channels_last" or "channels_first".
      activation: A function, or None for none.
      use_bias: Whether there is a bias.
      kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer,
      activity_regularizer, kernel_constraint, bias_constraint, trainable, name, reuse: As for
        `tf.compat.v1.layers.dense`.

    Returns:
      A tensor with `filters` channels.
    """
    return conv


conv1d = _convolution(1)
conv2d = _convolution(2)
conv3d = _convolution(3)


def separable_conv2d(
    inputs: Any,
    filters: int,
    kernel_size: Any,
    strides: Any = (1, 1),
    padding: str = "valid",
    data_format: str = "channels_last",
    dilation_rate: Any = (1, 1),
    depth_multiplier: int = 1,
    activation: Callable[[Any], Any] | None = None,
    use_bias: bool = True,
    depthwise_initializer: Any = None,
    pointwise_initializer: Any = None,
    bias_initializer: Any = None,
    depthwise_regularizer: Any = None,
    pointwise_regularizer: Any = None,
    bias_regularizer: Any = None,
    activity_regularizer: Any = None,
    depthwise_constraint: Any = None,
    pointwise_constraint: Any = None,
    bias_constraint: Any = None,
    trainable: bool = True,
    name: str | None = None,
    reuse: Any = None,
) -> Any:
    """A depthwise convolution, then one of 1x1; see `tf.compat.v1.layers.conv2d`."""
    x = to_tensor(inputs)
    if data_format != "channels_last":
        raise ValueError(
            f"separable_conv2d: data_format is {data_format!r}; expected 'channels_last'. "
            "Transpose the inputs."
        )
    channels = _known(x, -1, "separable_conv2d")
    with _Layer(name, "separable_conv2d", reuse) as layer:
        deep = layer.variable(
            "depthwise_kernel",
            [*_sizes(kernel_size, 2), channels, depth_multiplier],
            *(x.dtype, depthwise_initializer, depthwise_regularizer),
            *(depthwise_constraint, trainable),
        )
        point = layer.variable(
            "pointwise_kernel",
            [1, 1, channels * depth_multiplier, filters],
            *(x.dtype, pointwise_initializer, pointwise_regularizer),
            *(pointwise_constraint, trainable),
        )
        y = depthwise.separable_conv2d(
            x,
            deep.value(),
            point.value(),
            [1, *_sizes(strides, 2), 1],
            padding.upper(),
            None,
            _sizes(dilation_rate, 2),
        )
        if use_bias:
            bias = layer.variable(
                *("bias", [filters], x.dtype, bias_initializer or Zeros()),
                *(bias_regularizer, bias_constraint, trainable),
            )
            y = call("BiasAdd", y, bias.value())
        return _finished(y, activation, activity_regularizer)


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
      rate: The probability that an element is dropped.
      noise_shape: The shape of the choices; 1 where they are shared.
      seed: A seed.
      training: A bool, or a scalar bool tensor.
      name: A name.

    Returns:
      A tensor like `inputs`.
    """
    x = to_tensor(inputs)
    with name_scope(name or "dropout"):
        return _if(
            training,
            lambda: regularize.dropout(x, rate, noise_shape, seed),
            lambda: call("Identity", x),
        )


def _if(training: Any, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
    if isinstance(training, (bool, int)):
        return yes() if training else no()
    return cond(training, yes, no)


def batch_normalization(
    inputs: Any,
    axis: int = -1,
    momentum: float = 0.99,
    epsilon: float = 1e-3,
    center: bool = True,
    scale: bool = True,
    beta_initializer: Any = None,
    gamma_initializer: Any = None,
    moving_mean_initializer: Any = None,
    moving_variance_initializer: Any = None,
    beta_regularizer: Any = None,
    gamma_regularizer: Any = None,
    beta_constraint: Any = None,
    gamma_constraint: Any = None,
    training: Any = False,
    trainable: bool = True,
    name: str | None = None,
    reuse: Any = None,
) -> Any:
    """Normalizes each channel: in training by the batch, else by running moments.

    The operations that update the running moments are in the collection UPDATE_OPS: run them with
    the training step.

    Args:
      inputs: A tensor.
      axis: The axis of channels.
      momentum: How much of the running moments is kept.
      epsilon: Added to the variance.
      center, scale: Whether to add `beta`, and multiply by `gamma`.
      beta_initializer, gamma_initializer, moving_mean_initializer, moving_variance_initializer:
        What the variables start with: zeros, ones, zeros, ones.
      beta_regularizer, gamma_regularizer, beta_constraint, gamma_constraint: As for
        `tf.compat.v1.layers.dense`.
      training: A bool, or a scalar bool tensor.
      trainable: Whether optimizers change `beta` and `gamma`.
      name: A name.
      reuse: Whether to use the variables of the layer of that name.

    Returns:
      A tensor like `inputs`.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     y = tf.layers.batch_normalization(tf.ones([2, 3]), training=True)
      ...     len(tf.get_collection(tf.GraphKeys.UPDATE_OPS))
      2
    """
    x = to_tensor(inputs)
    rank = x.shape.rank or 0
    channel_axis = axis % rank
    axes = [i for i in range(rank) if i != channel_axis]
    size = [_known(x, channel_axis, "batch_normalization")]
    with _Layer(name, "batch_normalization", reuse) as layer:
        gamma = beta = None
        if scale:
            gamma = layer.variable(
                *("gamma", size, x.dtype, gamma_initializer or Ones()),
                *(gamma_regularizer, gamma_constraint, trainable),
            ).value()
        if center:
            beta = layer.variable(
                *("beta", size, x.dtype, beta_initializer or Zeros()),
                *(beta_regularizer, beta_constraint, trainable),
            ).value()
        moving = [
            layer.variable(key, size, x.dtype, start, trainable=False)
            for key, start in (
                ("moving_mean", moving_mean_initializer or Zeros()),
                ("moving_variance", moving_variance_initializer or Ones()),
            )
        ]

        def of_batch() -> tuple[Any, Any]:
            return statistics.moments(x, axes)

        def of_past() -> tuple[Any, Any]:
            return moving[0].value(), moving[1].value()

        mean, variance = _if(training, of_batch, of_past)
        if training is not False:
            _note_updates(moving, (mean, variance), momentum, training)
        dims = to_tensor([-1 if i == channel_axis else 1 for i in range(rank)])
        shaped = [
            None if v is None else call("Reshape", v, dims) for v in (mean, variance, beta, gamma)
        ]
        return statistics.batch_normalization(
            x, shaped[0], shaped[1], shaped[2], shaped[3], epsilon
        )


def _note_updates(moving: Any, found: Any, momentum: float, training: Any) -> None:
    """Adds the updates of running moments to the graph's collection, or carries them out."""
    for variable, value in zip(moving, found, strict=True):
        step = (variable.value() - value) * (1.0 - momentum)
        if not isinstance(training, (bool, int)):
            step = call("SelectV2", training, step, call("ZerosLike", step))
        update = variable.assign_sub(step)
        if state.graph is not None:
            state.graph.add_to_collection(GraphKeys.UPDATE_OPS, update.op)
