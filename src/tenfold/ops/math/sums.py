"""Sums of whole tensors: the first addition, sums of many, multiples and polynomials."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import NUMBER, UNSIGNED, string, uint8, variant
from tenfold.core.op import op
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import Tensor
from tenfold.engine.control_flow.list_forms import added, list_of
from tenfold.engine.control_flow.optional_values import optional_of, with_components

from .arithmetic import PLAIN, add, add_gradient, multiply

ADDABLE = (*(t for t in PLAIN if t not in UNSIGNED), uint8, string)


@op("x: T, y: T -> z: T", T=ADDABLE, shape=rules.broadcast)
def Add(xp: Any, x: Any, y: Any) -> Any:
    return x + y


Add.gradient(add_gradient)


@op("inputs: N*T -> sum: T", T=(*NUMBER, variant))
def AddN(xp: Any, inputs: Any) -> Any:
    total = inputs[0]
    if (held := list_of(total)) is not None:
        others: list[Any] = [list_of(x) for x in inputs[1:]]
        return functools.reduce(functools.partial(added, xp), others, held)
    if optional_of(total) is not None:
        return with_components(xp, "AddN", [optional_of(x) for x in inputs])
    for x in inputs[1:]:
        if x.shape != total.shape:
            xp.raise_if(
                True,
                "InvalidArgumentError",
                "Inputs to AddN must have the same shape; "
                f"received {list(total.shape)} and {list(x.shape)}.",
            )
        total = total + x
    return total


@AddN.shape
def addn_shape(call: Any) -> Any:
    # A graph may say of an optional what it knows of the tensor in it.
    return () if call.inputs[0].dtype is variant else rules.merged(call)


@AddN.gradient
def addn_gradient(call: Any, dy: Any) -> Any:
    return [dy] * len(call.inputs)


@op("inputs: N*T -> sum: T", T=NUMBER, N=1, shape=rules.merged)
def AccumulateNV2(xp: Any, inputs: Any, *, shape: TensorShape) -> Any:
    found = AddN.kernel(xp, inputs)
    if not TensorShape(shape).is_compatible_with(found.shape):
        raise ValueError(f"The sum has shape {list(found.shape)}; expected {TensorShape(shape)}.")
    return found


@AccumulateNV2.gradient
def accumulate_n_gradient(call: Any, dy: Any) -> Any:
    return [dy] * len(call.inputs)


def add_n(inputs: Any, name: str | None = None) -> Any:
    """The sum of several tensors of one shape, without broadcasting.

    Args:
      inputs: Tensors of the same shape and dtype, in a list or another iterable; the rows of a
        tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype as each of them.

    Raises:
      ValueError: The list is empty.
      tf.errors.InvalidArgumentError: The shapes or dtypes differ.

    Example:
      >>> import tenfold as tf
      >>> tf.add_n([tf.constant([1, 2]), tf.constant([3, 4])]).numpy().tolist()
      [4, 6]
    """
    terms = _terms("add_n", inputs)
    return terms[0] if len(terms) == 1 and name is None else AddN(terms, name=name)


def _terms(name: str, inputs: Any) -> list[Any]:
    terms = [to_tensor(x) for x in inputs] if isinstance(inputs, (Iterable, Tensor)) else []
    if not terms:
        raise ValueError(
            f"{name}: inputs must be a list of at least one tensor, all of the same dtype and "
            f"shape; received {inputs!r}."
        )
    return terms


def accumulate_n(
    inputs: Any, shape: Any = None, tensor_dtype: Any = None, name: str | None = None
) -> Any:
    """The sum of several tensors of one shape, as `tf.math.add_n`, with the shape stated.

    Args:
      inputs: A list of tensors of the same shape and dtype.
      shape: The shape that they are expected to have, if it is to be checked.
      tensor_dtype: The dtype that they are expected to have, if it is to be checked.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype as each of them.

    Raises:
      ValueError: The list is empty, or the shapes differ.
      TypeError: `tensor_dtype` is not the dtype of the inputs.

    Example:
      >>> import tenfold as tf
      >>> tf.math.accumulate_n([[1, 2], [3, 4]]).numpy().tolist()
      [4, 6]
    """
    terms = _terms("accumulate_n", inputs)
    found = TensorShape(shape)
    for x in terms:
        found = found.merge_with(x.shape)
        if x.dtype is not terms[0].dtype:
            raise ValueError(
                "accumulate_n: inputs must have one dtype; received "
                f"{terms[0].dtype.name} and {x.dtype.name}. Use tf.cast."
            )
    if tensor_dtype is not None and terms[0].dtype != tensor_dtype:
        raise TypeError(
            f"accumulate_n: tensor_dtype is {tensor_dtype}, but the inputs are "
            f"{terms[0].dtype.name}."
        )
    return terms[0] if len(terms) == 1 and name is None else AddN(terms, name=name)


def scalar_mul(scalar: Any, x: Any, name: str | None = None) -> Any:
    """A multiple of a tensor.

    Args:
      scalar: A number, or a tensor of rank 0.
      x: A tensor of numbers, or `tf.IndexedSlices`.
      name: A name for the op.

    Returns:
      What `x` is, with every value multiplied.

    Raises:
      ValueError: `scalar` is not of rank 0.

    Example:
      >>> import tenfold as tf
      >>> tf.math.scalar_mul(3.0, [1.0, 2.0]).numpy().tolist()
      [3.0, 6.0]
    """
    is_slices = hasattr(x, "dense_shape") and hasattr(x, "indices")
    values = x.values if is_slices else to_tensor(x)
    scalar = scalar if isinstance(scalar, Tensor) else to_tensor(scalar, values.dtype)
    if scalar.raw_shape not in ((), None):
        raise ValueError(f"scalar_mul: scalar must have rank 0; received shape {scalar.shape}.")
    scaled = multiply(scalar, values, name)
    return type(x)(scaled, x.indices, x.dense_shape) if is_slices else scaled


def polyval(coeffs: Any, x: Any, name: str | None = None) -> Any:
    """The value of a polynomial, by Horner's rule.

    Args:
      coeffs: A list of coefficients, that of the highest power first; each broadcasts with `x`.
      x: A tensor of numbers.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape.

    Raises:
      ValueError: `coeffs` is not a list.

    Example:
      >>> import tenfold as tf
      >>> tf.math.polyval([1.0, 0.0, -1.0], 3.0).numpy().item()
      8.0
    """
    if not isinstance(coeffs, list):
        raise ValueError(
            f"polyval: coeffs must be a list; received {type(coeffs).__name__} {coeffs!r}."
        )
    x = to_tensor(x)
    if not coeffs:
        return multiply(x, 0)
    terms = [to_tensor(c) for c in coeffs]
    total = terms[0]
    for term in terms[1:]:
        total = add(term, multiply(total, x))
    return total
