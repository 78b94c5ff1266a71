"""What the Fourier ops share: transforms axis by axis, their gradients, sizes and paddings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.op import call


def check_rank(x: Any, rank: int) -> None:
    if x.ndim < rank:
        raise ValueError(f"Input must have rank of at least {rank} but got: {list(x.shape)}")


def complex_transform(xp: Any, x: Any, axes: Sequence[int], inverse: bool) -> Any:
    """Transforms along each axis in turn; nothing is transformed to nothing."""
    if 0 in x.shape:
        return x
    transform = xp.fft.ifft if inverse else xp.fft.fft
    y = x
    for axis in axes:
        y = transform(y, axis=axis)
    return y.astype(x.dtype)


def cropped(x: Any, lengths: Sequence[int], axes: Sequence[int]) -> Any:
    """The beginning of `x` along some axes; it must be long enough."""
    index = [slice(None)] * x.ndim
    for length, axis in zip(lengths, axes, strict=True):
        if x.shape[axis] < length:
            raise ValueError(
                f"Input dimension {axis % x.ndim} must have length of at least {length} but got: "
                f"{x.shape[axis]}"
            )
        index[axis] = slice(0, length)
    return x[tuple(index)]


def real_transform(xp: Any, x: Any, lengths: Sequence[int], axes: Sequence[int], dtype: Any) -> Any:
    """The non-negative frequencies of the last axis, all of the others."""
    _check_pair(x.dtype, dtype)
    x = cropped(x, lengths, axes)
    if 0 in x.shape:
        shape = list(x.shape)
        shape[axes[-1]] = half_length(lengths[-1])
        return xp.zeros(tuple(shape), dtype)
    y = xp.fft.rfft(x, axis=axes[-1]).astype(dtype)
    return complex_transform(xp, y, axes[:-1], inverse=False)


def inverse_real_transform(
    xp: Any, x: Any, lengths: Sequence[int], axes: Sequence[int], dtype: Any
) -> Any:
    """Real values from the non-negative frequencies of the last axis, all of the others."""
    _check_pair(dtype, x.dtype)
    x = cropped(x, [*lengths[:-1], half_length(lengths[-1])], axes)
    if 0 in x.shape or not lengths[-1]:
        shape = list(x.shape)
        shape[axes[-1]] = lengths[-1]
        return xp.zeros(tuple(shape), dtype)
    y = complex_transform(xp, x, axes[:-1], inverse=True)
    return xp.fft.irfft(y, lengths[-1], axis=axes[-1]).astype(dtype)


def half_length(length: Any) -> Any:
    """How many frequencies of a real signal are not negative."""
    return length // 2 + 1 if length else 0


def _check_pair(real: Any, complex_dtype: Any) -> None:
    if np.dtype(real).itemsize * 2 != np.dtype(complex_dtype).itemsize:
        raise ValueError(
            f"{np.dtype(real).name} and {np.dtype(complex_dtype).name} do not go together; use "
            "float32 with complex64 and float64 with complex128."
        )


def lengths_of(xp: Any, fft_length: Any, rank: int) -> list[int]:
    """The lengths that an op's input spells."""
    lengths = xp.static(fft_length)
    if lengths.shape != (rank,):
        raise ValueError(f"fft_length must have shape [{rank}]; received {list(lengths.shape)}.")
    if (lengths < 0).any():
        raise ValueError(f"fft_length must be >= 0; received {lengths.tolist()}.")
    return lengths.tolist()


def spectrum_shape(rank: int, real: bool) -> Callable[[Any], Any]:
    """The shape rule of a real transform, forth (`real` False) or back, of the last axes."""

    def rule(done: Any) -> Any:
        shape = done.inputs[0].raw_shape
        if shape is None:
            return None
        if len(shape) < rank:
            raise ValueError(f"Input must have rank of at least {rank} but got: {list(shape)}")
        rules.merge(done.inputs[1].raw_shape, (rank,))
        value = rules.value_of(done.inputs[1])
        lengths = [None] * rank if value is None else value.tolist()
        if not real and lengths[-1] is not None:
            lengths[-1] = half_length(lengths[-1])
        return (*shape[:-rank], *lengths)

    return rule


