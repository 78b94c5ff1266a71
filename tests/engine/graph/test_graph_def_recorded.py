"""GraphDefs that TensorFlow wrote, run by tenfold: `tools/record_graphs.py` recorded them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.interop.programs import PROGRAMS, Program, flat

import tenfold as tf
from tenfold.core.op import registry
from tenfold.core.tensor import load_families
from tenfold.engine.graph.graph_def.functionalize import FRAMES, functionalized
from tenfold.protos.schemas.graph import GraphDef

GOLDENS = Path(__file__).parent / "goldens"
INDEX: dict[str, Any] = json.loads((GOLDENS / "index.json").read_text())

load_families()


@cache
def results() -> dict[str, np.ndarray]:
    with np.load(GOLDENS / "results.npz") as arrays:
        return {name: arrays[name] for name in arrays.files}


def graph_def_of(key: str) -> Any:
    return GraphDef.FromString((GOLDENS / f"{key}.pb").read_bytes())


def runnable(name: str, form: str = "functional") -> Program:
    program = PROGRAMS[name]
    needed = (*program.needs, *(program.needs_in_frames if form == "frames" else ()))
    missing = [op for op in needed if op not in registry]
    if missing:
        pytest.skip(f"has no kernel for {missing}")
    return program


@pytest.mark.parametrize("key", INDEX)
def test_a_recorded_graph_gives_the_recorded_results(key: str) -> None:
    name, _, form = key.partition(".")
    program = runnable(name, form)
    feeds, fetches = INDEX[key]["feeds"], INDEX[key]["fetches"]

    @tf.function(autograph=False)
    def run(*values: Any) -> Any:
        given = dict(zip(feeds, values, strict=True))
        return tf.graph_util.import_graph_def(graph_def_of(key), given, fetches)

    found = run(*map(tf.constant, program.inputs))
    assert len(found) == len(fetches)
    for i, y in enumerate(found):
        wanted = results()[f"{key}.{i}"]
        assert y.numpy().dtype == wanted.dtype
        np.testing.assert_allclose(y.numpy(), wanted, rtol=2e-5, atol=1e-5)


@pytest.mark.parametrize("key", [key for key in INDEX if key.endswith(".frames")])
def test_no_frame_is_left(key: str) -> None:
    graph_def = graph_def_of(key)
    before = graph_def.SerializeToString()
    raised = functionalized(graph_def)
    ops = {n.op for n in raised.node} | {n.op for f in raised.library.function for n in f.node_def}
    assert not ops & (FRAMES | {"Exit", "NextIteration", "LoopCond"})
    names = [n.name for n in raised.node]
    assert len(names) == len(set(names))
    assert {f.split(":")[0] for f in INDEX[key]["fetches"]} <= set(names)
    known = set(names)
    assert all(r.lstrip("^").split(":")[0] in known for n in raised.node for r in n.input)
    assert graph_def.SerializeToString() == before


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_graph_that_was_written_and_read_computes_the_same(name: str) -> None:
    program = runnable(name)
    function = tf.function(lambda *x: flat(program.function(tf, *x)), autograph=False)
    trace = function.get_concrete_function(*program.specs(tf))
    graph_def = GraphDef.FromString(trace.graph.as_graph_def().SerializeToString())
    fetches = [y.name for y in trace.outputs]

    @tf.function(autograph=False)
    def again(*values: Any) -> Any:
        given = {x.name: v for x, v in zip(trace.inputs, values, strict=True)}
        return tf.graph_util.import_graph_def(graph_def, given, fetches)

    read = again.get_concrete_function(*program.specs(tf))
    # What Python told of a shape, as map_fn does of its results, is no part of the graph.
    pairs = list(zip(read.outputs, trace.outputs, strict=True))
    assert all(a.shape.rank == b.shape.rank for a, b in pairs)
    assert all(a.shape.is_compatible_with(b.shape) for a, b in pairs)
    values = [tf.constant(x) for x in program.inputs]
    for found, wanted in zip(read(*values), trace(*values), strict=True):
        np.testing.assert_allclose(found.numpy(), wanted.numpy(), rtol=1e-6)


@pytest.mark.parametrize("form", ["functional", "frames"])
@pytest.mark.parametrize("name", ["dense", "calls", "branches", "loop", "loop_in_branch"])
def test_gradients_flow_through_recorded_graphs(name: str, form: str) -> None:
    program = runnable(name)
    key = f"{name}.{form}"
    feeds, fetches = INDEX[key]["feeds"], INDEX[key]["fetches"]

    def imported(*values: Any) -> Any:
        given = dict(zip(feeds, values, strict=True))
        return tf.graph_util.import_graph_def(graph_def_of(key), given, fetches)

    def slope(function: Any) -> Any:
        @tf.function(autograph=False)
        def compute(x: Any, *rest: Any) -> Any:
            with tf.GradientTape() as tape:
                tape.watch(x)
                results = function(x, *rest)
                total = tf.add_n([tf.reduce_sum(y * y) for y in results if y.dtype.is_floating])
            return tape.gradient(total, x)

        return compute(*map(tf.constant, program.inputs)).numpy()

    wanted = slope(lambda *x: flat(program.function(tf, *x)))
    np.testing.assert_allclose(slope(imported), wanted, rtol=1e-5)
    assert np.abs(wanted).max() > 0
