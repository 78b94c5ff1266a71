"""How NumPy's functions turn values into tensors, and which dtype they agree on.

Python numbers are weak: they take the dtype of what they meet. Everything else follows NumPy's
table, unless `experimental_enable_numpy_behavior` chose another one.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from typing import Any

import numpy as np

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import (
    ALL,
    DType,
    as_dtype,
    float32,
    float64,
    int32,
    int64,
    string,
    uint32,
    uint64,
)
from tenfold.core.op import call
from tenfold.core.tensor import Operators, Tensor
from tenfold.ops.array.casting import cast

from .lattice import OF_PYTHON, Kind, join

# A text that is the name of a dtype stands for it; another is an array of one string.
BY_NAME = frozenset(t.name for t in ALL)
NUMBERS = (builtins.bool, int, float, complex)


class Settings:
    """What `experimental_enable_numpy_behavior` chose."""

    prefer_float32 = False
    mode = "legacy"


settings = Settings()


def dtype_named(dtype: Any) -> DType:
    """A dtype; Python's types are NumPy's, `int` is int64; in the newer modes it is int32."""
    if not (isinstance(dtype, type) and dtype in NUMBERS):
        return as_dtype(dtype)
    if settings.mode in ("all", "safe"):
        return as_dtype(OF_PYTHON[dtype])
    return as_dtype(np.dtype(dtype))


def as_array(value: Any, dtype: Any = None) -> Any:
    """A tensor of a value, with NumPy's defaults: Python integers are int64, floats float64.

    Args:
      value: A tensor, NumPy array, number or nested list of them.
      dtype: The dtype of the result, to which the value is cast.
    """
    wanted = None if dtype is None else dtype_named(dtype)
    if isinstance(value, Operators):
        made = to_tensor(value)
    elif isinstance(value, (list, tuple)) and any(isinstance(v, Operators) for v in _leaves(value)):
        common = wanted or result_type(value)
        made = call("Pack", [as_array(v, common) for v in value])
    elif isinstance(value, (np.ndarray, np.generic)):
        made = to_tensor(value)
    else:
        made = _of_python(value, wanted)
    return made if wanted is None or made.dtype is wanted else cast(made, wanted)


def _of_python(value: Any, wanted: DType | None) -> Any:
    if hasattr(value, "__array__") or hasattr(value, "_type_spec"):
        return to_tensor(value)
    array = np.asarray(value)
    if array.dtype.kind in "OUS":
        return to_tensor(value)
    weak = (int, float, complex) if settings.mode in ("all", "safe") else (float, complex)
    if wanted is None and any(type(v) in weak for v in _leaves(value)):
        array = array.astype(result_type(value).np)
    return to_tensor(array)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def result_type(*arrays_and_dtypes: Any) -> DType:
    """The dtype that arrays, dtypes and Python numbers agree on.

    Args:
      *arrays_and_dtypes: Arrays, dtypes, Python numbers, or lists of them. Python numbers are weak.

    Returns:
      A `tf.DType`.

    Raises:
      TypeError: There is no such dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.experimental.numpy.result_type(tf.float16, 1.5, tf.int8)
      tf.float16
      >>> tf.experimental.numpy.result_type(tf.int32, tf.float32)
      tf.float64
    """
    given = [_kind_of(x) for x in _leaves(arrays_and_dtypes)]
    if settings.mode in ("all", "safe"):
        return join(given, settings.mode)[0]
    if settings.prefer_float32:
        given = [_single(x) for x in given]
    if any(isinstance(x, np.dtype) and as_dtype(x) is string for x in given):
        return string
    return as_dtype(np.result_type(*given or [np.float64]))


def _single(x: Any) -> Any:
    return {float: np.float32, complex: np.complex64}.get(type(x), lambda value: value)(x)


def _kind_of(x: Any) -> Any:
    """A Python number as it is, anything else as its NumPy dtype."""
    if type(x) in NUMBERS:
        return x
    if isinstance(x, DType):
        return x.np
    known = getattr(x, "dtype", None)
    if isinstance(known, DType):
        kind = known.base_dtype.np
        return Kind(kind, True) if getattr(x, "_weak", False) else kind
    if isinstance(known, np.dtype):
        return known
    if isinstance(x, str) and x not in BY_NAME:
        return np.dtype(np.str_)
    if isinstance(x, (type, np.dtype, str)):
        return np.dtype(x)
    return np.asarray(x).dtype


def promote_types(type1: Any, type2: Any) -> np.dtype:
    """The smallest dtype that both dtypes can be cast to.

    Args:
      type1: A dtype.
      type2: A dtype.

    Returns:
      A NumPy dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.experimental.numpy.promote_types(tf.int8, tf.uint8)
      dtype('int16')
    """
    pair = (as_dtype(np.dtype(_kind_of(t))) for t in (type1, type2))
    return np.dtype(result_type(*pair).np)


def promoted(*values: Any) -> list[Any]:
    """Tensors of values, all of the dtype that they agree on."""
    common = result_type(*values)
    return [as_array(v, common) for v in values]


def paired(x1: Any, x2: Any) -> list[Any]:
    """Two arrays of one dtype, for functions of pairs: by NumPy's table in every mode.

    The newer modes ask their lattice for lists of Python numbers, and where the table has nothing.
    """
    if settings.mode in ("all", "safe") and not any(isinstance(x, (list, tuple)) for x in (x1, x2)):
        kinds = [k.dtype if isinstance(k, Kind) else k for k in map(_kind_of, (x1, x2))]
        try:
            common = as_dtype(np.result_type(*kinds))
        except TypeError:
            return promoted(x1, x2)
        return [as_array(x, common) for x in (x1, x2)]
    return promoted(x1, x2)


def default_float() -> DType:
    """The dtype of results that have to be floating: float64, or float32 in the newer modes."""
    return float32 if settings.mode in ("all", "safe") else float64


def floating(value: Any) -> Any:
    """A tensor of a value; what is neither floating nor complex becomes `default_float`."""
    x = as_array(value)
    return x if x.dtype.is_floating or x.dtype.is_complex else cast(x, default_float())


def floating_pair(x1: Any, x2: Any) -> list[Any]:
    """Two tensors of the same dtype, which is floating or complex."""
    return [floating(x) for x in paired(x1, x2)]


def wide(x: Any, dtype: Any = None) -> Any:
    """What sums and products are computed in: small integers and booleans are widened."""
    x = as_array(x)
    if dtype is not None:
        return cast(x, dtype_named(dtype))
    if not (x.dtype.is_bool or x.dtype.is_integer):
        return x
    if settings.mode in ("all", "safe"):
        small = x.dtype.is_bool or x.dtype.size < 4
        return cast(x, uint32 if x.dtype.is_unsigned else int32) if small else x
    return cast(x, uint64 if x.dtype.is_unsigned else int64)


def rank(x: Tensor) -> int:
    """The rank of a tensor.

    Raises:
      ValueError: The rank is not known.
    """
    if x.ndim is None:
        raise ValueError(f"A known rank is needed; received {x!r}. Use tf.ensure_shape.")
    return x.ndim


def all_axes(x: Tensor) -> Any:
    """The axes of a tensor, to reduce over all of them: a list where the rank is known."""
    return list(range(x.ndim)) if x.ndim is not None else call("Range", 0, call("Rank", x), 1)


def normal_axis(axis: int, ndim: int) -> int:
    """An axis counted from the front.

    Raises:
      ValueError: It is out of range.
    """
    if not -ndim <= axis < ndim:
        raise ValueError(f"axis {axis} is out of bounds for an array of rank {ndim}.")
    return axis % ndim
