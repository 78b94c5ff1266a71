"""tf.compat.v1.layers: convolutions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.ops.nn import convolve

from ..initial_values import Zeros
from .base import Layer, known_size

Function = Callable[[Any], Any]

_LETTERS = {1: "W", 2: "HW", 3: "DHW"}
_PLAIN: dict[int, Callable[..., Any]] = {
    1: convolve.conv1d,
    2: convolve.conv2d,
    3: convolve.conv3d,
}


def per_axis(value: Any, rank: int, name: str) -> tuple[int, ...]:
    """An integer, or one for each axis, as one for each axis.

    Raises:
      ValueError: It is neither.
    """
    found = (value,) * rank if isinstance(value, int) else tuple(value)
    if len(found) != rank:
        raise ValueError(
            f"The `{name}` argument must be a tuple of {rank} integers. Received: {value}"
        )
    return found


class Convolution(Layer):
    """What all convolutions share: the arguments, a bias and an activation."""

    rank = 2

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str = "channels_last",
        dilation_rate: Any = 1,
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
        if data_format not in ("channels_last", "channels_first"):
            raise ValueError(
                "The `data_format` argument must be one of 'channels_first', 'channels_last'. "
                f"Received: {data_format}"
            )
        self.filters = filters
        self.kernel_size = per_axis(kernel_size, self.rank, "kernel_size")
        self.strides = per_axis(strides, self.rank, "strides")
        self.padding = padding.lower()
        self.data_format = data_format
        self.dilation_rate = per_axis(dilation_rate, self.rank, "dilation_rate")
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

    @property
    def _layout(self) -> str:
        letters = _LETTERS[self.rank]
        return f"NC{letters}" if self.data_format == "channels_first" else f"N{letters}C"

    def _channels(self, input_shape: Any) -> int:
        axis = 1 if self.data_format == "channels_first" else -1
        return known_size(input_shape, axis, type(self).__name__)

    def _add_kernel(self, channels: tuple[int, int]) -> None:
        self.kernel = self.add_weight(
            "kernel",
            [*self.kernel_size, *channels],
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )

    def _add_bias(self) -> None:
        if self.use_bias:
            self.bias = self.add_weight(
                "bias",
                [self.filters],
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        self.built = True

    def build(self, input_shape: Any) -> None:
        self._add_kernel((self._channels(input_shape), self.filters))
        self._add_bias()

    def call(self, inputs: Any) -> Any:  # type: ignore[override]
        padding = self.padding
        if padding == "causal":
            inputs, padding = self._after_zeros(inputs), "valid"
        y = _PLAIN[self.rank](
            *(inputs, self.kernel.value(), self.strides, padding.upper()),
            *(self._layout, self.dilation_rate),
        )
        return self._finished(y)

    def _after_zeros(self, x: Any) -> Any:
        """Steps of zeros before the first one, so that no output sees a later step."""
        before = self.dilation_rate[0] * (self.kernel_size[0] - 1)
        axes = [[0, 0], [before, 0], [0, 0]]
        if self.data_format == "channels_first":
            axes = [axes[0], axes[2], axes[1]]
        return call("Pad", x, axes)

    def _finished(self, y: Any) -> Any:
        if self.bias is not None:
            b = self.bias.value()
            if self.data_format == "channels_first":
                y = y + call("Reshape", b, [1, self.filters, *[1] * self.rank])
            else:
                y = call("BiasAdd", y, b)
        return y if self.activation is None else self.activation(y)


_DOC = """A convolution over {axes}, a bias, and an activation.

    Args:
      filters: The number of outputs.
      kernel_size, strides, dilation_rate: An integer, or {rank} of them.
      padding: {paddings}.
      data_format: "channels_last" or "channels_first".
      activation, use_bias, kernel_initializer, bias_initializer, kernel_regularizer,
      bias_regularizer, activity_regularizer, kernel_constraint, bias_constraint, trainable, name,
      **kwargs: As for `tf.compat.v1.layers.Dense`.
    """


class Conv1D(Convolution):
    __doc__ = _DOC.format(axes="one axis", rank=1, paddings='"valid", "same" or "causal"')
    rank = 1


class Conv2D(Convolution):
    __doc__ = _DOC.format(axes="two axes", rank=2, paddings='"valid" or "same"')


class Conv3D(Convolution):
    __doc__ = _DOC.format(axes="three axes", rank=3, paddings='"valid" or "same"')
    rank = 3


class _Transposed(Convolution):
    """The transpose of a convolution: it makes images larger by its strides."""

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str = "channels_last",
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
        super().__init__(
            *(filters, kernel_size, strides, padding, data_format, 1, activation, use_bias),
            *(kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer),
            *(activity_regularizer, kernel_constraint, bias_constraint, trainable, name),
            **kwargs,
        )

    def build(self, input_shape: Any) -> None:
        self._add_kernel((self.filters, self._channels(input_shape)))
        self._add_bias()

    def call(self, inputs: Any) -> Any:  # type: ignore[override]
        first = 2 if self.data_format == "channels_first" else 1
        known = inputs.raw_shape
        dynamic = call("Shape", inputs) if None in known else None
        sizes = [dynamic[i] if n is None else n for i, n in enumerate(known)]  # type: ignore[index]
        grown = [
            size * step + (max(width - step, 0) if self.padding == "valid" else 0)
            for size, step, width in zip(
                sizes[first : first + self.rank], self.strides, self.kernel_size, strict=True
            )
        ]
        channels_first = self.data_format == "channels_first"
        shape = [self.filters, *grown] if channels_first else [*grown, self.filters]
        transposed = convolve.conv2d_transpose if self.rank == 2 else convolve.conv3d_transpose
        y = transposed(
            *(inputs, self.kernel.value(), [sizes[0], *shape], list(self.strides)),
            *(self.padding.upper(), self._layout),
        )
        y.set_shape(TensorShape([d if isinstance(d, int) else None for d in [known[0], *shape]]))
        return self._finished(y)


_TRANSPOSED_DOC = """The transpose of a convolution over {axes}, a bias, and an activation.

    Args:
      filters: The number of outputs.
      kernel_size, strides: An integer, or {rank} of them.
      padding: "valid" or "same".
      data_format: "channels_last" or "channels_first".
      activation, use_bias, kernel_initializer, bias_initializer, kernel_regularizer,
      bias_regularizer, activity_regularizer, kernel_constraint, bias_constraint, trainable, name,
      **kwargs: As for `tf.compat.v1.layers.Dense`.
    """


class Conv2DTranspose(_Transposed):
    __doc__ = _TRANSPOSED_DOC.format(axes="two axes", rank=2)


class Conv3DTranspose(_Transposed):
    __doc__ = _TRANSPOSED_DOC.format(axes="three axes", rank=3)
    rank = 3


def _plain_function(kind: type[Convolution], title: str) -> Callable[..., Any]:
    def conv(
        inputs: Any,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str = "channels_last",
        dilation_rate: Any = 1,
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
        layer = kind(
            *(filters, kernel_size, strides, padding, data_format, dilation_rate, activation),
            *(use_bias, kernel_initializer, bias_initializer, kernel_regularizer),
            *(bias_regularizer, activity_regularizer, kernel_constraint, bias_constraint),
            *(trainable, name),
            _scope=name,
            _reuse=reuse,
        )
        return layer(inputs)

    return _named(conv, title, kind)


def _transposed_function(kind: type[_Transposed], title: str) -> Callable[..., Any]:
    def conv(
        inputs: Any,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str = "channels_last",
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
        layer = kind(
            *(filters, kernel_size, strides, padding, data_format, activation, use_bias),
            *(kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer),
            *(activity_regularizer, kernel_constraint, bias_constraint, trainable, name),
            _scope=name,
            _reuse=reuse,
        )
        return layer(inputs)

    return _named(conv, title, kind)


def _named(function: Callable[..., Any], title: str, kind: type[Convolution]) -> Any:
    letters = ", ".join(_LETTERS[kind.rank].lower())
    function.__name__ = function.__qualname__ = title
    function.__doc__ = f"""A layer `tf.compat.v1.layers.{kind.__name__}`, applied.

    Args:
      inputs: [batch, {letters}, channels], or with the channels second.
      name: A name; layers of one name share variables if `reuse` is true.
      reuse: Whether to use the variables of the layer of that name.
      And the arguments of the layer.

    Returns:
      A tensor with `filters` channels.
    """
    return function


conv1d = _plain_function(Conv1D, "conv1d")
conv2d = _plain_function(Conv2D, "conv2d")
conv3d = _plain_function(Conv3D, "conv3d")
conv2d_transpose = _transposed_function(Conv2DTranspose, "conv2d_transpose")
conv3d_transpose = _transposed_function(Conv3DTranspose, "conv3d_transpose")
