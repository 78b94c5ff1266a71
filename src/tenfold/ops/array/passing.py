"""Ops that pass values through: identity, stop_gradient, ensure_shape."""

from __future__ import annotations

from typing import Any

from tenfold.core import errors, rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import FLOATING
from tenfold.core.op import op
from tenfold.core.shapes import TensorShape, as_shape
from tenfold.core.tensor import Tensor


@op("input: T -> output: T", shape=rules.same)
def Identity(xp: Any, input: Any) -> Any:
    return input


@Identity.gradient
def identity_gradient(done: Any, dy: Any) -> Any:
    return (dy,)


def identity(input: Any, name: str | None = None) -> Any:
    """The same value as a new tensor.

    Args:
      input: A tensor, variable or composite tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape, dtype and value.

    Example:
      >>> import tenfold as tf
      >>> tf.identity([1, 2]).numpy().tolist()
      [1, 2]
    """
    if hasattr(type(input), "_type_spec") and not isinstance(input, Tensor):
        from_parts = input._type_spec
        parts = from_parts._to_components(input)
        return from_parts._from_components(_map_parts(parts))
    return Identity(input, name)


def _map_parts(parts: Any) -> Any:
    if isinstance(parts, (list, tuple)):
        return type(parts)(_map_parts(p) for p in parts)
    return parts if parts is None else identity(parts)


@op("input: T[] -> output: T[]", shape=lambda call: [x.raw_shape for x in call.inputs])
def IdentityN(xp: Any, input: Any) -> Any:
    return list(input)


@IdentityN.gradient
def identity_n_gradient(done: Any, *dys: Any) -> Any:
    return dys


def identity_n(input: Any, name: str | None = None) -> list[Tensor]:
    """The same values as new tensors.

    Args:
      input: A list of tensors.
      name: A name for the op.

    Returns:
      A list of tensors with the same shapes, dtypes and values.

    Example:
      >>> import tenfold as tf
      >>> [x.numpy().item() for x in tf.identity_n([1, 2.5])]
      [1, 2.5]
    """
    return IdentityN(input, name=name)


@op("input: T -> output: T", shape=rules.same)
def StopGradient(xp: Any, input: Any) -> Any:
    return input


StopGradient.not_differentiable()


def stop_gradient(input: Any, name: str | None = None) -> Tensor:
    """The same value, which gradients take for a constant.

    Args:
      input: A tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape, dtype and value.

    Example:
      >>> import tenfold as tf
      >>> x = tf.constant(3.0)
      >>> with tf.GradientTape() as tape:
      ...     tape.watch(x)
      ...     y = x * tf.stop_gradient(x)
      >>> tape.gradient(y, x).numpy().item()
      3.0
    """
    return StopGradient(input, name)


@op("input: T -> output: T", shape=rules.same)
def PreventGradient(xp: Any, input: Any, *, message: str = "") -> Any:
    return input


@PreventGradient.gradient
def prevent_gradient_gradient(done: Any, dy: Any) -> Any:
    raise LookupError(f"Gradient explicitly disabled. Reason: {done.attrs['message']!r}.")


def _defaulted(done: Any) -> Any:
    shape = as_shape(done.attrs["shape"]).dims_tuple
    rules.merge(done.inputs[0].raw_shape, shape)
    return shape


@op("input: dtype -> output: dtype", shape=_defaulted)
def PlaceholderWithDefault(xp: Any, input: Any, *, shape: TensorShape) -> Any:
    return input


@PlaceholderWithDefault.gradient
def placeholder_with_default_gradient(done: Any, dy: Any) -> Any:
    return (dy,)


@op("input: T -> output: T", shape=rules.same, stateful=True)
def GuaranteeConst(xp: Any, input: Any) -> Any:
    return input


GuaranteeConst.not_differentiable()


def guarantee_const(input: Any, name: str | None = None) -> Tensor:
    """The same value, which the caller promises never changes.

    Args:
      input: A tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape, dtype and value.

    Example:
      >>> import tenfold as tf
      >>> tf.guarantee_const([1, 2]).numpy().tolist()
      [1, 2]
    """
    return GuaranteeConst(input, name)


