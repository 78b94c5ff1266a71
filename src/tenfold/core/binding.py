"""The inputs and attributes of a call become what its op takes: tensors, by its rules of types."""

from __future__ import annotations

import numbers
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from . import convert, errors
from .context import state
from .dtypes import ALL, DType, as_dtype, resource
from .signature import REQUIRED, Arg, Attr, integer
from .tensor import Tensor


class Plan:
    """What binding the arguments of an op needs, worked out once from its signature."""

    def __init__(self, op: Any) -> None:
        signature = op.signature
        self.inputs: tuple[Arg, ...] = signature.inputs
        self.outputs: tuple[Arg, ...] = signature.outputs
        self.attrs: dict[str, Attr] = signature.attrs
        self.lists = [a.is_list for a in signature.inputs]
        self.has_lists = any(self.lists)
        keywords = op.kernel.__code__.co_varnames[op.kernel.__code__.co_argcount :]
        declared = set(keywords[: op.kernel.__code__.co_kwonlyargcount])
        self.kernel_attrs = tuple(n for n in signature.attrs if n in declared)
        self.defaults = {
            n: a.default for n, a in signature.attrs.items() if a.default is not REQUIRED
        }
        self.type_attrs = {a.attr for a in signature.inputs if a.attr}
        self.function_attrs = tuple(
            n for n, a in signature.attrs.items() if a.kind in ("func", "list(func)")
        )
        self.has_list_attrs = any(a.kind.startswith("list") for a in signature.attrs.values())
        main = self.main = signature.inputs[0].attr if signature.inputs else ""
        if main:
            allowed = signature.attrs[main].allowed or ALL
        else:
            allowed = [a.dtype for a in signature.inputs[:1] if a.dtype is not None]
        self.accepted: frozenset[DType] = frozenset(allowed)
        out = signature.outputs[0] if len(signature.outputs) == 1 else None
        self.fixed_output = out.dtype if out is not None else None
        self.single = out is not None and not out.is_list
        self.has_output_lists = any(a.is_list for a in signature.outputs)
        self.has_handles = any(a.dtype is resource for a in signature.inputs)
        self.forms: dict[Any, Form] = {}
        self.memorable = not op.counter and not any(a.type_list for a in signature.inputs)
        attrs = [a.attr for a in signature.inputs]
        # For each input, those of the same dtype: they say what a Python value becomes.
        self.peers = [
            [k for k, other in enumerate(attrs) if other == attr and k != i] if attr else []
            for i, attr in enumerate(attrs)
        ]
        self._plain_attrs: dict[DType, dict[str, Any]] = {}

    def plain_attrs(self, dtype: DType) -> dict[str, Any]:
        """The attributes of a call with inputs of one dtype and nothing else given."""
        found = self._plain_attrs.get(dtype)
        if found is None:
            found = self._plain_attrs[dtype] = dict(self.defaults)
            if self.main:
                found[self.main] = dtype
        return found


class Form(NamedTuple):
    """What binding found for inputs of certain dtypes and certain attributes."""

    attrs: dict[str, Any]
    types: list[DType]
    kernel: Callable[..., Any]  # for NumPy, with its attributes


def bind(
    op: Any, plan: Plan, inputs: Sequence[Any], given: dict[str, Any]
) -> tuple[list[Tensor], dict[str, Any]]:
    """Converts inputs to tensors by the op's type rules and completes the attributes."""
    if len(inputs) != len(plan.inputs):
        names = ", ".join(a.name for a in plan.inputs)
        raise TypeError(f"{op.name} takes {len(plan.inputs)} inputs ({names}), not {len(inputs)}.")
    attrs = plan.defaults | given if given else dict(plan.defaults)
    bound: dict[str, tuple[DType, str]] = {}
    for name in plan.type_attrs & given.keys():
        bound[name] = (as_dtype(given[name]), name)
    for arg, value in zip(plan.inputs, inputs, strict=True):
        if arg.attr and arg.attr not in bound:
            found = _tensor_dtype(value, arg)
            if found is not None:
                bound[arg.attr] = (found, arg.name)
    flat: list[Tensor] = []
    for arg, value in zip(plan.inputs, inputs, strict=True):
        _bind_one(op, plan, arg, value, bound, attrs, flat)
    for name, (dtype, _) in bound.items():
        attrs[name] = dtype
        allowed = plan.attrs[name].allowed
        if allowed and dtype not in allowed:
            raise _unsupported(op, name, dtype, allowed)
    _check_attrs(op, plan, attrs, given)
    return flat, attrs


def _tensor_dtype(value: Any, arg: Arg) -> DType | None:
    for item in value if arg.is_list and isinstance(value, (list, tuple)) else (value,):
        dtype = getattr(item, "dtype", None)
        if isinstance(dtype, DType):
            return dtype.base_dtype
    return None


def _bind_one(
    op: Any,
    plan: Plan,
    arg: Arg,
    value: Any,
    bound: dict[str, tuple[DType, str]],
    attrs: dict[str, Any],
    flat: list[Tensor],
) -> None:
    if not arg.is_list:
        flat.append(_to_tensor(op, plan, arg, value, bound))
        return
    if not isinstance(value, (list, tuple)):
        raise TypeError(
            f"{op.name}: input {arg.name!r} must be a list of tensors; "
            f"received {type(value).__name__}."
        )
    if arg.type_list:
        tensors = [convert.to_tensor(v) for v in value]
        attrs[arg.type_list] = [t.dtype for t in tensors]
    else:
        tensors = [_to_tensor(op, plan, arg, v, bound) for v in value]
        known = attrs.setdefault(arg.number, len(tensors))
        minimum = plan.attrs[arg.number].minimum or 0
        if known != len(tensors) or known < minimum:
            raise errors.InvalidArgumentError(
                None,
                None,
                f"{op.name}: input {arg.name!r} needs "
                f"{f'{known} tensors' if known >= minimum else f'at least {minimum}'}; "
                f"received {len(tensors)}.",
            )
    flat.extend(tensors)


