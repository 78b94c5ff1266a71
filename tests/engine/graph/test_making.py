"""Single nodes by hand, and gradients by another name."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tenfold.compat import v1


@tf.RegisterGradient("TestGuidedRelu")
def guided_relu_gradient(op, dy):
    return tf.where(dy > 0.0, tf.raw_ops.ReluGrad(gradients=dy, features=op.outputs[0]), 0.0 * dy)


def test_nodes_in_the_block_have_the_other_gradient() -> None:
    with tf.Graph().as_default() as graph, v1.Session() as session:
        x, weights = tf.constant([1.0, 2.0, -1.0, 3.0]), tf.constant([1.0, -1.0, 2.0, -2.0])
        with graph.gradient_override_map({"Relu": "TestGuidedRelu"}):
            guided = tf.nn.relu(x)
        plain = tf.nn.relu(x)
        found = [tf.gradients(tf.reduce_sum(y * weights), x)[0] for y in (guided, plain)]
        guided_slope, plain_slope = session.run(found)
        definition = graph.as_graph_def()
    np.testing.assert_array_equal(guided_slope, [1, 0, 0, 0])
    np.testing.assert_array_equal(plain_slope, [1, -1, 0, -2])
    with tf.Graph().as_default(), v1.Session() as session:
        x, y = tf.graph_util.import_graph_def(definition, return_elements=["Const:0", "Relu:0"])
        slope = tf.gradients(tf.reduce_sum(y * weights_of(y)), x)
        np.testing.assert_array_equal(session.run(slope)[0], [1, 0, 0, 0])


def weights_of(y: tf.Tensor) -> tf.Tensor:
    return tf.constant([1.0, -1.0, 2.0, -2.0], y.dtype)


def test_a_gradient_of_no_function_is_refused() -> None:
    with tf.Graph().as_default() as graph:
        x = tf.constant(1.0)
        with graph.gradient_override_map({"Relu": "NoSuchGradient"}):
            y = tf.nn.relu(x)
        with pytest.raises(LookupError, match="no entry for: NoSuchGradient"):
            tf.gradients(y, x)
        with pytest.raises(TypeError, match="must map strings to strings"):
            with graph.gradient_override_map({"Relu": 3}):
                pass


def test_nodes_by_the_names_of_ops() -> None:
    graph = tf.Graph()
    with graph.as_default():
        x = tf.constant([1.0, 2.0])
    added = graph.create_op("Add", [x, x], [tf.float32], name="sum")
    packed = graph.create_op(
        "Pack", [x, x, x], attrs={"axis": v1.AttrValue(i=1), "N": v1.AttrValue(i=3)}
    )
    joined = graph.create_op("ConcatV2", [x, x, tf.constant(0)])
    nothing = graph.create_op("NoOp", [], name="n")
    assert added.name == "sum" and added.colocation_groups() == [b"loc:@sum"]
    assert packed.outputs[0].shape == [2, 3] and nothing.outputs == []
    with v1.Session(graph=graph) as session:
        assert session.run(added.outputs[0]).tolist() == [2.0, 4.0]
        assert session.run(joined.outputs[0]).tolist() == [1.0, 2.0, 1.0, 2.0]
    with pytest.raises(RuntimeError, match="Op type not registered: 'Nope'"):
        graph.create_op("Nope", [])
    with pytest.raises(TypeError, match="Add takes 2 inputs; received 3"):
        graph.create_op("Add", [x, x, x])
    with pytest.raises(TypeError, match="Add takes more than 1 inputs"):
        graph.create_op("Add", [x])


def test_a_graph_tells_of_itself() -> None:
    graph = tf.Graph()
    assert graph.version == 0
    with graph.as_default(), tf.name_scope("a"), tf.name_scope("b"):
        tf.constant(1.0)
        assert graph.get_name_scope() == "a/b"
    assert graph.version == 1 and graph.get_name_scope() == ""
    assert graph.op_def_for_type("MatMul").input_arg[1].name == "b"
    assert graph.graph_def_versions.producer > 1000
