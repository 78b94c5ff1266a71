"""tf.compat.v1.layers: batch normalization, with operations that update the running moments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.core.op import call
from tenfold.core.structure import flatten
from tenfold.ops.nn import statistics

from ..initial_values import Ones, Zeros
from .base import Layer, known_size
from .connecting import chosen

Function = Callable[[Any], Any]


class BatchNormalization(Layer):
    """Normalizes each channel: in training by the batch, else by running moments.

    The operations that update the running moments are in the collection UPDATE_OPS: run them with
    the training step.

    Args:
      axis: The axis of channels, or several.
      momentum: How much of the running moments is kept.
      epsilon: Added to the variance.
      center, scale: Whether to add `beta`, and multiply by `gamma`.
      beta_initializer, gamma_initializer, moving_mean_initializer, moving_variance_initializer:
        What the variables start with: zeros, ones, zeros, ones.
      beta_regularizer, gamma_regularizer: Functions whose results are regularization losses.
      beta_constraint, gamma_constraint: What optimizers apply after an update.
      renorm, renorm_clipping, renorm_momentum, virtual_batch_size, adjustment: Variants of the
        batch's moments; only their defaults are known.
      fused: Whether one operation does it all: by default wherever it can, which is for images.
        The running variance then is of the batch as a sample.
      trainable: Whether optimizers change `beta` and `gamma`.
      name: A name.
      **kwargs: As for `tf.compat.v1.layers.Layer`.

    Raises:
      ValueError: A variant is asked for, or `fused` where that cannot be.

    Ioffe and Szegedy (2015), https://arxiv.org/abs/1502.03167.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     layer = tf.layers.BatchNormalization()
      ...     y = layer(tf.ones([2, 3]), training=True)
      ...     [v.name for v in layer.non_trainable_variables], len(layer.updates)
      (['batch_normalization/moving_mean:0', 'batch_normalization/moving_variance:0'], 2)
    """

    def __init__(
        self,
        axis: Any = -1,
        momentum: float = 0.99,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = None,
        gamma_initializer: Any = None,
        moving_mean_initializer: Any = None,
        moving_variance_initializer: Any = None,
        beta_regularizer: Function | None = None,
        gamma_regularizer: Function | None = None,
        beta_constraint: Function | None = None,
        gamma_constraint: Function | None = None,
        renorm: bool = False,
        renorm_clipping: Any = None,
        renorm_momentum: float = 0.99,
        fused: bool | None = None,
        trainable: bool = True,
        virtual_batch_size: int | None = None,
        adjustment: Any = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(trainable, name, **kwargs)
        variants = {
            "renorm": renorm,
            "virtual_batch_size": virtual_batch_size,
            "adjustment": adjustment,
        }
        for variant, value in variants.items():
            if value:
                raise ValueError(
                    f"BatchNormalization: {variant}={value!r} is not supported; leave it out to "
                    "normalize by the moments of the whole batch."
                )
        self.axis, self.momentum, self.epsilon = axis, momentum, epsilon
        self.center, self.scale, self.fused = center, scale, fused
        self._starts = {
            "gamma": gamma_initializer or Ones(),
            "beta": beta_initializer or Zeros(),
            "moving_mean": moving_mean_initializer or Zeros(),
            "moving_variance": moving_variance_initializer or Ones(),
        }
        self._regularizers = {"gamma": gamma_regularizer, "beta": beta_regularizer}
        self._constraints = {"gamma": gamma_constraint, "beta": beta_constraint}
        self.gamma: Any = None
        self.beta: Any = None

    def build(self, input_shape: Any) -> None:
        rank = input_shape.rank
        if rank is None:
            raise ValueError("BatchNormalization: the rank of the inputs must be known.")
        self.axis = sorted(axis % rank for axis in flatten(self.axis))
        can_fuse = rank == 4 and self.axis in ([1], [3])
        if self.fused and not can_fuse:
            raise ValueError(
                f"BatchNormalization: fused=True takes images whose channels are axis 1 or 3; got "
                f"rank {rank} and axis {self.axis}."
            )
        self.fused = can_fuse if self.fused is None else self.fused
        shape = [known_size(input_shape, axis, "BatchNormalization") for axis in self.axis]
        if len(shape) > 1:
            shape = [n if i in self.axis else 1 for i, n in enumerate(input_shape.as_list())]
        self.gamma = self._variable("gamma", shape) if self.scale else None
        self.beta = self._variable("beta", shape) if self.center else None
        self.moving_mean = self._variable("moving_mean", shape, trainable=False)
        self.moving_variance = self._variable("moving_variance", shape, trainable=False)
        self.built = True

    def _variable(self, name: str, shape: list[int], trainable: bool = True) -> Any:
        return self.add_weight(
            name,
            shape,
            initializer=self._starts[name],
            regularizer=self._regularizers.get(name),
            constraint=self._constraints.get(name),
            trainable=trainable,
        )

    def call(self, inputs: Any, training: Any = False) -> Any:  # type: ignore[override]
        past = self.moving_mean.value(), self.moving_variance.value()
        normalize = self._fused if self.fused else self._plain
        found = chosen(
            training,
            lambda: normalize(inputs, None),
            lambda: normalize(inputs, past),
        )
        if training is not False:
            self._note_updates(found[1:], training)
        return found[0]

    def _fused(self, x: Any, past: Any) -> Any:
        gamma, beta = self.gamma, self.beta
        one = self.moving_mean.value()
        found = call(
            "FusedBatchNormV3",
            x,
            call("OnesLike", one) if gamma is None else gamma.value(),
            call("ZerosLike", one) if beta is None else beta.value(),
            *([[], []] if past is None else past),
            epsilon=self.epsilon,
            data_format="NHWC" if self.axis == [3] else "NCHW",
            is_training=past is None,
        )
        return found[0], found[1], found[2]

    def _plain(self, x: Any, past: Any) -> Any:
        rank = x.shape.rank
        axes = [i for i in range(rank) if i not in self.axis]
        several = len(self.axis) > 1
        mean, variance = statistics.moments(x, axes, keepdims=several) if past is None else past
        beta = None if self.beta is None else self.beta.value()
        gamma = None if self.gamma is None else self.gamma.value()
        used = [mean, variance, beta, gamma]
        if not several and self.axis != [rank - 1]:
            dims = [-1 if i in self.axis else 1 for i in range(rank)]
            used = [None if v is None else call("Reshape", v, dims) for v in used]
        return statistics.batch_normalization(x, *used, self.epsilon), mean, variance

    def _note_updates(self, moments: Any, training: Any) -> None:
        """Moves the running moments towards the batch's."""
        for variable, value in zip((self.moving_mean, self.moving_variance), moments, strict=True):
            step = (variable.value() - value) * (1.0 - self.momentum)
            if not isinstance(training, (bool, int)):
                step = call("SelectV2", training, step, call("ZerosLike", step))
            update = variable.assign_sub(step)
            self.add_update(update.op if hasattr(update, "op") else update)


