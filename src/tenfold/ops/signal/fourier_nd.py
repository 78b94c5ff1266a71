"""Fourier transforms of any axes, each cut or padded to a length, with a choice of scale."""

from __future__ import annotations

from typing import Any

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType, complex64, complex128, float32, float64, int32
from tenfold.core.op import Op, call, op
from tenfold.core.signature import Types

from .fourier import COMPLEX, REAL, complex_input, real_input
from .transforms import (
    complex_transform,
    cropped,
    half_length,
    inverse_real_transform,
    lengths_of,
    padded_to,
    rank_of,
    real_transform,
    size_of,
)

_COMPLEX = Types(COMPLEX, default=complex64)
_REAL = Types(REAL, default=float32)


def _plan(xp: Any, x: Any, fft_length: Any, axes: Any) -> tuple[list[int], list[int]]:
    """Lengths and axes, checked."""
    places = xp.static(axes)
    if places.ndim != 1 or not places.size:
        raise ValueError(f"axes must be a vector of one axis or more; received {places.tolist()}.")
    found = [rules.normalize_axis(int(a), x.ndim, "axes") for a in places]
    if len(set(found)) != len(found):
        raise ValueError(f"axes must be different from each other; received {places.tolist()}.")
    return lengths_of(xp, fft_length, len(found)), found


def _shape_nd(last: Any) -> Any:
    """The shape rule: lengths at their axes, `last` of the length at the last."""

    def rule(done: Any) -> Any:
        shape = done.inputs[0].raw_shape
        lengths, axes = rules.value_of(done.inputs[1]), rules.value_of(done.inputs[2])
        if shape is None or axes is None:
            return None if shape is None else (None,) * len(shape)
        sizes: list[int | None] = list(shape)
        for i, axis in enumerate(axes.tolist()):
            length = None if lengths is None else int(lengths[i])
            final = i == len(axes) - 1 and length is not None
            sizes[rules.normalize_axis(axis, len(shape))] = last(length) if final else length
        return tuple(sizes)

    return rule


def _itself(length: int) -> int:
    return length


@op(
    "input: Tcomplex, fft_length: int32, axes: int32 -> output: Tcomplex",
    Tcomplex=_COMPLEX,
    shape=_shape_nd(_itself),
)
def FFTND(xp: Any, input: Any, fft_length: Any, axes: Any) -> Any:
    lengths, places = _plan(xp, input, fft_length, axes)
    return complex_transform(xp, cropped(input, lengths, places), places, inverse=False)


@FFTND.gradient
def fftnd_gradient(done: Any, dy: Any) -> Any:
    return _complex_gradient(done, dy * _points(done, dy.dtype), IFFTND)


def _points(done: Any, dtype: Any) -> Any:
    return call("Cast", call("Prod", done.inputs[1], [0]), DstT=dtype)


def _complex_gradient(done: Any, dy: Any, opposite: Op) -> Any:
    x, lengths, axes = done.inputs
    return padded_to(opposite(dy, lengths, axes), call("Shape", x)), None, None


@op(
    "input: Tcomplex, fft_length: int32, axes: int32 -> output: Tcomplex",
    Tcomplex=_COMPLEX,
    shape=_shape_nd(_itself),
)
def IFFTND(xp: Any, input: Any, fft_length: Any, axes: Any) -> Any:
    lengths, places = _plan(xp, input, fft_length, axes)
    return complex_transform(xp, cropped(input, lengths, places), places, inverse=True)


@IFFTND.gradient
def ifftnd_gradient(done: Any, dy: Any) -> Any:
    return _complex_gradient(done, dy / _points(done, dy.dtype), FFTND)


@op(
    "input: Treal, fft_length: int32, axes: int32 -> output: Tcomplex",
    Treal=_REAL,
    Tcomplex=COMPLEX,
    shape=_shape_nd(half_length),
)
def RFFTND(xp: Any, input: Any, fft_length: Any, axes: Any, *, Tcomplex: DType = complex64) -> Any:
    return real_transform(xp, input, *_plan(xp, input, fft_length, axes), Tcomplex.np)


@RFFTND.gradient
def rfftnd_gradient(done: Any, dy: Any) -> Any:
    x, lengths, axes = done.inputs
    sizes = call("TensorScatterUpdate", call("Shape", dy), _rows(axes, dy), lengths)
    whole = IFFTND(padded_to(dy, sizes), lengths, axes)
    dx = call("Real", whole, Tout=x.dtype) * _points(done, x.dtype)
    return padded_to(dx, call("Shape", x)), None, None


