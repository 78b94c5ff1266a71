"""tf.compat.v1.wrap_function: functions of graphs, and parts of them."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf
from tenfold.engine.function.wrapping import WrappedFunction, wrap_function


def wrapped() -> WrappedFunction:
    return wrap_function(
        lambda x, y: {"sum": x + y, "product": x * y},
        [tf.TensorSpec([], tf.float32, "x"), tf.TensorSpec([], tf.float32, "y")],
    )


def test_a_function_is_traced_once_and_called_by_position_or_name() -> None:
    f = wrapped()
    found = f(tf.constant(2.0), 3.0)
    assert (found["sum"].numpy(), found["product"].numpy()) == (5.0, 6.0)
    assert f(2.0, y=3.0)["sum"].numpy() == 5.0
    assert f(y=1.0, x=3.0)["sum"].numpy() == 4.0
    with pytest.raises(TypeError, match="missing the arguments y"):
        f(2.0)
    with pytest.raises(TypeError, match="takes x, y; received 1 by position and z by name"):
        f(2.0, z=1.0)
    with pytest.raises(TypeError, match=r"expects float32\(\) for 'x'; received float32\(1,\)"):
        f(tf.constant([1.0]), 2.0)


def test_nothing_to_take_and_nothing_to_give() -> None:
    assert wrap_function(lambda: None, [])() is None
    v = tf.Variable(1.0)
    assert wrap_function(lambda: (v + 1.0, None), [])()[0].numpy() == 2.0


@pytest.mark.parametrize(
    ("feeds", "fetches", "wanted"),
    [
        ("x:0", "x:0", 2.0),
        (["x:0", "y:0"], ["add:0", "mul:0"], [5.0, 6.0]),
        ({"a": "x:0", "b": "y:0"}, {"r": "add:0"}, {"r": 5.0}),
    ],
)
def test_parts_by_name(feeds: Any, fetches: Any, wanted: Any) -> None:
    part = wrapped().prune(feeds, fetches)
    values = [2.0, 3.0][: len(part.inputs)]
    found = part(*[tf.constant(v) for v in values])
    assert tf.nest.map_structure(lambda x: x.numpy(), found) == wanted


def test_what_is_fed_may_be_an_inner_tensor() -> None:
    f = wrap_function(lambda x: tf.sqrt(x + 1.0) * 2.0, [tf.TensorSpec([], tf.float32, "x")])
    part = f.prune(f.graph.get_tensor_by_name("add:0"), f.outputs[0], name="part")
    assert part.name == "part"
    assert part(tf.constant(9.0)).numpy() == 6.0
    assert "add" in [n.name for n in part.graph.nodes]


def test_operations_give_none_but_take_effect() -> None:
    v = tf.Variable(1.0)

    def f(x: Any) -> Any:
        v.assign_add(x)
        return x

    part = wrap_function(f, [tf.TensorSpec([], tf.float32, "x")]).prune(
        "x:0", ["AssignAddVariableOp", "x:0"]
    )
    found = part(tf.constant(2.0))
    assert (found[0], found[1].numpy()) == (None, 2.0)
    assert v.numpy() == 3.0


def test_parts_that_there_are_not() -> None:
    f = wrapped()
    with pytest.raises(ValueError, match=r"depends on the placeholder 'y': add 'y:0' to feeds"):
        f.prune("x:0", "add:0")
    with pytest.raises(ValueError, match="must be tensors"):
        f.prune("x", "add:0")
    with pytest.raises(KeyError, match="nope"):
        f.prune([], "nope:0")


def test_gradients_flow_through_parts() -> None:
    v = tf.Variable(3.0)
    f = wrap_function(lambda x: tf.square(x) * v, [tf.TensorSpec([], tf.float32, "x")])
    part = f.prune("x:0", "mul:0")
    with tf.GradientTape() as tape:
        y = part(tf.constant(2.0))
    assert tape.gradient(y, v).numpy() == 4.0


def test_an_imported_graph_is_run_by_name() -> None:
    message = wrapped().graph.as_graph_def()
    f = wrap_function(lambda: tf.import_graph_def(message, name=""), [])
    part = f.prune(["x:0", "y:0"], "mul:0")
    assert part(tf.constant(4.0), tf.constant(5.0)).numpy() == 20.0


def test_elements_of_graphs() -> None:
    graph = wrapped().graph
    add = graph.get_operation_by_name("add")
    assert graph.as_graph_element("add") is add
    assert graph.as_graph_element("add:0") is add.outputs[0]
    assert graph.as_graph_element(add) is add
    with pytest.raises(TypeError, match="'add' is not allowed here"):
        graph.as_graph_element("add", allow_operation=False)
    with pytest.raises(TypeError, match="'add:0' is not allowed here"):
        graph.as_graph_element("add:0", allow_tensor=False)
    with pytest.raises(ValueError, match="not an element of this graph"):
        graph.as_graph_element(wrapped().graph.nodes[0])
