"""Simulated quantization: values rounded to the steps of a range, as floating numbers.

The range is moved a little so that 0 is a step (Jacob et al., "Quantization and Training of Neural
Networks for Efficient Integer-Arithmetic-Only Inference", 2018). Gradients pass where a value lies
within the range, and go to the range's ends elsewhere.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any, NamedTuple

import numpy as np

from tenfold.core import rules
from tenfold.core.namespace import numpy_ns
from tenfold.core.op import op

Gradients = namedtuple(
    "FakeQuantWithMinMaxVarsGradient",
    ["backprops_wrt_input", "backprop_wrt_min", "backprop_wrt_max"],
)
ChannelGradients = namedtuple("FakeQuantWithMinMaxVarsPerChannelGradient", list(Gradients._fields))


def _steps(num_bits: int, narrow_range: bool) -> tuple[int, int]:
    """The first and last step of the range."""
    if not 2 <= num_bits <= 16:
        raise ValueError("num_bits must be between 2 and 16, inclusive.")
    return int(narrow_range), 2**num_bits - 1


class _Range(NamedTuple):
    """A range moved so that 0 is a step of it."""

    low: Any
    high: Any
    step: Any
    is_empty: Any  # both ends were 0


def _nudge(xp: Any, low: Any, high: Any, steps: tuple[int, int]) -> _Range:
    first, last = (np.float32(s) for s in steps)
    is_empty = (low == 0) & (high == 0)
    low, high = xp.where(is_empty, np.float32(-1), low), xp.where(is_empty, np.float32(1), high)
    # XLA would reorder divisions, and half steps would go the other way than eagerly.
    keep = xp.lax.optimization_barrier if xp.compiled else xp.asarray
    step = keep((high - low) / keep(xp.asarray(last - first)))
    zero = xp.floor(xp.clip(first - low / step, first, last) + np.float32(0.5))
    return _Range((first - zero) * step, (last - zero) * step, step, is_empty)


def _round(xp: Any, x: Any, within: _Range) -> Any:
    shifted = xp.maximum(xp.minimum(x, within.high), within.low) - within.low
    y = xp.floor(shifted * (np.float32(1) / within.step) + np.float32(0.5))
    y = y * within.step + within.low
    return xp.where(within.is_empty, np.float32(0), y).astype("float32")


def _parts(xp: Any, dy: Any, x: Any, within: _Range, axes: tuple[int, ...]) -> tuple[Any, ...]:
    """What goes to the values, to the lower and to the upper end."""
    if dy.shape != x.shape:
        raise ValueError("gradient and input must be the same size.")
    below, above = x < within.low, x > within.high
    inside = within.is_empty | ((x >= within.low) & (x <= within.high))
    nothing = np.float32(0)
    return (
        xp.where(inside, dy, nothing),
        xp.where(below & ~within.is_empty, dy, nothing).sum(axes),
        xp.where(above & ~within.is_empty, dy, nothing).sum(axes),
    )


def _fixed_range(low: float, high: float, num_bits: int, narrow_range: bool) -> _Range:
    if not low < high:
        raise ValueError(f"min has to be smaller than max, was: {low:g} >= {high:g}.")
    steps = _steps(num_bits, narrow_range)
    return _nudge(numpy_ns, np.float32(low), np.float32(high), steps)


@op("inputs: float32 -> outputs: float32", shape=rules.same)
def FakeQuantWithMinMaxArgs(
    xp: Any,
    inputs: Any,
    *,
    min: float = -6.0,
    max: float = 6.0,
    num_bits: int = 8,
    narrow_range: bool = False,
) -> Any:
    return _round(xp, inputs, _fixed_range(min, max, num_bits, narrow_range))


@FakeQuantWithMinMaxArgs.gradient
def fake_quant_with_min_max_args_op_gradient(call: Any, dy: Any) -> Any:
    attrs = {n: call.attrs[n] for n in ("min", "max", "num_bits", "narrow_range")}
    return (FakeQuantWithMinMaxArgsGradient(dy, call.inputs[0], **attrs),)


def fake_quant_with_min_max_args(
    inputs: Any,
    min: float = -6,
    max: float = 6,
    num_bits: int = 8,
    narrow_range: bool = False,
    name: str | None = None,
) -> Any:
    """Rounds values to the steps of a fixed range, moved so that 0 is one of them.

    Args:
      inputs: A float32 tensor.
      min: The range's lower end.
      max: Its upper end.
      num_bits: The logarithm of the number of steps: 2 to 16.
      narrow_range: Whether there is one step less.
      name: A name for the op.

    Returns:
      A float32 tensor of the same shape.

    Raises:
      tf.errors.InvalidArgumentError: `min` is not below `max`, or `num_bits` is out of range.

    Example:
      >>> import tenfold as tf
      >>> x = tf.quantization.fake_quant_with_min_max_args([-1.2, 0.3, 9.0], -1, 1, num_bits=2)
      >>> print(x.numpy().round(4))
      [-1.3333  0.      0.6667]
    """
    return FakeQuantWithMinMaxArgs(
        inputs,
        min=float(min),
        max=float(max),
        num_bits=num_bits,
        narrow_range=narrow_range,
        name=name,
    )


@op("gradients: float32, inputs: float32 -> backprops: float32", shape=rules.merged)
def FakeQuantWithMinMaxArgsGradient(
    xp: Any,
    gradients: Any,
    inputs: Any,
    *,
    min: float = -6.0,
    max: float = 6.0,
    num_bits: int = 8,
    narrow_range: bool = False,
) -> Any:
    within = _fixed_range(min, max, num_bits, narrow_range)
    return _parts(xp, gradients, inputs, within, ())[0]


FakeQuantWithMinMaxArgsGradient.not_differentiable()


def fake_quant_with_min_max_args_gradient(
    gradients: Any,
    inputs: Any,
    min: float = -6,
    max: float = 6,
    num_bits: int = 8,
    narrow_range: bool = False,
    name: str | None = None,
) -> Any:
    """The gradient of `tf.quantization.fake_quant_with_min_max_args`.

    Args:
      gradients: A float32 tensor: what arrives at the outputs.
      inputs: A float32 tensor of the same shape: the values that were rounded.
      min: The range's lower end.
      max: Its upper end.
      num_bits: The logarithm of the number of steps: 2 to 16.
      narrow_range: Whether there is one step less.
      name: A name for the op.

    Returns:
      The gradients where the inputs lie within the range, 0 elsewhere.

    Example:
      >>> import tenfold as tf
      >>> dx = tf.quantization.fake_quant_with_min_max_args_gradient([1.0, 2.0], [0.0, 9.0])
      >>> dx.numpy().tolist()
      [1.0, 0.0]
    """
    return FakeQuantWithMinMaxArgsGradient(
        gradients,
        inputs,
        min=float(min),
        max=float(max),
        num_bits=num_bits,
        narrow_range=narrow_range,
        name=name,
    )


def _scalar_range(low: Any, high: Any) -> None:
    for name, x in (("min", low), ("max", high)):
        if x.ndim:
            raise ValueError(f"`{name}` must be rank 0 but is rank {x.ndim}.")


def _channel_range(x: Any, low: Any, high: Any) -> None:
    for name, end in (("min", low), ("max", high)):
        if end.ndim != 1:
            raise ValueError(f"`{name}` must be rank 1 but is rank {end.ndim}.")
        if x.ndim and end.shape[0] != x.shape[-1]:
            raise ValueError(
                f"{name} has incorrect size, expected {x.shape[-1]} was {end.shape[0]}."
            )


@op(
    "inputs: float32, min: float32, max: float32 -> outputs: float32",
    shape=rules.shaped(rules.same, None, "", ""),
)
def FakeQuantWithMinMaxVars(
    xp: Any, inputs: Any, min: Any, max: Any, *, num_bits: int = 8, narrow_range: bool = False
) -> Any:
    _scalar_range(min, max)
    return _round(xp, inputs, _nudge(xp, min, max, _steps(num_bits, narrow_range)))


@FakeQuantWithMinMaxVars.gradient
def fake_quant_with_min_max_vars_op_gradient(call: Any, dy: Any) -> Any:
    attrs = {n: call.attrs[n] for n in ("num_bits", "narrow_range")}
    return FakeQuantWithMinMaxVarsGradient(dy, *call.inputs, **attrs)


def fake_quant_with_min_max_vars(
    inputs: Any,
    min: Any,
    max: Any,
    num_bits: int = 8,
    narrow_range: bool = False,
    name: str | None = None,
) -> Any:
    """Rounds values to the steps of a range that may be learned.

    Args:
      inputs: A float32 tensor.
      min: The range's lower end, a scalar.
      max: Its upper end, a scalar.
      num_bits: The logarithm of the number of steps: 2 to 16.
      narrow_range: Whether there is one step less.
      name: A name for the op.

    Returns:
      A float32 tensor of the same shape; zeros if both ends are 0.

    Raises:
      tf.errors.InvalidArgumentError: An end is no scalar, or `num_bits` is out of range.

    Example:
      >>> import tenfold as tf
      >>> x = tf.quantization.fake_quant_with_min_max_vars([0.3, 9.0], -1.0, 1.0, num_bits=2)
      >>> print(x.numpy().round(4))
      [0.     0.6667]
    """
    return FakeQuantWithMinMaxVars(
        inputs, min, max, num_bits=num_bits, narrow_range=narrow_range, name=name
    )


_GRADIENT = (
    "gradients: float32, inputs: float32, min: float32, max: float32 -> "
    "backprops_wrt_input: float32, backprop_wrt_min: float32, backprop_wrt_max: float32"
)


def _gradient_shapes(call: Any) -> Any:
    return [rules.merge(call.inputs[0].raw_shape, call.inputs[1].raw_shape), (), ()]


@op(_GRADIENT, shape=rules.shaped(_gradient_shapes, None, None, "", ""))
def FakeQuantWithMinMaxVarsGradient(
    xp: Any,
    gradients: Any,
    inputs: Any,
    min: Any,
    max: Any,
    *,
    num_bits: int = 8,
    narrow_range: bool = False,
) -> Any:
    _scalar_range(min, max)
    axes = tuple(range(inputs.ndim))
    within = _nudge(xp, min, max, _steps(num_bits, narrow_range))
    return _parts(xp, gradients, inputs, within, axes)


FakeQuantWithMinMaxVarsGradient.not_differentiable()


def fake_quant_with_min_max_vars_gradient(
    gradients: Any,
    inputs: Any,
    min: Any,
    max: Any,
    num_bits: int = 8,
    narrow_range: bool = False,
    name: str | None = None,
) -> Any:
    """The gradients of `tf.quantization.fake_quant_with_min_max_vars`.

    Args:
      gradients: A float32 tensor: what arrives at the outputs.
      inputs: A float32 tensor of the same shape: the values that were rounded.
      min: The range's lower end, a scalar.
      max: Its upper end, a scalar.
      num_bits: The logarithm of the number of steps: 2 to 16.
      narrow_range: Whether there is one step less.
      name: A name for the op.

    Returns:
      A named tuple: the gradients of the inputs, of the lower and of the upper end.

    Example:
      >>> import tenfold as tf
      >>> dx, dlow, dhigh = tf.quantization.fake_quant_with_min_max_vars_gradient(
      ...     [1.0, 2.0, 3.0], [0.0, 9.0, -9.0], -1.0, 1.0)
      >>> dx.numpy().tolist(), dlow.numpy().item(), dhigh.numpy().item()
      ([1.0, 0.0, 0.0], 3.0, 2.0)
    """
    options: dict[str, Any] = {"num_bits": num_bits, "narrow_range": narrow_range, "name": name}
    return Gradients(*FakeQuantWithMinMaxVarsGradient(gradients, inputs, min, max, **options))


@op(
    "inputs: float32, min: float32, max: float32 -> outputs: float32",
    shape=rules.shaped(rules.same, "... d", "d", "d"),
)
def FakeQuantWithMinMaxVarsPerChannel(
    xp: Any, inputs: Any, min: Any, max: Any, *, num_bits: int = 8, narrow_range: bool = False
) -> Any:
    _channel_range(inputs, min, max)
    return _round(xp, inputs, _nudge(xp, min, max, _steps(num_bits, narrow_range)))


@FakeQuantWithMinMaxVarsPerChannel.gradient
def fake_quant_with_min_max_vars_per_channel_op_gradient(call: Any, dy: Any) -> Any:
    attrs = {n: call.attrs[n] for n in ("num_bits", "narrow_range")}
    return FakeQuantWithMinMaxVarsPerChannelGradient(dy, *call.inputs, **attrs)


def fake_quant_with_min_max_vars_per_channel(
    inputs: Any,
    min: Any,
    max: Any,
    num_bits: int = 8,
    narrow_range: bool = False,
    name: str | None = None,
) -> Any:
    """Rounds values to the steps of a range for each channel.

    Args:
      inputs: A float32 tensor of shape [..., channels].
      min: The ranges' lower ends, of shape [channels].
      max: Their upper ends, of shape [channels].
      num_bits: The logarithm of the number of steps: 2 to 16.
      narrow_range: Whether there is one step less.
      name: A name for the op.

    Returns:
      A float32 tensor of the same shape.

    Raises:
      tf.errors.InvalidArgumentError: The ends do not fit the channels, or `num_bits` is out of
        range.

    Example:
      >>> import tenfold as tf
      >>> x = tf.quantization.fake_quant_with_min_max_vars_per_channel(
      ...     [[0.3, 0.3]], [-1.0, 0.0], [1.0, 3.0], num_bits=2)
      >>> print(x.numpy().round(4))
      [[0. 0.]]
    """
    return FakeQuantWithMinMaxVarsPerChannel(
        inputs, min, max, num_bits=num_bits, narrow_range=narrow_range, name=name
    )


def _channel_shapes(call: Any) -> Any:
    shape = rules.merge(call.inputs[0].raw_shape, call.inputs[1].raw_shape)
    channels = None if shape is None or not shape else shape[-1]
    return [shape, (channels,), (channels,)]


@op(_GRADIENT, shape=rules.shaped(_channel_shapes, "... d", "... d", "d", "d"))
def FakeQuantWithMinMaxVarsPerChannelGradient(
    xp: Any,
    gradients: Any,
    inputs: Any,
    min: Any,
    max: Any,
    *,
    num_bits: int = 8,
    narrow_range: bool = False,
) -> Any:
    _channel_range(inputs, min, max)
    axes = tuple(range(inputs.ndim - 1))
    within = _nudge(xp, min, max, _steps(num_bits, narrow_range))
    return _parts(xp, gradients, inputs, within, axes)


FakeQuantWithMinMaxVarsPerChannelGradient.not_differentiable()


def fake_quant_with_min_max_vars_per_channel_gradient(
    gradients: Any,
    inputs: Any,
    min: Any,
    max: Any,
    num_bits: int = 8,
    narrow_range: bool = False,
    name: str | None = None,
) -> Any:
    """The gradients of `tf.quantization.fake_quant_with_min_max_vars_per_channel`.

    Args:
      gradients: A float32 tensor: what arrives at the outputs.
      inputs: A float32 tensor of the same shape [..., channels]: the values that were rounded.
      min: The ranges' lower ends, of shape [channels].
      max: Their upper ends, of shape [channels].
      num_bits: The logarithm of the number of steps: 2 to 16.
      narrow_range: Whether there is one step less.
      name: A name for the op.

    Returns:
      A named tuple: the gradients of the inputs, of the lower and of the upper ends.

    Example:
      >>> import tenfold as tf
      >>> found = tf.quantization.fake_quant_with_min_max_vars_per_channel_gradient(
      ...     [[1.0, 2.0]], [[9.0, 9.0]], [-1.0, 0.0], [1.0, 10.0])
      >>> found.backprop_wrt_max.numpy().tolist()
      [1.0, 0.0]
    """
    options: dict[str, Any] = {"num_bits": num_bits, "narrow_range": narrow_range, "name": name}
    found = FakeQuantWithMinMaxVarsPerChannelGradient(gradients, inputs, min, max, **options)
    return ChannelGradients(*found)
