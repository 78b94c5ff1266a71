"""TensorFlow's side of the tests: reads a request a line, answers a line. Run by its interpreter.

A request is a JSON object; arrays travel in .npz files, graphs in .pb files.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

from tests.interop.models import MODELS
from tests.interop.programs import PROGRAMS, flat


def graph_of(tf: Any, name: str, v1: bool = False) -> tuple[Any, list[str], list[str], list[Any]]:
    """A program's GraphDef, the names of its inputs and outputs, and its results.

    Args:
      tf: TensorFlow.
      name: The program.
      v1: Whether control flow becomes Switch, Merge, Enter and Exit nodes.
    """
    program = PROGRAMS[name]
    if v1:
        return _v1_graph(tf, program)
    traced = tf.function(lambda *x: flat(program.function(tf, *x)), autograph=False)
    concrete = traced.get_concrete_function(*program.specs(tf))
    results = [y.numpy() for y in concrete(*[tf.constant(x) for x in program.inputs])]
    graph_def = concrete.graph.as_graph_def(add_shapes=True)
    return graph_def, [x.name for x in concrete.inputs], [y.name for y in concrete.outputs], results


def _v1_graph(tf: Any, program: Any) -> tuple[Any, list[str], list[str], list[Any]]:
    v1 = tf.compat.v1
    with v1.Graph().as_default() as graph:
        inputs = [
            v1.placeholder(s.dtype, s.shape, f"x{i}") for i, s in enumerate(program.specs(tf))
        ]
        v1.disable_control_flow_v2()
        try:
            found = [tf.identity(y, "out") for y in flat(program.function(tf, *inputs))]
        finally:
            v1.enable_control_flow_v2()
        with v1.Session(graph=graph) as session:
            feeds = dict(zip(inputs, program.inputs, strict=True))
            results = session.run(found, feeds)
        return graph.as_graph_def(), [x.name for x in inputs], [y.name for y in found], results


def run(tf: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Runs a GraphDef on arrays."""
    v1 = tf.compat.v1
    graph_def = v1.GraphDef.FromString(Path(request["graph"]).read_bytes())
    with np.load(request["inputs"], allow_pickle=True) as arrays:
        feeds = {name: arrays[str(i)] for i, name in enumerate(request["feeds"])}
    with v1.Graph().as_default() as graph:
        v1.import_graph_def(graph_def, name="")
        with v1.Session(graph=graph) as session:
            results = session.run(request["fetches"], feeds)
    _save(request["outputs"], results)
    return {}


def export(tf: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Writes a program's GraphDef and its results."""
    graph_def, inputs, outputs, results = graph_of(tf, request["program"], request["v1"])
    Path(request["graph"]).write_bytes(graph_def.SerializeToString(deterministic=True))
    _save(request["outputs"], results)
    return {"feeds": inputs, "fetches": outputs}


def export_model(tf: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Writes a frozen Keras model's GraphDef and its result for the example."""
    freezing = importlib.import_module("tensorflow.python.framework.convert_to_constants")
    model = MODELS[request["model"]]
    tf.keras.utils.set_random_seed(1)
    made = model.build(tf.keras)
    x = model.example()
    spec = tf.TensorSpec([None, *x.shape[1:]], tf.float32, "x")
    trace = tf.function(lambda x: made(x, training=False)).get_concrete_function(spec)
    frozen = freezing.convert_variables_to_constants_v2(trace, request["lowered"])
    results = [y.numpy() for y in frozen(tf.constant(x))]
    data = frozen.graph.as_graph_def().SerializeToString(deterministic=True)
    Path(request["graph"]).write_bytes(data)
    _save(request["outputs"], results)
    return {"feeds": [frozen.inputs[0].name], "fetches": [frozen.outputs[0].name]}


def messages(tf: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Random messages of every class, as bytes in hexadecimal and as text."""
    recorder = importlib.import_module("tools.record_messages")
    return {"cases": recorder.cases_of(request["seed"])}


def protos(tf: Any, request: dict[str, Any]) -> dict[str, Any]:
    """The bytes, in hexadecimal, that `make_tensor_proto` makes of arrays."""
    with np.load(request["inputs"]) as arrays:
        found = [tf.make_tensor_proto(arrays[name]) for name in arrays.files]
    return {"bytes": [p.SerializeToString(deterministic=True).hex() for p in found]}


def echo(tf: Any, request: dict[str, Any]) -> dict[str, Any]:
    """A GraphDef read and written again: bytes and text."""
    text_format = importlib.import_module("google.protobuf.text_format")
    graph_def = tf.compat.v1.GraphDef.FromString(Path(request["graph"]).read_bytes())
    Path(request["graph"]).write_bytes(graph_def.SerializeToString(deterministic=True))
    Path(request["text"]).write_text(text_format.MessageToString(graph_def))
    return {}


def _save(path: str, results: list[Any]) -> None:
    np.savez(path, **{str(i): np.asarray(y) for i, y in enumerate(results)})


def main() -> None:
    """Answers requests until the input ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what TensorFlow prints is no answer
    tf = importlib.import_module("tensorflow")
    known = {f.__name__: f for f in (run, export, export_model, messages, protos, echo)}
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = known[request["do"]](tf, request)
        except Exception:
            answer = {"error": traceback.format_exc()}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
