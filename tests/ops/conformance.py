"""What the conformance suite does with an op and a sample: run it in each way that ops can run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tenfold.core import dispatch, errors, random_state
from tenfold.core.dispatch import Call
from tenfold.core.dtypes import as_dtype
from tenfold.core.namespace import numpy_ns
from tenfold.core.op import Op, registry
from tenfold.core.signature import REQUIRED, Arg
from tenfold.core.tensor import SymbolicTensor, load_families
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.engine.graph.replay import replay
from tests.ops.conformance_goldens import GOLDENS, REFUSALS, Golden, digest, load, sample_files
from tests.ops.sample import Sample, differentiable

load_families()


@dataclass(frozen=True)
class Case:
    """An op, one of its samples, and what TensorFlow did with it."""

    name: str
    index: int
    sample: Sample
    golden: Golden | None

    @property
    def op(self) -> Op:
        return registry[self.name]

    def __str__(self) -> str:
        return f"{self.name}-{self.index}"


def _cases() -> Iterator[Case]:
    counts: dict[str, int] = {}
    for file, ops in sample_files().items():
        goldens = load(GOLDENS / f"{file}.npz")
        for name, items in ops.items():
            for item in items:
                index = counts[name] = counts.get(name, -1) + 1
                yield Case(name, index, item, goldens.get(name, {}).get(digest(item)))


CASES = list(_cases())
SAMPLED = {case.name for case in CASES}
# Ops that tests register for themselves are no part of the house.
REGISTERED = sorted(n for n, op in registry.items() if op.__module__.startswith("tenfold."))


def accepted() -> list[Case]:
    """The cases that TensorFlow computes: those that it refuses are tested eagerly only."""
    return [c for c in CASES if c.name in registry and not (c.golden and c.golden.error)]


_REFUSALS = json.loads(REFUSALS.read_text())


def refused_while_built(case: Case) -> bool:
    """Whether TensorFlow refuses a graph of the case already while it is built."""
    return digest(case.sample) in _REFUSALS.get(case.name, ())


def bind(case: Case) -> tuple[list[Any], dict[str, Any]]:
    """The sample as flat eager tensors and complete attributes."""
    op = case.op
    return dispatch.bind(op, op.plan, case.sample.inputs, given(op, case.sample))


def given(op: Op, item: Sample) -> dict[str, Any]:
    """The attributes of a sample, dtypes by name made DTypes where the op takes a list of them."""
    kinds = {name: attr.kind for name, attr in op.signature.attrs.items()}
    return {
        name: [as_dtype(v) for v in value] if kinds.get(name) == "list(type)" else value
        for name, value in item.attrs.items()
    }


def run(case: Case) -> list[Any]:
    """The flat outputs of the eager op; of its first call, where it is random."""
    random_state.set_seed(None)
    found = case.op(*case.sample.inputs, **given(case.op, case.sample))
    return flatten(found)


def flatten(found: Any) -> list[Any]:
    if found is None:
        return []
    if isinstance(found, (list, tuple)):
        return [y for part in found for y in flatten(part)]
    return [found]


def differentiated(case: Case) -> list[int]:
    """The flat inputs that gradients are taken with respect to."""
    flat: list[Any] = []
    for arg, value in zip(case.op.signature.inputs, case.sample.inputs, strict=True):
        flat.extend(value) if arg.is_list else flat.append(value)
    wanted = case.sample.grad_inputs
    return [i for i, x in enumerate(flat) if differentiable(x) and (wanted is None or i in wanted)]


def has_gradient(case: Case) -> bool:
    """Whether gradients flow through the op, and the sample does not say to leave them."""
    item, op = case.sample, case.op
    wanted = item.gradient is not False and item.values and bool(differentiated(case))
    return wanted and op.differentiable and op.gradient_function is not None


@dataclass(frozen=True)
class Double:
    """A case as a function of those inputs that are differentiated, in float64 or complex128."""

    function: Callable[[Sequence[Any]], Sequence[Any]]
    points: list[np.ndarray]


def in_double(case: Case) -> Double | None:
    """The case in double precision, for finite differences.

    None where the op does not take float64, or the sample has values that are not finite.
    """
    op, item = case.op, case.sample
    attrs = dict(item.attrs)
    for name, attr in op.signature.attrs.items():
        if attr.kind == "type" and name not in op.plan.type_attrs:
            attrs[name] = _double_name(attrs.get(name, attr.default))
    inputs = [
        list(map(_double, x)) if arg.is_list else _double(x)
        for arg, x in zip(op.signature.inputs, item.inputs, strict=True)
    ]
    wide = Case(case.name, case.index, replace(item, inputs=tuple(inputs), attrs=attrs), None)
    try:
        flat, bound = bind(wide)
        outputs = dispatch.execute(op, op.plan, flat, bound)
    except (errors.InvalidArgumentError, ValueError):
        return None
    places = differentiated(case)
    points = [np.asarray(flat[i]) for i in places]
    kinds = {y.dtype.name for y in outputs if y.dtype.is_floating or y.dtype.is_complex}
    if (
        not kinds
        or not kinds <= {"float64", "complex128"}
        or not all(np.isfinite(x).all() for x in points)
    ):
        return None

    def function(tensors: Sequence[Any]) -> Sequence[Any]:
        values = dict(zip(places, tensors, strict=True))
        return dispatch.run_flat(op, [values.get(i, x) for i, x in enumerate(flat)], bound)

    return Double(function, points)


def _double(x: Any) -> Any:
    if not differentiable(x):
        return x
    return np.asarray(x, np.complex128 if x.dtype.kind == "c" else np.float64)


def _double_name(name: Any) -> str:
    dtype = as_dtype(name)
    return "float64" if dtype.is_floating else "complex128" if dtype.is_complex else dtype.name


def close(found: Any, expected: np.ndarray, item: Sample, what: str) -> None:
    """Asserts dtype, shape and, unless the sample's values are random, values."""
    value = np.asarray(found)
    assert value.dtype == expected.dtype, f"{what}: dtype {value.dtype}, not {expected.dtype}"
    assert value.shape == expected.shape, f"{what}: shape {value.shape}, not {expected.shape}"
    if not item.values:
        return
    if item.exact or expected.dtype.kind in "biuO":
        assert value.tolist() == expected.tolist(), f"{what}: {value} is not {expected}"
        return
    kind = expected.dtype.name
    rtol = max(item.rtol, {"bfloat16": 1e-2, "float16": 2e-3}.get(kind, 0.0))
    atol = max(item.atol, {"bfloat16": 1e-2, "float16": 1e-3}.get(kind, 0.0))
    wide = np.complex128 if expected.dtype.kind == "c" else np.float64
    np.testing.assert_allclose(
        value.astype(wide), expected.astype(wide), rtol=rtol, atol=atol, err_msg=what
    )


