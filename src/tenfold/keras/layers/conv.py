"""Convolutions; the number of spatial axes is a parameter of one implementation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tenfold as tf
from tenfold.keras import regularizers
from tenfold.keras.layers.dense import KernelLayer

IntOrInts = int | Sequence[int]


def as_tuple(name: str, value: IntOrInts, rank: int, least: int = 1) -> tuple[int, ...]:
    """One number for each spatial axis, or a ValueError that names the argument."""
    values = (value,) * rank if isinstance(value, int) else tuple(value)
    if len(values) != rank or any(not isinstance(v, int) or v < least for v in values):
        raise ValueError(
            f"The `{name}` argument must be an integer or {rank} integers, each at least {least}. "
            f"Received: {name}={value}"
        )
    return values


def window_size(
    size: int | None, window: int, stride: int, padding: str, dilation: int = 1
) -> int | None:
    """How many positions a window takes along one axis."""
    if size is None:
        return None
    if padding != "valid":
        return -(-size // stride)
    count = (size - dilation * (window - 1) + stride - 1) // stride
    if count <= 0:
        raise ValueError(
            f"A window of {window} (dilation {dilation}) does not fit into a size of {size} "
            "without padding. Use padding='same' or a larger input."
        )
    return count


def data_format_of(data_format: str | None) -> str:
    """`channels_last` unless something else is asked for."""
    value = data_format or "channels_last"
    if value not in ("channels_last", "channels_first"):
        raise ValueError(
            "The `data_format` argument must be one of 'channels_first', 'channels_last'. "
            f"Received: {data_format!r}"
        )
    return value


def with_channels_first(run: Any, x: Any, data_format: str) -> Any:
    """Runs a channels-last computation, moving the channels there and back where needed."""
    if data_format == "channels_last":
        return run(x)
    last = len(x.shape) - 1
    y = run(tf.transpose(x, [0, *range(2, last + 1), 1]))
    return tf.transpose(y, [0, last, *range(1, last)])


class BaseConv(KernelLayer):
    """Slides a kernel over `rank` spatial axes."""

    def __init__(
        self,
        rank: int,
        filters: int,
        kernel_size: IntOrInts,
        strides: IntOrInts = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: IntOrInts = 1,
        groups: int = 1,
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
        self.rank = rank
        self.filters = filters
        self.groups = groups
        self.kernel_size = as_tuple("kernel_size", kernel_size, rank)
        self.strides = as_tuple("strides", strides, rank)
        self.dilation_rate = as_tuple("dilation_rate", dilation_rate, rank)
        self.padding = str(padding).lower()
        self.data_format = data_format_of(data_format)
        if self.padding not in ("valid", "same"):
            raise ValueError(
                f"The `padding` argument must be 'valid' or 'same'. Received: {padding!r}"
            )
        if filters <= 0 or groups <= 0 or filters % groups:
            raise ValueError(
                "`filters` must be positive and divisible by the number of groups. "
                f"Received: groups={groups}, filters={filters}."
            )
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(
                "`strides > 1` is not supported together with `dilation_rate > 1`. Received: "
                f"strides={self.strides}, dilation_rate={self.dilation_rate}."
            )

    def build(self, input_shape: Any) -> None:
        """Makes the kernel and the bias."""
        channels = input_shape[-1] if self.data_format == "channels_last" else input_shape[1]
        if len(input_shape) != self.rank + 2:
            raise ValueError(
                f"Input 0 of layer '{self.name}' is incompatible with the layer: expected "
                f"ndim={self.rank + 2}, found ndim={len(input_shape)}. "
                f"Full shape received: {input_shape}"
            )
        if channels is None or channels % self.groups:
            raise ValueError(
                "The number of input channels must be known and divisible by the number of "
                f"groups. Received groups={self.groups}, input shape {input_shape}."
            )
        shape = (*self.kernel_size, channels // self.groups, self.filters)
        self._add_kernel(shape, self.filters)
        self.built = True

    def call(self, inputs: Any) -> Any:
        """`[batch, *space, channels]` to `[batch, *space, filters]`."""
        self.compute_output_shape(inputs.shape)
        return self.activation(with_channels_first(self._convolve, inputs, self.data_format))

    def _convolve(self, x: Any) -> Any:
        y = tf.nn.convolution(
            x,
            self._in_compute_dtype(self.kernel),
            strides=list(self.strides),
            padding=self.padding.upper(),
            dilations=list(self.dilation_rate),
        )
        return tf.nn.bias_add(y, self._in_compute_dtype(self.bias)) if self.use_bias else y

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the output."""
        is_last = self.data_format == "channels_last"
        space = input_shape[1:-1] if is_last else input_shape[2:]
        windows = zip(space, self.kernel_size, self.strides, self.dilation_rate)
        sizes = [window_size(n, k, s, self.padding, d) for n, k, s, d in windows]
        if is_last:
            return (input_shape[0], *sizes, self.filters)
        return (input_shape[0], self.filters, *sizes)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {
            **super().get_config(),
            "activity_regularizer": regularizers.serialize(self.activity_regularizer),
            "filters": self.filters,
            "kernel_size": self.kernel_size,
            "strides": self.strides,
            "padding": self.padding,
            "data_format": self.data_format,
            "dilation_rate": self.dilation_rate,
            "groups": self.groups,
        }


class Conv2D(BaseConv):
    """A convolution over the two axes of an image.

    Args:
        filters: number of output channels.
        kernel_size: height and width of the kernel, or one number for both.
        strides: steps along height and width.
        padding: `valid` (none) or `same` (as many positions as strides allow).
        data_format: `channels_last` (default) or `channels_first`.
        dilation_rate: distance between the kernel's taps.
        groups: groups of channels that are convolved apart.
        activation: name or function applied to the result.
        use_bias: whether a bias is added.
        kernel_initializer: first value of the kernel, `[height, width, channels, filters]`.
        bias_initializer: first value of the bias, `[filters]`.
        kernel_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: projection of the kernel.
        bias_constraint: projection of the bias.

    >>> import tenfold as tf
    >>> tf.keras.layers.Conv2D(4, 3).compute_output_shape((None, 28, 28, 1))
    (None, 26, 26, 4)
    """

    def __init__(
        self,
        filters: int,
        kernel_size: IntOrInts,
        strides: IntOrInts = (1, 1),
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: IntOrInts = (1, 1),
        groups: int = 1,
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
        super().__init__(
            2,
            filters,
            kernel_size,
            strides,
            padding,
            data_format,
            dilation_rate,
            groups,
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
