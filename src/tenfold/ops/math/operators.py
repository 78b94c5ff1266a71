"""Python's operators for tensors and variables."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dispatch import number
from tenfold.core.dtypes import bool as bool_
from tenfold.core.dtypes import string
from tenfold.core.extension import set_equality
from tenfold.core.op import call
from tenfold.core.tensor import EagerTensor, Operators, Tensor, ndarray

from .arithmetic import AddV2, FloorDiv, Mul, Neg, Sub, quotient
from .comparison import Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual
from .division import FloorMod
from .logic import LogicalAnd, LogicalNot, LogicalOr, logical_xor
from .pairwise import Pow
from .rounding import abs as absolute
from .sums import Add


def like(value: Any, x: Any, reflected: str = "") -> Any:
    """A tensor of the other operand, in the dtype of `x` where that is possible.

    Python numbers and NumPy arrays adapt to the tensor; what stays different is refused by the
    op. NotImplemented where the value is no tensor but has the reflected operator itself.
    """
    dtype = x.dtype
    kind = type(value)
    if kind is float or kind is int:
        found = number(value, dtype) if state.graph is None else value
        if type(found) is EagerTensor:
            return found
        small = kind is int and dtype.is_integer and -128 * (not dtype.is_unsigned) <= value < 128
        fits = dtype.is_floating or small
        return to_tensor(value, dtype) if fits else to_tensor(value, dtype_hint=dtype)
    if isinstance(value, (ndarray, np.generic)):
        if dtype is string or np.asarray(value).dtype.kind in "OSU":
            return to_tensor(value)
        return to_tensor(value, dtype.base_dtype)
    try:
        return to_tensor(value, dtype_hint=dtype.base_dtype)
    except (TypeError, ValueError):
        if reflected and hasattr(kind, reflected):
            return NotImplemented
        raise


def _yields(other: Any, name: str) -> bool:
    """Whether another type, such as a sparse tensor, is to be asked first for this operator."""
    return (
        not isinstance(other, Operators)
        and getattr(other, "__array_priority__", 0) > Operators.__array_priority__
        and hasattr(type(other), name)
    )


_PLAIN = (bool, int, float, complex, str, bytes, list, tuple)


# Where TensorFlow leaves a Python value of another kind to the op: it casts, or refuses by itself.
_LENIENT = ("__add__", "__truediv__", "__rtruediv__", "__matmul__")


def _check_kind(name: str, value: Any, made: Any, x: Any) -> None:
    """Refuses a Python value that is of another kind than `x`, such as 1.5 beside integers."""
    if name not in _LENIENT and made.dtype != x.dtype and isinstance(value, _PLAIN):
        raise TypeError(
            f"Cannot convert {value!r} to a tensor of dtype {x.dtype.name}, which the other "
            f"operand of {name} has. Pass a value of that dtype, or use "
            f"tf.cast(x, tf.{made.dtype.name}) on the tensor first."
        )


def _install(name: str, function: Any) -> None:
    """Installs `x op y` and `y op x`."""
    direct, reflected = f"__{name}__", f"__r{name}__"

    def forward(self: Any, other: Any) -> Any:
        if type(other) is float and type(self) is EagerTensor and state.plain:
            other = number(other, self._dtype)
        if not isinstance(other, Tensor):
            if _yields(other, reflected):
                return NotImplemented
            made = like(other, self, reflected)
            if made is NotImplemented:
                return made
            if made.dtype is not self.dtype:
                _check_kind(direct, other, made, self)
            other = made
        return function(self, other) if state.graph is None else function(self, other, name)

    def backward(self: Any, other: Any) -> Any:
        if type(other) is float and type(self) is EagerTensor and state.plain:
            other = number(other, self._dtype)
        if not isinstance(other, Tensor):
            made = like(other, self)
            if made.dtype is not self.dtype:
                _check_kind(reflected, other, made, self)
            other = made
        return function(other, self) if state.graph is None else function(other, self, name)

    forward.__name__, backward.__name__ = direct, reflected
    setattr(Operators, direct, forward)
    setattr(Operators, reflected, backward)


def _add(x: Any, y: Any, name: str | None = None) -> Any:
    return Add(x, y, name) if x.dtype is string else AddV2(x, y, name)


def _multiply(x: Any, y: Any, name: str | None = None) -> Any:
    return LogicalAnd(x, y, name) if x.dtype is bool_ else Mul(x, y, name)


def _matmul(x: Any, y: Any, name: str | None = None) -> Any:
    a, b = x.raw_shape, y.raw_shape
    plain = a is not None and b is not None and len(a) == 2 == len(b)
    return call("MatMul" if plain else "BatchMatMulV2", x, y, name=name)


def _and(x: Any, y: Any, name: str | None = None) -> Any:
    return LogicalAnd(x, y, name=name) if x.dtype.is_bool else call("BitwiseAnd", x, y, name=name)


def _or(x: Any, y: Any, name: str | None = None) -> Any:
    return LogicalOr(x, y, name=name) if x.dtype.is_bool else call("BitwiseOr", x, y, name=name)


def _xor(x: Any, y: Any, name: str | None = None) -> Any:
    if x.dtype.is_bool:
        return logical_xor(x, y, name or "LogicalXor")
    return call("BitwiseXor", x, y, name=name)


for _name, _function in {
    "add": _add,
    "sub": Sub,
    "mul": _multiply,
    "truediv": quotient,
    "floordiv": FloorDiv,
    "mod": FloorMod,
    "pow": Pow,
    "matmul": _matmul,
    "and": _and,
    "or": _or,
    "xor": _xor,
}.items():
    _install(_name, _function)


def _negative(self: Any) -> Any:
    return Neg(self)


def _absolute(self: Any) -> Any:
    return absolute(self)


def _invert(self: Any) -> Any:
    return LogicalNot(self) if self.dtype.is_bool else call("Invert", self)


def _compare(name: str, op: Any) -> None:
    def method(self: Any, other: Any) -> Any:
        if type(other) is not float and _yields(other, name):
            return NotImplemented
        return op(self, other)

    method.__name__ = name
    setattr(Operators, name, method)


def _equal(self: Any, other: Any) -> Any:
    """Element by element; False for None and for shapes that do not broadcast."""
    if other is None:
        return False
    if _yields(other, "__eq__"):
        return NotImplemented
    return Equal(self, other, incompatible_shape_error=False)


def _not_equal(self: Any, other: Any) -> Any:
    if other is None:
        return True
    if _yields(other, "__ne__"):
        return NotImplemented
    return NotEqual(self, other, incompatible_shape_error=False)


for _name, _op in {"lt": Less, "le": LessEqual, "gt": Greater, "ge": GreaterEqual}.items():
    _compare(f"__{_name}__", _op)
for _name, _function in {
    "neg": _negative,
    "abs": _absolute,
    "invert": _invert,
    "eq": _equal,
    "ne": _not_equal,
}.items():
    _function.__name__ = f"__{_name}__"
    setattr(Operators, f"__{_name}__", _function)


def _all_equal(left: list[Any], right: list[Any]) -> Any:
    """Whether two lists of tensors hold the same, as a scalar: what extension types compare by."""
    flags = [
        call("All", Equal(x, y, incompatible_shape_error=False), list(range(x.shape.rank or 0)))
        for x, y in zip(left, right, strict=True)
    ]
    return call("All", call("Pack", flags), [0])


set_equality(_all_equal)
