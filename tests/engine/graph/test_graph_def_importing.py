"""tf.import_graph_def: names, maps, calls, ops without a kernel, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf
from tenfold.core.tensor import load_families
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.engine.graph.graph_def.functionalize import functionalized
from tenfold.protos.schemas.graph import GraphDef
from tenfold.protos.text_parser import parse_text

load_families()

FLOAT = 'attr { key: "T" value { type: DT_FLOAT } }'
INPUT = 'node { name: "x" op: "Placeholder" attr { key: "dtype" value { type: DT_FLOAT } } }'


def graph_def(text: str) -> Any:
    return parse_text(text, GraphDef())


def add_one() -> Any:
    return tf.function(lambda x: x + 1.0).get_concrete_function(tf.TensorSpec([])).graph


def imported(message: Any, *args: Any, **kwargs: Any) -> tuple[FuncGraph, Any]:
    graph = FuncGraph("test")
    with graph.as_default():
        return graph, tf.import_graph_def(message, *args, **kwargs)


def run(text: str, x: Any, fetch: str) -> Any:
    f = tf.function(lambda x: tf.import_graph_def(graph_def(text), {"x:0": x}, [fetch])[0])
    return f(tf.constant(x)).numpy()


def test_names_begin_with_the_prefix() -> None:
    message = add_one().as_graph_def()
    graph, nothing = imported(message)
    assert nothing is None
    assert {n.name for n in graph.nodes} == {f"import/{n.name}" for n in message.node}
    graph, _ = imported(message, name="a")
    with graph.as_default():
        tf.import_graph_def(message, name="a")
    assert "a_1/add" in {n.name for n in graph.nodes}
    graph, found = imported(message, name="", return_elements=["add", "add:0"])
    assert {n.name for n in graph.nodes} == {n.name for n in message.node}
    assert found is not None
    assert found[0] is graph.get_operation_by_name("add")
    assert found[1] is graph.get_tensor_by_name("add:0")
    with graph.as_default(), pytest.raises(ValueError, match="already exists"):
        tf.import_graph_def(message, name="")


def test_what_is_written_is_what_was_read() -> None:
    message = add_one().as_graph_def()
    graph, _ = imported(message, name="")
    assert graph.as_graph_def() == message


def test_nodes_may_come_in_any_order() -> None:
    text = (
        f'node {{ name: "z" op: "Neg" input: "y" {FLOAT} }}'
        f'node {{ name: "y" op: "Square" input: "x" {FLOAT} }}' + INPUT
    )
    assert run(text, 3.0, "z:0") == -9.0


def test_control_inputs_are_kept() -> None:
    text = INPUT + f'node {{ name: "y" op: "Neg" input: "x" input: "^x" {FLOAT} device: "/cpu:0" }}'
    graph, _ = imported(graph_def(text), name="")
    node = graph.get_operation_by_name("y")
    assert node.control_inputs == [graph.get_operation_by_name("x")]
    assert node.device == "/cpu:0"


def test_an_input_map_takes_the_place_of_outputs() -> None:
    message = add_one().as_graph_def()
    f = tf.function(lambda a: tf.import_graph_def(message, {"add": a * 10.0}, ["Identity:0"])[0])
    assert f(tf.constant(2.0)).numpy() == 20.0
    with pytest.raises(ValueError, match=r"not found in graph_def: \[nope\]"):
        imported(message, {"nope": 1.0})
    with pytest.raises(TypeError, match="keys of input_map"):
        imported(message, {3: 1.0})


def test_gradients_flow_through_imported_nodes() -> None:
    message = tf.function(lambda x: x * x).get_concrete_function(tf.TensorSpec([])).graph

    @tf.function
    def slope(x: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            (y,) = tf.import_graph_def(message.as_graph_def(), {"x": x}, ["Identity:0"])
        return tape.gradient(y, x)

    assert slope(tf.constant(3.0)).numpy() == 6.0


LIBRARY = """
library {
  function {
    signature {
      name: "f"
      input_arg { name: "a" type_attr: "U" }
      input_arg { name: "rest" type_attr: "U" number_attr: "N" }
      output_arg { name: "sum" type_attr: "U" }
      output_arg { name: "first" type_attr: "U" }
      attr { name: "U" type: "type" }
      attr { name: "N" type: "int" }
    }
    node_def {
      name: "total" op: "AddN" input: "rest:0" input: "rest:1"
      attr { key: "T" value { placeholder: "U" } }
      attr { key: "N" value { placeholder: "N" } }
    }
    node_def {
      name: "s" op: "AddV2" input: "a" input: "total:sum:0"
      attr { key: "T" value { placeholder: "U" } }
    }
    ret { key: "sum" value: "s:z:0" }
    ret { key: "first" value: "a" }
  }
  function {
    signature {
      name: "g"
      input_arg { name: "b" type: DT_FLOAT }
      output_arg { name: "out" type: DT_FLOAT }
    }
    node_def {
      name: "inner" op: "f" input: "b" input: "b" input: "b"
      attr { key: "U" value { type: DT_FLOAT } }
      attr { key: "N" value { i: 2 } }
    }
    node_def {
      name: "n" op: "Neg" input: "inner:sum:0"
      attr { key: "T" value { type: DT_FLOAT } }
    }
    ret { key: "out" value: "n:y:0" }
  }
}
"""
CALL = """
node {
  name: "call" op: "StatefulPartitionedCall" input: "x"
  attr { key: "Tin" value { list { type: DT_FLOAT } } }
  attr { key: "Tout" value { list { type: DT_FLOAT } } }
  attr { key: "f" value { func { name: "NAME" } } }
}
"""


def test_calls_are_opened_and_keep_their_name() -> None:
    text = INPUT + CALL.replace("NAME", "g") + LIBRARY
    assert run(text, 2.0, "call:0") == -6.0
    graph, _ = imported(graph_def(text), name="")
    assert {"call", "call/n", "call/inner/s"} <= {n.name for n in graph.nodes}


def test_a_function_may_be_called_by_its_name() -> None:
    call = 'node { name: "y" op: "f" input: "x" input: "x" input: "x" ATTRS }'.replace(
        "ATTRS",
        'attr { key: "U" value { type: DT_FLOAT } } attr { key: "N" value { i: 2 } }',
    )
    assert run(INPUT + call + LIBRARY, 2.0, "y:0") == 6.0
    assert run(INPUT + call + LIBRARY, 2.0, "y:1") == 2.0


def test_calls_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match=r"The function 'h' is not in .*which has f, g"):
        imported(graph_def(INPUT + CALL.replace("NAME", "h") + LIBRARY))
    two = CALL.replace('input: "x"', 'input: "x" input: "x"').replace("NAME", "g")
    with pytest.raises(ValueError, match="with 2 tensors; it takes 1"):
        imported(graph_def(INPUT + two + LIBRARY))
    loop = LIBRARY.replace('op: "f" input: "b" input: "b"', 'op: "g"')
    with pytest.raises(tf.errors.UnimplementedError, match="'g' calls itself"):
        imported(graph_def(INPUT + CALL.replace("NAME", "g") + loop))


WITHOUT_KERNEL = """
node { name: "t" op: "Placeholder" attr { key: "dtype" value { type: DT_FLOAT } } }
node { name: "b" op: "RiscAbs" input: "t" attr { key: "T" value { type: DT_FLOAT } } }
"""


def test_an_op_without_kernel_is_an_error_only_when_it_is_run() -> None:
    message = graph_def(WITHOUT_KERNEL)
    graph, _ = imported(message, name="")
    node = graph.get_operation_by_name("b")
    assert node.outputs[0].dtype is tf.float32
    assert node.outputs[0].shape.rank is None
    assert graph.as_graph_def().node[1] == message.node[1]

    @tf.function
    def unused(x: Any) -> Any:
        tf.import_graph_def(message, {"t": 1.0})
        return x

    assert unused(tf.constant(1.0)).numpy() == 1.0

    @tf.function
    def used() -> Any:
        return tf.import_graph_def(message, {"t": 1.0}, ["b:0"])[0]

    with pytest.raises(tf.errors.UnimplementedError, match="The op RiscAbs cannot be run"):
        used()


def test_static_shapes_that_are_noted_are_taken_over() -> None:
    shape = 'attr { key: "_output_shapes" value { list { shape { dim { size: 4 } } } } }'
    text = INPUT.replace("} }", "} } " + shape, 1)
    graph, _ = imported(graph_def(text), name="")
    assert graph.get_tensor_by_name("x:0").shape == [4]


def test_missing_attributes_have_their_default() -> None:
    text = INPUT + f'node {{ name: "y" op: "MatMul" input: "x" input: "x" {FLOAT} }}'
    assert run(text, [[2.0]], "y:0").tolist() == [[4.0]]


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ('node { name: "y" op: "Neg" input: "q" FLOAT }', ValueError, "'q' of the node 'y'"),
        ('node { name: "y" op: "Neg" input: "x:1" FLOAT }', ValueError, "'x:1' of the node 'y'"),
        ('node { name: "y" op: "Neg" input: "x" }', ValueError, "missing attr 'T' from Op Neg"),
        ('node { name: "y" op: "Neg" FLOAT }', ValueError, "takes 1 inputs; the graph gives it 0"),
        (
            'node { name: "y" op: "Neg" input: "x" attr { key: "T" value { type: DT_INT32 } } }',
            ValueError,
            "passed float32 from x incompatible with expected int32",
        ),
        ('node { name: "x" op: "NoOp" }', ValueError, "'x' is not unique"),
        (
            'node { name: "a" op: "Neg" input: "b" FLOAT }'
            'node { name: "b" op: "Neg" input: "a" FLOAT }',
            ValueError,
            "a cycle through the node",
        ),
        ('node { name: "y" op: "NoSuchOp" }', tf.errors.NotFoundError, "'NoSuchOp'"),
        ("versions { min_consumer: 100000 }", ValueError, "min consumer version 100000"),
        (
            'node { name: "y" op: "Switch" input: "x" input: "p" FLOAT }'
            'node { name: "p" op: "Placeholder" attr { key: "dtype" value { type: DT_BOOL } } }'
            'node { name: "z" op: "Neg" input: "y:1" FLOAT }',
            tf.errors.UnimplementedError,
            "'z' of type Neg runs on one side of the condition",
        ),
        (
            'node { name: "y" op: "Enter" input: "x" FLOAT'
            ' attr { key: "frame_name" value { s: "while" } } }',
            tf.errors.UnimplementedError,
            "enters the frame 'while', which has no LoopCond",
        ),
    ],
)
def test_graphs_that_do_not_fit_together(text: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        imported(graph_def(INPUT + text.replace("FLOAT", FLOAT)))


def test_arguments_that_are_wrong() -> None:
    message = add_one().as_graph_def()
    with pytest.raises(TypeError, match="must be a GraphDef proto"):
        imported(message.SerializeToString())
    with pytest.raises(TypeError, match="must be a list of strings"):
        imported(message, return_elements="add")
    with pytest.raises(ValueError, match="'nope:0' not found"):
        imported(message, return_elements=["nope:0"])


def test_messages_of_another_library_are_taken() -> None:
    own = add_one().as_graph_def()
    foreign = type("GraphDef", (), {"SerializeToString": lambda self: own.SerializeToString()})()
    graph, _ = imported(foreign, name="")
    assert graph.as_graph_def() == own


def test_a_graph_without_frames_is_not_copied() -> None:
    message = add_one().as_graph_def()
    assert functionalized(message) is message
