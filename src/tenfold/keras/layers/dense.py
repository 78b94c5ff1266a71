"""Dense: every output sees every input."""

from __future__ import annotations

from typing import Any

import numpy as np

import tenfold as tf
from tenfold.keras import activations, constraints, initializers, regularizers
from tenfold.keras.layer import Layer


class KernelLayer(Layer):
    """Base of layers with a kernel, a bias and an activation."""

    def __init__(
        self,
        activation: Any,
        use_bias: bool,
        kernel_initializer: Any,
        bias_initializer: Any,
        kernel_regularizer: Any,
        bias_regularizer: Any,
        activity_regularizer: Any,
        kernel_constraint: Any,
        bias_constraint: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.bias: Any = None

    def _add_kernel(self, shape: tuple[int, ...], num_outputs: int) -> None:
        self.kernel = self.add_weight(
            name="kernel",
            shape=shape,
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=(num_outputs,),
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )

    def _in_compute_dtype(self, weight: Any) -> Any:
        policy = self._dtype_policy
        if policy.compute_dtype == policy.variable_dtype:
            return weight
        return tf.cast(weight, policy.compute_dtype)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {
            **super().get_config(),
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
            "kernel_regularizer": regularizers.serialize(self.kernel_regularizer),
            "bias_regularizer": regularizers.serialize(self.bias_regularizer),
            "kernel_constraint": constraints.serialize(self.kernel_constraint),
            "bias_constraint": constraints.serialize(self.bias_constraint),
        }


class Dense(KernelLayer):
    """`activation(inputs @ kernel + bias)`.

    Args:
        units: size of the output's last axis.
        activation: name or function applied to the result.
        use_bias: whether a bias is added.
        kernel_initializer: first value of the kernel, `[inputs, units]`.
        bias_initializer: first value of the bias, `[units]`.
        kernel_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: projection of the kernel.
        bias_constraint: projection of the bias.

    Raises:
        ValueError: `units` is not a positive integer.

    >>> import tenfold as tf
    >>> tf.keras.layers.Dense(2, kernel_initializer="ones")(tf.ones([1, 3])).numpy().tolist()
    [[3.0, 3.0]]
    """

    def __init__(
        self,
        units: int,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        if not isinstance(units, int | np.integer) or units <= 0:
            raise ValueError(
                "Received an invalid value for `units`, expected a positive integer. "
                f"Received: units={units}"
            )
        super().__init__(
            activation,
            use_bias,
            kernel_initializer,
            bias_initializer,
            kernel_regularizer,
            bias_regularizer,
            activity_regularizer,
            kernel_constraint,
            bias_constraint,
            **kwargs,
        )
        self.units = int(units)
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        """Makes the kernel and the bias."""
        if len(input_shape) < 2 or input_shape[-1] is None:
            raise ValueError(
                f"Dense '{self.name}': expected an input of 2 or more dimensions whose last size "
                f"is known; received shape {input_shape}."
            )
        self._add_kernel((input_shape[-1], self.units), self.units)
        self.built = True

    def call(self, inputs: Any) -> Any:
        """`[..., inputs]` to `[..., units]`."""
        if inputs.shape[-1] != self.kernel.shape[0]:
            raise ValueError(
                f"Input 0 of layer '{self.name}' is incompatible with the layer: expected axis -1 "
                f"of input shape to have value {self.kernel.shape[0]}, but received input with "
                f"shape {tuple(inputs.shape)}"
            )
        kernel = self._in_compute_dtype(self.kernel)
        if inputs.dtype.is_integer:
            inputs = tf.cast(inputs, kernel.dtype)
        if len(inputs.shape) == 2:
            x = tf.matmul(inputs, kernel)
        else:
            x = tf.tensordot(inputs, kernel, [[len(inputs.shape) - 1], [0]])
        if self.use_bias:
            x = tf.nn.bias_add(x, self._in_compute_dtype(self.bias))
        return self.activation(x)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """`[..., units]`."""
        return (*input_shape[:-1], self.units)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        base = super().get_config()
        config = {key: base.pop(key) for key in ("name", "trainable", "dtype")}
        return {**config, "units": self.units, **base, "quantization_config": None}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """A layer from its configuration."""
        return cls(**{key: value for key, value in config.items() if key != "quantization_config"})
