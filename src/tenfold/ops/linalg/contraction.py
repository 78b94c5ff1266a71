"""Einstein summation: the Einsum op for one or two operands, tf.einsum for any number."""

from __future__ import annotations

import functools
import math
import string
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from tenfold.core.convert import to_tensor
from tenfold.core.op import call, op
from tenfold.core.tensor import Operators, Tensor
from tenfold.ops.array.broadcasting import unbroadcast

from .diagonals import eye


@functools.lru_cache(maxsize=512)
def _parsed(equation: str) -> tuple[tuple[str, ...], str]:
    """The labels of each operand, and of the output, which may be left out of an equation."""
    left, arrow, right = equation.replace(" ", "").partition("->")
    operands = left.split(",")
    if not arrow:
        every = "".join(operands).replace("...", "")
        right = "".join(sorted(c for c in set(every) if every.count(c) == 1))
        right = "..." + right if "..." in left else right
    for part in (*operands, right):
        if not set(part.replace("...", "")) <= set(string.ascii_letters) or part.count("...") > 1:
            raise ValueError(f"einsum: {part!r} in {equation!r} is not a row of letters.")
    if not set(right.replace("...", "")) <= set(left):
        raise ValueError(f"einsum: the output of {equation!r} has a letter that no operand has.")
    return tuple(operands), right


def _spelled(
    operands: Sequence[str], out: str, ranks: list[int], equation: str
) -> tuple[list[str], str]:
    """The labels with letters in place of each `...`, aligned at its end."""
    used = set("".join((*operands, out)))
    spare = [c for c in string.ascii_letters if c not in used]
    widths = []
    for part, rank in zip(operands, ranks, strict=True):
        named = len(part.replace("...", ""))
        if rank < named or ("..." not in part and rank != named):
            raise ValueError(
                f"einsum: {equation!r} gives {named} labels to an operand of rank {rank}."
            )
        widths.append(rank - named if "..." in part else 0)
    most = max(widths, default=0)
    if most and "..." not in out:
        raise ValueError(
            f"einsum: the ... of {equation!r} stands for {most} axes, and the output has no place "
            "for them; write ... in the output too."
        )
    letters = "".join(spare[:most])
    spelled = [
        part.replace("...", letters[most - width :]) for part, width in zip(operands, widths)
    ]
    return spelled, out.replace("...", letters)


def _lengths(parts: list[str], shapes: list[Any]) -> dict[str, int | None]:
    """The length of each label."""
    found: dict[str, int | None] = {}
    for part, shape in zip(parts, shapes, strict=True):
        for label, length in zip(part, shape, strict=True):
            known = found.get(label)
            if known is None or known == 1:
                found[label] = length
            elif length not in (None, 1, known):
                raise ValueError(
                    f"einsum: label {label!r} has length {known} in one place and {length} in "
                    "another."
                )
    return found


def _einsum_shape(done: Any) -> Any:
    equation = done.attrs["equation"]
    parts, out = _parsed(equation)
    if "->" not in equation:
        raise ValueError(f"The equation {equation!r} has no '->' before the labels of the output.")
    shapes = _shapes_of(done.inputs, parts)
    if shapes is None:
        return None
    parts, out = _spelled(parts, out, [len(s) for s in shapes], equation)
    lengths = _lengths(parts, shapes)
    return tuple(lengths[c] for c in out)


def _shapes_of(tensors: Sequence[Tensor], parts: Sequence[str]) -> list[Any] | None:
    """What is known of the operands' shapes; labels without `...` tell a rank."""
    found: list[Any] = []
    for x, part in zip(tensors, parts, strict=True):
        shape = x.raw_shape
        if shape is None and "..." in part:
            return None
        found.append((None,) * len(part) if shape is None else shape)
    return found


@op("inputs: N*T -> output: T", shape=_einsum_shape)
def Einsum(xp: Any, inputs: Any, *, equation: str) -> Any:
    spelled, named, product = _contraction(equation, tuple([x.shape for x in inputs]))
    half = inputs[0].dtype.itemsize == 2 and inputs[0].dtype.kind not in "iu"
    values = [x.astype(np.float32) for x in inputs] if half else inputs
    if xp.compiled:
        found = xp.einsum(spelled, *values)
    elif product is not None:
        found = product(xp, *values)
    else:
        found = np.einsum(spelled, *values)
    if named:
        found = _spread(xp, found, spelled.partition("->")[2], named)
    return np.asarray(found) if not xp.compiled and not half else found.astype(inputs[0].dtype)