def _rows(axes: Any, x: Any) -> Any:
    """Axes as indices of a vector of sizes, `[n, 1]`, none of them negative."""
    return call("ExpandDims", call("FloorMod", axes, rank_of(x)), 1)


@op(
    "input: Tcomplex, fft_length: int32, axes: int32 -> output: Treal",
    Treal=REAL,
    Tcomplex=_COMPLEX,
    shape=_shape_nd(_itself),
)
def IRFFTND(xp: Any, input: Any, fft_length: Any, axes: Any, *, Treal: DType = float32) -> Any:
    return inverse_real_transform(xp, input, *_plan(xp, input, fft_length, axes), Treal.np)


@IRFFTND.gradient
def irfftnd_gradient(done: Any, dy: Any) -> Any:
    x, lengths, axes = done.inputs
    spectrum = RFFTND(dy, lengths, axes, Tcomplex=x.dtype)
    # Frequencies that stand for a positive and a negative one count twice.
    sizes, row = call("Shape", spectrum), _rows(axes, spectrum)[-1:]
    count = call("GatherNd", sizes, row)[0]
    place = call("Range", 0, count, 1)
    alone = call("LogicalOr", call("Equal", place, 0), call("Equal", place * 2, lengths[-1]))
    weight = call("Cast", call("SelectV2", alone, 1, 2), DstT=x.dtype)
    flat = call("TensorScatterUpdate", call("OnesLike", sizes), row, call("Reshape", count, [1]))
    scaled = spectrum * call("Reshape", weight, flat) / _points(done, x.dtype)
    return padded_to(scaled, call("Shape", x)), None, None


def fftnd(
    input_tensor: Any,
    fft_length: Any = None,
    axes: Any = None,
    norm: str | None = None,
    name: str | None = None,
) -> Any:
    """The discrete Fourier transform of some axes.

    Args:
      input_tensor: A complex tensor.
      fft_length: The lengths to cut or to pad with zeros to, one for each axis.
      axes: The axes; all of them (the last ones, where lengths are given) if None.
      norm: `"backward"` (or None) scales the inverse by the number of points, `"forward"` this
        transform, `"ortho"` both by its root.
      name: A name for the op.

    Returns:
      A tensor of the dtype of the input.

    Raises:
      ValueError: An unknown `norm`, or as many lengths as axes are not given.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.fftnd(tf.ones([2, 2], tf.complex64), axes=[0]).numpy().real.tolist()
      [[2.0, 2.0], [0.0, 0.0]]
    """
    x = complex_input(input_tensor)
    lengths, axes = _resolve(x, fft_length, axes, back=False)
    x = _fitted(x, lengths, axes)
    return FFTND(_normed(x, lengths, norm, inverse=False), lengths, axes, name=name)


def ifftnd(
    input_tensor: Any,
    fft_length: Any = None,
    axes: Any = None,
    norm: str | None = None,
    name: str | None = None,
) -> Any:
    """The inverse of `tf.signal.fftnd`.

    Args:
      input_tensor: A complex tensor.
      fft_length: The lengths to cut or to pad with zeros to, one for each axis.
      axes: The axes; all of them (the last ones, where lengths are given) if None.
      norm: As in `tf.signal.fftnd`.
      name: A name for the op.

    Returns:
      A tensor of the dtype of the input.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.ifftnd(tf.ones([2, 2], tf.complex64), axes=[0]).numpy().real.tolist()
      [[1.0, 1.0], [0.0, 0.0]]
    """
    x = complex_input(input_tensor)
    lengths, axes = _resolve(x, fft_length, axes, back=False)
    x = _fitted(x, lengths, axes)
    return IFFTND(_normed(x, lengths, norm, inverse=True), lengths, axes, name=name)


def rfftnd(
    input_tensor: Any,
    fft_length: Any = None,
    axes: Any = None,
    norm: str | None = None,
    name: str | None = None,
) -> Any:
    """The frequencies of real signals along some axes, without the last one's negative.

    Args:
      input_tensor: A real tensor.
      fft_length: The lengths to cut or to pad with zeros to, one for each axis.
      axes: The axes; all of them (the last ones, where lengths are given) if None.
      norm: As in `tf.signal.fftnd`.
      name: A name for the op.

    Returns:
      A complex tensor, of size `fft_length / 2 + 1` at the last of the axes.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.rfftnd(tf.ones([3, 4]), axes=[1]).shape
      TensorShape([3, 3])
    """
    x = real_input(input_tensor)
    lengths, axes = _resolve(x, fft_length, axes, back=False)
    wide = complex64 if x.dtype is float32 else complex128
    x = _normed(_fitted(x, lengths, axes), lengths, norm, inverse=False)
    return RFFTND(x, lengths, axes, Tcomplex=wide, name=name)


