"""Graphs with reference variables run as TensorFlow runs them: same fetches, same results."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.engine.graph.graph_def.references import dereferenced
from tenfold.protos.schemas.graph import GraphDef

v1 = tf.compat.v1
FLOAT, INT = tf.float32, tf.int32


def node(name: str, op: str, inputs: str = "", **attrs: Any) -> Any:
    made = GraphDef().node.add()
    made.name, made.op = name, op
    made.input.extend(inputs.split())
    for key, value in attrs.items():
        if isinstance(value, tf.DType):
            made.attr[key].type = value.as_datatype_enum
        elif isinstance(value, int):
            made.attr[key].i = value
        elif isinstance(value, tuple):
            made.attr[key].shape.CopyFrom(tf.TensorShape(value).as_proto())
        else:
            made.attr[key].tensor.CopyFrom(tf.make_tensor_proto(value))
    return made


def const(name: str, value: Any) -> Any:
    array = np.asarray(value)
    return node(name, "Const", value=array, dtype=tf.as_dtype(array.dtype))


def single(value: Any) -> Any:
    return np.array(value, np.float32)


GRAPH = GraphDef(
    node=[
        const("start", single([1, 2, 3])),
        node("v", "VariableV2", dtype=FLOAT, shape=(3,)),
        node("v/Assign", "Assign", "v start", T=FLOAT),
        node("v/read", "Identity", "v", T=FLOAT),
        const("zero", np.int32(0)),
        node("n", "Variable", dtype=INT, shape=()),
        node("n/Assign", "Assign", "n zero", T=INT),
        node("init", "NoOp", "^v/Assign ^n/Assign"),
        node("x", "Placeholder", dtype=FLOAT),
        node("y", "Mul", "v/read x", T=FLOAT),
        node("add", "AssignAdd", "v x", T=FLOAT),
        node("z", "Identity", "v/read ^add", T=FLOAT),
        node("w", "Add", "v/read v ^add", T=FLOAT),
        const("rows", np.array([0], np.int32)),
        const("nine", single([9])),
        node("update", "ScatterUpdate", "v rows nine", T=FLOAT, Tindices=INT),
        const("row", np.array([[1]], np.int32)),
        node("update_nd", "ScatterNdAdd", "v row nine", T=FLOAT, Tindices=INT),
        # The second change is of the reference that the first gives.
        node("chained", "AssignSub", "first ones", T=FLOAT),
        node("first", "Assign", "v x", T=FLOAT),
        const("ones", single([1, 1, 1])),
        node("count", "CountUpTo", "n", T=INT, limit=2),
        node("there", "IsVariableInitialized", "v", dtype=FLOAT),
        node("alias", "RefIdentity", "v", T=FLOAT),
        const("rate", np.float32(0.5)),
        node("slot", "VariableV2", dtype=FLOAT, shape=(3,)),
        node("slot/Assign", "Assign", "slot ones", T=FLOAT),
        node("step", "ApplyMomentum", "v slot rate x rate ^slot/Assign", T=FLOAT),
        node("on_rows", "SparseApplyMomentum", "v slot rate nine rows rate", T=FLOAT, Tindices=INT),
        node("by_alias", "AssignAdd", "alias ones", T=FLOAT),
    ]
)
X = [10.0, 20.0, 30.0]
# What TensorFlow gives, one run after the other.
RUNS: list[tuple[str, Any]] = [
    ("v", [1, 2, 3]),
    ("v/read", [1, 2, 3]),
    ("y", [10, 40, 90]),
    ("z", [11, 22, 33]),
    ("w", [42, 84, 126]),
    ("add", [31, 62, 93]),
    ("update", [9, 62, 93]),
    ("update_nd", [9, 71, 93]),
    ("chained", [9, 19, 29]),
    ("by_alias", [10, 20, 30]),
    ("step", [4.75, 9.75, 14.75]),
    ("slot", [10.5, 20.5, 30.5]),
    ("on_rows", [-2.375, 9.75, 14.75]),
    ("count", 0),
    ("count", 1),
    ("n", 2),
    ("v", [-2.375, 9.75, 14.75]),
]


@pytest.mark.parametrize("prefix", ["", "inner"])
def test_a_session_runs_them(prefix: str) -> None:
    with tf.Graph().as_default() as graph:
        tf.graph_util.import_graph_def(GRAPH, name=prefix)
    root = f"{prefix}/" if prefix else ""
    with v1.Session(graph=graph) as session:

        def run(name: str) -> Any:
            return session.run(f"{root}{name}:0", {f"{root}x:0": X}).tolist()

        assert run("there") is False
        with pytest.raises(tf.errors.FailedPreconditionError, match="uninitialized value v"):
            run("v")
        session.run(f"{root}init")
        assert run("there") is True
        assert [(name, run(name)) for name, _ in RUNS] == RUNS
        with pytest.raises(tf.errors.OutOfRangeError, match="Reached limit of 2"):
            run("count")


def test_each_session_has_its_own_values() -> None:
    with tf.Graph().as_default() as graph:
        tf.graph_util.import_graph_def(GRAPH, name="")
    with v1.Session(graph=graph) as one, v1.Session(graph=graph) as two:
        for session in (one, two):
            session.run("init")
        one.run("add", {"x:0": X})
        assert one.run("v:0").tolist() == [11, 22, 33]
        assert two.run("v:0").tolist() == [1, 2, 3]


def test_a_graph_without_references_stays_as_it_is() -> None:
    plain = GraphDef(node=[const("c", single([1]))])
    assert dereferenced(plain) is plain
    before = GRAPH.SerializeToString()
    assert {n.op for n in dereferenced(GRAPH).node}.isdisjoint({"VariableV2", "Variable", "Assign"})
    assert GRAPH.SerializeToString() == before
