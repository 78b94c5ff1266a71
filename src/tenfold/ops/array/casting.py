"""Changes of dtype: cast, saturate_cast, bitcast."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import errors, rules
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import COMPLEX, FLOATING, NUMBER, DType, as_dtype, bfloat16
from tenfold.core.half_floats import narrow_into, widened
from tenfold.core.namespace import numpy_ns
from tenfold.core.op import call, op
from tenfold.core.pieces import LIGHT, SLOW, in_pieces
from tenfold.core.tensor import EagerTensor, Tensor


@op("x: SrcT -> y: DstT", shape=rules.same)
def Cast(xp: Any, x: Any, *, DstT: DType, Truncate: bool = False) -> Any:
    wanted = DstT.np
    if x.dtype == wanted:
        return x
    if object in (x.dtype, wanted):
        raise errors.UnimplementedError(
            None,
            None,
            f"Cast {'string' if x.dtype == object else x.dtype} to {DstT.name} is not supported. "
            "Use tf.strings.to_number or tf.strings.as_string.",
        )
    if Truncate and DstT is bfloat16 and x.dtype == np.float32:
        return _bits(xp, (_bits(xp, x, np.uint32) >> 16).astype(np.uint16), wanted)
    if x.dtype.kind == "c" and wanted.kind != "c":
        x = xp.real(x)
    if wanted.kind == "b":
        return x != 0
    if DstT.is_integer and x.dtype.kind not in "iub":
        return _to_integer(xp, x, DstT)
    return _converted(xp, x, wanted)


def _converted(xp: Any, x: Any, dtype: Any) -> Any:
    start = SLOW if np.float16 in (x.dtype, dtype) else LIGHT
    if not xp.compiled and x.size >= start:
        found = in_pieces(_convert_into, (x,), dtype)
        if found is not None:
            return found
    return x.astype(dtype)


def _convert_into(x: Any, out: Any) -> None:
    if x.dtype == np.float16:
        x = widened(x)
    if out.dtype == np.float16 and x.dtype == np.float32:
        narrow_into(x, out)
        return
    np.copyto(out, x, casting="unsafe")


def _to_integer(xp: Any, x: Any, dtype: DType) -> Any:
    """Truncates; what does not fit wraps in the narrow types and is the minimum in the wide."""
    if x.dtype.itemsize < 4:
        x = x.astype(np.float32)
    if not xp.compiled:
        return _converted(xp, x, dtype.np)
    # XLA saturates and takes NaN for 0; the processor's conversion gives the least integer.
    wide = np.dtype(np.int32 if dtype.size < 4 or dtype.np == np.int32 else np.int64)
    limit = float(2 ** (8 * wide.itemsize - 1))
    fits = (x >= -limit) & (x < limit)
    least = np.asarray(np.iinfo(wide).min, wide)
    whole = xp.where(fits, xp.where(fits, x, 0).astype(wide), least)
    if dtype.np == np.uint64:
        high = (x >= limit) & (x < 2 * limit)
        whole = xp.where(high, xp.where(high, x - limit, 0).astype(wide) + least, whole)
    return whole.astype(dtype.np)


@Cast.gradient
def cast_gradient(done: Any, dy: Any) -> Any:
    source = done.inputs[0].dtype
    smooth = FLOATING + COMPLEX
    return (Cast(dy, DstT=source) if source in smooth and dy.dtype in smooth else None,)


def cast(x: Any, dtype: Any, name: str | None = None) -> Any:
    """The tensor with its elements converted to another dtype.

    Fractions are cut towards zero; integers that do not fit wrap around; of a complex number the
    real part stays.

    Args:
      x: A tensor, `tf.SparseTensor` or `tf.IndexedSlices` of numbers or booleans.
      dtype: The new dtype.
      name: A name for the op.

    Returns:
      A tensor of the same shape; `x` itself if it has the dtype already.

    Raises:
      TypeError: `x` cannot become a tensor.
      tf.errors.UnimplementedError: `x` holds strings.

    Example:
      >>> import tenfold as tf
      >>> tf.cast([1.8, -2.2], tf.int32).numpy().tolist()
      [1, -2]
    """
    wanted = dtype if type(dtype) is DType else as_dtype(dtype)
    wanted = wanted.base_dtype
    if type(x) is EagerTensor:
        if x._dtype is not wanted and state.plain:
            return EagerTensor(Cast.kernel(numpy_ns, x._host(), DstT=wanted), wanted)
    else:
        if hasattr(x, "values") and hasattr(x, "_type_spec"):
            return x if x.dtype is wanted else _cast_values(x, wanted, name)
        if not isinstance(x, Tensor):
            x = to_tensor(x)
    return x if x.dtype is wanted else Cast(x, DstT=wanted, name=name)


def _cast_values(x: Any, dtype: DType, name: str | None) -> Any:
    """A composite with its values cast: sparse tensors, slices, ragged tensors."""
    values = cast(x.values, dtype, name)
    if hasattr(x, "with_values"):
        return x.with_values(values)
    if hasattr(x, "with_flat_values"):
        return x.with_flat_values(cast(x.flat_values, dtype, name))
    return type(x)(values, x.indices, x.dense_shape)


def saturate_cast(value: Any, dtype: Any, name: str | None = None) -> Tensor:
    """A cast that clips to the new dtype's range first, so that nothing wraps around.

    Args:
      value: A tensor of numbers.
      dtype: The new dtype.
      name: A name for the op.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold as tf
      >>> tf.saturate_cast([-5.0, 7.0, 300.0], tf.uint8).numpy().tolist()
      [0, 7, 255]
    """
    value, wanted = to_tensor(value), as_dtype(dtype).base_dtype
    if value.dtype.is_complex and not wanted.is_complex:
        value = call("Real", value, Tout=value.dtype.real_dtype)
    if not value.dtype.is_complex:
        low, high = _range_within(value.dtype, wanted.real_dtype)
        if low is not None:
            value = call("Maximum", value, to_tensor(low, value.dtype))
        if high is not None:
            value = call("Minimum", value, to_tensor(high, value.dtype))
    return cast(value, wanted, name)


def _range_within(source: DType, wanted: DType) -> tuple[Any, Any]:
    """The bounds of `wanted` where `source` exceeds them, as numbers that `source` holds.

    A float exceeds every range: infinities become the greatest number that both hold.
    """
    numbers = (source.min, wanted.min, source.max, wanted.max)
    kinds = (source, wanted, source, wanted)
    # bfloat16 does not compare with large integers.
    least, lowest, most, highest = (
        v if kind.is_integer else float(v) for v, kind in zip(numbers, kinds)
    )
    low = high = None
    if source.is_floating or least < lowest:
        low = _towards_zero(max(least, lowest), source)
    if source.is_floating or most > highest:
        high = _towards_zero(min(most, highest), source)
    return low, high


def _towards_zero(limit: Any, dtype: DType) -> Any:
    """The number of a dtype that is nearest to a limit, and no further from 0."""
    if dtype.is_integer:
        return dtype.np.type(limit)
    found = dtype.np.type(float(limit))
    exact = int(float(found)) if isinstance(limit, int) else float(found)
    return np.nextafter(found, dtype.np.type(0)) if abs(exact) > abs(limit) else found


def _bits(xp: Any, x: Any, dtype: Any) -> Any:
    return xp.lax.bitcast_convert_type(x, dtype) if xp.compiled else x.view(dtype)


_BITS = tuple(NUMBER)


def _bitcast_shape(done: Any) -> Any:
    x, to = done.inputs[0], done.attrs["type"]
    shape, ratio = x.raw_shape, max(x.dtype.size, 1) / max(to.size, 1)
    if shape is None:
        return None
    if ratio > 1:
        return (*shape, int(ratio))
    if ratio < 1:
        if not shape or shape[-1] not in (None, int(1 / ratio)):
            raise ValueError(
                f"Cannot bitcast from {x.dtype.name} to {to.name}: the last dimension of "
                f"{list(shape)} must be {int(1 / ratio)}."
            )
        return shape[:-1]
    return shape


@op("input: T -> output: type", T=_BITS, type=_BITS, shape=_bitcast_shape)
def Bitcast(xp: Any, input: Any, *, type: DType) -> Any:
    old, new = input.dtype.itemsize, type.np.itemsize
    if new > old and (not input.ndim or input.shape[-1] != new // old):
        raise ValueError(
            f"Cannot bitcast from {input.dtype} to {type.name}: the last dimension must be "
            f"{new // old}."
        )
    if xp.compiled:
        return _recast(xp, input, type.np)
    packed = np.ascontiguousarray(input).reshape(input.shape)
    if new > old:
        return packed.view(type.np)[..., 0]
    return packed[..., None].view(type.np) if new < old else packed.view(type.np)


def _recast(xp: Any, x: Any, wanted: Any) -> Any:
    """Bitcast under XLA, which has none for complex numbers: they go by way of their bytes."""
    cast = xp.lax.bitcast_convert_type
    if "c" not in (x.dtype.kind, wanted.kind):
        return cast(x, wanted)
    old, new = x.dtype.itemsize, wanted.itemsize
    parts = xp.stack([xp.real(x), xp.imag(x)], -1) if x.dtype.kind == "c" else x
    octets = cast(parts, np.uint8).reshape((*x.shape, old))
    lead = x.shape[:-1] if new > old else (*x.shape, old // new) if new < old else x.shape
    if wanted.kind == "c":
        real = np.dtype(np.float32 if new == 8 else np.float64)
        pairs = cast(octets.reshape((*lead, 2, new // 2)), real)
        return xp.lax.complex(pairs[..., 0], pairs[..., 1])
    octets = octets.reshape((*lead, new))
    return cast(octets[..., 0] if new == 1 else octets, wanted)


Bitcast.not_differentiable()


def bitcast(input: Any, type: Any, name: str | None = None) -> Tensor:
    """The same bits read as another dtype.

    Args:
      input: A tensor of numbers.
      type: The dtype to read it as. A narrower one adds a last axis; a wider one takes the last
        axis away, which must have the right length.
      name: A name for the op.

    Returns:
      A tensor of that dtype.

    Raises:
      tf.errors.InvalidArgumentError: The last axis has the wrong length for a wider dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.bitcast(tf.constant(1.0), tf.int32).numpy().item()
      1065353216
    """
    return Bitcast(input, type=type, name=name)
