"""The vocabulary of shape rules.

A rule takes a call (`inputs` with `raw_shape`, `attrs`) and gives the shape of its output: a tuple
with None for unknown dimensions, or None for an unknown rank; a list of shapes for several outputs.
A contradiction is a ValueError that names the shapes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .shapes import broadcast as broadcast_shapes
from .tensor import EagerTensor

Shape = tuple[int | None, ...] | None


def same(call: Any) -> Shape:
    """The shape of the first input."""
    return call.inputs[0].raw_shape


def scalar(call: Any) -> Shape:
    return ()


def unknown(call: Any) -> Shape:
    return None


def nothing(call: Any) -> list[Shape]:
    """For ops without outputs."""
    return []


def vector(call: Any) -> Shape:
    return (None,)


def same_as(index: int) -> Callable[[Any], Shape]:
    """The shape of one input."""
    return lambda call: call.inputs[index].raw_shape


def broadcast(call: Any) -> Shape:
    """All inputs broadcast against each other."""
    shape = call.inputs[0].raw_shape
    for x in call.inputs[1:]:
        shape = broadcast_shapes(shape, x.raw_shape)
    return shape


def merge(a: Shape, b: Shape) -> Shape:
    """The more specific of two compatible shapes."""
    if a is None:
        return b
    if b is None or a == b:
        return a
    if len(a) != len(b) or any(
        x != y for x, y in zip(a, b, strict=True) if x is not None and y is not None
    ):
        raise ValueError(f"Shapes {list(a)} and {list(b)} are not compatible.")
    return tuple(y if x is None else x for x, y in zip(a, b, strict=True))


def merged(call: Any) -> Shape:
    """All inputs have the same shape."""
    shape: Shape = None
    for x in call.inputs:
        shape = merge(shape, x.raw_shape)
    return shape


Rule = Callable[[Any], Any]


def of_rank(ndim: int, index: int = 0) -> Rule:
    """The shape of one input, which has so many axes."""
    return lambda call: merge(call.inputs[index].raw_shape, (None,) * ndim)


def shaped(rule: Rule, *forms: str | None) -> Rule:
    """A rule for inputs of given forms: "n 4" is a matrix of four columns, "" a scalar.

    Each word of a form is an axis: a number is its length, a name has one length throughout all
    inputs. `...` stands for any axes, and None for any input.
    """
    words = [None if form is None else form.split() for form in forms]

    def checked(call: Any) -> Any:
        lengths: dict[str, int] = {}
        for i, (x, form) in enumerate(zip(call.inputs, words, strict=False)):
            if form is not None and x.raw_shape is not None:
                wanted = _lacking(x.raw_shape, form, lengths)
                if wanted:
                    name = call.op.plan.inputs[i].name
                    raise ValueError(f"{name} must be {wanted}, got shape {list(x.raw_shape)}.")
        return rule(call)

    return checked


def _lacking(shape: Sequence[int | None], form: list[str], lengths: dict[str, int]) -> str:
    """What a shape is not, in words; nothing where it has the form."""
    axes = form
    if "..." in form:
        at, others = form.index("..."), len(form) - 1
        axes = [*form[:at], *["..."] * max(0, len(shape) - others), *form[at + 1 :]]
    if len(shape) == len(axes):
        for word, length in zip(axes, shape, strict=True):
            if length is not None and word != "...":
                wanted = int(word) if word.isdigit() else lengths.setdefault(word, length)
                if wanted != length:
                    break
        else:
            return ""
    known = ", ".join(f"{k} = {v}" for k, v in lengths.items() if k in form)
    if not form:
        return "a scalar"
    if len(form) == 1 and form[0].isalpha() and not known:
        return "a vector"
    return f"of shape [{', '.join(form)}]{' with ' if known else ''}{known}"


def value_of(x: Any) -> np.ndarray | None:
    """The value of a tensor where it is known while a graph is built."""
    if isinstance(x, EagerTensor):
        return x._host()
    node = getattr(x, "_node", None)
    return None if node is None else node.graph.known_value(x)


def rows_of(x: Any) -> list[Any] | None:
    """The rows of a matrix as far as they are known while building: each an array, or None."""
    value = value_of(x)
    if value is not None:
        return list(value)
    node = getattr(x, "_node", None)
    if node is None or node.type != "Pack" or node.attrs["axis"]:
        return None
    return [value_of(row) for row in node.inputs]


def shape_from(x: Any) -> Shape:
    """The shape that a tensor of dimensions spells, as far as it is known while building."""
    if (x.ndim or 0) > 1:
        raise ValueError(f"Shape must be rank 1 but is rank {x.ndim}.")
    if isinstance(x, EagerTensor):
        dims: Sequence[int | None] = x._host().reshape(-1).tolist()
    else:
        node = getattr(x, "_node", None)
        found = None if node is None else node.graph.known_dims(x)
        if found is None:
            length = x.raw_shape
            if length is not None and len(length) != 1:
                raise ValueError(f"Shape must be rank 1 but is rank {len(length)}.")
            return None if length is None or length[0] is None else (None,) * length[0]
        dims = found
    return tuple(None if d is None or d < 0 else int(d) for d in dims)


def from_dims(index: int = 0) -> Callable[[Any], Shape]:
    """The output's shape is spelled by one input."""
    return lambda call: shape_from(call.inputs[index])


