"""Functions and GraphDefs without variables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.op import call
from tenfold.engine.function.wrapping import convert_variables_to_constants_v2
from tenfold.engine.graph.graph_def.freezing import convert_variables_to_constants
from tenfold.protos.schemas.graph import GraphDef
from tenfold.protos.text_parser import parse_text


def concrete(function: Any, *specs: Any) -> Any:
    return tf.function(function).get_concrete_function(*specs)


def test_variables_become_constants() -> None:
    v = tf.Variable([[1.0, 2.0], [3.0, 4.0]], name="w")
    big = tf.constant(np.arange(300.0))
    trace = concrete(
        lambda x: {"a": tf.matmul(x, v), "b": tf.reduce_sum(big)}, tf.TensorSpec([1, 2])
    )
    frozen = convert_variables_to_constants_v2(trace)
    v.assign(v * 0.0)
    a, b = frozen(tf.constant([[1.0, 1.0]]))
    assert a.numpy().tolist() == [[4.0, 6.0]]
    assert b.numpy() == 300 * 299 / 2
    assert frozen.captured_inputs == []
    assert frozen.variables == ()
    assert [x.name for x in frozen.inputs] == ["x:0"]
    nodes = {n.name: n for n in frozen.graph.as_graph_def().node}
    assert nodes["w"].op == "Const"
    assert {n.op for n in nodes.values()} <= {"Placeholder", "Const", "Identity", "MatMul", "Sum"}
    assert frozen(x=tf.constant([[1.0, 1.0]]))[0].numpy().tolist() == [[4.0, 6.0]]


def test_reads_of_rows_and_shapes() -> None:
    v = tf.Variable([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])

    def f(i: Any) -> Any:
        return v.sparse_read(i), call("VariableShape", v.handle)

    rows, shape = convert_variables_to_constants_v2(concrete(f, tf.TensorSpec([2], tf.int32)))(
        tf.constant([2, 0])
    )
    assert rows.numpy().tolist() == [[5.0, 6.0], [1.0, 2.0]]
    assert shape.numpy().tolist() == [3, 2]


def test_a_variable_that_changes_cannot_be_frozen() -> None:
    v = tf.Variable(1.0)
    with pytest.raises(ValueError, match="AssignAddVariableOp changes a variable"):
        convert_variables_to_constants_v2(concrete(lambda x: v.assign_add(x), tf.TensorSpec([])))


SESSION_GRAPH = """
node { name: "x" op: "Placeholder" attr { key: "dtype" value { type: DT_FLOAT } } }
node { name: "v" op: "VarHandleOp" attr { key: "dtype" value { type: DT_FLOAT } } }
node {
  name: "v/Read/ReadVariableOp" op: "ReadVariableOp" input: "v"
  attr { key: "dtype" value { type: DT_FLOAT } }
}
node { name: "w" op: "VariableV2" attr { key: "dtype" value { type: DT_FLOAT } } }
node { name: "r" op: "Identity" input: "w" attr { key: "T" value { type: DT_FLOAT } } }
node { name: "i" op: "Placeholder" attr { key: "dtype" value { type: DT_INT32 } } }
node {
  name: "rows" op: "ResourceGather" input: "v" input: "i"
  attr { key: "dtype" value { type: DT_FLOAT } }
  attr { key: "Tindices" value { type: DT_INT32 } }
}
node {
  name: "s" op: "AddV2" input: "v/Read/ReadVariableOp" input: "r"
  attr { key: "T" value { type: DT_FLOAT } }
}
node {
  name: "y" op: "AddV2" input: "s" input: "rows" attr { key: "T" value { type: DT_FLOAT } }
}
node { name: "unused" op: "VariableV2" }
"""


class Session:
    """What a session does for freezing: gives values by name."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def run(self, names: list[str]) -> list[Any]:
        return [self.values[name] for name in names]


SESSION = Session(
    {
        "v/Read/ReadVariableOp:0": np.array([1.0, 2.0], np.float32),
        "w:0": np.array([10.0, 20.0], np.float32),
    }
)


def test_graphs_of_sessions() -> None:
    message = parse_text(SESSION_GRAPH, GraphDef())
    frozen = convert_variables_to_constants(SESSION, message, ["y"])
    ops = {n.name: n.op for n in frozen.node}
    assert ops["v"] == ops["w"] == "Const"
    assert "unused" not in ops
    f = tf.function(lambda i: tf.import_graph_def(frozen, {"i": i}, ["y:0"])[0])
    assert f(tf.constant([1, 1])).numpy().tolist() == [13.0, 24.0]


def test_some_variables_may_be_left() -> None:
    message = parse_text(SESSION_GRAPH, GraphDef())
    only = convert_variables_to_constants(SESSION, message, ["s"], ["w"])
    assert {n.name: n.op for n in only.node}["v"] == "VarHandleOp"
    but = convert_variables_to_constants(SESSION, message, ["s"], None, ["w"])
    assert {n.name: n.op for n in but.node}["w"] == "VariableV2"
    none = convert_variables_to_constants(Session({}), message, ["s"], [])
    assert [n.name for n in none.node] == ["v", "v/Read/ReadVariableOp", "w", "r", "s"]


def test_variables_inside_branches_and_loops() -> None:
    v, w = tf.Variable(2.0), tf.Variable([1.0, 3.0])

    def f(x: Any) -> Any:
        def body(i: Any, y: Any) -> Any:
            return i + 1, tf.cond(tf.equal(i, 1), lambda: y * v, lambda: y + w)

        return tf.while_loop(lambda i, y: i < 3, body, [tf.constant(0), x])[1] * v

    trace = concrete(f, tf.TensorSpec([2]))
    wanted = trace(tf.constant([1.0, 2.0])).numpy()
    frozen = convert_variables_to_constants_v2(trace)
    v.assign(0.0)
    assert frozen.captured_inputs == []
    (found,) = frozen(tf.constant([1.0, 2.0]))
    assert found.numpy().tolist() == wanted.tolist()
    message = frozen.graph.as_graph_def()
    functions = [n.op for f in message.library.function for n in f.node_def]
    assert "ReadVariableOp" not in functions
    run = tf.function(lambda x: tf.import_graph_def(message, {"x": x}, [frozen.outputs[0].name]))
    assert run(tf.constant([1.0, 2.0]))[0].numpy().tolist() == wanted.tolist()
