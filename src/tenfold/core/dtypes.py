"""The element types of tensors: one singleton `DType` for each entry of the wire enumeration."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Sequence
from typing import Any, Self, cast

import ml_dtypes
import numpy as np

from tenfold.core.messages import message_class

# Wire number, name, and the NumPy dtype in which values are stored.
_TABLE: tuple[tuple[int, str, Any], ...] = (
    (1, "float32", np.float32),
    (2, "float64", np.float64),
    (3, "int32", np.int32),
    (4, "uint8", np.uint8),
    (5, "int16", np.int16),
    (6, "int8", np.int8),
    (7, "string", np.object_),
    (8, "complex64", np.complex64),
    (9, "int64", np.int64),
    (10, "bool", np.bool_),
    (11, "qint8", np.int8),
    (12, "quint8", np.uint8),
    (13, "qint32", np.int32),
    (14, "bfloat16", ml_dtypes.bfloat16),
    (15, "qint16", np.int16),
    (16, "quint16", np.uint16),
    (17, "uint16", np.uint16),
    (18, "complex128", np.complex128),
    (19, "float16", np.float16),
    (20, "resource", np.object_),
    (21, "variant", np.object_),
    (22, "uint32", np.uint32),
    (23, "uint64", np.uint64),
    (24, "float8_e5m2", ml_dtypes.float8_e5m2),
    (25, "float8_e4m3fn", ml_dtypes.float8_e4m3fn),
    (26, "float8_e4m3fnuz", ml_dtypes.float8_e4m3fnuz),
    (27, "float8_e4m3b11fnuz", ml_dtypes.float8_e4m3b11fnuz),
    (28, "float8_e5m2fnuz", ml_dtypes.float8_e5m2fnuz),
    (29, "int4", ml_dtypes.int4),
    (30, "uint4", ml_dtypes.uint4),
    (31, "int2", ml_dtypes.int2),
    (32, "uint2", ml_dtypes.uint2),
    (33, "float4_e2m1fn", ml_dtypes.float4_e2m1fn),
)

_REF_OFFSET = 100  # a reference type's wire number is its base type's plus this
_HANDLES = frozenset({"resource", "variant"})
_QUANTIZED = frozenset({"qint8", "quint8", "qint16", "quint16", "qint32"})
# TensorFlow does not count float8, float4 and the sub-byte integers as numeric.
_FIRST_NON_NUMERIC_ENUM = 24
_SIZED = tuple(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64))
_WITH_LIMITS = frozenset({"bool", "float32", "float64", *_SIZED})

_BY_ENUM: dict[int, DType] = {}
_AS_DTYPE: dict[Any, DType] = {}  # every hashable spelling that `as_dtype` accepts
BY_NUMPY: dict[np.dtype, DType] = {}


class DType:
    """The type of the elements of a tensor.

    There is one instance for each type, so `is` compares as well as `==`; `==` also accepts the
    names and NumPy types that `tf.as_dtype` accepts.

    Attributes:
        name: The type's name, such as `"float32"`.
        as_datatype_enum: The number that stands for the type in serialised graphs.
        np: The `np.dtype` in which values of the type are stored.
        is_floating: Whether it is a real, non-quantized floating-point type.
        is_integer: Whether it is a non-quantized integer type.
        is_bool: Whether it is `tf.bool`.
        is_complex: Whether it is a complex type.
        is_quantized: Whether it is a quantized integer type.
        is_unsigned: Whether it is a non-quantized unsigned integer type.
        is_numeric: Whether arithmetic is defined on it.
        is_numpy_compatible: Whether NumPy has an equivalent; false for handles.
        size: Bytes per element; 0 for strings and handles.

    >>> import numpy as np
    >>> float32 = DType(1)
    >>> float32, float32 == np.float32, float32.size
    (tf.float32, True, 4)
    """

    __slots__ = (
        "_is_ref_dtype",
        "as_datatype_enum",
        "is_bool",
        "is_complex",
        "is_floating",
        "is_integer",
        "is_numeric",
        "is_numpy_compatible",
        "is_quantized",
        "is_unsigned",
        "name",
        "np",
        "size",
    )

    name: str
    as_datatype_enum: int
    np: np.dtype
    is_floating: builtins.bool
    is_integer: builtins.bool
    is_bool: builtins.bool
    is_complex: builtins.bool
    is_quantized: builtins.bool
    is_unsigned: builtins.bool
    is_numeric: builtins.bool
    is_numpy_compatible: builtins.bool
    size: int

    def __new__(cls, type_enum: int, handle_data: Any = None) -> Self:
        found = _BY_ENUM.get(int(type_enum))
        if found is None:
            raise TypeError(
                f"DType: {type_enum} is no type's number; expected one of "
                f"{min(_BY_ENUM)} to {_TABLE[-1][0]}, or such a number plus 100 for a reference."
            )
        return cast(Self, found)

    @property
    def as_numpy_dtype(self) -> Any:
        """The NumPy type of the values: a scalar type, or a named struct if quantized."""
        if self.is_quantized:
            return np.dtype([(self.name, self.np)])
        return object if self.np.type is np.object_ else self.np.type

    @property
    def base_dtype(self) -> DType:
        """The type itself, or for a reference type the type it refers to."""
        return _BY_ENUM[self.as_datatype_enum - _REF_OFFSET] if self._is_ref_dtype else self

    @property
    def real_dtype(self) -> DType:
        """The type of the real part: `tf.float32` for `tf.complex64`, itself if not complex."""
        if not self.is_complex:
            return self
        return _AS_DTYPE["float32" if self.name.startswith("complex64") else "float64"]

    @property
    def min(self) -> Any:
        """The least finite value.

        Raises:
            TypeError: If the type is not a real number type.
        """
        return self._extreme("min")

    @property
    def max(self) -> Any:
        """The greatest finite value.

        Raises:
            TypeError: If the type is not a real number type.
        """
        return self._extreme("max")

    def _extreme(self, which: str) -> Any:
        if self.is_floating:
            return getattr(ml_dtypes.finfo(self.np), which)
        if self.is_integer:
            return getattr(ml_dtypes.iinfo(self.np), which)
        raise TypeError(
            f"DType.{which}: {self} has no {which}imum; expected a real, non-quantized number type."
        )

    @property
    def limits(self) -> tuple[Any, Any]:
        """The least and greatest intensity of an image of this type, negatives clipped to 0.

        Floating-point images range from 0 to 1.

        Raises:
            ValueError: If images of the type have no agreed range.
        """
        if self.base_dtype.name not in _WITH_LIMITS:
            raise ValueError(
                f"DType.limits: {self} has no defined limits; cast to one of "
                f"{', '.join(sorted(_WITH_LIMITS))}."
            )
        if self.is_bool:
            return 0, True
        return (0, 1) if self.is_floating else (0, int(self.max))

    def is_compatible_with(self, other: Any) -> builtins.bool:
        """Whether values of type `other` can be used where this type is expected.

        Args:
            other: A `DType`, or anything that `tf.as_dtype` accepts.

        Returns:
            True if both are the same type, or `other` is a reference to this type.

        Raises:
            TypeError: If `other` is not a type.

        >>> DType(1).is_compatible_with("float32")
        True
        """
        other = as_dtype(other)
        return other is self or other.as_datatype_enum == self.as_datatype_enum + _REF_OFFSET

    def is_subtype_of(self, other: Any) -> builtins.bool:
        """Whether `other` is this very type (no type is a subtype of another)."""
        return type(other) is DType and other is self

    def most_specific_common_supertype(self, types: Sequence[Any]) -> DType | None:
        """This type if all of `types` are this type, else None."""
        return self if all(other is self for other in types) else None

    def placeholder_value(self, placeholder_context: Any) -> DType:
        """The type itself: types are constants to a trace."""
        return self

    def flatten(self) -> list[Any]:
        """The empty list: a type holds no tensors."""
        return []

    def to_tensors(self, value: Any) -> list[Any]:
        """The empty list: a type holds no tensors."""
        return []

    def from_tensors(self, tensors: Iterator[Any]) -> DType:
        """The type itself, whatever `tensors` holds."""
        return self

    def cast(self, value: Any, cast_context: Any) -> DType:
        """The type itself if `value` is it.

        Raises:
            AssertionError: If `value` is anything else.
        """
        if value is not self and not (type(value) is DType and value == self):
            raise AssertionError(f"DType.cast: received {value!r}; expected {self!r}.")
        return self

    def experimental_as_proto(self) -> Any:
        """The type as a SerializedDType message.

        >>> DType(1).experimental_as_proto().datatype
        1
        """
        return self.experimental_type_proto()(datatype=self.as_datatype_enum)

    @classmethod
    def experimental_from_proto(cls, proto: Any) -> DType:
        """The type that a SerializedDType message names."""
        return as_dtype(proto.datatype)

    @classmethod
    def experimental_type_proto(cls) -> Any:
        """The class of the messages of types."""
        return message_class("types", "SerializedDType")

    def __eq__(self, other: object) -> builtins.bool:
        if self is other:
            return True
        if other is None:
            return False
        try:
            return as_dtype(other) is self
        except TypeError:
            return False

    def __ne__(self, other: object) -> builtins.bool:
        return not self == other

    # There is one object for each dtype, and its hash is asked for at every call of an op.
    __hash__ = object.__hash__

    def __int__(self) -> int:
        return self.as_datatype_enum

    def __repr__(self) -> str:
        return f"tf.{self.name}"

    def __str__(self) -> str:
        return f"<dtype: {self.name!r}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return as_dtype, (self.name,)

    def __copy__(self) -> DType:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> DType:
        return self


def _define(number: int, name: str, stored: Any, is_ref: builtins.bool = False) -> None:
    """Make the one `DType` of a table row and enter it under its number and name."""
    dtype = object.__new__(DType)
    base = name.removesuffix("_ref")
    dtype.name, dtype.as_datatype_enum, dtype.np = name, number, np.dtype(stored)
    dtype._is_ref_dtype = is_ref
    dtype.is_bool = base == "bool"
    dtype.is_floating = base.startswith(("float", "bfloat"))
    dtype.is_integer = base.startswith(("int", "uint"))
    dtype.is_unsigned = base.startswith("uint")
    dtype.is_complex = base.startswith("complex")
    dtype.is_quantized = base in _QUANTIZED
    dtype.is_numpy_compatible = base not in _HANDLES
    small = number - _REF_OFFSET * is_ref >= _FIRST_NON_NUMERIC_ENUM
    is_number = dtype.is_floating or dtype.is_integer or dtype.is_complex or dtype.is_quantized
    dtype.is_numeric = is_number and not small
    dtype.size = 0 if dtype.np.hasobject else dtype.np.itemsize
    _BY_ENUM[number] = _AS_DTYPE[number] = _AS_DTYPE[name] = dtype


def _fill() -> None:
    """Enter every type, its reference type, and the other spellings that name it."""
    for number, name, stored in _TABLE:
        _define(number, name, stored)
        _define(number + _REF_OFFSET, name + "_ref", stored, is_ref=True)
        dtype = _BY_ENUM[number]
        if dtype.is_quantized:
            BY_NUMPY[dtype.as_numpy_dtype] = dtype
        elif name not in _HANDLES:
            BY_NUMPY[dtype.np] = dtype
            _AS_DTYPE[dtype.np.type] = dtype
    _AS_DTYPE.update(BY_NUMPY)
    text = _AS_DTYPE["string"]
    _AS_DTYPE.update({object: text, np.str_: text, np.bytes_: text})
    _AS_DTYPE.update({float: _BY_ENUM[1], builtins.bool: _BY_ENUM[10]})
    for alias, name in (("half", "float16"), ("float", "float32"), ("double", "float64")):
        _AS_DTYPE[alias] = _AS_DTYPE[name]
        _AS_DTYPE[alias + "_ref"] = _AS_DTYPE[name + "_ref"]


_fill()


def as_dtype(type_value: Any) -> DType:
    """The `DType` that `type_value` names.

    Args:
        type_value: A `DType`, a type's name, its wire number, an `np.dtype`, a NumPy scalar type,
            an array, or Python's `float`, `bool` or `object`. Python's `int` and `complex` are
            refused, as their width would be a guess.

    Returns:
        The one `DType` of that type.

    Raises:
        TypeError: If `type_value` names no type.

    >>> as_dtype("half"), as_dtype(float), as_dtype(2)
    (tf.float16, tf.float32, tf.float64)
    """
    if type(type_value) is DType:
        return type_value
    try:
        return _AS_DTYPE[type_value]
    except (KeyError, TypeError):
        pass
    if isinstance(type_value, type) and issubclass(type_value, np.generic):
        type_value = np.dtype(type_value)  # np.longlong is int64 under another name
    numpy_type = type_value if isinstance(type_value, np.dtype) else _dtype_attribute(type_value)
    if isinstance(numpy_type, np.dtype):
        if numpy_type.kind in "SU":
            return _AS_DTYPE["string"]
        found = BY_NUMPY.get(numpy_type.newbyteorder("="))
        if found is not None:
            return found
    raise TypeError(
        f"as_dtype: cannot make a tf.DType of {type_value!r}; expected a tf.DType, a name such as "
        "'float32', a NumPy dtype or scalar type, or float or bool. Name the width of other "
        "Python numbers: tf.int32 or tf.int64 for int, tf.complex64 or tf.complex128 for complex."
    )


def _dtype_attribute(value: Any) -> Any:
    """The `dtype` of an array, or of another library's scalar type; None where there is none."""
    return getattr(value, "dtype", None)