def _ensured(done: Any) -> Any:
    return rules.merge(done.inputs[0].raw_shape, as_shape(done.attrs["shape"]).dims_tuple)


@op("input: T -> output: T", shape=_ensured)
def EnsureShape(xp: Any, input: Any, *, shape: TensorShape) -> Any:
    known = shape if not isinstance(shape, TensorShape) else shape.dims_tuple
    if known is not None:
        same = len(known) == input.ndim and all(
            d is None or d == got for d, got in zip(known, input.shape)
        )
        if not same:
            raise errors.InvalidArgumentError(
                None,
                None,
                f"Shape of tensor {list(input.shape)} is not compatible with expected shape "
                f"{['?' if d is None else d for d in known]}.",
            )
    return input


@EnsureShape.gradient
def ensure_shape_gradient(done: Any, dy: Any) -> Any:
    return (dy,)


def ensure_shape(x: Any, shape: Any, name: str | None = None) -> Tensor:
    """The same value, after a check of its shape when it runs.

    Args:
      x: A tensor.
      shape: The expected shape; None stands for any length.
      name: A name for the op.

    Returns:
      A tensor of the same value whose static shape is refined by `shape`.

    Raises:
      tf.errors.InvalidArgumentError: The shape differs.

    Example:
      >>> import tenfold as tf
      >>> tf.ensure_shape([[1, 2]], [None, 2]).shape
      TensorShape([1, 2])
    """
    return EnsureShape(to_tensor(x), shape=as_shape(shape).dims_tuple, name=name)


@op("tensor: T -> output: T", T=FLOATING, shape=rules.same, stateful=True)
def CheckNumerics(xp: Any, tensor: Any, *, message: str) -> Any:
    for flag, what in ((xp.isnan(tensor).any(), "NaN"), (xp.isinf(tensor).any(), "Inf")):
        xp.raise_if(flag, "InvalidArgumentError", f"{message} : Tensor had {what} values")
    return tensor


@CheckNumerics.gradient
def check_numerics_gradient(done: Any, dy: Any) -> Any:
    text = f"Not a number (NaN) or infinity (Inf) in the gradient. {done.attrs['message']}"
    return (CheckNumerics(dy, message=text),)


@op("tensor: T -> output: T", T=FLOATING, shape=rules.same, stateful=True)
def CheckNumericsV2(xp: Any, tensor: Any, *, message: str) -> Any:
    kinds = (tensor == -xp.inf, tensor == xp.inf, xp.isnan(tensor))
    found = xp.stack([kind.any() for kind in kinds])
    xp.raise_if(
        found.any(),
        "InvalidArgumentError",
        lambda values: f"{message} : Tensor had {_not_finite(values[0])} values",
        [found],
    )
    return tensor


def _not_finite(found: Any) -> str:
    """A list in words of the kinds of numbers that were found."""
    kinds = [kind for kind, is_there in zip(("-Inf", "+Inf", "NaN"), found) if is_there]
    return "-Inf, +Inf, and NaN" if len(kinds) == 3 else " and ".join(kinds)


@CheckNumericsV2.gradient
def check_numerics_v2_gradient(done: Any, dy: Any) -> Any:
    text = f"Not a number (NaN) or infinity (Inf) in the gradient. {done.attrs['message']}"
    return (CheckNumericsV2(dy, message=text),)


def check_numerics(tensor: Any, message: str, name: str | None = None) -> Tensor:
    """The same value, after a check that it has no NaN and no infinity.

    Args:
      tensor: A tensor of floating numbers.
      message: What the error says first.
      name: A name for the op.

    Returns:
      A tensor of the same value.

    Raises:
      tf.errors.InvalidArgumentError: There is a NaN or an infinity.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.check_numerics([1.0, 2.0], "loss").numpy().tolist()
      [1.0, 2.0]
    """
    return CheckNumerics(tensor, message=message, name=name)