def irfftnd(
    input_tensor: Any,
    fft_length: Any = None,
    axes: Any = None,
    norm: str | None = None,
    name: str | None = None,
) -> Any:
    """The inverse of `tf.signal.rfftnd`.

    Args:
      input_tensor: A complex tensor.
      fft_length: The lengths of the result, one for each axis; `2 * (n - 1)` for the last and `n`
        for the others if None.
      axes: The axes; all of them (the last ones, where lengths are given) if None.
      norm: As in `tf.signal.fftnd`.
      name: A name for the op.

    Returns:
      A real tensor.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.irfftnd(tf.signal.rfftnd(tf.ones([2, 4]))).numpy().tolist()
      [[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0]]
    """
    x = complex_input(input_tensor)
    lengths, axes = _resolve(x, fft_length, axes, back=True)
    half = call("ConcatV2", [lengths[:-1], lengths[-1:] // 2 + 1], 0)
    narrow = float32 if x.dtype is complex64 else float64
    x = _normed(_fitted(x, half, axes), lengths, norm, inverse=True)
    return IRFFTND(x, lengths, axes, Treal=narrow, name=name)


def _resolve(x: Any, fft_length: Any, axes: Any, back: bool) -> tuple[Any, Any]:
    """The lengths and the axes, both `[n]`."""
    rank = rank_of(x)
    lengths = None if fft_length is None else to_tensor(fft_length, int32)
    if axes is not None:
        places = to_tensor(axes, int32)
    elif lengths is None:
        places = call("Range", 0, rank, 1)
    else:
        places = call("Range", -call("Size", lengths), 0, 1)
    if lengths is None:
        found = _known_axes(x, places)
        if found is not None:
            lengths = call("Pack", [size_of(x, axis) for axis in found])
        else:
            lengths = call("GatherV2", call("Shape", x), call("FloorMod", places, rank), 0)
        if back:
            last = call("Maximum", 2 * (lengths[-1:] - 1), 0)
            lengths = call("ConcatV2", [lengths[:-1], last], 0)
    if not lengths.shape.is_compatible_with(places.shape):
        raise ValueError(
            f"fft_length and axes must have the same length; received {lengths.shape} and "
            f"{places.shape}."
        )
    return lengths, places


def _known_axes(x: Any, axes: Any) -> list[int] | None:
    """The axes as numbers, where they and the rank are known."""
    places = rules.value_of(axes)
    if places is None or x.raw_shape is None:
        return None
    return [rules.normalize_axis(int(a), len(x.raw_shape), "axes") for a in places]


def _fitted(x: Any, lengths: Any, axes: Any) -> Any:
    """`x` with zeros at the end of the axes that are too short."""
    found = _known_axes(x, axes)
    if found is None:
        sizes = call("Shape", x)
        longer = call("TensorScatterUpdate", sizes, _rows(axes, x), lengths)
        return padded_to(x, call("Maximum", sizes, longer))
    missing: list[Any] = [0] * len(x.raw_shape)
    for i, axis in enumerate(found):
        missing[axis] = call("Maximum", lengths[i] - size_of(x, axis), 0)
    ends = call("Pack", missing)
    return call("Pad", x, call("Pack", [ends * 0, ends], axis=1))


def _normed(x: Any, lengths: Any, norm: str | None, inverse: bool) -> Any:
    """`x` scaled as `norm` asks for; the ops divide by the number of points when inverse."""
    if norm not in (None, "backward", "forward", "ortho"):
        raise ValueError(f"norm must be None, 'backward', 'forward' or 'ortho'; received {norm!r}.")
    if norm in (None, "backward"):
        return x
    real = x.dtype.real_dtype
    points = call("Cast", call("Prod", lengths, [0]), DstT=real)
    scale = call("Cast", call("Sqrt", points) if norm == "ortho" else points, DstT=x.dtype)
    return x * scale if inverse else x / scale
