"""An op: a kernel whose signature is TensorFlow's OpDef, with its shape rule and its gradient.

    @op("a: T, b: T -> product: T", T=NUMBERS, shape=rules.matmul)
    def MatMul(xp, a, b, *, transpose_a: bool = False, transpose_b: bool = False):
        ...

    @MatMul.gradient
    def matmul_gradient(call, dy):
        ...

The text gives the inputs and outputs in the notation of an OpDef (`x: T`, `values: N*T`,
`components: Toutput_types`, `shape: int32`); the kernel's keyword-only parameters are the
attributes, with their defaults; keyword arguments of `@op` constrain them.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from importlib import import_module
from typing import Any

from . import allocation, dispatch, pieces, tracebacks
from .binding import Plan
from .compiled_kernels import LargeKernel
from .context import state
from .namespace import numpy_ns
from .pieces import LEAST
from .signature import Signature, parse
from .tensor import EagerTensor, ndarray


@functools.cache
def built_in() -> dict[str, str]:
    """Where tenfold's own ops are defined: the module of each wire name.

    `op_index.txt`, which `tools/list_ops.py` writes, has a line for each module.
    """
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "op_index.txt")
    found: dict[str, str] = {}
    with open(path, encoding="ascii") as file:
        for line in file:
            module, *names = line.split()
            found.update(dict.fromkeys(names, module))
    return found


class Registry(dict[str, "Op"]):
    """Ops by wire name. A built-in one is loaded when it is first asked for.

    To walk through it is to see what is loaded; `load_families` loads the rest.
    """

    def __missing__(self, name: str) -> Op:
        module = built_in().get(name)
        if module is not None:
            import_module(module)
        if self.is_loaded(name):
            return self[name]
        raise KeyError(f"No op is registered under the name {name!r}.")

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in built_in()

    def get(self, name: str, default: Any = None) -> Any:
        try:
            return self[name]
        except KeyError:
            return default

    def is_loaded(self, name: str) -> bool:
        """Whether the op is there already."""
        return super().__contains__(name)


registry = Registry()

# Who uses an op may see one fail, and will make arrays.
tracebacks.install()
allocation.keep_freed_memory()


def call(wire_name: str, /, *inputs: Any, **attrs: Any) -> Any:
    """Calls the op of a wire name: how the engine uses ops, which it knows by name only."""
    return registry[wire_name](*inputs, **attrs)


class Op:
    """A kernel together with what the system needs to know of it."""

    def __init__(
        self,
        kernel: Callable[..., Any],
        text: str,
        shape: Callable[[Any], Any],
        jit: bool,
        stateful: bool,
        counter: bool,
        constraints: dict[str, Any],
    ) -> None:
        self.kernel = kernel
        self.name: str = kernel.__name__
        self.__name__ = self.name
        self.__doc__ = kernel.__doc__
        self.__module__ = kernel.__module__
        self.__wrapped__ = kernel
        self.text = text
        self.shape_rule = shape
        self.jit = jit
        self.stateful = stateful
        self.counter = counter
        self.constraints = constraints
        self.numpy_kernel: Callable[..., Any] = kernel
        # What XLA saves on large arrays, in seconds for an element.
        self.saved_compiled = 0.0
        self.gradient_function: Callable[..., Any] | None = None
        self.differentiable = True
        self.accepts_none = False
        # For ops that hold functions: (node, wanted ids) -> a node that computes no more than that.
        self.slim: Callable[[Any, set[int]], Any] | None = None

    @functools.cached_property
    def signature(self) -> Signature:
        return parse(self.text, self.kernel, self.constraints, self.counter)

    @functools.cached_property
    def plan(self) -> Plan:
        return Plan(self)

    def gradient(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Registers `function(call, *dys) -> dxs` as the gradient.

        Outputs that nobody used arrive as zeros; set `accepts_none` to get None for them.
        """
        self.gradient_function = function
        return function

    def in_pieces(
        self,
        into: Callable[..., Any] | None,
        start: int,
        kinds: frozenset[Any] = pieces.FLOATS,
        of_rows: bool = False,
    ) -> None:
        """States that large arrays are worked on in pieces: see `pieces.for_large_arrays`."""
        to = bool if self.text.endswith("bool") else None
        self.numpy_kernel = pieces.for_large_arrays(self.kernel, into, start, kinds, to, of_rows)

    def faster_compiled(self, saved: float) -> None:
        """States that XLA's kernel saves so many seconds for each element of large arrays.

        Eager calls with such arrays then run compiled once they come often enough: see
        `compiled_kernels.LargeKernel`. It is said after `in_pieces`.
        """
        self.saved_compiled = saved
        self.numpy_kernel = LargeKernel(self.kernel, self.numpy_kernel, saved)

    def not_differentiable(self) -> None:
        """States that no gradient flows through this op, as TensorFlow does for it."""
        self.differentiable = False

    def shape(self, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """Registers `function(call) -> shape` (a list of shapes for several outputs)."""
        self.shape_rule = function
        return function

    @functools.cached_property
    def short(self) -> Callable[..., Any]:
        """The shortest way from call to kernel, without attributes."""
        return self.__call__

    def __call__(self, *inputs: Any, name: str | None = None, **attrs: Any) -> Any:
        return dispatch.run(self, inputs, attrs, name)

    def __repr__(self) -> str:
        return f"<op {self.name}: {self.text}>"


class UnaryOp(Op):
    """An op of one tensor, without attributes."""

    @functools.cached_property
    def short(self) -> Callable[..., Any]:
        """A function that looks nothing up on the op."""
        kernel, large, accepted = self.kernel, self.numpy_kernel, self.plan.accepted
        fixed, plain_attrs = self.plan.fixed_output, self.plan.plain_attrs

        def short(x: Any, name: str | None = None) -> Any:
            if type(x) is EagerTensor and (told := state.told) is not None:
                dtype = x._dtype
                if dtype in accepted:
                    value = x._value
                    if type(value) is not ndarray:
                        value = x._host()
                    try:
                        value = (kernel if value.size < LEAST else large)(numpy_ns, value)
                    except (ValueError, IndexError, TypeError) as error:
                        raise dispatch.explain(self, (x,), {}, error) from None
                    result = EagerTensor(value, fixed or dtype)
                    if told:
                        dispatch.record(self, (x,), (result,), plain_attrs(dtype))
                    return result
            return dispatch.run(self, (x,), {}, name)

        return short

    def __call__(self, x: Any, name: str | None = None) -> Any:  # type: ignore[override]
        return self.short(x, name)


class BinaryOp(Op):
    """An op of two tensors of one dtype, whose attributes have defaults."""

    @functools.cached_property
    def short(self) -> Callable[..., Any]:
        """A function that looks nothing up on the op; a Python number adapts to the tensor."""
        kernel, large, accepted = self.kernel, self.numpy_kernel, self.plan.accepted
        fixed, plain_attrs = self.plan.fixed_output, self.plan.plain_attrs

        def short(x: Any, y: Any, name: str | None = None) -> Any:
            if type(x) is EagerTensor and (told := state.told) is not None:
                dtype, kind = x._dtype, type(y)
                if kind is float or kind is int:
                    y = dispatch.number(y, dtype)
                    kind = type(y)
                if kind is EagerTensor and dtype is y._dtype and dtype in accepted:
                    a, b = x._value, y._value
                    if type(a) is not ndarray:
                        a = x._host()
                    if type(b) is not ndarray:
                        b = y._host()
                    small = a.size < LEAST > b.size
                    try:
                        value = (kernel if small else large)(numpy_ns, a, b)
                    except (ValueError, IndexError, TypeError) as error:
                        raise dispatch.explain(self, (x, y), {}, error) from None
                    result = EagerTensor(value, fixed or dtype)
                    if told:
                        dispatch.record(self, (x, y), (result,), plain_attrs(dtype))
                    return result
            return dispatch.run(self, (x, y), {}, name)

        return short

    def __call__(self, x: Any, y: Any, name: str | None = None, **attrs: Any) -> Any:  # type: ignore[override]
        return dispatch.run(self, (x, y), attrs, name) if attrs else self.short(x, y, name)


def op(
    text: str,
    *,
    shape: Callable[[Any], Any] | None = None,
    jit: bool = True,
    stateful: bool = False,
    counter: bool = False,
    **constraints: Any,
) -> Callable[[Callable[..., Any]], Op]:
    """Makes an op of a kernel and registers it under the kernel's name.

    Args:
      text: Inputs and outputs as an OpDef writes them: `"x: T, y: T -> z: T"`.
      shape: The shape rule, `call -> shape`.
      jit: Whether XLA can hold the kernel; if not it runs on the host.
      stateful: Whether the op reads or changes state, so that it is never pruned or shared.
      counter: Whether the kernel takes a hidden `counter` (random ops): see core/random_state.
      **constraints: For each attribute: a tuple of dtypes or `Types`, or the minimum of an int.
    """

    def decorate(kernel: Callable[..., Any]) -> Op:
        unary, binary = _plain_form(text, kernel)
        kind = UnaryOp if unary else BinaryOp if binary else Op
        rule = shape if shape is not None else _no_rule
        made = kind(kernel, text, rule, jit, stateful, counter, constraints)
        is_own = made.__module__.startswith("tenfold.")
        if registry.is_loaded(made.name) if is_own else made.name in registry:
            raise ValueError(f"An op named {made.name!r} is registered already.")
        registry[made.name] = made
        return made

    return decorate


def _no_rule(call: Any) -> Any:
    raise AssertionError(f"{call.op.name} has no shape rule.")


def _plain_form(text: str, kernel: Callable[..., Any]) -> tuple[bool, bool]:
    """Whether the op has the plain unary or the plain binary form."""
    left, right = (side.strip() for side in text.split("->"))
    kinds = [part.split(": ")[1] for part in left.split(", ")] if left else []
    out = right.split(": ")[-1]
    attrs = kernel.__kwdefaults__ or {}
    kind = kinds[0] if len(set(kinds)) == 1 else ""
    if "," in right or kind not in ("T", "bool") or out not in (kind, "bool"):
        return False, False
    if kernel.__code__.co_kwonlyargcount != len(attrs):
        return False, False
    return len(kinds) == 1 and not attrs, len(kinds) == 2
