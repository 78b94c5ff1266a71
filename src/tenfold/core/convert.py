"""Making tensors of Python values, NumPy arrays and whatever registers a conversion."""

from __future__ import annotations

import math
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

from . import devices, dtypes, extension
from .allocation import LARGE, copied
from .boxes import boxed
from .context import state
from .dtypes import BY_NUMPY, DType, as_dtype, float32, float64, int32, int64
from .shapes import TensorShape
from .tensor import EagerTensor, Tensor, load_operators, ndarray

Converter = Callable[..., Any]
_converters: list[tuple[int, tuple[type, ...], Converter]] = []


_NUMERIC = (int, float, np.generic, ndarray)


def register_tensor_conversion_function(
    base_type: type | tuple[type, ...], conversion_func: Converter, priority: int = 100
) -> None:
    """Registers how objects of a type become tensors.

    Args:
      base_type: A type or tuple of types.
      conversion_func: `f(value, dtype=None, name=None, as_ref=False)` giving a tensor, or
        NotImplemented to let others try.
      priority: Lower ones are asked first.

    Example:
      >>> import tenfold as tf
      >>> class Celsius:
      ...     degrees = 20.0
      >>> tf.register_tensor_conversion_function(
      ...     Celsius, lambda v, dtype=None, name=None, as_ref=False: tf.constant(v.degrees))
      >>> tf.convert_to_tensor(Celsius()).numpy().item()
      20.0
    """
    types = base_type if isinstance(base_type, tuple) else (base_type,)
    if not all(isinstance(t, type) for t in types):
        raise TypeError(f"base_type must be a type or a tuple of types; received {base_type!r}.")
    if any(issubclass(t, _NUMERIC) for t in types):
        raise TypeError(
            "Cannot register conversions for Python numeric types and NumPy scalars and arrays; "
            f"received {base_type!r}."
        )
    if not callable(conversion_func):
        raise TypeError(f"conversion_func must be callable; received {conversion_func!r}.")
    _converters.append((priority, types, conversion_func))
    _converters.sort(key=lambda entry: entry[0])


def convert_to_tensor(
    value: Any, dtype: Any = None, dtype_hint: Any = None, name: str | None = None
) -> Tensor:
    """Makes a tensor of a value; a tensor is returned as it is.

    Args:
      value: A tensor, variable, NumPy array, Python number, string, or nested list of them.
      dtype: The dtype that the result must have; a tensor of another dtype is refused.
      dtype_hint: Used if the value can take it, else ignored.
      name: The name of the constant made while a graph is built.

    Returns:
      A `tf.Tensor`.

    Raises:
      ValueError: `value` is a tensor of another dtype, or a ragged list.
      TypeError: The value cannot become a tensor (of that dtype).

    Example:
      >>> import tenfold as tf
      >>> tf.convert_to_tensor([1, 2], dtype=tf.float32)
      <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 2.], dtype=float32)>
    """
    wanted = None if dtype is None else as_dtype(dtype).base_dtype
    hint = None if dtype_hint is None else as_dtype(dtype_hint).base_dtype
    if wanted is None and hint is not None and _takes_any_number(value, hint):
        wanted = hint
    made = to_tensor(value, wanted, hint, name or "Const")
    return made if made is value else devices.as_placed(made)


def _takes_any_number(value: Any, hint: DType) -> bool:
    """Whether a hint is as good as a dtype: arrays of numbers are cast to any number."""
    is_array = isinstance(value, (ndarray, np.generic))
    return is_array and value.dtype.kind not in "USOT" and not hint.np.hasobject