@functools.lru_cache(maxsize=512)
def _contraction(equation: str, shapes: tuple[Any, ...]) -> tuple[str, str, _Product | None]:
    """The equation without `...`, and the product of matrices that it is, if it is one.

    Where the result names an axis twice, the equation given names it once, and what the result
    names comes second; else that is empty.
    """
    if equation.count("->") != 1:
        raise ValueError(f"einsum: an equation has exactly one '->'; received {equation!r}.")
    parts, out = _spelled(*_parsed(equation), [len(s) for s in shapes], equation)
    lengths = _lengths(parts, list(shapes))
    named = out
    out = "".join(dict.fromkeys(named))
    product = None
    if _is_product(parts, out, shapes, lengths):
        product = _as_product(parts, out, lengths)
    return f"{','.join(parts)}->{out}", "" if named == out else named, product


class _Product(NamedTuple):
    """Two operands laid out as matrices, and the result laid out as the equation has it.

    Each layout is the order of the axes and, before or after that, a shape.
    """

    first: tuple[list[int], list[int]]
    second: tuple[list[int], list[int]]
    result: tuple[list[int], list[int]]

    def __call__(self, xp: Any, x: Any, y: Any) -> np.ndarray:
        x = x.transpose(self.first[0]).reshape(self.first[1])
        y = y.transpose(self.second[0]).reshape(self.second[1])
        return xp.matmul(x, y).reshape(self.result[1]).transpose(self.result[0])


def _spread(xp: Any, x: Any, labels: str, named: str) -> Any:
    """Puts an array on the diagonal of the axes that have the same label."""
    first = [at == named.index(c) for at, c in enumerate(named)]
    lengths = [x.shape[labels.index(c)] for c in named]
    kept: Any = True
    for at, c in enumerate(named):
        if not first[at]:
            line = [1] * len(named)
            line[at] = line[named.index(c)] = lengths[at]
            kept = kept & np.eye(lengths[at], dtype=np.bool_).reshape(line)
    shape = [length if own else 1 for length, own in zip(lengths, first)]
    return xp.where(kept, x.reshape(shape), xp.zeros((), x.dtype))


def _is_product(
    parts: list[str], out: str, shapes: tuple[Any, ...], lengths: dict[str, int | None]
) -> bool:
    """Whether the sum is a product of matrices, which BLAS does faster than NumPy's einsum."""
    if len(parts) != 2 or any(len(set(p)) != len(p) for p in parts):
        return False
    a, b = map(set, parts)
    alone = (a ^ b) - set(out)
    whole = all(
        length == lengths[c] for part, shape in zip(parts, shapes) for c, length in zip(part, shape)
    )
    return not alone and whole and bool(a & b - set(out))


def _as_product(parts: list[str], out: str, lengths: dict[str, int | None]) -> _Product:
    a, b = parts
    batch = [c for c in a if c in b and c in out]
    summed = [c for c in a if c in b and c not in out]
    rows = [c for c in a if c not in b]
    columns = [c for c in b if c not in a]
    order = [*batch, *rows, *columns]
    return _Product(
        _blocks(a, batch, rows, summed, lengths),
        _blocks(b, batch, summed, columns, lengths),
        ([order.index(c) for c in out], [lengths[c] or 0 for c in order]),
    )


def _blocks(
    part: str,
    batch: list[str],
    first: list[str],
    second: list[str],
    lengths: dict[str, int | None],
) -> tuple[list[int], list[int]]:
    """How an operand becomes a batch of matrices."""
    sizes = [math.prod(lengths[c] or 0 for c in group) for group in (first, second)]
    order = [part.index(c) for c in (*batch, *first, *second)]
    return order, [*(lengths[c] or 0 for c in batch), *sizes]


@Einsum.gradient
def einsum_gradient(done: Any, dy: Any) -> Any:
    equation = done.attrs["equation"]
    shapes = [x.raw_shape for x in done.inputs]
    if any(s is None for s in shapes):
        raise LookupError("einsum: the gradient needs the ranks of the operands.")
    parts, out = _spelled(*_parsed(equation), [len(s) for s in shapes], equation)
    return [_operand_gradient(done.inputs, parts, out, dy, i) for i in range(len(parts))]


