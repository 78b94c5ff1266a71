"""Python's built-in functions, where tensors need another one: `len`, `range`, `int` and kin."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType, float32, int32, string
from tenfold.core.op import call
from tenfold.engine.control_flow.python_calls import numpy_function

from ..converter import RUNTIME
from . import symbolic
from .values import is_symbolic

# Classes with their own way to be an argument of a built-in function, such as datasets.
_overloads: list[tuple[Callable[..., Any], type, Callable[..., Any]]] = []


def register_builtin(
    function: Callable[..., Any], kind: type, overload: Callable[..., Any]
) -> None:
    """Lets converted code call `overload` where the first argument of a built-in is of a class.

    Args:
        function: The built-in function, such as `enumerate`.
        kind: The class; its subclasses are meant too.
        overload: Takes the arguments of the call.
    """
    _overloads.append((function, kind, overload))


def overloaded(function: Callable[..., Any], kind: type) -> Callable[..., Any] | None:
    """What is registered for a built-in function and a class."""
    for known, registered, overload in _overloads:
        if known is function and issubclass(kind, registered):
            return overload
    return None


def len_(value: Any) -> Any:
    """`len(value)`: a number where the length is known, else a scalar."""
    return symbolic.length(to_tensor(value)) if is_symbolic(value) else len(value)


def range_(*bounds: Any) -> Any:
    """`range(...)`: a tensor if a bound is one."""
    if not any(is_symbolic(b) for b in bounds):
        return range(*bounds)
    if len(bounds) == 1:
        bounds = (0, *bounds)
    if len(bounds) == 2:
        bounds = (*bounds, 1)
    kind = next(b.dtype for b in bounds if is_symbolic(b))
    return call("Range", *(to_tensor(b, None if is_symbolic(b) else kind) for b in bounds))


def abs_(value: Any) -> Any:
    """`abs(value)`."""
    return call("Abs", value) if is_symbolic(value) else abs(value)


def int_(value: Any = 0, base: Any = None) -> Any:
    """`int(value)`: an int32 scalar for a tensor, read from its text if it is a string."""
    if is_symbolic(value):
        return _number(value, int32)
    return int(value) if base is None else int(value, base)


def float_(value: Any = 0.0) -> Any:
    """`float(value)`: a float32 scalar for a tensor."""
    return _number(value, float32) if is_symbolic(value) else float(value)


def _number(value: Any, dtype: DType) -> Any:
    tensor = to_tensor(value)
    if tensor.dtype is string:
        return call("StringToNumber", tensor, out_type=dtype)
    return call("Cast", tensor, DstT=dtype)


def sorted_(iterable: Any, *, key: Any = None, reverse: bool = False) -> Any:
    """`sorted(iterable)`: a sorted vector for a vector."""
    if not is_symbolic(iterable):
        return sorted(iterable, key=key, reverse=reverse)
    values = to_tensor(iterable)
    if values.shape.rank != 1:
        raise ValueError(f"sorted takes tensors of rank 1; received shape {values.shape}.")
    length = symbolic.length(values)
    if key is None:
        ordered = call("TopKV2", values if reverse else _reversed_order(values), length)[0]
        return ordered if reverse else _reversed_order(ordered)
    if not isinstance(length, int):
        raise ValueError(
            "sorted with a key needs a tensor whose length is known; received shape "
            f"{values.shape}. Sort by tf.argsort of the keys."
        )
    keys = call("Pack", [key(values[i]) for i in range(length)])
    # TopKV2 gives the greatest first, and of equals the first, which is right for negated keys.
    order = call("TopKV2", keys if reverse else _reversed_order(keys), length)[1]
    return call("GatherV2", values, order, 0)


def _reversed_order(x: Any) -> Any:
    """The values of a tensor, the least of which become the greatest."""
    if x.dtype.is_integer:  # unlike -x, this holds for the least integer too
        return call("Sub", to_tensor(x.dtype.max if x.dtype.is_unsigned else -1, x.dtype), x)
    return call("Neg", x)


def print_(*values: Any, sep: str | None = None, end: str | None = None, **keywords: Any) -> None:
    """`print(...)`: on each run of the graph, if a value is a tensor of it."""
    if state.graph is None or not any(is_symbolic(v) for v in values):
        print(*values, sep=sep, end=end, **keywords)
        return
    unknown = set(keywords) - {"flush"}
    if unknown:
        raise ValueError(
            f"print: {', '.join(sorted(unknown))} cannot be used with tensors in a tf.function; "
            "use tf.print(..., output_stream=...)."
        )
    tensors = [to_tensor(v) for v in values if is_symbolic(v)]
    places = [i for i, v in enumerate(values) if is_symbolic(v)]

    def print_now(*arrays: Any) -> None:
        shown: list[Any] = list(values)
        for place, array in zip(places, arrays, strict=True):
            shown[place] = array
        print(*shown, sep=sep, end=end, **keywords)

    numpy_function(print_now, tensors, [])


def locals_() -> dict[str, Any]:
    """`locals()`: the variables of the calling frame, without those of the conversion."""
    found = sys._getframe(1).f_locals
    return {k: v for k, v in found.items() if not k.startswith(RUNTIME)}


def dispatching(function: Callable[..., Any]) -> Callable[..., Any]:
    """A built-in that looks for registered classes first."""

    @functools.wraps(function, updated=())
    def call_it(*args: Any, **kwargs: Any) -> Any:
        if args and state.graph is not None:
            overload = overloaded(function, type(args[0]))
            if overload is not None:
                return overload(*args, **kwargs)
        return function(*args, **kwargs)

    return call_it