def to_tensor(
    value: Any,
    dtype: DType | None = None,
    dtype_hint: DType | None = None,
    name: str | None = None,
) -> Any:
    """`convert_to_tensor` for dtypes that are DType objects already."""
    if isinstance(value, Tensor):
        if dtype is not None and value.dtype is not dtype:
            raise ValueError(
                f"Tensor conversion requested dtype {dtype.name} for a tensor of dtype "
                f"{value.dtype.name}: {value!r}. Use tf.cast(x, tf.{dtype.name})."
            )
        return value
    kind = type(value)
    quick = _of_numbers(value, kind, dtype or dtype_hint)
    if quick is not None:
        return quick if state.graph is None else state.graph.constant(quick, name)
    if kind not in _PLAIN:
        for _, types, function in _converters:
            if isinstance(value, types):
                found = _ask(function, value, dtype, dtype_hint, name)
                if found is not None:
                    return found
        if kind is list or kind is tuple or isinstance(value, (list, tuple)):
            if _holds_tensor(value):
                return import_module("tenfold.ops.array.joining").pack_nested(value, dtype)
        elif hasattr(value, "__tf_tensor__"):
            return value.__tf_tensor__(dtype, name)
    eager = EagerTensor(*to_array(value, dtype, dtype_hint))
    return eager if state.graph is None else state.graph.constant(eager, name)


def _of_numbers(value: Any, kind: type, wanted: DType | None) -> EagerTensor | None:
    """A tensor of Python's numbers, or of nested lists of one kind of them; None for the rest."""
    if kind is list or kind is tuple:
        kind = _kind_of_leaves(value)
    dtype = wanted or (float32 if kind is float else int32)
    if (kind is float and dtype in _REAL) or (kind is int and dtype is int32):
        try:
            found = np.array(value, dtype.np)
        except (ValueError, OverflowError):  # lists of different lengths; a wide integer
            return None
        if dtype is not float32 or math.isfinite(np.add.reduce(found, None)):
            return EagerTensor(found, dtype)  # else there may be one that is out of range
    return None


_REAL = (float32, float64)


def _kind_of_leaves(value: Any) -> Any:
    """The one type of all the leaves of nested lists; None where they differ."""
    kinds = set(map(type, value))
    if len(kinds) != 1:
        return None
    kind = kinds.pop()
    if kind is not list and kind is not tuple:
        return kind
    kinds = set(map(_kind_of_leaves, value))
    return kinds.pop() if len(kinds) == 1 else None


def _ask(
    function: Converter, value: Any, dtype: DType | None, hint: DType | None, name: str | None
) -> Any:
    if dtype is None and hint is not None:
        try:
            found = function(value, dtype=hint, name=name, as_ref=False)
        except (TypeError, ValueError):
            found = NotImplemented
        if found is not NotImplemented:
            return found
    found = function(value, dtype=dtype, name=name, as_ref=False)
    return None if found is NotImplemented else found


_PLAIN = {float, int, bool, complex, str, bytes, np.ndarray, type(None)}


def _holds_tensor(value: Any) -> bool:
    for item in value:
        if isinstance(item, (list, tuple)):
            if _holds_tensor(item):
                return True
        elif isinstance(getattr(item, "dtype", None), DType) or (
            type(item) not in _PLAIN and any(isinstance(item, t) for _, t, _ in _converters)
        ):
            return True
    return False


def to_array(
    value: Any, dtype: DType | None = None, dtype_hint: DType | None = None
) -> tuple[ndarray, DType]:
    """The array that a tensor of `value` owns, and its dtype. The array is never shared."""
    if isinstance(value, EagerTensor):
        array = value._host()
    elif isinstance(value, (ndarray, np.generic)) or _offers_array(value):
        array = np.asarray(value)
    elif hasattr(value, "__dlpack__"):
        array = np.from_dlpack(value)  # pyright: ignore[reportArgumentType]
    else:
        return _from_python(value, dtype, dtype_hint)
    return _from_array(array, dtype, dtype_hint)


def _offers_array(value: Any) -> bool:
    return hasattr(value, "__array__") and not isinstance(value, (list, tuple))


def _from_array(
    array: ndarray, dtype: DType | None, dtype_hint: DType | None
) -> tuple[ndarray, DType]:
    if array.dtype.kind in "USOT":
        return _from_objects(array, dtype)
    found = BY_NUMPY.get(array.dtype) or BY_NUMPY.get(array.dtype.newbyteorder("="))
    if found is None:
        raise ValueError(
            f"Failed to convert a NumPy array to a Tensor (Unsupported dtype {array.dtype})."
        )
    if dtype is None and dtype_hint is not None and _array_fits(found, dtype_hint):
        dtype = dtype_hint
    if dtype is None or dtype is found:
        if array.nbytes < LARGE:
            return np.array(array, found.np, order="C"), found
        return copied(array, found.np), found
    if dtype.np.hasobject:
        raise _unsupported(array, dtype)
    return array.astype(dtype.np), dtype