def _to_tensor(
    op: Any, plan: Plan, arg: Arg, value: Any, bound: dict[str, tuple[DType, str]]
) -> Tensor:
    if arg.dtype is not None:
        tensor = convert.to_tensor(value, arg.dtype if not isinstance(value, Tensor) else None)
        if tensor.dtype is not arg.dtype:
            raise _mismatch(op, arg, tensor.dtype, arg.dtype, None)
        return tensor
    known = bound.get(arg.attr)
    if known is None:
        default = plan.defaults.get(arg.attr)
        tensor = convert.to_tensor(value, dtype_hint=default)
        allowed = plan.attrs[arg.attr].allowed if default is not None else ()
        is_plain = not hasattr(value, "dtype") and not tensor.dtype.np.hasobject
        if allowed and tensor.dtype not in allowed and isinstance(value, np.ndarray):
            tensor = convert.to_tensor(value, default)  # as TensorFlow casts arrays
        if default is not None and allowed and is_plain and tensor.dtype not in allowed:
            raise TypeError(
                f"{op.name}: {arg.name} must be {default.name}; cannot convert {value!r}."
            )
        bound[arg.attr] = (tensor.dtype, arg.name)
        return tensor
    if isinstance(value, Tensor):
        tensor = value
    elif isinstance(getattr(value, "dtype", None), DType):
        tensor = convert.to_tensor(value)
    else:
        return convert.to_tensor(value, known[0])
    if tensor.dtype is not known[0]:
        raise _mismatch(op, arg, tensor.dtype, known[0], known[1])
    return tensor


def _mismatch(op: Any, arg: Arg, got: DType, want: DType, other: str | None) -> Exception:
    index = op.plan.inputs.index(arg)
    because = f" like its {other!r}" if other and other != arg.name else ""
    message = (
        f"cannot compute {op.name} as input #{index}({arg.name}) was expected to be a "
        f"{want.name} tensor{because} but is a {got.name} tensor. Tensors are never converted "
        f"for you: use tf.cast(x, tf.{want.name})."
    )
    if state.graph is not None:
        return TypeError(message)
    return errors.InvalidArgumentError(None, None, message)


def _unsupported(op: Any, attr: str, dtype: DType, allowed: tuple[DType, ...]) -> Exception:
    names = ", ".join(sorted(d.name for d in allowed))
    message = f"{op.name} does not accept {dtype.name} for {attr}; it accepts {names}."
    if state.graph is not None:
        return TypeError(message)
    return errors.InvalidArgumentError(None, None, message)


def _check_attrs(op: Any, plan: Plan, attrs: dict[str, Any], given: dict[str, Any]) -> None:
    for name, value in given.items():
        attr = plan.attrs.get(name)
        if attr is None:
            raise TypeError(f"{op.name} has no attribute {name!r}; it has {', '.join(plan.attrs)}.")
        if value is None and name in plan.defaults:
            attrs[name] = plan.defaults[name]
            continue
        if attr.kind == "type":
            attrs[name] = dtype = as_dtype(value)
            if attr.allowed and dtype not in attr.allowed:
                raise _unsupported(op, name, dtype, attr.allowed)
            continue
        if type(value) is not _PLAIN.get(attr.kind):
            attrs[name] = value = _plain(op.name, name, attr.kind, value)
        if attr.allowed and value not in attr.allowed:
            allowed = ", ".join(map(repr, attr.allowed))
            text = f"{op.name}: {name} must be one of {allowed}; received {value!r}."
            raise errors.InvalidArgumentError(None, None, text)
        if attr.minimum is not None and _measure(value) < attr.minimum:
            raise errors.InvalidArgumentError(
                None, None, f"{op.name}: {name} must be at least {attr.minimum}; received {value}."
            )
    if len(attrs) < len(plan.attrs):
        missing = ", ".join(n for n in plan.attrs if n not in attrs)
        raise TypeError(f"{op.name} needs the attribute {missing}.")


_PLAIN = {"int": int, "float": float, "bool": bool, "string": str}
_ELEMENTS = {f"list({kind})": kind for kind in _PLAIN}


def _plain(op_name: str, name: str, kind: str, value: Any) -> Any:
    """An attribute as Python's own type of its kind, where it is given as another.

    A NumPy number is not left as it is: beside float32 arrays it is not as weak as Python's.
    """
    if kind == "int":
        return integer(op_name, name, value)
    if kind == "float":
        if isinstance(value, numbers.Real) or (isinstance(value, np.ndarray) and not value.ndim):
            return float(value)
        raise TypeError(f"{op_name}: {name} must be a number; received {value!r}.")
    if kind == "bool":
        raise TypeError(f"{op_name}: {name} must be True or False; received {value!r}.")
    if kind == "string" and not isinstance(value, (str, bytes)):
        raise TypeError(f"{op_name}: {name} must be a string; received {value!r}.")
    if kind.startswith("list(") and not isinstance(value, (list, tuple)):
        raise TypeError(f"{op_name}: {name} must be a list; received {value!r}.")
    element = _ELEMENTS.get(kind)
    if element is None:
        return value
    exact = _PLAIN[element]
    if all(type(v) is exact for v in value):
        return value
    return [v if type(v) is exact else _plain(op_name, name, element, v) for v in value]


def _measure(value: Any) -> int:
    """What a minimum is about: an integer itself, a list's length."""
    return len(value) if isinstance(value, (list, tuple)) else int(value)
