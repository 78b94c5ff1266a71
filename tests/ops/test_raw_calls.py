"""tf.raw_ops: every op by its wire name, with TensorFlow's keyword arguments."""

from __future__ import annotations

import contextlib
import inspect
import json
from pathlib import Path
from typing import Any

import pytest

import tenfold as tf
from tenfold.core.op import built_in, registry
from tenfold.ops.raw_calls import RENAMED, _snake

OPDEFS = json.loads((Path(__file__).parent / "opdefs.json").read_text(encoding="utf-8"))


def expected(name: str) -> list[str]:
    """The parameters that TensorFlow makes of an OpDef."""
    definition = OPDEFS[name]
    inputs = [text.split(": ") for text in definition["inputs"]]
    inferred = {part.removesuffix("[]") for _, kind in inputs for part in kind.split("*")}
    attrs = {n: a for n, a in definition["attrs"].items() if n not in inferred}
    needed = [n for n, a in attrs.items() if "default" not in a]
    others = [n for n, a in attrs.items() if "default" in a]
    renamed = RENAMED.get(name, {})
    return [renamed.get(n, n) for n in (*(n for n, _ in inputs), *needed, *others)] + ["name"]


@pytest.mark.parametrize("name", sorted(OPDEFS))
def test_the_signature_is_the_opdefs(name: str) -> None:
    assert list(inspect.signature(getattr(tf.raw_ops, name)).parameters) == expected(name)


def test_every_op_is_listed() -> None:
    assert set(dir(tf.raw_ops)) >= {*built_in(), *registry}
    assert set(OPDEFS) <= set(dir(tf.raw_ops))


CALLS: dict[str, tuple[Any, list[Any]]] = {
    "inputs": (lambda: tf.raw_ops.AddV2(x=[1, 2], y=[3, 4]), [4, 6]),
    "an attribute": (
        lambda: tf.raw_ops.MatMul(a=[[1.0, 2.0]], b=[[3.0, 4.0]], transpose_b=True), [[11.0]]),
    "a renamed input": (lambda: tf.raw_ops.Sum(input=[[1, 2]], axis=1), [3]),
    "a renamed attribute": (lambda: tf.raw_ops.Squeeze(input=[[1], [2]], axis=[1]), [1, 2]),
    "renamed operands": (
        lambda: tf.raw_ops.Select(condition=[True, False], x=[1, 2], y=[3, 4]), [1, 4]),
    "a list": (lambda: tf.raw_ops.ConcatV2(values=[[1], [2]], axis=0, name="joined"), [1, 2]),
}  # fmt: skip


@pytest.mark.parametrize("case", CALLS)
def test_a_call_gives_what_the_op_gives(case: str) -> None:
    made, wanted = CALLS[case]
    assert made().numpy().tolist() == wanted


def test_defaults_are_shown() -> None:
    assert str(inspect.signature(tf.raw_ops.ArgMax)) == (
        "(input, dimension, output_type=tf.int64, name=None)"
    )


def test_gradients_flow_through() -> None:
    x = tf.constant([1.0, 2.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.raw_ops.Square(x=x)
    assert tape.gradient(y, x).numpy().tolist() == [2.0, 4.0]


def test_positional_arguments_are_refused() -> None:
    with pytest.raises(TypeError, match=r"add only takes keyword args .*\['x', 'y', 'name'\]"):
        tf.raw_ops.Add(1, 2)


@pytest.mark.parametrize("given", [{"x": 1}, {"x": 1, "y": 2, "z": 3}], ids=["missing", "extra"])
def test_other_arguments_are_refused(given: dict[str, int]) -> None:
    with pytest.raises(TypeError, match=r"^add\(\) (missing a required|got an unexpected)"):
        tf.raw_ops.Add(**given)


def test_what_has_no_kernel_is_named() -> None:
    with pytest.raises(AttributeError, match=r"'XlaSend'.*no kernel"):
        _ = tf.raw_ops.XlaSend
    with pytest.raises(AttributeError, match="no attribute 'NoSuchOp'"):
        _ = tf.raw_ops.NoSuchOp


def test_names_follow_tensorflow() -> None:
    wanted = {
        "MatMul": "mat_mul",
        "Conv2DBackpropInput": "conv2d_backprop_input",
        "AvgPool3DGrad": "avg_pool3d_grad",
        "BatchIFFT2D": "batch_ifft2d",
        "ConcatV2": "concat_v2",
        "LRNGrad": "lrn_grad",
    }
    assert {n: _snake(n) for n in wanted} == wanted


def test_several_outputs_have_the_names_of_the_op_def() -> None:
    found = tf.raw_ops.TopKV2(input=[1.0, 3.0, 2.0], k=2)
    assert type(found).__name__ == "TopKV2"
    assert found.values.numpy().tolist() == [3.0, 2.0]
    assert found.indices.numpy().tolist() == [1, 2]
    assert len(tf.raw_ops.Unpack(value=[1, 2], num=2)) == 2


def test_an_op_without_outputs_is_an_operation_of_the_graph() -> None:
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        v = tf.compat.v1.Variable(1.0, use_resource=True)
        session.run(v.initializer)
        assigned = tf.raw_ops.AssignVariableOp(resource=v.handle, value=3.5)
        assert isinstance(assigned, tf.Operation)
        assert session.run(assigned) is None
        assert session.run(v) == 3.5
    assert tf.raw_ops.AssignVariableOp(resource=tf.Variable(1.0).handle, value=2.0) is None


@pytest.mark.parametrize("built", [False, True], ids=["eager", "graph"])
def test_a_variable_takes_values_of_its_dtype_and_shape(built: bool) -> None:
    refused = ValueError if built else tf.errors.InvalidArgumentError
    with tf.Graph().as_default() if built else contextlib.nullcontext():
        handle = tf.raw_ops.VarHandleOp(dtype=tf.int32, shape=[2], shared_name=f"typed{built}")
        with pytest.raises(refused, match="int32 is assigned a value of float32"):
            tf.raw_ops.AssignVariableOp(resource=handle, value=[1.0, 2.0])
        if built:
            with pytest.raises(ValueError, match=r"\[3\] and \[2\]"):
                tf.raw_ops.AssignVariableOp(resource=handle, value=tf.constant([1, 2, 3]))
            with pytest.raises(ValueError, match="not compatible"):
                tf.raw_ops.ResourceScatterAdd(resource=handle, indices=[0, 1], updates=[1, 2, 3])
