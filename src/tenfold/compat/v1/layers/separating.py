"""tf.compat.v1.layers: separable convolutions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.core.op import call
from tenfold.ops.nn.depthwise import separable_conv2d as separable

from .convolving import Convolution, Function


class _Separable(Convolution):
    """A convolution of each channel, then one of a single point over all of them."""

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str = "channels_last",
        dilation_rate: Any = 1,
        depth_multiplier: int = 1,
        activation: Function | None = None,
        use_bias: bool = True,
        depthwise_initializer: Any = None,
        pointwise_initializer: Any = None,
        bias_initializer: Any = None,
        depthwise_regularizer: Function | None = None,
        pointwise_regularizer: Function | None = None,
        bias_regularizer: Function | None = None,
        activity_regularizer: Function | None = None,
        depthwise_constraint: Function | None = None,
        pointwise_constraint: Function | None = None,
        bias_constraint: Function | None = None,
        trainable: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            *(filters, kernel_size, strides, padding, data_format, dilation_rate, activation),
            *(use_bias, None, bias_initializer, None, bias_regularizer, activity_regularizer),
            *(None, bias_constraint, trainable, name),
            **kwargs,
        )
        if data_format != "channels_last":
            raise ValueError(
                f"{type(self).__name__}: data_format is {data_format!r}; expected "
                "'channels_last'. Transpose the inputs."
            )
        self.depth_multiplier = depth_multiplier
        self.depthwise_initializer = depthwise_initializer
        self.pointwise_initializer = pointwise_initializer
        self.depthwise_regularizer = depthwise_regularizer
        self.pointwise_regularizer = pointwise_regularizer
        self.depthwise_constraint = depthwise_constraint
        self.pointwise_constraint = pointwise_constraint

    def build(self, input_shape: Any) -> None:
        channels = self._channels(input_shape)
        self.depthwise_kernel = self.add_weight(
            "depthwise_kernel",
            [*self.kernel_size, channels, self.depth_multiplier],
            initializer=self.depthwise_initializer,
            regularizer=self.depthwise_regularizer,
            constraint=self.depthwise_constraint,
        )
        self.pointwise_kernel = self.add_weight(
            "pointwise_kernel",
            [*[1] * self.rank, channels * self.depth_multiplier, self.filters],
            initializer=self.pointwise_initializer,
            regularizer=self.pointwise_regularizer,
            constraint=self.pointwise_constraint,
        )
        self._add_bias()

    def call(self, inputs: Any) -> Any:  # type: ignore[override]
        deep, point = self.depthwise_kernel.value(), self.pointwise_kernel.value()
        padding = self.padding
        if padding == "causal":
            inputs, padding = self._after_zeros(inputs), "valid"
        if self.rank == 1:
            inputs, deep, point = (
                call("ExpandDims", x, axis) for x, axis in ((inputs, 1), (deep, 0), (point, 0))
            )
        y = separable(
            inputs,
            deep,
            point,
            [1, *(self.strides * (3 - self.rank)), 1],
            padding.upper(),
            None,
            list((1,) * (2 - self.rank) + self.dilation_rate),
        )
        return self._finished(call("Squeeze", y, squeeze_dims=[1]) if self.rank == 1 else y)


_DOC = """A convolution of each channel over {axes}, then one of a single point over all of them.

    Args:
      filters: The number of outputs.
      kernel_size, strides, dilation_rate: An integer, or {rank} of them.
      padding: {paddings}.
      data_format: "channels_last".
      depth_multiplier: The number of outputs of each channel's convolution.
      activation, use_bias, bias_initializer, bias_regularizer, activity_regularizer,
      bias_constraint, trainable, name, **kwargs: As for `tf.compat.v1.layers.Dense`.
      depthwise_initializer, pointwise_initializer, depthwise_regularizer, pointwise_regularizer,
      depthwise_constraint, pointwise_constraint: The same for the two kernels.

    Raises:
      ValueError: The channels do not come last.
    """


class SeparableConv1D(_Separable):
    __doc__ = _DOC.format(axes="one axis", rank=1, paddings='"valid", "same" or "causal"')
    rank = 1


class SeparableConv2D(_Separable):
    __doc__ = _DOC.format(axes="two axes", rank=2, paddings='"valid" or "same"')


def _function(kind: type[_Separable], title: str) -> Callable[..., Any]:
    def conv(
        inputs: Any,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str = "channels_last",
        dilation_rate: Any = 1,
        depth_multiplier: int = 1,
        activation: Function | None = None,
        use_bias: bool = True,
        depthwise_initializer: Any = None,
        pointwise_initializer: Any = None,
        bias_initializer: Any = None,
        depthwise_regularizer: Function | None = None,
        pointwise_regularizer: Function | None = None,
        bias_regularizer: Function | None = None,
        activity_regularizer: Function | None = None,
        depthwise_constraint: Function | None = None,
        pointwise_constraint: Function | None = None,
        bias_constraint: Function | None = None,
        trainable: bool = True,
        name: str | None = None,
        reuse: Any = None,
    ) -> Any:
        layer = kind(
            *(filters, kernel_size, strides, padding, data_format, dilation_rate),
            *(depth_multiplier, activation, use_bias, depthwise_initializer),
            *(pointwise_initializer, bias_initializer, depthwise_regularizer),
            *(pointwise_regularizer, bias_regularizer, activity_regularizer),
            *(depthwise_constraint, pointwise_constraint, bias_constraint, trainable, name),
            _scope=name,
            _reuse=reuse,
        )
        return layer(inputs)

    conv.__name__ = conv.__qualname__ = title
    conv.__doc__ = f"""A layer `tf.compat.v1.layers.{kind.__name__}`, applied.

    Args:
      inputs: A tensor with the channels last.
      name: A name; layers of one name share variables if `reuse` is true.
      reuse: Whether to use the variables of the layer of that name.
      And the arguments of the layer.

    Returns:
      A tensor with `filters` channels.
    """
    return conv


separable_conv1d = _function(SeparableConv1D, "separable_conv1d")
separable_conv2d = _function(SeparableConv2D, "separable_conv2d")