float32 = DType(1)
float64 = DType(2)
int32 = DType(3)
uint8 = DType(4)
int16 = DType(5)
int8 = DType(6)
string = DType(7)
complex64 = DType(8)
int64 = DType(9)
bool = DType(10)
qint8 = DType(11)
quint8 = DType(12)
qint32 = DType(13)
bfloat16 = DType(14)
qint16 = DType(15)
quint16 = DType(16)
uint16 = DType(17)
complex128 = DType(18)
float16 = DType(19)
resource = DType(20)
variant = DType(21)
uint32 = DType(22)
uint64 = DType(23)
float8_e5m2 = DType(24)
float8_e4m3fn = DType(25)
float8_e4m3fnuz = DType(26)
float8_e4m3b11fnuz = DType(27)
float8_e5m2fnuz = DType(28)
int4 = DType(29)
uint4 = DType(30)
int2 = DType(31)
uint2 = DType(32)
float4_e2m1fn = DType(33)
half = float16
double = float64

# Sets of types as op definitions name them.
QUANTIZED = (qint8, quint8, qint16, quint16, qint32)
FLOATING = (bfloat16, float16, float32, float64)
COMPLEX = (complex64, complex128)
SIGNED = (int8, int16, int32, int64)
UNSIGNED = (uint8, uint16, uint32, uint64)
INTEGER = SIGNED + UNSIGNED
INDEX = (int32, int64)
REAL = FLOATING + INTEGER
NUMBER = REAL + COMPLEX + QUANTIZED
ALL = tuple(_BY_ENUM[number] for number, _, _ in _TABLE)