def normalize_axis(axis: int, ndim: int, name: str = "axis") -> int:
    """A non-negative axis, or a ValueError that names the range."""
    if not -ndim <= axis < ndim:
        raise ValueError(f"{name} {axis} is outside [{-ndim}, {ndim}) for rank {ndim}.")
    return axis % ndim if ndim else axis


def reduce(call: Any) -> Shape:
    """Reduces the axes in input 1; attribute `keep_dims` keeps them as 1."""
    shape, axes = call.inputs[0].raw_shape, value_of(call.inputs[1])
    if (call.inputs[1].ndim or 0) > 1:
        raise ValueError(f"The axes must be a vector; received {call.inputs[1].raw_shape}.")
    keep = call.attrs.get("keep_dims", False)
    if shape is None:
        return None
    if axes is None:
        return (None,) * len(shape) if keep else None
    gone = {normalize_axis(int(a), len(shape)) for a in np.atleast_1d(axes)}
    if keep:
        return tuple(1 if i in gone else d for i, d in enumerate(shape))
    return tuple(d for i, d in enumerate(shape) if i not in gone)


def matmul(call: Any) -> Shape:
    """Product of two matrices, or of batches of them, with either operand transposed."""
    attrs = call.attrs
    a, b = call.inputs[0].raw_shape, call.inputs[1].raw_shape
    if "transpose_a" in attrs:  # of matrices, not of batches of them
        a, b = merge(a, (None, None)), merge(b, (None, None))
    if a is None or b is None:
        return None
    swap_a = attrs.get("transpose_a") or attrs.get("adj_x")
    swap_b = attrs.get("transpose_b") or attrs.get("adj_y")
    if len(a) < 2 or len(b) < 2:
        raise ValueError(f"matmul needs rank 2 or more; received a {list(a)}, b {list(b)}.")
    m, k = (a[-1], a[-2]) if swap_a else (a[-2], a[-1])
    k2, n = (b[-1], b[-2]) if swap_b else (b[-2], b[-1])
    if k is not None and k2 is not None and k != k2:
        raise ValueError(
            f"matmul: inner dimensions differ: a is {list(a)}, b is {list(b)}; expected "
            "a.shape[-1] == b.shape[-2]. Pass transpose_b=True if b is stored as rows."
        )
    batch = broadcast_shapes(a[:-2], b[:-2])
    return None if batch is None else (*batch, m, n)


def size(shape: Shape) -> int | None:
    """The number of elements, if known."""
    return None if shape is None or None in shape else math.prod(d for d in shape if d is not None)


def window(
    length: int | None, kernel: int, stride: int, padding: str, dilation: int = 1
) -> int | None:
    """The output length of a sliding window."""
    if length is None:
        return None
    if padding == "SAME":
        return -(-length // stride)
    return max(0, -(-(length - (kernel - 1) * dilation) // stride))
