"""Graphs as GraphDefs: nodes, attributes, control inputs, functions, versions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import tenfold as tf
from tenfold.core.graph_versions import GRAPH_DEF_VERSION
from tenfold.core.op import registry
from tenfold.core.tensor import load_families
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.engine.graph.graph_def.exporting import function_def_of
from tenfold.engine.graph.graph_def.kernelless import find_op
from tenfold.engine.graph.graph_def.op_defs import op_def_of
from tenfold.protos.schemas.types import DataType

load_families()


def traced(function: Any, *specs: Any) -> Any:
    return tf.function(function).get_concrete_function(*specs).graph


def nodes_of(graph_def: Any) -> dict[str, Any]:
    return {node.name: node for node in graph_def.node}


def test_nodes_inputs_and_attributes() -> None:
    graph = traced(
        lambda x: tf.split(tf.matmul(x, x, transpose_b=True), 2)[1], tf.TensorSpec([2, 2])
    )
    graph_def = graph.as_graph_def(add_shapes=True)
    nodes = nodes_of(graph_def)
    matmul = nodes["MatMul"]
    assert matmul.input == ["x", "x"]
    assert matmul.attr["T"].type == DataType.DT_FLOAT
    assert matmul.attr["transpose_b"].b
    assert [i.lower() for i in nodes["Identity"].input] == ["split:1"]
    shape = nodes["Identity"].attr["_output_shapes"].list.shape[0]
    assert [d.size for d in shape.dim] == [1, 2]
    assert "_output_shapes" not in nodes_of(graph.as_graph_def())["MatMul"].attr
    assert graph_def.versions.producer == GRAPH_DEF_VERSION
    assert graph_def.versions.min_consumer == 0
    assert not graph_def.HasField("library")


def test_devices_are_kept() -> None:
    def f(x: Any) -> Any:
        with tf.device("/device:CPU:0"):
            return x + 1.0

    node = nodes_of(traced(f, tf.TensorSpec([])).as_graph_def())["add"]
    assert "CPU:0" in node.device


def test_reads_and_writes_of_a_variable_wait_for_each_other() -> None:
    v, w = tf.Variable(1.0), tf.Variable(2.0)

    def f(x: Any) -> Any:
        before = v.read_value()
        v.assign_add(x)
        w.assign(before)
        return v.read_value() * w

    nodes = nodes_of(traced(f, tf.TensorSpec([])).as_graph_def())
    controls = {name: [i for i in n.input if i.startswith("^")] for name, n in nodes.items()}
    assert controls["ReadVariableOp"] == []
    assert controls["AssignAddVariableOp"] == ["^ReadVariableOp"]
    assert controls["AssignVariableOp"] == []
    assert controls["ReadVariableOp_1"] == ["^AssignAddVariableOp"]
    assert controls["ReadVariableOp_2"] == ["^AssignVariableOp"]


def test_a_function_def_has_arguments_outputs_and_effects() -> None:
    v = tf.Variable(1.0)

    def f(X: Any, y: Any) -> Any:
        v.assign_add(y)
        parts = tf.unstack(X)
        return parts[1] * y, X

    graph = traced(f, tf.TensorSpec([2]), tf.TensorSpec([]))
    definition, library = function_def_of(graph, "f")
    assert library == []
    signature = definition.signature
    assert [(a.name, a.type) for a in signature.input_arg] == [
        ("x", DataType.DT_FLOAT),
        ("y", DataType.DT_FLOAT),
        ("captured", DataType.DT_RESOURCE),
    ]
    nodes = {n.name: n for n in definition.node_def}
    assert "X" not in nodes
    outputs = [definition.ret[a.name] for a in signature.output_arg]
    first = nodes[outputs[0].split(":")[0]]
    product = nodes[first.input[0].split(":")[0]]
    assert product.op == "Mul"
    assert product.input[0].endswith(":output:1")
    assert product.input[1] == "y"
    assert signature.is_stateful
    assert list(definition.control_ret.values()) == ["AssignAddVariableOp"]
    assert list(signature.control_output) == ["AssignAddVariableOp"]
    assert definition.arg_attr[0].attr["_output_shapes"].list.shape[0].dim[0].size == 2


def test_functions_in_attributes_go_to_the_library() -> None:
    inner = traced(lambda a: a * 2.0, tf.TensorSpec([]))
    other = traced(lambda a: a + 2.0, tf.TensorSpec([]))
    inner.name = other.name = "<lambda>"
    graph = FuncGraph("outer")
    x = graph.placeholder(tf.float32, (), "x")
    attrs = {"Tin": [tf.float32], "Tout": [tf.float32], "executor_type": ""}
    for function in (inner, other, inner):
        given = attrs | {"f": function, "config": "", "config_proto": ""}
        graph.add(find_op("PartitionedCall"), [x], given, "call")
    graph_def = graph.as_graph_def()
    assert graph_def.versions.min_consumer == 12
    names = [n.attr["f"].func.name for n in graph_def.node if n.op == "PartitionedCall"]
    assert names == ["f_lambda_", "f_lambda__1", "f_lambda_"]
    assert [f.signature.name for f in graph_def.library.function] == names[:2]


def test_a_node_knows_its_messages() -> None:
    node = traced(lambda x: x + 1.0, tf.TensorSpec([])).get_operation_by_name("add")
    assert node.node_def.op == "AddV2"
    assert node.op_def.name == "AddV2"


RECORDED = json.loads(
    (Path(__file__).parents[2] / "ops" / "opdefs.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", [n for n in RECORDED if n in registry])
def test_op_defs_are_those_of_tensorflow(name: str) -> None:
    made = op_def_of(registry[name])
    recorded = RECORDED[name]
    assert made.is_stateful == recorded["stateful"]

    def text(arg: Any) -> str:
        kind = arg.type_list_attr or arg.type_attr or tf.as_dtype(arg.type).name
        return f"{arg.name}: {f'{arg.number_attr}*' if arg.number_attr else ''}{kind}"

    assert [text(a) for a in made.input_arg] == recorded["inputs"]
    assert [text(a) for a in made.output_arg] == recorded["outputs"]
    assert [a.name for a in made.attr] == sorted(recorded["attrs"])
    for attr in made.attr:
        wanted = recorded["attrs"][attr.name]
        assert attr.type == wanted["kind"]
        assert attr.HasField("default_value") == ("default" in wanted)
        assert attr.HasField("allowed_values") == ("allowed" in wanted)
        if attr.type == "int":
            assert attr.has_minimum == ("minimum" in wanted)
            assert attr.minimum == wanted.get("minimum", 0)
