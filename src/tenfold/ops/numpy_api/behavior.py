"""`experimental_enable_numpy_behavior`: tensors promote, index and have methods as in NumPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tenfold.core.dtypes import string
from tenfold.core.op import call
from tenfold.core.tensor import Operators, Tensor
from tenfold.ops.array.casting import cast
from tenfold.ops.array.indexing import getitem
from tenfold.ops.math import operators  # noqa: F401 - installs those that these stand before

from . import arranging, comparisons, contracting, orders, pairs, reductions, weak
from .advanced import pick
from .promotion import as_array, dtype_named, settings

_MODES = ("legacy", "all", "safe", "off")
_ARITHMETIC = {
    "add": pairs.add,
    "sub": pairs.subtract,
    "mul": pairs.multiply,
    "truediv": pairs.true_divide,
    "floordiv": pairs.floor_divide,
    "mod": pairs.mod,
    "pow": pairs.power,
    "matmul": contracting.matmul,
    "and": comparisons.bitwise_and,
    "or": comparisons.bitwise_or,
    "xor": comparisons.bitwise_xor,
}
# Arithmetic whose result is weak if both operands are, in the modes that know weak tensors.
_BY_LATTICE = frozenset(_ARITHMETIC[n] for n in _ARITHMETIC if n not in ("and", "or", "xor"))
_COMPARISONS = {
    "lt": comparisons.less,
    "le": comparisons.less_equal,
    "gt": comparisons.greater,
    "ge": comparisons.greater_equal,
    "eq": comparisons.equal,
    "ne": comparisons.not_equal,
}


def experimental_enable_numpy_behavior(
    prefer_float32: bool = False, dtype_conversion_mode: str = "legacy"
) -> None:
    """Gives tensors NumPy's behaviour, for the rest of the program.

    Operators promote dtypes, arrays index, and methods such as `reshape` and `T` are there.

    Args:
      prefer_float32: Whether Python floats and complex numbers are float32 and complex64.
      dtype_conversion_mode: "legacy" promotes as NumPy does; "all" by a lattice in which floating
        dtypes win over integers; "safe" by that lattice where nothing is lost; "off" does not
        promote.

    Returns:
      None.

    Raises:
      ValueError: The mode is unknown.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.experimental_enable_numpy_behavior.__name__
      'experimental_enable_numpy_behavior'
    """
    if dtype_conversion_mode not in _MODES:
        raise ValueError(
            f"dtype_conversion_mode must be one of {', '.join(_MODES)}; received "
            f"{dtype_conversion_mode!r}."
        )
    by_lattice = dtype_conversion_mode in ("all", "safe")
    if by_lattice or settings.mode in ("all", "safe"):
        weak.switch(dtype_conversion_mode if by_lattice else None)
    settings.prefer_float32 = prefer_float32
    settings.mode = dtype_conversion_mode
    if dtype_conversion_mode != "off":
        _install_operators()
    for name, value in (weak.methods(_METHODS) if by_lattice else _METHODS).items():
        setattr(Tensor, name, value)
    Operators.__getitem__ = _getitem  # type: ignore[method-assign]


def _install_operators() -> None:
    for name, function in {**_ARITHMETIC, **_COMPARISONS}.items():
        forward = f"__{name}__"
        usual = _USUAL[forward]
        setattr(Operators, forward, _promoting(function, usual, reflected=False))
        if name in _ARITHMETIC:
            backward = f"__r{name}__"
            setattr(Operators, backward, _promoting(function, _USUAL[backward], reflected=True))


# What the operators do without NumPy behaviour: for strings, and for operands that are no arrays.
_USUAL = {
    name: getattr(Operators, name)
    for name in (
        *(f"__{n}__" for n in (*_ARITHMETIC, *_COMPARISONS)),
        *(f"__r{n}__" for n in _ARITHMETIC),
    )
}


def _promoting(
    function: Callable[..., Any], usual: Callable[..., Any], reflected: bool
) -> Callable[..., Any]:
    def operator(self: Any, other: Any) -> Any:
        if self.dtype is string or not _is_arraylike(other):
            return usual(self, other)
        if settings.mode in ("all", "safe") and function in _BY_LATTICE:
            # Both operands are tensors of one dtype by then.
            turned = (lambda x, y: usual(y, x)) if reflected else usual
            first, second = (other, self) if reflected else (self, other)
            return weak.promoting(turned, settings.mode)(first, second)
        if _same(self, other):
            return usual(self, other)
        return function(other, self) if reflected else function(self, other)

    operator.__name__ = usual.__name__
    return operator


def _is_arraylike(x: Any) -> bool:
    return isinstance(
        x, (Operators, np.ndarray, np.generic, bool, int, float, complex, list, tuple)
    )


def _same(x: Any, y: Any) -> bool:
    """Whether there is nothing to promote."""
    return isinstance(y, Operators) and y.dtype is x.dtype  # type: ignore[attr-defined]


def _getitem(self: Any, key: Any) -> Any:
    return pick(self, key) if isinstance(self, Tensor) else getitem(self, key)


def _reshape(self: Any, *newshape: Any, **kwargs: Any) -> Any:
    shape = newshape[0] if len(newshape) == 1 else newshape
    return arranging.reshape(self, shape, **kwargs)


def _astype(self: Any, dtype: Any) -> Any:
    return cast(self, dtype_named(dtype))


def _tolist(self: Any) -> Any:
    return self.numpy().tolist()


def _round(self: Any, decimals: int = 0) -> Any:
    return orders.around(self, decimals)


def _positive(self: Any) -> Any:
    return call("Identity", self)


_METHODS: dict[str, Any] = {
    "T": property(arranging.transpose),
    "size": property(arranging.size),
    "data": property(as_array),
    "astype": _astype,
    "clip": orders.clip,
    "flatten": arranging.flatten,
    "max": reductions.max,
    "mean": reductions.mean,
    "min": reductions.min,
    "ravel": arranging.ravel,
    "reshape": _reshape,
    "tolist": _tolist,
    "transpose": arranging.transpose,
    "__pos__": _positive,
    "__round__": _round,
}
