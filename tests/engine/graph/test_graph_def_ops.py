"""Every op of the conformance suite as a node of a GraphDef, written and read."""

from __future__ import annotations

from typing import Any

import pytest
from tests.ops.conformance import accepted, bind

import tenfold as tf
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.protos.schemas.graph import GraphDef

CASES = {case.name: case for case in accepted()}  # the last sample of each


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_node_is_the_same_when_it_is_read(name: str) -> None:
    case = CASES[name]
    flat, attrs = bind(case)
    graph = FuncGraph("written")
    with graph.as_default():
        inputs = [graph.placeholder(x.dtype, x.raw_shape, f"x{i}") for i, x in enumerate(flat)]
        node = graph.add(case.op, inputs, attrs, "node")
    message = graph.as_graph_def()
    read = FuncGraph("read")
    with read.as_default():
        tf.import_graph_def(GraphDef.FromString(message.SerializeToString()), name="")
    assert read.as_graph_def() == message
    found = read.get_operation_by_name(node.name)
    assert [(y.dtype, y.raw_shape) for y in found.outputs] == [
        (y.dtype, y.raw_shape) for y in node.outputs
    ]
    for key, value in node.attrs.items():
        if key != "_counter":
            assert same(found.attrs[key], value), key


def same(read: Any, written: Any) -> bool:
    """Whether an attribute came back: floats in single precision, lists for tuples."""
    if isinstance(written, float):
        return read == pytest.approx(written, rel=1e-6)
    if isinstance(written, (list, tuple)):
        return len(read) == len(written) and all(map(same, read, written))
    return read == written or tf.TensorShape(read) == tf.TensorShape(written)
