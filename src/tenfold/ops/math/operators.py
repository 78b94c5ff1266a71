"""Python's operators for tensors and variables."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import string
from tenfold.core.extension import set_equality
from tenfold.core.op import call
from tenfold.core.tensor import EagerTensor, Operators, Tensor, ndarray

from .arithmetic import AddV2, FloorDiv, Mul, Neg, Sub, divide
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
        small = kind is int and dtype.is_integer and -128 * (not dtype.is_unsigned) <= value < 128
        if dtype.is_floating or small:
            if isinstance(x, EagerTensor) and state.graph is None:
                return EagerTensor(np.array(value, dtype.np), dtype)
            return to_tensor(value, dtype)
        return to_tensor(value, dtype_hint=dtype)
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


def _install(name: str, function: Any) -> None:
    """Installs `x op y` and `y op x`."""
    reflected = f"__r{name}__"

    def forward(self: Any, other: Any) -> Any:
        if not isinstance(other, Tensor):
            if _yields(other, reflected):
                return NotImplemented
            other = like(other, self, reflected)
            if other is NotImplemented:
                return other
        return function(self, other)

    def backward(self: Any, other: Any) -> Any:
        if not isinstance(other, Tensor):
            other = like(other, self)
        return function(other, self)

    forward.__name__, backward.__name__ = f"__{name}__", reflected
    setattr(Operators, f"__{name}__", forward)
    setattr(Operators, reflected, backward)


def _add(x: Any, y: Any) -> Any:
    return Add(x, y) if x.dtype is string else AddV2(x, y)


def _matmul(x: Any, y: Any) -> Any:
    plain = x.shape.rank == 2 and y.shape.rank == 2
    return call("MatMul", x, y) if plain else call("BatchMatMulV2", x, y)


def _and(x: Any, y: Any) -> Any:
    return LogicalAnd(x, y) if x.dtype.is_bool else call("BitwiseAnd", x, y)


def _or(x: Any, y: Any) -> Any:
    return LogicalOr(x, y) if x.dtype.is_bool else call("BitwiseOr", x, y)


def _xor(x: Any, y: Any) -> Any:
    return logical_xor(x, y) if x.dtype.is_bool else call("BitwiseXor", x, y)


for _name, _function in {
    "add": _add,
    "sub": Sub,
    "mul": Mul,
    "truediv": divide,
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
        if _yields(other, name):
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