def replayed(case: Case, flat: Sequence[Any], attrs: dict[str, Any]) -> list[np.ndarray]:
    """The outputs of a graph of this one op, fed with the inputs."""
    graph = FuncGraph("conformance")
    fed = [graph.placeholder(x.dtype, x.raw_shape, "x") for x in flat]
    with graph.as_default():
        outputs = dispatch.run_flat(case.op, fed, attrs)
    env = {id(place): x._host() for place, x in zip(fed, flat, strict=True)}
    replay(numpy_ns, graph.nodes, env)
    for y in outputs:
        assert compatible(y.raw_shape, env[id(y)].shape)
        assert env[id(y)].dtype == y.dtype.np
    return [env[id(y)] for y in outputs]


def partial_calls(case: Case, flat: Sequence[Any], attrs: dict[str, Any]) -> Iterator[Call]:
    """Calls of the op in a graph that knows less: no sizes, not the first size, no ranks.

    Inputs that only spell sizes or axes (integers of rank 0 and 1) are known in the first two.
    """

    def unknown(x: Any, shape: Any) -> Any:
        return SymbolicTensor(None, 0, x.dtype, shape)

    def spells(x: Any) -> bool:
        return x.dtype.is_integer and len(x.raw_shape) < 2

    def blur(shape: Any, count: int) -> Any:
        return tuple(None if i < count else d for i, d in enumerate(shape))

    for count in (1, 99):
        inputs = [x if spells(x) else unknown(x, blur(x.raw_shape, count)) for x in flat]
        yield Call(case.op, inputs, [], attrs)
    yield Call(case.op, [unknown(x, x.raw_shape) for x in flat], [], attrs)
    yield Call(case.op, [unknown(x, blur(x.raw_shape, 99)) for x in flat], [], attrs)
    yield Call(case.op, [unknown(x, None) for x in flat], [], attrs)


def shapes(call: Call, count: int) -> list[Any]:
    """What the shape rule says of each output of a call."""
    plan = call.op.plan
    found = call.op.shape_rule(call)
    if len(plan.outputs) == 1 and not plan.outputs[0].is_list:
        return [found]
    return [None] * count if found is None else list(found)


def compatible(shape: Any, fact: tuple[int, ...]) -> bool:
    """Whether a partly known shape admits the fact."""
    if shape is None:
        return True
    return len(shape) == len(fact) and all(
        d is None or d == f for d, f in zip(shape, fact, strict=True)
    )


def op_def(op: Op) -> dict[str, Any]:
    """The op's signature, in the form in which the recorder writes TensorFlow's OpDefs."""

    def text(arg: Arg) -> str:
        kind = arg.type_list or arg.attr or (arg.dtype.name if arg.dtype else "")
        return f"{arg.name}: {f'{arg.number}*' if arg.number else ''}{kind}"

    signature = op.signature
    attrs: dict[str, dict[str, Any]] = {}
    for name, attr in signature.attrs.items():
        entry = attrs[name] = {"kind": attr.kind}
        if attr.allowed:
            entry["allowed"] = {getattr(v, "name", v) for v in attr.allowed}
        if attr.default is not REQUIRED:
            entry["default"] = _plain(attr.kind, attr.default)
        if attr.minimum is not None:
            entry["minimum"] = attr.minimum
    return {
        "inputs": [text(a) for a in signature.inputs],
        "outputs": [text(a) for a in signature.outputs],
        "attrs": attrs,
        "stateful": op.stateful,
    }


def _plain(kind: str, value: Any) -> Any:
    if kind.startswith("list("):
        return [_plain(kind[5:-1], v) for v in value]
    if kind == "type":
        return value.name
    if kind == "float":
        return float(np.float32(value))
    if kind == "shape":
        dims = value if value is None or isinstance(value, (list, tuple)) else value.as_list()
        return None if dims is None else [-1 if d is None else d for d in dims]
    return value


def definition(entry: dict[str, Any]) -> dict[str, Any]:
    """A recorded OpDef, reduced to what ours says: minima of lists are left out."""
    attrs = {}
    for name, attr in entry["attrs"].items():
        kept = dict(attr)
        if "allowed" in kept:
            kept["allowed"] = set(kept["allowed"])
        if kept["kind"] != "int":
            kept.pop("minimum", None)
        attrs[name] = kept
    return entry | {"attrs": attrs}
