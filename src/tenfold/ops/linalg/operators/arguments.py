"""What operators are made of: tensors, variables, sizes and hints, checked and converted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType
from tenfold.core.errors import InvalidArgumentError
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape, as_shape, broadcast
from tenfold.core.tensor import Tensor
from tenfold.engine.variables.variable import Variable

HINTS = ("is_non_singular", "is_self_adjoint", "is_positive_definite", "is_square")


def held(value: Any, dtype: DType | None = None) -> Any:
    """A tensor of the value; a variable stays itself, so that its changes are seen."""
    if isinstance(value, (Tensor, Variable)):
        return value
    return to_tensor(value, dtype)


def require_rank(value: Any, what: str, least: int) -> None:
    """Refuses tensors of fewer axes."""
    if value.raw_shape is not None and len(value.raw_shape) < least:
        raise ValueError(
            f"Argument `{what}` must have at least {least} dimension(s); received shape "
            f"{list(value.raw_shape)}."
        )


def require_dtype(value: Any, what: str, allowed: Sequence[DType]) -> None:
    """Refuses tensors of other dtypes."""
    if value.dtype not in allowed:
        names = ", ".join(d.name for d in allowed)
        raise TypeError(
            f"Argument `{what}` must have dtype in [{names}]; received {value.dtype.name}."
        )


def must_be(value: bool | None, wanted: bool, message: str) -> bool:
    """The hint `wanted`, which the argument may repeat but not contradict."""
    if value is not None and bool(value) is not wanted:
        raise ValueError(message)
    return wanted


def static(value: Any) -> Any:
    """A size or shape as Python numbers where it is known; else None."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, TensorShape):
        return tuple(value.as_list())
    known = rules.value_of(value) if isinstance(value, Tensor) else to_tensor(value)._host()
    if known is None:
        return None
    found = known.tolist()
    return tuple(found) if isinstance(found, list) else found


def combined(hints: Sequence[bool | None]) -> bool | None:
    """True where all hints are, False where one is, None where it is not known."""
    if False in hints:
        return False
    return True if all(hints) else None


def require(condition: Any, message: str) -> Any:
    """Checks that a tensor of booleans is all true: at once eagerly, else when the graph runs.

    Raises:
      tf.errors.InvalidArgumentError: Somewhere it is not.
    """
    whole = condition
    rank = None if condition.raw_shape is None else len(condition.raw_shape)
    if rank != 0:
        axes = call("Range", 0, call("Rank", condition), 1) if rank is None else list(range(rank))
        whole = call("All", condition, axes)
    value = rules.value_of(whole)
    if value is None:
        return call("Assert", whole, [message])
    if not value:
        raise InvalidArgumentError(None, None, message)
    return None


def conjugate(x: Any) -> Any:
    """The complex conjugate; the tensor itself where it is real."""
    return call("Conj", x) if x.dtype.is_complex else x


def column(x: Any) -> Tensor:
    """A vector as a matrix of one column."""
    return call("ExpandDims", x, -1)


def row(x: Any) -> Tensor:
    """A vector as a matrix of one row."""
    return call("ExpandDims", x, -2)


def sizes(*shapes: Any) -> Tensor:
    """A shape joined of parts: tensors or numbers."""
    parts = [to_tensor(s if isinstance(s, (list, tuple, Tensor)) else [s]) for s in shapes]
    parts = [call("Cast", p, DstT="int32") if p.dtype.name != "int32" else p for p in parts]
    parts = [p if p.raw_shape != () else call("ExpandDims", p, 0) for p in parts]
    return call("ConcatV2", parts, 0) if len(parts) > 1 else parts[0]


def with_batch(x: Any, batch_shape: Any, batch_tensor: Any) -> Tensor:
    """Matrices repeated until their batch is broadcast with another one.

    Args:
      x: `[..., m, n]`.
      batch_shape: The other batch, a `tf.TensorShape`.
      batch_tensor: A function that gives it as a tensor, if it is not known.
    """
    known, other = x.raw_shape, as_shape(batch_shape).dims_tuple
    if known is not None and other is not None:
        batch = broadcast(known[:-2], other)
        if batch is not None and None not in (*batch, *known[-2:]):
            wanted = (*batch, *known[-2:])
            return to_tensor(x) if wanted == known else call("BroadcastTo", x, list(wanted))
    shape = call("Shape", x)
    batch = call("BroadcastArgs", shape[:-2], batch_tensor())
    return call("BroadcastTo", x, call("ConcatV2", [batch, shape[-2:]], 0))


def same_batch(a: Any, b: Any) -> tuple[Tensor, Tensor]:
    """Two batches of matrices, repeated to one batch."""
    a, b = to_tensor(a), to_tensor(b)
    known_a, known_b = a.shape[:-2], b.shape[:-2]
    return (
        with_batch(a, known_b, lambda: _batch_of(b)),
        with_batch(b, known_a, lambda: _batch_of(a)),
    )


def _batch_of(x: Any) -> Tensor:
    return call("Shape", x)[:-2]
