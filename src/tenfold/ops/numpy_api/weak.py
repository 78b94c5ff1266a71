"""Weak tensors: made of Python numbers alone, they take the dtype of what they meet.

In the modes "all" and "safe" public functions mark what they make of weak arguments, and those of
two tensors bring them to the dtype that the lattice says. A mark is an attribute of the tensor, so
that nothing is looked up while no such mode is on.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from tenfold.core.api_handlers import surround
from tenfold.core.dtypes import complex128, float32, float64, int32, int64
from tenfold.core.op import call
from tenfold.core.tensor import Operators, Tensor
from tenfold.engine.variables.variable import Variable
from tenfold.ops.array.casting import cast

from .lattice import Kind, join, kind_of_number

Function = Callable[..., Any]

# What a weak argument makes a weak result of.
_UNARY = """
bitwise.invert clip_by_value debugging.check_numerics expand_dims identity image.extract_patches
linalg.diag linalg.diag_part linalg.matrix_transpose linalg.tensor_diag_part linalg.trace math.abs
math.acos math.acosh math.angle math.asin math.asinh math.atan math.atanh math.bessel_i0
math.bessel_i0e math.bessel_i1 math.bessel_i1e math.ceil math.conj math.cos math.cosh math.digamma
math.erf math.erfc math.erfcinv math.erfinv math.exp math.expm1 math.floor math.imag math.lgamma
math.log math.log1p math.log_sigmoid math.ndtri math.negative math.real math.reciprocal
math.reciprocal_no_nan math.reduce_euclidean_norm math.reduce_logsumexp math.reduce_max
math.reduce_mean math.reduce_min math.reduce_prod math.reduce_std math.reduce_sum
math.reduce_variance math.rint math.round math.rsqrt math.sigmoid math.sign math.sin math.sinh
math.softplus math.special.bessel_j0 math.special.bessel_j1 math.special.bessel_k0
math.special.bessel_k0e math.special.bessel_k1 math.special.bessel_k1e math.special.bessel_y0
math.special.bessel_y1 math.special.dawsn math.special.expint math.special.fresnel_cos
math.special.fresnel_sin math.special.spence math.sqrt math.square math.tan math.tanh
nn.depth_to_space nn.space_to_depth ones_like reshape squeeze stop_gradient transpose zeros_like
"""
_NUMPY_UNARY = """
abs absolute amax amin angle arange arccos arcsin arcsinh arctan arctanh around array asanyarray
asarray ascontiguousarray average bitwise_not cbrt ceil conj conjugate copy cos cosh cumprod cumsum
deg2rad diag diagflat diagonal diff empty_like exp exp2 expand_dims expm1 fabs fix flatten flip
fliplr flipud floor full_like imag log log10 log1p log2 max mean min moveaxis nanmean negative
ones_like positive prod rad2deg ravel real reciprocal repeat reshape rot90 round sin sinc sinh sort
sqrt square squeeze std sum swapaxes tan tanh trace transpose triu vander var zeros_like
"""
_BINARY = """
linalg.matmul math.add math.divide math.divide_no_nan math.floordiv math.floormod math.maximum
math.minimum math.multiply math.multiply_no_nan math.pow math.subtract math.truediv realdiv
truncatediv truncatemod experimental.numpy.matmul
"""
_METHODS = ("T", "clip", "flatten", "max", "mean", "min", "ravel", "reshape", "transpose")
_OPERATORS = ("__neg__", "__abs__", "__invert__")
_MAY_BE_WEAK = (int32, int64, float32, float64, complex128)
_NUMBERS = (bool, int, float, complex)


def is_weak(value: Any) -> bool:
    """Whether a value takes the dtype of what it meets: a weak tensor, or Python numbers."""
    kind = kind_of(value)
    return kind is not None and kind.weak


def kind_of(value: Any) -> Kind | None:
    """What a value counts as in promotion; None if it is no array."""
    if type(value) in _NUMBERS:
        return kind_of_number(value)
    if isinstance(value, Operators):
        dtype = value.dtype.base_dtype  # type: ignore[attr-defined]
        known = dtype.is_floating or dtype.is_complex or dtype.is_integer or dtype.is_bool
        return Kind(dtype.np, getattr(value, "_weak", False)) if known else None
    if isinstance(value, (np.ndarray, np.generic)):
        return Kind(value.dtype) if value.dtype.kind in "biufcV" else None
    return _kind_of_list(value) if isinstance(value, (list, tuple)) else None


def _kind_of_list(value: Any) -> Kind | None:
    found = [kind_of(part) for part in value]
    if not found or None in found:
        return None
    kinds = [kind for kind in found if kind is not None]
    if all(kind.weak or kind.dtype.kind == "b" for kind in kinds):
        dtype, weak = join(kinds, "all")
        return Kind(dtype.np, weak)
    return Kind(np.result_type(*(kind.dtype for kind in kinds if not kind.weak)))


def marked(result: Any) -> Any:
    """A tensor as a weak one, where its dtype may be."""
    if isinstance(result, Tensor) and result.dtype in _MAY_BE_WEAK:
        result._weak = True
    return result


def promoting(function: Function, mode: str) -> Function:
    """A function of two tensors that brings them to one dtype first."""

    def promoted(x: Any, y: Any, *args: Any, **kwargs: Any) -> Any:
        kinds = kind_of(x), kind_of(y)
        if kinds[0] is None or kinds[1] is None:
            return function(x, y, *args, **kwargs)
        dtype, weak = join(kinds, mode)
        if not (dtype.is_bool or (_is(x, dtype) and _is(y, dtype))):
            x, y = cast(x, dtype), cast(y, dtype)
        result = function(x, y, *args, **kwargs)
        return marked(result) if weak else result

    return promoted


def _is(x: Any, dtype: Any) -> bool:
    return isinstance(x, Operators) and x.dtype is dtype  # type: ignore[attr-defined]


def marking(function: Function) -> Function:
    """A function of a tensor whose result is weak if the tensor is."""

    def run(x: Any, *args: Any, **kwargs: Any) -> Any:
        result = function(x, *args, **kwargs)
        return marked(result) if is_weak(x) else result

    return run


def _around_unary(
    ask: Function, signature: inspect.Signature, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    result = ask(*args, **kwargs)
    first = next(iter(signature.parameters))
    x = args[0] if args else kwargs.get(first)
    given = signature.bind(*args, **kwargs).arguments.get("dtype")
    return marked(result) if given is None and is_weak(x) else result


def _around_cast(
    ask: Function, signature: inspect.Signature, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """What is cast has the dtype that was asked for, and is weak no more."""
    result = ask(*args, **kwargs)
    return call("Identity", result) if getattr(result, "_weak", False) else result


def _around_binary(mode: str) -> Function:
    def around(
        ask: Function, signature: inspect.Signature, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        try:
            given = dict(signature.bind(*args, **kwargs).arguments)
        except TypeError:
            return ask(*args, **kwargs)
        first, second = list(signature.parameters)[:2]
        x, y = given.pop(first), given.pop(second)

        def bound(x: Any, y: Any) -> Any:
            return ask(**{first: x, second: y}, **given)

        return promoting(bound, mode)(x, y)

    return around


def _assigning(method: Function, mode: str) -> Function:
    """A method of variables that takes what may be promoted to the variable's dtype."""

    def assign(self: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        kind = kind_of(value)
        if kind is not None and kind.dtype != self.dtype.np:
            dtype, _ = join([Kind(self.dtype.np), kind], mode)
            if dtype is not self.dtype:
                raise TypeError(
                    f"Variable dtype is immutable: {self.dtype.name} and {kind.dtype.name} "
                    f"promote to {dtype.name}. Cast the value with tf.cast."
                )
            value = cast(value, dtype)
        return method(self, value, *args, **kwargs)

    return assign


_plain_methods = {name: getattr(Variable, name) for name in ("assign", "assign_add", "assign_sub")}


def switch(mode: str | None) -> None:
    """Turns weak tensors on, for a mode of the lattice, or off."""
    on = mode is not None
    for path in _UNARY.split() + [f"experimental.numpy.{name}" for name in _NUMPY_UNARY.split()]:
        surround(path, _around_unary if on else None)
    surround("constant", _around_unary if on else None)
    surround("cast", _around_cast if on else None)
    for path in _BINARY.split():
        surround(path, _around_binary(mode) if mode is not None else None)
    for name, method in _plain_methods.items():
        setattr(Variable, name, method if mode is None else _assigning(method, mode))


def methods(plain: dict[str, Any]) -> dict[str, Any]:
    """NumPy's methods of tensors, those that keep weakness marked."""
    found = dict(plain)
    for name in _METHODS:
        known: Any = plain[name]
        getter: Any = getattr(known, "fget", None)
        found[name] = marking(known) if getter is None else property(marking(getter))
    for name in _OPERATORS:
        found[name] = marking(getattr(Operators, name))
    return found
