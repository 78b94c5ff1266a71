"""The public reductions: along one axis, several, or all."""

from __future__ import annotations

import functools
from typing import Any

from tenfold.core.context import scoped, state
from tenfold.core.convert import to_tensor
from tenfold.core.dispatch import explain, record
from tenfold.core.dtypes import int32
from tenfold.core.namespace import numpy_ns
from tenfold.core.op import Op
from tenfold.core.op import call as run
from tenfold.core.tensor import EagerTensor, Tensor, ndarray

from . import reduction
from .arithmetic import multiply, subtract
from .complex_numbers import Conj, real
from .exponential import Exp, Log, Sqrt, Square
from .reduction import EuclideanNorm, Max, Mean, Min, Prod, Sum
from .rounding import IsFinite


def reduce(op: Op, x: Any, axis: Any, keepdims: Any, name: str | None) -> Any:
    """Calls a reduction; one axis or all of an eager tensor go straight to the kernel."""
    if (
        type(x) is EagerTensor
        and (told := state.told) is not None
        and (axis is None or (type(axis) is int and not told))
    ):
        plan, dtype = op.plan, x._dtype
        if dtype in plan.accepted and plan.inputs[0].dtype in (None, dtype):
            value = x._value
            if type(value) is not ndarray:
                value = x._host()
            try:
                if keepdims:
                    made = EagerTensor(op.kernel(numpy_ns, value, axis, keep_dims=True), dtype)
                else:
                    made = EagerTensor(op.kernel(numpy_ns, value, axis), dtype)
            except ValueError as error:
                raise explain(op, (x,), {}, error) from None
            if told:
                attrs = {**plan.plain_attrs(dtype), "keep_dims": bool(keepdims)}
                record(op, (x, _first_axes(value.ndim)), (made,), attrs)
            return made
    if not hasattr(x, "dtype") or not hasattr(x, "raw_shape"):
        x = to_tensor(x, op.plan.inputs[0].dtype)
    return op(x, all_axes(x) if axis is None else axis, keep_dims=bool(keepdims), name=name)


def all_axes(x: Any) -> Any:
    """Every axis of a tensor: a tensor of its own eagerly, else a list where the rank is known."""
    shape = x.raw_shape
    if state.graph is None and shape is not None:
        return _first_axes(len(shape))
    return run("Range", 0, run("Rank", x), 1) if shape is None else list(range(len(shape)))


@functools.cache
def _first_axes(count: int) -> Tensor:
    return to_tensor(list(range(count)), int32)