def _array_fits(found: DType, wanted: DType) -> bool:
    return found is wanted


def _from_objects(array: ndarray, dtype: DType | None) -> tuple[ndarray, DType]:
    if dtype is not None and dtype is not dtypes.string:
        if array.dtype.kind != "O" or dtype.np.hasobject or any(map(_no_number, array.flat)):
            raise _unsupported(array, dtype)
        return array.astype(dtype.np), dtype
    out = np.empty(array.shape, object)
    for index, item in np.ndenumerate(array):
        if isinstance(item, str):
            item = item.encode()
        if not isinstance(item, bytes):
            raise _unsupported(array, dtypes.string)
        out[index] = bytes(item)
    return out, dtypes.string


def _no_number(item: Any) -> bool:
    return not isinstance(item, (bool, int, float, complex, np.generic))


def _from_python(value: Any, dtype: DType | None, hint: DType | None) -> tuple[ndarray, DType]:
    kind = type(value)
    if kind in (str, bytes):
        if dtype is not None and dtype is not dtypes.string:
            raise _cannot(value, dtype)
        return boxed(value.encode() if kind is str else value), dtypes.string
    if value is None:
        raise ValueError("Attempt to convert a value (None) with an unsupported type to a Tensor.")
    if isinstance(value, (list, tuple, range)):
        array = _nested(value)
    elif isinstance(value, (bool, int, float, complex)):
        array = np.asarray(value)
    else:
        text = f"Attempt to convert a value ({value!r}) with an unsupported type ({type(value)})"
        # TensorFlow's class depends on whether a graph is being built.
        raise (ValueError if state.graph is None else TypeError)(f"{text} to a Tensor.")
    if array.dtype.kind in "uO" and (dtype is None or dtype.is_integer):
        wide = dtypes.uint64 if dtype is dtypes.uint64 else dtypes.int64
        if _all_integers(value) and not all(wide.min <= v <= wide.max for v in _leaves(value)):
            raise _out_of_range(value, wide)
    if array.dtype.kind in "USO":
        return _from_objects(array, dtype)
    natural, asked = _natural(array, value), dtype is not None
    if dtype is None:
        narrow = natural is int64 and hint is not None and hint.is_integer
        if hint is not None and not narrow and _python_fits(natural, array, hint):
            dtype = hint
        else:
            _check_mixture(value, array)
            dtype = natural
    elif not _python_fits(natural, array, dtype):
        raise _cannot(value, dtype)
    # Integers that the dtype cannot hold wrap, as TensorFlow's do.
    found = np.array(array.astype(dtype.np), order="C")
    if not asked and dtype is dtypes.float32 and (np.isinf(found) & np.isfinite(array)).any():
        raise _out_of_range(value, dtype)
    return found, dtype


def _natural(array: ndarray, value: Any) -> DType:
    kind = array.dtype.kind
    if not array.size:
        return dtypes.int32 if isinstance(value, range) else dtypes.float32
    if kind == "b":
        return dtypes.bool
    if kind in "iu":
        small = array.min() >= -(2**31) and array.max() < 2**31
        return dtypes.int32 if small else dtypes.int64
    if kind == "f":
        # A floating NumPy value that comes first keeps its width; Python floats are float32.
        first = getattr(_first_leaf(value), "dtype", None)
        return BY_NUMPY[first] if first is not None and first.kind == "f" else dtypes.float32
    if kind == "c":
        return dtypes.complex128
    return BY_NUMPY[array.dtype]


def _first_leaf(value: Any) -> Any:
    return next(_leaves(value), None)


def _check_mixture(value: Any, array: ndarray) -> None:
    """Refuses what has no dtype of its own, going by the first value as TensorFlow does."""
    if not isinstance(value, (list, tuple)) or array.dtype.kind == "b" or not array.size:
        return
    first = _first_leaf(value)
    late_complex = array.dtype.kind == "c" and not np.iscomplexobj(first)
    if isinstance(first, bool) or late_complex or _mixes_bool(value):
        raise ValueError(
            f"Can't convert Python sequence with mixed types to Tensor: {_short(value)}. "
            "Pass dtype, or make them of one type."
        )