def at_least(rank: int) -> Callable[[Any], Any]:
    """The shape rule of a complex transform of the last axes."""

    def rule(done: Any) -> Any:
        shape = done.inputs[0].raw_shape
        if shape is not None and len(shape) < rank:
            raise ValueError(f"Input must have rank of at least {rank} but got: {list(shape)}")
        return shape

    return rule


def _points(x: Any, rank: int, dtype: Any) -> Any:
    """How many values are transformed together, as a scalar of a dtype."""
    sizes = call("Shape", x)[-rank:]
    return call("Cast", call("Prod", sizes, [0]), DstT=dtype)


def complex_gradient(opposite: str, rank: int, inverse: bool) -> Callable[[Any, Any], Any]:
    """The gradient of a complex transform: the opposite one, scaled."""

    def gradient(done: Any, dy: Any) -> Any:
        points = _points(dy, rank, dy.dtype)
        dx = call(opposite, dy)
        return (dx / points if inverse else dx * points,)

    return gradient


def real_gradient(opposite: str, rank: int) -> Callable[[Any, Any], Any]:
    """The gradient of a real transform: its spectrum has no negative frequencies."""

    def gradient(done: Any, dy: Any) -> Any:
        x, lengths = done.inputs
        leading = call("Shape", dy)[:-rank]
        whole = padded_to(dy, call("ConcatV2", [leading, lengths], 0))
        dx = call("Real", call(opposite, whole), Tout=x.dtype) * _points(whole, rank, x.dtype)
        return padded_to(dx, call("Shape", x)), None

    return gradient


def inverse_real_gradient(opposite: str, rank: int) -> Callable[[Any, Any], Any]:
    """The gradient of an inverse real transform: frequencies that stand for two count twice."""

    def gradient(done: Any, dy: Any) -> Any:
        x, lengths = done.inputs
        spectrum = call(opposite, dy, lengths, Tcomplex=x.dtype)
        last = lengths[-1]
        place = call("Range", 0, call("Shape", spectrum)[-1], 1)
        alone = call("LogicalOr", call("Equal", place, 0), call("Equal", place * 2, last))
        weight = call("Cast", call("SelectV2", alone, 1, 2), DstT=x.dtype)
        return padded_to(spectrum * weight / _points(dy, rank, x.dtype), call("Shape", x)), None

    return gradient


def padded_to(x: Any, shape: Any) -> Any:
    """`x` with zeros at the end of each axis, up to a shape."""
    missing = shape - call("Shape", x)
    return call("Pad", x, call("Pack", [missing * 0, missing], axis=1))


def rank_of(x: Any) -> Any:
    """The rank: a number where it is known, so that shapes stay known while a graph is built."""
    return call("Rank", x) if x.raw_shape is None else len(x.raw_shape)


def size_of(x: Any, axis: int) -> Any:
    """The size of an axis: a number where it is known."""
    shape = x.raw_shape
    known = None if shape is None else shape[axis]
    return call("Shape", x)[axis] if known is None else known


def ends_of(rank: Any, axis: Any, after: Any) -> Any:
    """The paddings `[rank, 2]` that add some elements at the end of one axis."""
    where = call("Equal", call("Range", 0, rank, 1), axis)
    ends = call("SelectV2", where, after, 0)
    return call("Pack", [ends * 0, ends], axis=1)


def resized(x: Any, length: Any) -> Any:
    """`x` cut, or filled up with zeros, to a length along its last axis."""
    x = x[..., :length]
    rank = rank_of(x)
    return call("Pad", x, ends_of(rank, rank - 1, length - size_of(x, -1)))
