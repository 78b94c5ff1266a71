"""Assertions about the rank of a tensor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tenfold.core import context
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int32, int64
from tenfold.core.op import call
from tenfold.core.tensor import Tensor
from tenfold.engine.control_flow.dependencies import no_op

from .failing import known, name_of, prefix, require


def _expected(rank: Any) -> Tensor:
    """An expected rank as an int32 tensor of rank 0."""
    tensor = to_tensor(rank, None if isinstance(rank, Tensor) else int32)
    if tensor.dtype not in (int32, int64):
        raise TypeError(f"Rank must be an integer; received {tensor.dtype.name}.")
    if tensor.raw_shape not in ((), None):
        raise ValueError("Rank must be a scalar.")
    return tensor if tensor.dtype is int32 else call("Cast", tensor, DstT=int32)


def _assert_rank(
    x: Any,
    ranks: Sequence[Tensor],
    relation: str,
    fits: Callable[[int, Sequence[int]], bool],
    condition: Callable[[Tensor], Tensor],
    message: str | None,
) -> Any:
    """Asserts what `fits` says of a static rank and `condition` of a dynamic one."""
    values = [known(r) for r in ranks]
    shape = x.raw_shape
    if shape is not None and all(v is not None for v in values):
        wanted = [int(v) for v in values if v is not None]
        if fits(len(shape), wanted):
            return no_op("static_checks_determined_all_ok")
        text = tuple(wanted) if relation == "in" else wanted[0]
        raise ValueError(
            f"{prefix(message)}Tensor {name_of(x)} must have rank {relation and relation + ' '}"
            f"{text}.  Received rank {len(shape)}, shape {x.shape}"
        )
    what = f"Tensor {name_of(x)} must have rank{relation and ' ' + relation}"
    data = [prefix(message), what, *ranks, "Received shape: ", call("Shape", x)]
    return require(condition(call("Rank", x)), data, None)


def assert_rank(x: Any, rank: Any, message: str | None = None, name: str | None = None) -> Any:
    """Asserts the rank of a tensor.

    Args:
      x: A tensor.
      rank: The expected rank: an int, or an integer tensor of rank 0.
      message: What the error says first.
      name: A name for the ops.

    Returns:
      None eagerly; in a graph, the operation that checks when it runs.

    Raises:
      ValueError: The rank is known and differs, or `rank` is no scalar.
      tf.errors.InvalidArgumentError: It differs when the graph runs.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_rank([[1, 2]], 2)
      >>> tf.debugging.assert_rank([1, 2], 2)
      Traceback (most recent call last):
      ...
      ValueError: Tensor  must have rank 2.  Received rank 1, shape (2,)
    """
    with context.name_scope(name or "assert_rank"):
        x, expected = to_tensor(x), _expected(rank)
        return _assert_rank(
            *(x, [expected], ""),
            lambda found, wanted: found == wanted[0],
            lambda found: call("Equal", found, expected),
            message,
        )


def assert_rank_at_least(
    x: Any, rank: Any, message: str | None = None, name: str | None = None
) -> Any:
    """Asserts that a tensor has a rank or a higher one.

    Args:
      x: A tensor.
      rank: The least rank: an int, or an integer tensor of rank 0.
      message: What the error says first.
      name: A name for the ops.

    Returns:
      None eagerly; in a graph, the operation that checks when it runs.

    Raises:
      ValueError: The rank is known and lower, or `rank` is no scalar.
      tf.errors.InvalidArgumentError: It is lower when the graph runs.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_rank_at_least([[1, 2]], 1)
    """
    with context.name_scope(name or "assert_rank_at_least"):
        x, expected = to_tensor(x), _expected(rank)
        return _assert_rank(
            *(x, [expected], "at least"),
            lambda found, wanted: found >= wanted[0],
            lambda found: call("GreaterEqual", found, expected),
            message,
        )


def assert_rank_in(
    x: Any, ranks: Sequence[Any], message: str | None = None, name: str | None = None
) -> Any:
    """Asserts that the rank of a tensor is one of several.

    Args:
      x: A tensor.
      ranks: The ranks allowed: ints, or integer tensors of rank 0.
      message: What the error says first.
      name: A name for the ops.

    Returns:
      None eagerly; in a graph, the operation that checks when it runs.

    Raises:
      ValueError: The rank is known and no one of them, or one of `ranks` is no scalar.
      tf.errors.InvalidArgumentError: It is no one of them when the graph runs.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_rank_in([[1, 2]], (2, 3))
    """
    with context.name_scope(name or "assert_rank_in"):
        x, expected = to_tensor(x), [_expected(rank) for rank in ranks]
        return _assert_rank(
            *(x, expected, "in"),
            lambda found, wanted: found in wanted,
            lambda found: call("Any", call("Equal", found, call("Pack", expected)), [0]),
            message,
        )


def assert_scalar(tensor: Any, message: str | None = None, name: str | None = None) -> Tensor:
    """Asserts that a tensor is known to have rank 0.

    Args:
      tensor: A tensor.
      message: What the error says first.
      name: A name for the ops.

    Returns:
      The tensor.

    Raises:
      ValueError: Its rank is not 0, or not known.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_scalar(3.0).numpy().item()
      3.0
    """
    with context.name_scope(name or "assert_scalar"):
        tensor = to_tensor(tensor)
    if tensor.raw_shape == ():
        return tensor
    called = f" for {name_of(tensor)}" if name_of(tensor) else ""
    raise ValueError(f"{prefix(message)}Expected scalar shape{called}, saw shape: {tensor.shape}.")
