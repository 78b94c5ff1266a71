"""Cutting, cleaning and writing GraphDefs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import tenfold as tf
from tenfold.engine.graph.graph_def import writing
from tenfold.engine.graph.graph_def.pruning import (
    extract_sub_graph,
    must_run_on_cpu,
    remove_training_nodes,
    tensor_shape_from_node_def_name,
)
from tenfold.protos.schemas.graph import GraphDef
from tenfold.protos.schemas.node_def import NodeDef
from tenfold.protos.text_parser import parse_text

# x -> a -> b; d waits for b; e = d + b; p prints e; cn checks p; h waits for cn; sp splits x.
GRAPH = """
node { name: "x" op: "Placeholder" }
node { name: "a" op: "Identity" input: "x" }
node { name: "b" op: "StopGradient" input: "a" }
node { name: "d" op: "Identity" input: "a" input: "^b" }
node { name: "e" op: "AddV2" input: "d" input: "b" }
node { name: "p" op: "Print" input: "e" input: "e" }
node { name: "cn" op: "CheckNumerics" input: "p" }
node { name: "h" op: "Identity" input: "p" input: "^cn" }
node { name: "n" op: "Neg" input: "cn" }
node { name: "sp" op: "Unpack" input: "x" }
node { name: "k" op: "Identity" input: "sp:1" }
node { name: "m" op: "Neg" input: "k" }
library { function { signature { name: "f" } } }
versions { producer: 7 }
"""


def graph() -> Any:
    return parse_text(GRAPH, GraphDef())


def inputs_of(graph_def: Any) -> dict[str, list[str]]:
    return {node.name: list(node.input) for node in graph_def.node}


def test_a_sub_graph_has_what_its_nodes_need() -> None:
    part = extract_sub_graph(graph(), ["d"])
    assert inputs_of(part) == {"x": [], "a": ["x"], "b": ["a"], "d": ["a", "^b"]}
    assert part.versions.producer == 7
    assert part.library == graph().library


@pytest.mark.parametrize(
    ("message", "names", "error"),
    [
        (graph(), ["nope"], AssertionError),
        (graph(), ["d:0"], AssertionError),
        (graph(), "d", TypeError),
        (3, ["d"], TypeError),
    ],
)
def test_sub_graphs_that_there_are_not(message: Any, names: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        extract_sub_graph(message, names)


def test_training_nodes_are_removed_as_tensorflow_does() -> None:
    original = graph()
    slim = inputs_of(remove_training_nodes(original))
    assert slim == {
        "x": [],
        "b": ["x"],
        "d": ["x", "^b"],
        "e": ["d", "b"],
        "p": ["e", "e"],
        "n": ["p"],
        "sp": ["x"],
        "m": ["sp:1"],
    }
    assert original == graph()
    kept = inputs_of(remove_training_nodes(original, ["a", "h"]))
    assert (kept["a"], kept["h"], kept["d"]) == (["x"], ["p"], ["a", "^b"])


def test_a_node_whose_device_another_shares_is_kept() -> None:
    message = graph()
    message.node[1].op = "Identity"
    message.node[4].attr["_class"].list.s.append(b"loc:@a")
    assert "a" in inputs_of(remove_training_nodes(message))


def test_shapes_by_name() -> None:
    trace = tf.function(lambda x: x + 1.0).get_concrete_function(tf.TensorSpec([2, None]))
    assert tensor_shape_from_node_def_name(trace.graph, "x") == [2, None]
    assert tensor_shape_from_node_def_name(trace.graph, "add:0") == [2, None]


@pytest.mark.parametrize(
    ("op", "attr", "dtype", "wanted"),
    [
        ("Const", "dtype", tf.string, True),
        ("Const", "dtype", tf.int32, True),
        ("Const", "dtype", tf.float32, False),
        ("DynamicStitch", "T", tf.int32, True),
        ("DynamicStitch", "T", tf.string, False),
        ("Cast", "SrcT", tf.int32, True),
        ("Cast", "DstT", tf.int32, False),
        ("Shape", "T", tf.int32, False),
    ],
)
def test_what_must_run_on_the_cpu(op: str, attr: str, dtype: Any, wanted: bool) -> None:
    node = NodeDef(op=op, attr={attr: {"type": dtype.as_datatype_enum}})
    assert must_run_on_cpu(node) is wanted


def test_variables_run_on_the_cpu_on_demand() -> None:
    assert not must_run_on_cpu(NodeDef(op="VariableV2"))
    assert must_run_on_cpu(NodeDef(op="VariableV2"), pin_variables_on_cpu=True)


@pytest.mark.parametrize("as_text", [True, False])
def test_graphs_in_files(tmp_path: Path, as_text: bool) -> None:
    folder = tmp_path / "new" / "folder"
    path = tf.io.write_graph(graph(), str(folder), "graph", as_text)
    assert path == str(folder / "graph")
    data = Path(path).read_bytes()
    read = parse_text(data, GraphDef()) if as_text else GraphDef.FromString(data)
    assert read == graph()
    trace = tf.function(lambda x: x + 1.0).get_concrete_function(tf.TensorSpec([]))
    tf.io.write_graph(trace.graph, folder, "graph", as_text=False)
    assert Path(path).read_bytes() == trace.graph.as_graph_def().SerializeToString()
    assert os.listdir(folder) == ["graph"]


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "graph"
    path.write_bytes(b"old")

    def fail(handle: int) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(writing.os, "fsync", fail)
    with pytest.raises(OSError, match="the disk is full"):
        writing.write_atomically(str(path), b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["graph"]


def test_only_graphs_are_written(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="must be a GraphDef proto"):
        tf.io.write_graph("graph", str(tmp_path), "graph")
