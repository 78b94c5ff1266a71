"""Every op, on its samples, in every way that ops run: all that TensorFlow says must hold.

See CONTRIBUTING.md for what an op brings, and `make goldens` for where TensorFlow's results
come from.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib.util
import json
from typing import Any

import pytest

from tenfold.core import dispatch
from tenfold.core.convert import to_tensor
from tenfold.core.op import registry
from tenfold.engine.autodiff.tape import GradientTape
from tenfold.engine.graph.func_graph import FuncGraph
from tests.ops.conformance import (
    CASES,
    REGISTERED,
    SAMPLED,
    Case,
    accepted,
    bind,
    close,
    compatible,
    definition,
    differentiated,
    given,
    has_gradient,
    in_double,
    op_def,
    partial_calls,
    refused_while_built,
    replayed,
    run,
    shapes,
)
from tests.ops.conformance_goldens import EXEMPT, MISTAKES, OP_DEFS
from tests.ops.conformance_gradients import check_gradients
from tests.ops.sample import weights

MISSING = "no golden for this sample: run `make goldens`"
HAS_JAX = importlib.util.find_spec("jax") is not None
each = functools.partial(pytest.mark.parametrize, ids=str)


def test_every_op_has_samples() -> None:
    assert [n for n in REGISTERED if n not in SAMPLED and n not in EXEMPT] == []
    assert sorted(SAMPLED - set(REGISTERED)) == []
    assert sorted(EXEMPT.keys() & SAMPLED) == []


@pytest.mark.parametrize("name", REGISTERED)
def test_signature_is_the_op_def(name: str) -> None:
    definitions = json.loads(OP_DEFS.read_text())
    assert name in definitions, MISSING
    assert op_def(registry[name]) == definition(definitions[name])


@each("case", [c for c in CASES if c.name in registry and c.sample.golden])
def test_eager_equals_tensorflow(case: Case) -> None:
    golden = case.golden
    assert golden is not None, MISSING
    if golden.error:
        assert golden.error not in MISTAKES, f"TensorFlow cannot run it: {golden.error}"
        with pytest.raises(Exception) as caught:
            run(case)
        names = {kind.__name__ for kind in type(caught.value).__mro__}
        assert golden.error in names, f"TensorFlow raises {golden.error}: {caught.value!r}"
        return
    found = run(case)
    assert len(found) == len(golden.outputs)
    for i, (y, expected) in enumerate(zip(found, golden.outputs, strict=True)):
        close(y, expected, case.sample, f"output {i}")


@each("case", [c for c in CASES if c.name in registry and refused_while_built(c)])
def test_a_graph_refuses_what_tensorflows_does(case: Case) -> None:
    with FuncGraph("conformance").as_default(), pytest.raises(ValueError):
        case.op(*case.sample.inputs, **given(case.op, case.sample))


@each("case", [c for c in accepted() if c.golden is not None and c.golden.gradients is not None])
def test_gradient_equals_tensorflow(case: Case) -> None:
    assert case.golden is not None and case.golden.gradients is not None
    flat, attrs = bind(case)
    found = _gradients(case, flat, attrs)
    for i, expected in case.golden.gradients.items():
        if expected is None:
            assert found[i] is None, f"TensorFlow has no gradient for input {i}"
        else:
            assert found[i] is not None, f"TensorFlow has a gradient for input {i}"
            # A gradient is several ops, each of which rounds.
            item = dataclasses.replace(
                case.sample, rtol=4 * case.sample.rtol, atol=4 * case.sample.atol, exact=False
            )
            close(to_tensor(found[i]), expected, item, f"gradient of input {i}")


def _gradients(case: Case, flat: list[Any], attrs: dict[str, Any]) -> dict[int, Any]:
    sources = {i: flat[i] for i in differentiated(case)}
    with GradientTape() as tape:
        tape.watch(list(sources.values()))
        outputs = dispatch.run_flat(case.op, flat, attrs)
    targets = [(i, y) for i, y in enumerate(outputs) if y.dtype.is_floating or y.dtype.is_complex]
    arriving = [weights(y.shape, y.dtype.np, i) for i, y in targets]
    found = tape.gradient([y for _, y in targets], list(sources.values()), arriving)
    return dict(zip(sources, found, strict=True))


@each("case", accepted())
def test_shape_rule_equals_the_fact(case: Case) -> None:
    flat, attrs = bind(case)
    facts = [y.raw_shape for y in run(case)]
    known = shapes(dispatch.Call(case.op, flat, [], attrs), len(facts))
    if case.op.jit:
        assert known == facts
    else:
        assert len(known) == len(facts)
        assert all(map(compatible, known, facts)), f"{known} does not admit {facts}"
    for call in partial_calls(case, flat, attrs):
        found = shapes(call, len(facts))
        inputs = [x.raw_shape for x in call.inputs]
        assert len(found) == len(facts)
        assert all(map(compatible, found, facts)), f"{inputs} -> {found} does not admit {facts}"


@each("case", accepted())
def test_graph_equals_eager(case: Case) -> None:
    found = replayed(case, *bind(case))
    expected = run(case)
    assert len(found) == len(expected)
    for i, (y, eager) in enumerate(zip(found, expected, strict=True)):
        close(y, eager._host(), case.sample, f"output {i}")


def _compilable() -> list[str]:
    names = {c.name for c in accepted() if c.sample.compiled and c.op.jit}
    return sorted(names)


@pytest.mark.skipif(not HAS_JAX, reason="compiles with jax")
@pytest.mark.parametrize("name", _compilable())
def test_compiled_equals_eager(name: str) -> None:
    from tests.ops.conformance_compiled import compiled_outputs

    cases = [c for c in accepted() if c.name == name and c.sample.compiled]
    for case, found in zip(cases, compiled_outputs(cases), strict=True):
        expected = run(case)
        assert len(found) == len(expected)
        for i, (y, eager) in enumerate(zip(found, expected, strict=True)):
            close(y, eager._host(), case.sample, f"{case}: output {i}")


def _smooth() -> list[Case]:
    return [c for c in accepted() if c.sample.order and has_gradient(c) and in_double(c)]


def _refused() -> list[Case]:
    cases = [c for c in CASES if c.name in registry and c.op.jit and c.sample.compiled]
    return [c for c in cases if c.golden and c.golden.error not in ("", *MISTAKES)]


@pytest.mark.skipif(not HAS_JAX, reason="compiles with jax")
@each("case", _refused())
def test_compiled_refuses_what_eager_refuses(case: Case) -> None:
    from tests.ops.conformance_compiled import compiled_refusal

    assert case.golden is not None
    raised = compiled_refusal(case)
    names = {kind.__name__ for kind in type(raised).__mro__}
    assert case.golden.error in names, f"TensorFlow raises {case.golden.error}: {raised!r}"


@each("case", _smooth())
def test_gradients_equal_finite_differences(case: Case) -> None:
    double = in_double(case)
    assert double is not None
    check_gradients(double.function, double.points, case.sample.order)