def reduce_sum(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Any:
    """The sum of the elements along axes.

    Args:
      input_tensor: A tensor of numbers.
      axis: An axis, a list of axes, or None for all; negative ones count from the end.
      keepdims: Whether the reduced axes stay, with length 1.
      name: A name for the op.

    Returns:
      A tensor of the same dtype, without the reduced axes.

    Raises:
      tf.errors.InvalidArgumentError: An axis is out of range or named twice.

    Example:
      >>> import tenfold as tf
      >>> x = tf.constant([[1, 2], [3, 4]])
      >>> tf.reduce_sum(x).numpy().item(), tf.reduce_sum(x, axis=0).numpy().tolist()
      (10, [4, 6])
    """
    return reduce(Sum, input_tensor, axis, keepdims, name)


def reduce_mean(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Any:
    """The mean of the elements along axes; of integers it is truncated.

    Args:
      input_tensor: A tensor of numbers.
      axis: An axis, a list of axes, or None for all; negative ones count from the end.
      keepdims: Whether the reduced axes stay, with length 1.
      name: A name for the op.

    Returns:
      A tensor of the same dtype, without the reduced axes.

    Raises:
      tf.errors.InvalidArgumentError: An axis is out of range or named twice.

    Example:
      >>> import tenfold as tf
      >>> tf.reduce_mean([[1.0, 2.0], [3.0, 5.0]], axis=1).numpy().tolist()
      [1.5, 4.0]
    """
    return reduce(Mean, input_tensor, axis, keepdims, name)


def reduce_prod(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Any:
    """The product of the elements along axes.

    Args:
      input_tensor: A tensor of numbers.
      axis: An axis, a list of axes, or None for all; negative ones count from the end.
      keepdims: Whether the reduced axes stay, with length 1.
      name: A name for the op.

    Returns:
      A tensor of the same dtype, without the reduced axes.

    Raises:
      tf.errors.InvalidArgumentError: An axis is out of range or named twice.

    Example:
      >>> import tenfold as tf
      >>> tf.reduce_prod([[1, 2], [3, 4]], axis=0).numpy().tolist()
      [3, 8]
    """
    return reduce(Prod, input_tensor, axis, keepdims, name)


def reduce_max(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Any:
    """The greatest element along axes; nan if there is one.

    Args:
      input_tensor: A tensor of real numbers.
      axis: An axis, a list of axes, or None for all; negative ones count from the end.
      keepdims: Whether the reduced axes stay, with length 1.
      name: A name for the op.

    Returns:
      A tensor of the same dtype, without the reduced axes.

    Raises:
      tf.errors.InvalidArgumentError: An axis is out of range or named twice.

    Example:
      >>> import tenfold as tf
      >>> tf.reduce_max([[1, 5], [7, 2]], axis=-1).numpy().tolist()
      [5, 7]
    """
    return reduce(Max, input_tensor, axis, keepdims, name)


def reduce_min(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Any:
    """The least element along axes; nan if there is one.

    Args:
      input_tensor: A tensor of real numbers.
      axis: An axis, a list of axes, or None for all; negative ones count from the end.
      keepdims: Whether the reduced axes stay, with length 1.
      name: A name for the op.

    Returns:
      A tensor of the same dtype, without the reduced axes.

    Raises:
      tf.errors.InvalidArgumentError: An axis is out of range or named twice.

    Example:
      >>> import tenfold as tf
      >>> tf.reduce_min([[1, 5], [7, 2]], axis=-1).numpy().tolist()
      [1, 2]
    """
    return reduce(Min, input_tensor, axis, keepdims, name)


def reduce_all(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Any:
    """Whether all elements along axes are true; so for none.

    Args:
      input_tensor: A bool tensor.
      axis: An axis, a list of axes, or None for all; negative ones count from the end.
      keepdims: Whether the reduced axes stay, with length 1.
      name: A name for the op.

    Returns:
      A tensor of the same dtype, without the reduced axes.

    Raises:
      tf.errors.InvalidArgumentError: An axis is out of range or named twice.

    Example:
      >>> import tenfold as tf
      >>> tf.reduce_all([[True, False], [True, True]], axis=1).numpy().tolist()
      [False, True]
    """
    return reduce(reduction.All, input_tensor, axis, keepdims, name)


def reduce_any(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Any:
    """Whether any element along axes is true.

    Args:
      input_tensor: A bool tensor.
      axis: An axis, a list of axes, or None for all; negative ones count from the end.
      keepdims: Whether the reduced axes stay, with length 1.
      name: A name for the op.

    Returns:
      A tensor of the same dtype, without the reduced axes.

    Raises:
      tf.errors.InvalidArgumentError: An axis is out of range or named twice.

    Example:
      >>> import tenfold as tf
      >>> tf.reduce_any([[True, False], [False, False]], axis=1).numpy().tolist()
      [True, False]
    """
    return reduce(reduction.Any, input_tensor, axis, keepdims, name)


def reduce_euclidean_norm(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Any:
    """The square root of the sum of squares along axes.

    Args:
      input_tensor: A tensor of numbers.
      axis: An axis, a list of axes, or None for all; negative ones count from the end.
      keepdims: Whether the reduced axes stay, with length 1.
      name: A name for the op.

    Returns:
      A tensor of the same dtype, without the reduced axes.

    Raises:
      tf.errors.InvalidArgumentError: An axis is out of range or named twice.

    Example:
      >>> import tenfold as tf
      >>> tf.math.reduce_euclidean_norm([3.0, 4.0]).numpy().item()
      5.0
    """
    return reduce(EuclideanNorm, input_tensor, axis, keepdims, name)


def reduce_variance(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Any:
    """The mean squared distance from the mean along axes.

    Args:
      input_tensor: A floating or complex tensor.
      axis: An axis, a list of axes, or None for all; negative ones count from the end.
      keepdims: Whether the reduced axes stay, with length 1.
      name: A name for the op.

    Returns:
      A real tensor, without the reduced axes.

    Raises:
      TypeError: The input is of integers.

    Example:
      >>> import tenfold as tf
      >>> tf.math.reduce_variance([1.0, 2.0, 3.0, 4.0]).numpy().item()
      1.25
    """
    x = to_tensor(input_tensor)
    means = reduce(Mean, x, axis, True, None)
    if means.dtype.is_integer:
        raise TypeError(
            f"reduce_variance: input must be floating or complex; received {x.dtype.name}. "
            "Use tf.cast(x, tf.float32)."
        )
    rest = subtract(x, means)
    squares = real(multiply(rest, Conj(rest))) if x.dtype.is_complex else Square(rest)
    return reduce(Mean, squares, axis, keepdims, name)


def reduce_std(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Any:
    """The standard deviation along axes: the root of the variance.

    Args:
      input_tensor: A floating or complex tensor.
      axis: An axis, a list of axes, or None for all; negative ones count from the end.
      keepdims: Whether the reduced axes stay, with length 1.
      name: A name for the op.

    Returns:
      A real tensor, without the reduced axes.

    Raises:
      TypeError: The input is of integers.

    Example:
      >>> import tenfold as tf
      >>> tf.math.reduce_std([1.0, 1.0, 3.0, 3.0]).numpy().item()
      1.0
    """
    x = to_tensor(input_tensor)
    if x.dtype.is_integer:
        raise TypeError(
            f"reduce_std: input must be floating or complex; received {x.dtype.name}. "
            "Use tf.cast(x, tf.float32)."
        )
    return Sqrt(reduce_variance(x, axis, keepdims), name)


@scoped("ReduceLogSumExp")
def reduce_logsumexp(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Any:
    """log(sum(exp(x))) along axes, without overflow.

    Args:
      input_tensor: A floating tensor.
      axis: An axis, a list of axes, or None for all; negative ones count from the end.
      keepdims: Whether the reduced axes stay, with length 1.
      name: A name for the op.

    Returns:
      A tensor of the same dtype, without the reduced axes.

    Raises:
      tf.errors.InvalidArgumentError: An axis is out of range or named twice.

    Example:
      >>> import tenfold as tf
      >>> print(tf.reduce_logsumexp([1000.0, 1000.0]).numpy().round(3))
      1000.693
    """
    x = to_tensor(input_tensor)
    top = run("StopGradient", reduce(Max, x, axis, True, None))
    top = run("SelectV2", IsFinite(top), top, run("ZerosLike", top))
    total = Log(reduce(Sum, Exp(subtract(x, top)), axis, keepdims, None))
    offset = top if keepdims else run("Reshape", top, run("Shape", total))
    return run("AddV2", total, offset, name=name)
