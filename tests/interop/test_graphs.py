"""Graphs that tenfold writes run in TensorFlow, and the other way round, with equal results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import pytest

import tenfold as tf
from tenfold.core.op import registry
from tenfold.core.tensor import load_families
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.engine.graph.graph_def.functionalize import functionalized
from tenfold.protos.schemas.graph import GraphDef
from tenfold.protos.text_parser import parse_text
from tenfold.protos.text_writer import to_text
from tests.ops.conformance import accepted, bind

from .conftest import Peer
from .programs import PROGRAMS, Program, flat

load_families()


def runnable(name: str, v1: bool = False) -> Program:
    program = PROGRAMS[name]
    needed = (*program.needs, *(program.needs_in_frames if v1 else ()))
    missing = [op for op in needed if op not in registry]
    if missing:
        pytest.skip(f"has no kernel for {missing}")
    return program


def assert_close(found: Any, wanted: Any) -> None:
    assert len(found) == len(wanted)
    for a, b in zip(found, wanted, strict=True):
        assert np.asarray(a).dtype == b.dtype
        np.testing.assert_allclose(a, b, rtol=2e-5, atol=1e-5)


@pytest.mark.parametrize("name", PROGRAMS)
def test_tensorflow_runs_what_tenfold_writes(name: str, peer: Peer) -> None:
    program = runnable(name)
    traced = tf.function(lambda *x: flat(program.function(tf, *x)), autograph=False)
    concrete = traced.get_concrete_function(*program.specs(tf))
    own = [y.numpy() for y in concrete(*map(tf.constant, program.inputs))]
    feeds = {x.name: v for x, v in zip(concrete.inputs, program.inputs, strict=True)}
    graph_def = concrete.graph.as_graph_def(add_shapes=True)
    assert_close(own, peer.run(graph_def, feeds, [y.name for y in concrete.outputs]))


@pytest.mark.parametrize("v1", [False, True], ids=["functional", "frames"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_tenfold_runs_what_tensorflow_writes(name: str, v1: bool, peer: Peer) -> None:
    program = runnable(name, v1)
    data, inputs, outputs, wanted = peer.export(name, v1)
    graph_def = GraphDef.FromString(data)
    assert graph_def.SerializeToString() == data

    @tf.function(autograph=False)
    def run(*values: Any) -> Any:
        return tf.graph_util.import_graph_def(
            graph_def, dict(zip(inputs, values, strict=True)), outputs
        )

    assert_close([y.numpy() for y in run(*map(tf.constant, program.inputs))], wanted)


@pytest.mark.parametrize("name", [n for n, p in PROGRAMS.items() if p.needs])
def test_tensorflow_runs_raised_frames(name: str, peer: Peer) -> None:
    data, inputs, outputs, wanted = peer.export(name, v1=True)
    raised = functionalized(GraphDef.FromString(data))
    feeds = dict(zip(inputs, PROGRAMS[name].inputs, strict=True))
    assert_close(peer.run(raised, feeds, outputs), wanted)


def test_bytes_and_text_are_those_of_tensorflow(peer: Peer, tmp_path: Path) -> None:
    concrete = tf.function(lambda x: flat(PROGRAMS["many_outputs"].function(tf, x)))
    trace = concrete.get_concrete_function(tf.TensorSpec([3, 6], tf.float32))
    graph_def = trace.graph.as_graph_def()
    path, text = tmp_path / "g.pb", tmp_path / "g.pbtxt"
    path.write_bytes(graph_def.SerializeToString())
    peer.ask("echo", graph=str(path), text=str(text))
    assert path.read_bytes() == graph_def.SerializeToString()
    assert text.read_text() == to_text(graph_def)
    assert parse_text(text.read_text(), GraphDef()) == graph_def


def test_tensor_protos_are_those_of_tensorflow(peer: Peer, tmp_path: Path) -> None:
    kinds: list[Any] = [np.float16, np.float32, np.float64, np.complex64, np.complex128, np.bool_]
    kinds += [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64]
    arrays = [np.array(values, kind) for kind in kinds for values in (1, [0, 1, 1], [], [[3]])]
    arrays += [np.array("text"), np.array(["a", "déjà"]), np.array([1, 2, 3, 0.5])[::2]]
    path = tmp_path / "arrays.npz"
    np.savez(path, **{str(i): a for i, a in enumerate(arrays)})
    found = peer.ask("protos", inputs=str(path))["bytes"]
    assert [tf.make_tensor_proto(a).SerializeToString().hex() for a in arrays] == found
    assert ml_dtypes.bfloat16(1) == tf.make_ndarray(tf.make_tensor_proto(ml_dtypes.bfloat16(1)))


def test_tensorflow_accepts_the_nodes_of_every_op(peer: Peer) -> None:
    graph = FuncGraph("every_op")
    known = {c.name: c for c in reversed(accepted()) if c.sample.golden}  # the first of each
    with graph.as_default():
        for name, case in known.items():
            flat_inputs, attrs = bind(case)
            inputs = [
                graph.placeholder(x.dtype, x.raw_shape, f"{name}/x{i}/")
                for i, x in enumerate(flat_inputs)
            ]
            graph.add(case.op, inputs, attrs, f"{name}/node/")
    assert peer.run(graph.as_graph_def(), {}, []) == []
