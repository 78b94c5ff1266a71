"""Run, build or record: the only place that chooses what a call of an op does.

Eagerly the kernel is called with NumPy at once; while a graph is built a node is added; in both
cases every active recorder (tape, forward accumulator) is told.
"""

from __future__ import annotations

import contextlib
import functools
import string as _string
from collections.abc import Sequence, Set
from typing import Any

import numpy as np

from . import convert, devices, errors, random_state
from .binding import Form, Plan, bind
from .context import state
from .devices import use
from .dtypes import DType
from .namespace import numpy_ns
from .signature import Arg
from .tensor import EagerTensor, ndarray


class Call:
    """One execution of an op: what gradients and shape rules read.

    A node of a graph offers the same attributes, so both work on either.
    """

    __slots__ = ("attrs", "inputs", "op", "outputs", "wanted")

    def __init__(
        self, op: Any, inputs: Sequence[Any], outputs: Sequence[Any], attrs: dict[str, Any]
    ) -> None:
        self.op = op
        self.inputs = inputs
        self.outputs = outputs
        self.attrs = attrs
        # While gradients are asked for: the ids of the inputs for which one is of use.
        self.wanted: Set[int] | None = None

    @property
    def type(self) -> str:
        return self.op.name

    @property
    def name(self) -> str:
        return self.op.name

    def get_attr(self, name: str) -> Any:
        """An attribute's value: given, default, or inferred from the inputs."""
        return self.attrs[name]


def wants(call: Any, index: int) -> bool:
    """Whether the gradient of an input is of use: a costly one is left out where it is not."""
    wanted = getattr(call, "wanted", None)
    return wanted is None or id(call.inputs[index]) in wanted


def run(op: Any, inputs: Sequence[Any], attrs: dict[str, Any], name: str | None) -> Any:
    """Calls an op with Python-level inputs (values, tensors, lists of them)."""
    plan: Plan = op.plan
    if (
        not (state.eager and plan.memorable)
        or len(inputs) != len(plan.inputs)
        or (use.begun and _may_touch_device(plan, inputs))
    ):
        flat, bound = bind(op, plan, inputs, attrs)
        return pack_outputs(plan, run_flat(op, flat, bound, name), bound)
    # What decides how the arguments are bound, so that it is found out once.
    key: list[Any] = []
    if attrs:
        key.extend(attrs)
        key.extend(map(frozen, attrs.values()) if plan.has_list_attrs else attrs.values())
    flat: Any = inputs
    for x in inputs:
        if type(x) is not EagerTensor:
            flat = _flatten(plan, inputs, key)
            break
    values: list[Any] = []
    form = None
    if flat is not None:
        for x in flat:
            value = x._value
            values.append(value if type(value) is ndarray else x._host())
            key.append(x._dtype)
        try:
            form = plan.forms.get(tuple(key))
        except TypeError:  # an attribute that cannot be hashed
            form = None
    if form is None:
        flat, form = _bound(op, plan, inputs, attrs, None if flat is None else tuple(key))
        values = _values(flat)
    assert flat is not None
    try:
        raw = form.kernel(*(group(plan.inputs, values, form.attrs) if plan.has_lists else values))
    except (ValueError, IndexError, TypeError) as error:
        raise explain(op, flat, form.attrs, error) from None
    if plan.single:
        result = EagerTensor(raw, form.types[0])
        if state.recorders:
            record(op, flat, [result], form.attrs)
        return result
    outputs = [EagerTensor(v, t) for v, t in zip(_flat_outputs(plan, raw), form.types, strict=True)]
    if state.recorders:
        record(op, flat, outputs, form.attrs)
    return pack_outputs(plan, outputs, form.attrs)


def _may_touch_device(plan: Plan, inputs: Sequence[Any]) -> bool:
    """Whether a value may lie on another device: a tensor's own, one of a list, a variable's."""
    plain = all(type(x) is EagerTensor or isinstance(x, (int, float)) for x in inputs)
    return plan.has_handles or not plain


_FORMS_LIMIT, _SHORT = 1000, 8


def _bound(
    op: Any, plan: Plan, inputs: Sequence[Any], attrs: dict[str, Any], key: Any
) -> tuple[Any, Form]:
    """The inputs as tensors and their form, to be found again under the key if there is one."""
    flat, bound = bind(op, plan, inputs, attrs)
    keywords = {n: bound[n] for n in plan.kernel_attrs}
    kernel = functools.partial(op.numpy_kernel, numpy_ns, **keywords)
    form = Form(bound, output_dtypes(plan, bound), kernel)
    if key is not None and len(plan.forms) < _FORMS_LIMIT:
        with contextlib.suppress(TypeError):  # an attribute that cannot be hashed
            plan.forms[key] = form
    return flat, form


