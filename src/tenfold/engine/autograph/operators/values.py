"""What a value is to an operator: a tensor in waiting, a number to make one of, or Python's own."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import structure
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import bool as bool_dtype
from tenfold.core.shapes import holds_one
from tenfold.core.tensor import SymbolicTensor, Tensor
from tenfold.engine.variables.variable import Variable

_TENSORS = (Tensor, Variable)
_NUMBERS = (bool, int, float, complex, str, bytes, np.ndarray, np.generic)


def is_symbolic(value: Any) -> bool:
    """Whether a value can decide only when the graph runs: a tensor, while a graph is built."""
    if isinstance(value, SymbolicTensor):
        return True
    return state.graph is not None and isinstance(value, (Tensor, Variable))


def has_tensor_form(value: Any) -> bool:
    """Whether a leaf can be handed from one graph to another: as a tensor, or in its components."""
    return isinstance(value, (*_TENSORS, *_NUMBERS)) or is_composite(value)


def is_composite(value: Any) -> bool:
    """Whether a value is made of tensors, such as a sparse tensor or a TensorArray."""
    return hasattr(type(value), "_type_spec") and not isinstance(value, _TENSORS)


def as_leaf(value: Any) -> Any:
    """A leaf with a tensor form, as a tensor or composite."""
    return value if isinstance(value, Tensor) or is_composite(value) else to_tensor(value)


def leaves_of(value: Any) -> list[Any]:
    """The leaves of a structure; composites are leaves."""
    return structure.flatten(value)


def check_condition(value: Any, statement: str) -> Any:
    """A tensor of one boolean for a condition.

    Raises:
        ValueError: The tensor is none.
    """
    tensor = to_tensor(value) if isinstance(value, Variable) else value
    hints = ""
    if tensor.dtype is not bool_dtype:
        hints += "; to use as boolean Tensor, use `tf.cast`"
    if not holds_one(tensor.raw_shape) or hints:
        raise ValueError(
            f"condition of {statement} expected to be `tf.bool` scalar, got {value!r}{hints}; to "
            "check for None, use `is not None`"
        )
    return tensor


def kind_of(value: Any) -> str:
    """A value in words, for messages: `a float32 tensor`, `None`, `a list`."""
    if value is None:
        return "None"
    if has_tensor_form(value) and not is_composite(value):
        tensor = as_leaf(value)
        return f"{_article(tensor.dtype.name)} {tensor.dtype.name} tensor of shape {tensor.shape}"
    name = type(value).__name__
    return f"{_article(name)} {name}"


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeiou" and not word.startswith("uint") else "a"
