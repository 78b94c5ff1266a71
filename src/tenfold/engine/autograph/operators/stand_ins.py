"""Values for variables that have none yet, made of the form that the variables will have."""

from __future__ import annotations

from typing import Any, NamedTuple

from tenfold.core import structure
from tenfold.core.dtypes import DType
from tenfold.core.tensor import Tensor

from . import symbolic
from .values import as_leaf, has_tensor_form, leaves_of


class Form(NamedTuple):
    """A structure of tensors without their values.

    like: A value of the same structure.
    leaves: For each leaf its dtype and static shape.
    """

    like: Any
    leaves: list[tuple[DType, Any]]

    def make(self) -> Any:
        """Zeros of this form; sizes that are unknown are 0."""
        made = [
            symbolic.zeros(dtype, [] if shape is None else [d or 0 for d in shape])
            for dtype, shape in self.leaves
        ]
        return structure.pack_sequence_as(self.like, made)


def form_of(value: Any) -> Form | None:
    """The form of a value; None where it is not made of tensors alone."""
    leaves = leaves_of(value)
    if not leaves or not all(has_tensor_form(x) for x in leaves):
        return None
    tensors = [as_leaf(x) for x in leaves]
    if not all(isinstance(t, Tensor) for t in tensors):
        return None
    return Form(value, [(t.dtype, t.raw_shape) for t in tensors])