def _flatten(plan: Plan, inputs: Sequence[Any], key: list[Any]) -> Any:
    """The inputs as eager tensors, lengths of lists in the key; None if that takes binding."""
    flat: list[Any] = []
    for i, x in enumerate(inputs):
        if type(x) is EagerTensor:
            flat.append(x)
        elif plan.lists[i]:
            if not x or type(x) not in (list, tuple):
                return None
            dtype = getattr(x[0], "_dtype", None)
            for y in x:
                if type(y) is not EagerTensor or y._dtype is not dtype:
                    return None
            flat.extend(x)
            key.append(len(x))
        else:
            found = _literal(plan, i, x, inputs)
            if found is None and (found := _held(plan, i, x)) is None:
                return None
            flat.append(found)
    return flat


def _held(plan: Plan, i: int, x: Any) -> EagerTensor | None:
    """The value of a variable that input `i` takes; None for anything else."""
    if plan.has_handles or not getattr(x, "is_read_by_ops", False):
        return None
    value, dtype = convert.to_tensor(x), plan.inputs[i].dtype
    return value if type(value) is EagerTensor and dtype in (None, value._dtype) else None


def frozen(x: Any) -> Any:
    """A list, also of lists, as something that can be a key."""
    if type(x) is list or type(x) is tuple:
        return tuple([frozen(y) if type(y) is list or type(y) is tuple else y for y in x])
    return x


def _literal(plan: Plan, i: int, x: Any, inputs: Sequence[Any]) -> Any:
    """A Python number, or short list of integers, as the tensor that input `i` takes it for."""
    kind = type(x)
    if kind is list or kind is tuple:
        x = _of_integers(x) if len(x) <= _SHORT else None
        if x is None:
            return None
        kind = list
    elif kind not in (int, float, bool):
        return None
    elif not x and kind is float:
        x = repr(x)  # -0.0 equals 0.0
    arg = plan.inputs[i]
    dtype, hint = arg.dtype, None
    if dtype is None:
        peers = plan.peers[i]
        for k in peers:
            if type(inputs[k]) is EagerTensor:
                dtype = inputs[k]._dtype
                break
        else:
            if peers:
                return None
            hint = plan.defaults.get(arg.attr)
    key = (kind, x, dtype, hint)
    found = _literals.get(key)
    if found is None:
        found = convert.to_tensor(inputs[i], dtype, hint)
        if len(_literals) < _FORMS_LIMIT:
            _literals[key] = found
    return found


def number(value: Any, dtype: DType) -> Any:
    """A Python number as a tensor of a dtype; the number itself where it does not plainly fit."""
    kind = type(value)
    key = (kind, value or str(value), dtype)  # -0.0 equals 0.0
    found = _numbers.get(key)
    if found is None:
        small = kind is int and dtype.is_integer and -128 * (not dtype.is_unsigned) <= value < 128
        if not dtype.is_floating and not small:
            return value
        try:
            array = np.array(value, dtype.np)
        except OverflowError:
            return value
        if len(_numbers) >= _FORMS_LIMIT:
            _numbers.clear()
        found = _numbers[key] = EagerTensor(array, dtype)
    return found


# As with the literals below, nobody outside sees these tensors.
_numbers: dict[Any, EagerTensor] = {}


def _of_integers(x: Any) -> tuple[Any, ...] | None:
    """Plain integers, or short lists of them, as tuples; None for anything else."""
    found: list[Any] = []
    for item in x:
        kind = type(item)
        part = item
        if kind is not int:
            if (kind is not list and kind is not tuple) or len(item) > _SHORT:
                return None
            part = _of_integers(item)
            if part is None:
                return None
        found.append(part)
    return tuple(found)


# Nobody outside sees these tensors, so that calls may share them.
_literals: dict[Any, EagerTensor] = {}


def run_flat(
    op: Any, flat: Sequence[Any], attrs: dict[str, Any], name: str | None = None
) -> list[Any]:
    """Calls an op on tensors in the flat order of its OpDef, with all attributes bound."""
    if state.graph is not None:
        outputs = state.graph.add(op, flat, attrs, name).outputs
    elif (state.device is not None or use.begun) and (where := devices.of_call(flat)) is not None:
        outputs = devices.run(op, flat, attrs, where)
    else:
        outputs = execute(op, op.plan, flat, attrs)
    if state.recorders:
        record(op, flat, outputs, attrs)
    if state.inspector is not None:
        state.inspector(op, flat, outputs)
    return outputs


def record(op: Any, inputs: Sequence[Any], outputs: Sequence[Any], attrs: dict[str, Any]) -> None:
    """Tells every recorder of a call, unless no gradient flows through the op."""
    if op.differentiable:
        call = Call(op, inputs, outputs, attrs)
        for recorder in state.recorders:
            recorder.record(call)