def _python_fits(natural: DType, array: ndarray, dtype: DType) -> bool:
    if not array.size:
        return not dtype.np.hasobject or dtype is dtypes.string
    kind = array.dtype.kind
    if kind == "b":
        return not dtype.np.hasobject
    if kind in "iu":
        return not dtype.np.hasobject and dtype is not dtypes.bool
    if kind == "f":
        return dtype.is_floating or dtype.is_complex
    if kind == "c":
        return dtype.is_complex
    return natural is dtype


def _nested(value: Any) -> ndarray:
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(
            "Can't convert non-rectangular Python sequence to Tensor: the inner lists of "
            f"{_short(value)} differ in length. Pad them, or use tf.ragged.constant."
        ) from None
    except OverflowError:
        raise _out_of_range(value, dtypes.int64) from None
    # NumPy makes floats of integers that need both a sign and 64 bits.
    mixed = array.dtype.kind == "f" and array.size and _all_integers(value)
    if (array.dtype.kind in "USO" and array.size) or mixed:
        if not (_all_text(value) or _all_integers(value)):
            raise ValueError(
                f"Can't convert Python sequence with mixed types to Tensor: {_short(value)}."
            )
        return _object_array(value, array.shape)
    return array


def _object_array(value: Any, shape: tuple[int, ...]) -> ndarray:
    out = np.empty(shape, object)
    for index in np.ndindex(*shape):
        item = value
        for i in index:
            item = item[i]
        out[index] = item
    return out


def _leaves(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def _all_text(value: Any) -> bool:
    return all(
        isinstance(v, (str, bytes)) or (isinstance(v, ndarray) and v.dtype.kind in "USO")
        for v in _leaves(value)
    )


def _all_integers(value: Any) -> bool:
    """Whether there is nothing but Python's integers, as where NumPy has none that is so wide."""
    return all(isinstance(v, int) for v in _leaves(value))


def _mixes_bool(value: Any) -> bool:
    return any(isinstance(v, np.bool_) for v in _leaves(value))


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 80 else text[:77] + "..."


def _cannot(value: Any, dtype: DType) -> TypeError:
    return TypeError(f"Cannot convert {_short(value)} to EagerTensor of dtype {dtype.name}.")


def _unsupported(array: ndarray, dtype: DType) -> ValueError:
    return ValueError(
        f"Failed to convert a NumPy array to a Tensor of {dtype.name} "
        f"(Unsupported object type in an array of dtype {array.dtype})."
    )


def _out_of_range(value: Any, dtype: DType) -> ValueError:
    return ValueError(
        f"Can't convert the Python number {_short(value)} to a tensor of {dtype.name}: "
        f"it is outside [{dtype.min}, {dtype.max}]. Use a wider dtype."
    )


def _equal_once_loaded(left: list[Any], right: list[Any]) -> Any:
    """Loads the op family that installs the comparison of values, and asks that."""
    load_operators()
    return extension.tensors_equal(left, right)


def _from_shape(
    value: TensorShape, dtype: DType | None = None, name: str | None = None, as_ref: Any = False
) -> Tensor:
    """The dimensions as a vector, where they are all known."""
    if not value.is_fully_defined():
        raise ValueError(f"Cannot convert a partially known TensorShape {value} to a Tensor.")
    if dtype not in (None, int32, int64):
        raise TypeError(f"Cannot convert a TensorShape to dtype {dtype}; use tf.int32 or tf.int64.")
    wide = any(d > int32.max for d in value.as_list())
    return to_tensor(value.as_list(), dtype or (int64 if wide else int32), name=name)


register_tensor_conversion_function(TensorShape, _from_shape)

# The public way to extension types leads through here, so that their fields can be converted.
ExtensionType = extension.ExtensionType
BatchableExtensionType = extension.BatchableExtensionType
extension.set_tensor_converter(to_tensor)
extension.set_equality(_equal_once_loaded)
