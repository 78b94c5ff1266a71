"""Elements put elsewhere: transpose, reverse, roll, and padding."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from tenfold.core import rules
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import FLOATING, INDEX, INTEGER, bool, complex64, complex128, string
from tenfold.core.op import call, op
from tenfold.core.tensor import EagerTensor, Tensor

from .creation import INDEX_DEFAULT


def _permuted(done: Any) -> Any:
    known, perm = done.inputs[0].raw_shape, rules.value_of(done.inputs[1])
    if known is None:
        length = done.inputs[1].raw_shape
        return None if not length or length[0] is None else (None,) * length[0]
    if perm is None:
        return (None,) * len(known)
    if len(perm) != len(known):
        raise ValueError(f"transpose expects a vector of size {len(known)}, not {len(perm)}.")
    return tuple(known[int(p)] for p in perm)


def _permutation(xp: Any, x: Any, perm: Any) -> list[int]:
    order = xp.static(perm).tolist()
    if len(order) != x.ndim:
        raise ValueError(
            f"transpose expects a vector of size {x.ndim}. But input(1) is a vector "
            f"of size {len(order)}."
        )
    if sorted(p % x.ndim if -x.ndim <= p < x.ndim else -1 for p in order) != list(range(x.ndim)):
        raise ValueError(f"{order} is not a permutation of the axes 0 to {x.ndim - 1}.")
    return order


@op("x: T, perm: Tperm -> y: T", Tperm=INDEX_DEFAULT, shape=_permuted)
def Transpose(xp: Any, x: Any, perm: Any) -> Any:
    return xp.transpose(x, _permutation(xp, x, perm))


@Transpose.gradient
def transpose_gradient(done: Any, dy: Any) -> Any:
    return Transpose(dy, call("InvertPermutation", done.inputs[1])), None


@op("x: T, perm: Tperm -> y: T", Tperm=INDEX_DEFAULT, shape=_permuted)
def ConjugateTranspose(xp: Any, x: Any, perm: Any) -> Any:
    y = xp.transpose(x, _permutation(xp, x, perm))
    return xp.conj(y) if y.dtype.kind == "c" else y


@ConjugateTranspose.gradient
def conjugate_transpose_gradient(done: Any, dy: Any) -> Any:
    return ConjugateTranspose(dy, call("InvertPermutation", done.inputs[1])), None


def transpose(a: Any, perm: Any = None, conjugate: bool = False, name: str = "transpose") -> Tensor:
    """The tensor with its axes in another order.

    Args:
      a: A tensor.
      perm: The axes in their new order; reversed by default.
      conjugate: Also take the complex conjugate.
      name: A name for the op.

    Returns:
      A tensor whose axis `i` is axis `perm[i]` of `a`.

    Raises:
      tf.errors.InvalidArgumentError: `perm` is not a permutation of the axes.

    Example:
      >>> import tenfold as tf
      >>> tf.transpose([[1, 2, 3], [4, 5, 6]]).numpy().tolist()
      [[1, 4], [2, 5], [3, 6]]
    """
    x = to_tensor(a)
    if state.plain and perm is None and not conjugate and type(x) is EagerTensor:
        return EagerTensor(x._host().T, x._dtype)
    if perm is None:
        known = x.raw_shape
        if known is None:
            rank = call("Rank", x)
            perm = call("Range", call("Sub", rank, 1), -1, -1)
        else:
            perm = np.arange(len(known) - 1, -1, -1, dtype=np.int32)
    flip = ConjugateTranspose if conjugate and x.dtype.is_complex else Transpose
    return flip(x, perm, name=name)


_REVERSIBLE = (*INTEGER, bool, *FLOATING, complex64, complex128, string)


def _reversed(done: Any) -> Any:
    known, axis = done.inputs[0].raw_shape, rules.value_of(done.inputs[1])
    if known is not None and axis is not None:
        axes = [rules.normalize_axis(a, len(known)) for a in axis.tolist()]
        if len(set(axes)) != len(axes):
            raise ValueError(f"axis {axes} names an axis twice.")
    return known


@op(
    "tensor: T, axis: Tidx -> output: T",
    Tidx=INDEX_DEFAULT,
    T=_REVERSIBLE,
    shape=rules.shaped(_reversed, None, "n"),
)
def ReverseV2(xp: Any, tensor: Any, axis: Any) -> Any:
    axis = xp.static(axis)
    if axis.ndim != 1:
        raise ValueError(f"axis must be a vector; its shape is {list(axis.shape)}.")
    axes = [rules.normalize_axis(a, tensor.ndim) for a in axis.tolist()]
    if len(set(axes)) != len(axes):
        raise ValueError(f"axis {axes} names an axis twice.")
    return xp.flip(tensor, axes) if axes else tensor


@ReverseV2.gradient
def reverse_gradient(done: Any, dy: Any) -> Any:
    return ReverseV2(dy, done.inputs[1]), None


def _reversed_where(done: Any) -> Any:
    known, dims = (x.raw_shape for x in done.inputs)
    rules.merge(dims, (None if known is None else len(known),))
    return known


@op("tensor: T, dims: bool -> output: T", T=_REVERSIBLE, shape=_reversed_where)
def Reverse(xp: Any, tensor: Any, dims: Any) -> Any:
    wanted = xp.static(dims)
    if wanted.shape != (tensor.ndim,):
        raise ValueError(
            f"'dims' must have as many values as the input has dimensions, {tensor.ndim}; its "
            f"shape is {list(wanted.shape)}."
        )
    axes = np.flatnonzero(wanted).tolist()
    return xp.flip(tensor, axes) if axes else tensor


@Reverse.gradient
def old_reverse_gradient(done: Any, dy: Any) -> Any:
    return Reverse(dy, done.inputs[1]), None


def reverse(tensor: Any, axis: Any, name: str | None = None) -> Tensor:
    """The tensor with its elements in reverse order along the axes.

    Args:
      tensor: A tensor.
      axis: A list of axes.
      name: A name for the op.

    Returns:
      A tensor of the same shape.

    Raises:
      tf.errors.InvalidArgumentError: An axis is out of range or named twice.

    Example:
      >>> import tenfold as tf
      >>> tf.reverse([[1, 2], [3, 4]], [1]).numpy().tolist()
      [[2, 1], [4, 3]]
    """
    return ReverseV2(tensor, axis, name=name)


def _rolled(done: Any) -> Any:
    known, shift, axis = (x.raw_shape for x in done.inputs)
    merged = rules.merge(shift, axis)
    if merged is not None and len(merged) > 1:
        raise ValueError(f"shift and axis must be scalars or vectors; received {list(merged)}.")
    if known == ():
        raise ValueError("A scalar cannot be rolled; input must have an axis.")
    return known


@op("input: T, shift: Tshift, axis: Taxis -> output: T", Tshift=INDEX, Taxis=INDEX, shape=_rolled)
def Roll(xp: Any, input: Any, shift: Any, axis: Any) -> Any:
    axes = [rules.normalize_axis(a, input.ndim) for a in np.atleast_1d(xp.static(axis)).tolist()]
    if shift.ndim > 1 or shift.shape != axis.shape:
        raise ValueError(
            "shift and axis must be scalars or vectors of the same size; their shapes are "
            f"{list(shift.shape)} and {list(axis.shape)}."
        )
    out = input
    for i, at in enumerate(axes):
        out = xp.roll(out, shift[i] if shift.ndim else shift, at)
    return out


@Roll.gradient
def roll_gradient(done: Any, dy: Any) -> Any:
    _, shift, axis = done.inputs
    return Roll(dy, call("Neg", shift), axis), None, None


def roll(input: Any, shift: Any, axis: Any, name: str | None = None) -> Tensor:
    """The elements moved along axes; what leaves at one end comes back at the other.

    Args:
      input: A tensor.
      shift: How far, a scalar or one number for each axis.
      axis: An axis, or a list of them.
      name: A name for the op.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold as tf
      >>> tf.roll([0, 1, 2, 3, 4], 2, 0).numpy().tolist()
      [3, 4, 0, 1, 2]
    """
    return Roll(input, shift, axis, name=name)


def _padded(done: Any) -> Any:
    known, widths = done.inputs[0].raw_shape, rules.value_of(done.inputs[1])
    if known is None:
        length = done.inputs[1].raw_shape
        return None if not length or length[0] is None else (None,) * length[0]
    if widths is not None:
        _check_widths(widths, len(known))
    rows = rules.rows_of(done.inputs[1]) or [None] * len(known)
    pairs = zip(known, rows, strict=True)
    return tuple(None if d is None or w is None else d + int(w.sum()) for d, w in pairs)


def _check_widths(widths: Any, rank: int) -> None:
    if widths.shape != (rank, 2):
        raise ValueError(f"paddings must have shape [{rank}, 2], not {list(widths.shape)}.")
    if (widths < 0).any():
        raise ValueError(f"Paddings must be non-negative: {widths.tolist()}.")


def _widths(xp: Any, x: Any, paddings: Any) -> Any:
    widths = xp.static(paddings)
    if x.ndim == 0 and not widths.size:
        return []
    _check_widths(widths, x.ndim)
    return widths.tolist()


@op("input: T, paddings: Tpaddings -> output: T", Tpaddings=INDEX_DEFAULT, shape=_padded)
def Pad(xp: Any, input: Any, paddings: Any) -> Any:
    widths = _widths(xp, input, paddings)
    blank = b"" if input.dtype == object else 0
    return xp.pad(input, widths, constant_values=blank) if widths else input


@Pad.gradient
def pad_gradient(done: Any, dy: Any) -> Any:
    return _unpadded(done, dy), None


def _unpadded(done: Any, dy: Any) -> Any:
    x, paddings = done.inputs[:2]
    before = call("Reshape", call("Slice", paddings, [0, 0], [-1, 1]), [-1])
    return call("Slice", dy, before, call("Shape", x, out_type=paddings.dtype))


@op(
    "input: T, paddings: Tpaddings, constant_values: T -> output: T",
    Tpaddings=INDEX_DEFAULT,
    shape=_padded,
)
def PadV2(xp: Any, input: Any, paddings: Any, constant_values: Any) -> Any:
    widths = _widths(xp, input, paddings)
    if constant_values.ndim:
        raise ValueError(
            f"constant_values must be a scalar; its shape is {list(constant_values.shape)}."
        )
    if not widths:
        return input
    if input.dtype == object:
        constant_values = constant_values.item()
    return xp.pad(input, widths, constant_values=constant_values)


@PadV2.gradient
def pad_v2_gradient(done: Any, dy: Any) -> Any:
    # Like TensorFlow, none for the constant.
    return _unpadded(done, dy), None, None


@op("input: T, paddings: Tpaddings -> output: T", Tpaddings=INDEX_DEFAULT, shape=_padded)
def MirrorPad(xp: Any, input: Any, paddings: Any, *, mode: Literal["REFLECT", "SYMMETRIC"]) -> Any:
    widths = _widths(xp, input, paddings)
    for i, (w, d) in enumerate(zip(widths, input.shape)):
        most = d - 1 if mode == "REFLECT" else d
        if max(w) > most:
            raise ValueError(
                f"paddings must be no greater than {most} in {mode} mode for axis {i} of length "
                f"{d}: {w[0]}, {w[1]}."
            )
    return xp.pad(input, widths, mode=mode.lower()) if widths else input


@MirrorPad.gradient
def mirror_pad_gradient(done: Any, dy: Any) -> Any:
    return MirrorPadGrad(dy, done.inputs[1], mode=done.attrs["mode"]), None


def _narrowed(done: Any) -> Any:
    known, widths = done.inputs[0].raw_shape, rules.value_of(done.inputs[1])
    if known is None or widths is None:
        return None if known is None else (None,) * len(known)
    return tuple(None if d is None else d - int(w.sum()) for d, w in zip(known, widths))


@op("input: T, paddings: Tpaddings -> output: T", Tpaddings=INDEX_DEFAULT, shape=_narrowed)
def MirrorPadGrad(
    xp: Any, input: Any, paddings: Any, *, mode: Literal["REFLECT", "SYMMETRIC"]
) -> Any:
    out, inner = input, 1 if mode == "REFLECT" else 0
    for axis, (before, after) in enumerate(_widths(xp, input, paddings)):
        length = out.shape[axis] - before - after
        core = _part(out, axis, before, before + length)
        left = xp.flip(_part(out, axis, 0, before), axis)
        right = xp.flip(_part(out, axis, before + length, out.shape[axis]), axis)
        rest = length - inner
        core = core + _spread(xp, left, axis, inner, rest - before)
        out = core + _spread(xp, right, axis, rest - after, inner)
    return out.astype(input.dtype)


def _part(x: Any, axis: int, start: int, stop: int) -> Any:
    return x[(slice(None),) * axis + (slice(start, stop),)]


def _spread(xp: Any, x: Any, axis: int, before: int, after: int) -> Any:
    widths = [(0, 0)] * x.ndim
    widths[axis] = (before, after)
    return xp.pad(x, widths)


@MirrorPadGrad.gradient
def mirror_pad_grad_gradient(done: Any, dy: Any) -> Any:
    return MirrorPad(dy, done.inputs[1], mode=done.attrs["mode"]), None


def pad(
    tensor: Any,
    paddings: Any,
    mode: str = "CONSTANT",
    constant_values: Any = 0,
    name: str | None = None,
) -> Tensor:
    """The tensor with elements added before and after it along each axis.

    Args:
      tensor: A tensor of rank `n`.
      paddings: `[n, 2]`, how many elements to add before and after.
      mode: "CONSTANT", or "REFLECT" and "SYMMETRIC", which mirror the tensor without and with
        its border.
      constant_values: The value added in mode "CONSTANT", a scalar.
      name: A name for the op.

    Returns:
      A tensor of rank `n`.

    Raises:
      ValueError: The mode is unknown.
      tf.errors.InvalidArgumentError: `paddings` has another shape or is negative.

    Example:
      >>> import tenfold as tf
      >>> tf.pad([[1, 2]], [[1, 0], [0, 1]]).numpy().tolist()
      [[0, 0, 0], [1, 2, 0]]
    """
    kind = mode.upper()
    if kind == "CONSTANT":
        if (
            not isinstance(constant_values, Tensor)
            and np.ndim(constant_values) == 0
            and (constant_values == 0)
        ):
            return Pad(tensor, paddings, name=name)
        return PadV2(tensor, paddings, constant_values, name=name)
    if kind not in ("REFLECT", "SYMMETRIC"):
        raise ValueError(
            f"pad: mode must be 'CONSTANT', 'REFLECT' or 'SYMMETRIC'; received {mode!r}."
        )
    return MirrorPad(tensor, paddings, mode=kind, name=name)


@op("x: T -> y: T", T=INDEX_DEFAULT, shape=rules.of_rank(1))
def InvertPermutation(xp: Any, x: Any) -> Any:
    order = xp.static(x)
    if order.ndim != 1:
        raise ValueError(f"x must be a vector; its rank is {order.ndim}.")
    if sorted(order.tolist()) != list(range(len(order))):
        raise ValueError(f"{order.tolist()} is not a permutation of 0 to {len(order) - 1}.")
    return np.argsort(order).astype(order.dtype)


InvertPermutation.not_differentiable()


def invert_permutation(x: Any, name: str | None = None) -> Tensor:
    """The permutation that undoes another: `y[x[i]] == i`.

    Args:
      x: `[n]`, the numbers from 0 to `n - 1` in some order.
      name: A name for the op.

    Returns:
      `[n]`, of the same dtype.

    Raises:
      tf.errors.InvalidArgumentError: `x` is not a permutation.

    Example:
      >>> import tenfold as tf
      >>> tf.math.invert_permutation([3, 0, 2, 1]).numpy().tolist()
      [1, 3, 2, 0]
    """
    return InvertPermutation(x, name=name)