def _operand_gradient(inputs: Any, parts: list[str], out: str, dy: Any, index: int) -> Any:
    x, own = inputs[index], parts[index]
    others = [(p, v) for i, (p, v) in enumerate(zip(parts, inputs)) if i != index]
    others = [(p, call("Conj", v) if v.dtype.is_complex else v) for p, v in others]
    reachable = set(out).union(*(p for p, _ in others))
    distinct = "".join(dict.fromkeys(own))
    kept = "".join(c for c in distinct if c in reachable)
    sources = ",".join((out, *(p for p, _ in others)))
    dx = Einsum([dy, *(v for _, v in others)], equation=f"{sources}->{kept}")
    sizes = call("Shape", x)
    places = {c: own.index(c) for c in distinct}
    if kept != distinct:
        # What is summed within the operand alone has the same gradient all along.
        for at, c in enumerate(distinct):
            if c not in kept:
                dx = call("ExpandDims", dx, at)
        dx = call("BroadcastTo", dx, call("GatherV2", sizes, [places[c] for c in distinct], 0))
    if distinct != own:
        return _on_diagonal(dx, own, distinct, x)
    return unbroadcast(dx, x)


def _on_diagonal(dx: Any, own: str, distinct: str, x: Tensor) -> Any:
    """Puts the gradient where equal labels have equal indices."""
    spare = iter(c for c in string.ascii_letters if c not in own)
    labels = distinct
    unfolded = ""
    for at, c in enumerate(own):
        if c not in own[:at]:
            unfolded += c
            continue
        fresh = next(spare)
        matrix = eye(call("Shape", x)[at], dtype=x.dtype)
        dx = Einsum([dx, matrix], equation=f"{labels},{c}{fresh}->{labels}{fresh}")
        labels += fresh
        unfolded += fresh
    return call("Transpose", dx, [labels.index(c) for c in unfolded])


def einsum(equation: str, *inputs: Any, **kwargs: Any) -> Tensor:
    """Products of tensors summed over labelled axes.

    Args:
      equation: A row of letters for each operand, one letter for an axis, and after `->` those
        of the result: letters that are missing there are summed over. `...` stands for any
        further axes, which are broadcast.
      *inputs: The operands, of one dtype.
      **kwargs: `optimize`, accepted for TensorFlow's sake, and `name`.

    Returns:
      A tensor with the axes that the equation names.

    Raises:
      ValueError: The equation does not fit the operands.

    Example:
      >>> import tenfold as tf
      >>> a = tf.constant([[1, 2], [3, 4]])
      >>> tf.einsum("ij,jk->ik", a, a).numpy().tolist()
      [[7, 10], [15, 22]]
    """
    name = kwargs.pop("name", None)
    kwargs.pop("optimize", None)
    if kwargs:
        raise TypeError(f"einsum: unexpected keyword argument {next(iter(kwargs))!r}.")
    parts, out = _parsed(equation)
    named = out.replace("...", "")
    if len(set(named)) != len(named):
        raise ValueError(f"einsum: the result names an axis twice in {equation!r}.")
    if len(parts) != len(inputs) or not inputs:
        raise ValueError(
            f"einsum: {equation!r} has {len(parts)} operands, but {len(inputs)} tensors are given."
        )
    known = next((x for x in inputs if isinstance(x, Operators)), None)
    dtype = None if known is None else to_tensor(known).dtype
    tensors = [to_tensor(x, None if isinstance(x, Operators) else dtype) for x in inputs]
    if len(tensors) <= 2:
        return Einsum(tensors, equation=f"{','.join(parts)}->{out}", name=name)
    shapes = _shapes_of(tensors, parts)
    if shapes is None:
        raise ValueError("einsum: the ranks of three or more operands with `...` must be known.")
    parts, out = _spelled(parts, out, [len(s) for s in shapes], equation)
    return _pairwise(parts, out, tensors, shapes)


def _pairwise(parts: list[str], out: str, tensors: list[Tensor], shapes: list[Any]) -> Tensor:
    """Contracts operands two by two, in the order that NumPy's planner finds cheap."""
    models = [
        np.broadcast_to(np.float32(0), [2 if d is None else d for d in shape]) for shape in shapes
    ]
    path = np.einsum_path(f"{','.join(parts)}->{out}", *models, optimize="greedy")[0][1:]
    queue = list(zip(parts, tensors))
    for chosen in path:
        group = [queue.pop(i) for i in sorted(chosen, reverse=True)]
        while len(group) > 1:
            (a, x), (b, y) = group.pop(), group.pop()
            needed = set(out).union(*(p for p, _ in (*queue, *group)))
            kept = "".join(dict.fromkeys(c for c in a + b if c in needed))
            kept = out if not queue and not group else kept
            group.append((kept, Einsum([x, y], equation=f"{a},{b}->{kept}")))
        queue += group
    return queue[0][1]