def execute(op: Any, plan: Plan, flat: Sequence[Any], attrs: dict[str, Any]) -> list[Any]:
    """Runs the kernel on eager tensors."""
    values = _values(flat)
    try:
        raw = run_kernel(op, numpy_ns, values, attrs)
    except (ValueError, IndexError, TypeError) as error:
        raise explain(op, flat, attrs, error) from None
    types = output_dtypes(plan, attrs)
    return [EagerTensor(v, t) for v, t in zip(raw, types, strict=True)]


def _values(flat: Sequence[Any]) -> list[Any]:
    """The arrays of eager tensors."""
    try:
        return [x._value if type(x._value) is ndarray else x._host() for x in flat]
    except AttributeError:
        raise out_of_scope(flat) from None


def out_of_scope(flat: Sequence[Any]) -> Exception:
    """The error for a tensor that has no value because its function was only traced."""
    leaked = next(x for x in flat if not hasattr(x, "_value"))
    home = leaked.graph.name or "a graph"
    return errors.InaccessibleTensorError(
        f"{leaked!r} is out of scope and cannot be used here: it was made while the function "
        f"{home!r} was traced, and has no value outside it. Return it from {home!r}, or keep it in "
        "a tf.Variable."
    )


def run_kernel(op: Any, xp: Any, values: Sequence[Any], attrs: dict[str, Any]) -> Sequence[Any]:
    """Calls the kernel on raw values in flat order; always gives a sequence of raw values."""
    plan: Plan = op.plan
    arguments = group(plan.inputs, values, attrs) if plan.has_lists else values
    keywords = {n: attrs[n] for n in plan.kernel_attrs}
    if op.counter:
        keywords["counter"] = attrs.get("_counter") or random_state.eager_counter(op.name, attrs)
    kernel = op.numpy_kernel if xp is numpy_ns else op.kernel
    return _flat_outputs(plan, kernel(xp, *arguments, **keywords))


def _flat_outputs(plan: Plan, raw: Any) -> Sequence[Any]:
    """What a kernel returned, as a flat sequence."""
    if len(plan.outputs) == 1 and not plan.outputs[0].is_list:
        return (raw,)
    if not plan.outputs:
        return ()
    if len(plan.outputs) == 1 or not plan.has_output_lists:
        return raw
    merged: list[Any] = []
    for spec, value in zip(plan.outputs, raw, strict=True):
        merged.extend(value) if spec.is_list else merged.append(value)
    return merged


def group(args: tuple[Arg, ...], flat: Sequence[Any], attrs: dict[str, Any]) -> list[Any]:
    """Puts a flat sequence of inputs or outputs into the op's arguments, lists as lists."""
    grouped: list[Any] = []
    at = 0
    for arg in args:
        if arg.is_list:
            count = attrs[arg.number] if arg.number else len(attrs[arg.type_list])
            grouped.append(list(flat[at : at + count]))
            at += count
        else:
            grouped.append(flat[at])
            at += 1
    return grouped


def pack_outputs(plan: Plan, outputs: Sequence[Any], attrs: dict[str, Any]) -> Any:
    """What the caller of an op gets: one tensor, a list, or a tuple; None without outputs."""
    if not plan.outputs:
        return None
    if len(plan.outputs) == 1:
        return list(outputs) if plan.outputs[0].is_list else outputs[0]
    if plan.has_output_lists:
        return tuple(group(plan.outputs, outputs, attrs))
    return tuple(outputs)


def output_dtypes(plan: Plan, attrs: dict[str, Any]) -> list[DType]:
    types: list[DType] = []
    for out in plan.outputs:
        if out.type_list:
            types.extend(attrs[out.type_list])
            continue
        dtype = out.dtype or attrs[out.attr]
        types.extend([dtype] * attrs[out.number]) if out.number else types.append(dtype)
    return types


def explain(
    op: Any,
    inputs: Sequence[Any],
    attrs: dict[str, Any],
    error: Exception,
    values: Sequence[Any] | None = None,
) -> Exception:
    """Turns an error of NumPy's into TensorFlow's, naming what the op received.

    The values tell the shapes where the inputs are a graph's, whose shapes may be unknown.
    """
    if type(error).__name__ not in ("ValueError", "IndexError", "TypeError", "LinAlgError"):
        return error
    names = [a.name for a in op.plan.inputs]
    if len(names) != len(inputs):
        names = list(_string.ascii_lowercase[: len(inputs)])
    shapes = [x.raw_shape for x in inputs] if values is None else [v.shape for v in values]
    received = ", ".join(
        f"{n} {x.dtype.name}{list(shape)}"
        for n, x, shape in zip(names, inputs, shapes, strict=False)
    )
    told = str(error)
    if told.startswith("operands could not be broadcast"):  # NumPy's words
        told = f"Incompatible shapes: {' vs. '.join(str(list(shape)) for shape in shapes)}."
    return errors.InvalidArgumentError(None, None, f"{op.name}: {told} Received {received}.")