def batch_normalization(
    inputs: Any,
    axis: Any = -1,
    momentum: float = 0.99,
    epsilon: float = 1e-3,
    center: bool = True,
    scale: bool = True,
    beta_initializer: Any = None,
    gamma_initializer: Any = None,
    moving_mean_initializer: Any = None,
    moving_variance_initializer: Any = None,
    beta_regularizer: Function | None = None,
    gamma_regularizer: Function | None = None,
    beta_constraint: Function | None = None,
    gamma_constraint: Function | None = None,
    training: Any = False,
    trainable: bool = True,
    name: str | None = None,
    reuse: Any = None,
    renorm: bool = False,
    renorm_clipping: Any = None,
    renorm_momentum: float = 0.99,
    fused: bool | None = None,
    virtual_batch_size: int | None = None,
    adjustment: Any = None,
) -> Any:
    """Normalizes each channel: in training by the batch, else by running moments.

    The operations that update the running moments are in the collection UPDATE_OPS: run them with
    the training step.

    Args:
      inputs: A tensor.
      axis, momentum, epsilon, center, scale, beta_initializer, gamma_initializer,
      moving_mean_initializer, moving_variance_initializer, beta_regularizer, gamma_regularizer,
      beta_constraint, gamma_constraint, trainable, renorm, renorm_clipping, renorm_momentum,
      fused, virtual_batch_size, adjustment: As for `tf.compat.v1.layers.BatchNormalization`.
      training: A bool, or a scalar bool tensor.
      name: A name; layers of one name share variables if `reuse` is true.
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
    layer = BatchNormalization(
        *(axis, momentum, epsilon, center, scale, beta_initializer, gamma_initializer),
        *(moving_mean_initializer, moving_variance_initializer, beta_regularizer),
        *(gamma_regularizer, beta_constraint, gamma_constraint, renorm, renorm_clipping),
        *(renorm_momentum, fused, trainable, virtual_batch_size, adjustment, name),
        _scope=name,
        _reuse=reuse,
    )
    return layer(inputs, training=training)
