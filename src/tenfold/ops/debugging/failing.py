"""How an assertion fails: at once where the values are known, through the op `Assert` otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core import context, dispatch, errors, rules
from tenfold.core.context import state
from tenfold.core.op import call
from tenfold.core.tensor import EagerTensor, SymbolicTensor, Tensor
from tenfold.engine.control_flow.dependencies import assert_that

DEFAULT_SUMMARY = 3


def prefix(message: str | None) -> str:
    """A user's message as the start of a longer one."""
    return f"{message}.  " if message else ""


def name_of(x: Any) -> str:
    """What an error calls a tensor: its name in a graph, nothing eagerly."""
    return x.name if isinstance(x, SymbolicTensor) else ""


def label(x: Any) -> str:
    """What an error calls a tensor: its name in a graph, its shape and dtype eagerly."""
    return name_of(x) or f"shape={x.shape} dtype={x.dtype.name}"


def known(x: Any) -> np.ndarray | None:
    """The value of a tensor where it is known now."""
    return rules.value_of(x)


def all_true(condition: Tensor) -> Tensor:
    """Whether every element holds, as a tensor of rank 0."""
    shape = condition.raw_shape
    if shape == ():
        return condition
    axes = call("Range", 0, call("Rank", condition), 1) if shape is None else [*range(len(shape))]
    return call("All", condition, axes)


def require(
    condition: Tensor, data: Sequence[Any], summarize: int | None, name: str | None = None
) -> Any:
    """Fails unless every element holds: now if that is known, else when the program runs.

    Args:
      condition: A boolean tensor of any shape.
      data: What the error shows: texts and tensors.
      summarize: How many elements of each tensor the error shows.
      name: A name for the op that checks.

    Returns:
      None eagerly; the operation that checks, in a graph.

    Raises:
      tf.errors.InvalidArgumentError: It is known that an element does not hold.
    """
    value = _settled(condition)
    if value is not None and not value.all():
        text = "\n".join(_shown(item, summarize) for item in data)
        raise errors.InvalidArgumentError(None, None, text)
    if state.graph is None:
        return None
    return assert_that(all_true(condition), data, summarize, name)


def _settled(condition: Tensor) -> np.ndarray | None:
    """The value of a comparison, if those of what it compares are known."""
    value = known(condition)
    if value is not None or not isinstance(condition, SymbolicTensor):
        return value
    node = condition.op
    values = [known(x) for x in node.inputs]
    if any(v is None for v in values):
        return None
    with context.init_scope():
        constants = [EagerTensor(v, x.dtype) for v, x in zip(values, node.inputs)]
        return known(dispatch.run_flat(node.op, constants, node.attrs)[0])


def _shown(item: Any, summarize: int | None) -> str:
    """A text as it is; the first elements of a tensor."""
    value = known(item) if isinstance(item, Tensor) else None
    if value is None:
        return str(item)
    if not value.ndim or not isinstance(item, EagerTensor):
        return str(value)
    limit = DEFAULT_SUMMARY if summarize is None else summarize
    texts = [str(v) for v in (value.ravel() if limit < 0 else value.ravel()[:limit])]
    return str([*texts, "..."] if len(texts) < value.size else texts)
