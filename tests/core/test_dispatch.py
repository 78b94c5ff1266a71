"""The life of a call: what inputs become, who is told of it, and which errors come of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
import pytest

import tenfold as tf
from tenfold.core import dispatch, errors, rules
from tenfold.core.context import building, recorders
from tenfold.core.convert import convert_to_tensor as tensor
from tenfold.core.dtypes import DType, float32, float64, int32, int64, string
from tenfold.core.op import Op, op, registry
from tenfold.core.signature import Types
from tenfold.core.tensor import EagerTensor, load_families


@pytest.fixture(autouse=True)
def _own_ops() -> Iterator[None]:
    """Takes the ops that a test made out of the registry."""
    load_families()
    before = set(registry)
    yield
    for name in set(registry) - before:
        del registry[name]


class Recorder:
    def __init__(self) -> None:
        self.calls: list[Any] = []

    def record(self, done: Any) -> None:
        self.calls.append(done)

    def watch_variable(self, variable: Any) -> None:
        raise AssertionError


@pytest.fixture
def add() -> Op:
    @op("x: T, y: T -> z: T", T=(float32, float64, int32), shape=rules.broadcast)
    def CheckedAdd(xp: Any, x: Any, y: Any) -> Any:
        return x + y

    return CheckedAdd


@pytest.fixture
def scale() -> Op:
    @op("x: T, axis: Tidx -> y: T", T=(float32, int32), Tidx=Types((int32, int64), int32), times=1)
    def CheckedScale(
        xp: Any, x: Any, axis: Any, *, mode: Literal["UP", "DOWN"] = "UP", times: int = 2
    ) -> Any:
        return x * times if mode == "UP" else x // times

    return CheckedScale


@pytest.fixture
def join() -> Op:
    @op("values: N*T, sizes: int32 -> all: T, each: N*T", T=(float32, int32))
    def CheckedJoin(xp: Any, values: Any, sizes: Any) -> Any:
        return xp.concatenate(values), [x + 1 for x in values]

    return CheckedJoin


SAME_DTYPE = {
    "python beside a tensor": (tensor(1.5), 2, "float32", 3.5),
    "python before a tensor": (2, tensor(1.5), "float32", 3.5),
    "list beside float64": ([1, 2], tensor(np.float64(1)), "float64", [2.0, 3.0]),
    "the first decides": (1.5, 2, "float32", 3.5),
    "array beside a tensor": (tensor(np.float32(1)), np.float64(2), "float32", 3.0),
    "arrays keep their dtype": (np.array([1], np.float64), np.array([2]), "float64", [3.0]),
}


@pytest.mark.parametrize(("x", "y", "dtype", "expected"), SAME_DTYPE.values(), ids=SAME_DTYPE)
def test_values_take_the_dtype_of_tensors(
    add: Op, x: Any, y: Any, dtype: str, expected: Any
) -> None:
    found = add(x, y)
    assert (found.dtype.name, np.asarray(found).tolist()) == (dtype, expected)


def test_tensors_are_never_cast(add: Op) -> None:
    with pytest.raises(errors.InvalidArgumentError) as caught:
        add(tensor(1.5), tensor(2))
    assert "CheckedAdd as input #1(y) was expected to be a float32 tensor" in str(caught.value)
    assert "is a int32 tensor" in str(caught.value)
    with pytest.raises(TypeError, match=r"1\.5 to EagerTensor of dtype int32"):
        add(tensor(1), 1.5)


def test_a_dtype_that_the_op_does_not_take(add: Op) -> None:
    with pytest.raises(
        errors.InvalidArgumentError, match="int64 for T; it accepts float32, float64, int32"
    ):
        add(tensor(1, "int64"), tensor(2, "int64"))


def test_a_graph_being_built_makes_it_a_type_error(add: Op) -> None:
    x, y = tensor(1.5), tensor(2)
    with building(type("Graph", (), {"scope": ""})()):
        with pytest.raises(TypeError, match="expected to be a float32"):
            add(x, y)


def test_a_fixed_dtype_is_demanded_of_tensors_and_given_to_values(join: Op) -> None:
    found, _ = join([[1.0]], np.array([1], np.int64))
    assert found.numpy().tolist() == [1.0]
    with pytest.raises(errors.InvalidArgumentError, match=r"#1\(sizes\).*int32.*int64"):
        join([[1.0]], tensor([1], "int64"))


def test_shapes_that_do_not_fit_are_named(add: Op) -> None:
    with pytest.raises(errors.InvalidArgumentError, match=r"x float32\[2\], y float32\[3\]"):
        add(tensor([1.0, 2.0]), tensor([1.0, 2.0, 3.0]))
    with pytest.raises(errors.InvalidArgumentError, match=r"x float32\[2\], y float32\[3\]"):
        add([1.0, 2.0], tensor([1.0, 2.0, 3.0]))


def test_errors_of_tensorflows_classes_pass_through(add: Op) -> None:
    @op("x: T -> y: T", T=(float32,), shape=rules.same)
    def CheckedRange(xp: Any, x: Any) -> Any:
        xp.raise_if((x < 0).any(), "OutOfRangeError", "below zero")
        return x

    assert CheckedRange([1.0]).numpy() == [1.0]
    with pytest.raises(errors.OutOfRangeError, match="below zero"):
        CheckedRange([-1.0])


def test_the_number_of_inputs(scale: Op) -> None:
    with pytest.raises(TypeError, match=r"CheckedScale takes 2 inputs \(x, axis\), not 1"):
        scale(1.0)


def test_attributes(scale: Op) -> None:
    assert scale(3, 0).numpy() == 6
    assert scale(3, 0, times=5).numpy() == 15
    assert scale(9, 0, mode="DOWN").numpy() == 4
    with pytest.raises(TypeError, match=r"no attribute 'factor'; it has .*times"):
        scale(3, 0, factor=2)
    with pytest.raises(ValueError, match="mode must be one of 'UP', 'DOWN'; received 'LEFT'"):
        scale(3, 0, mode="LEFT")
    with pytest.raises(errors.InvalidArgumentError, match="times must be at least 1; received 0"):
        scale(3, 0, times=0)


def test_a_required_attribute_is_missed() -> None:
    @op("x: T -> y: T")
    def CheckedRequired(xp: Any, x: Any, *, size: int) -> Any:
        return x

    with pytest.raises(TypeError, match="CheckedRequired needs the attribute size"):
        CheckedRequired(1.0)


def test_an_attribute_may_be_a_dtype() -> None:
    @op("x: SrcT -> y: DstT", shape=rules.same)
    def CheckedCast(xp: Any, x: Any, *, DstT: DType = float32) -> Any:
        return x.astype(DstT.np)

    assert CheckedCast(1).dtype is float32
    assert CheckedCast(1, DstT="float64").dtype is float64
    assert CheckedCast(1.7, DstT=int32).numpy() == 1


def test_the_default_dtype_of_an_input(scale: Op) -> None:
    seen = Recorder()
    with recorders((seen,)):
        scale(1.0, 0)
        scale(1.0, tensor(0, "int64"))
    assert [done.get_attr("Tidx") for done in seen.calls] == [int32, int64]


def test_lists_of_tensors(join: Op) -> None:
    whole, each = join([[1], np.array([2, 3])], 0)
    assert (whole.dtype, whole.numpy().tolist()) == (int32, [1, 2, 3])
    assert [x.numpy().tolist() for x in each] == [[2], [3, 4]]
    with pytest.raises(TypeError, match="'values' must be a list of tensors; received EagerTensor"):
        join(tensor([1]), 0)
    with pytest.raises(ValueError, match="at least 1; received 0"):
        join([], 0)


def test_lists_of_several_dtypes() -> None:
    @op("args: Tin[] -> copies: Tin[]")
    def CheckedCopies(xp: Any, args: Any) -> Any:
        return [x.copy() for x in args]

    found = CheckedCopies([1, 2.5, "a"])
    assert [x.dtype for x in found] == [int32, float32, string]
    assert [x.numpy() for x in found] == [1, 2.5, b"a"]


def test_several_outputs_and_none() -> None:
    @op("x: T -> low: T, whole: int32")
    def CheckedPair(xp: Any, x: Any) -> Any:
        return x - 1, x.astype(np.int32)

    @op("x: T ->")
    def CheckedSink(xp: Any, x: Any) -> None:
        return None

    low, whole = CheckedPair(2.5)
    assert (low.dtype, low.numpy(), whole.dtype, whole.numpy()) == (float32, 1.5, int32, 2)
    assert CheckedSink(1.0) is None


def test_recorders_are_told_of_calls(add: Op) -> None:
    seen = Recorder()
    with recorders((seen,)):
        total = add(tensor(1.0), 2.0)
    (done,) = seen.calls
    assert (done.op, done.type, done.name) == (add, "CheckedAdd", "CheckedAdd")
    assert [x.numpy() for x in done.inputs] == [1.0, 2.0]
    assert done.outputs[0] is total
    assert done.get_attr("T") is float32


def test_recorders_are_not_told_where_no_gradient_flows(add: Op) -> None:
    add.not_differentiable()
    seen = Recorder()
    with recorders((seen,)):
        assert add(1.0, 2.0).numpy() == 3.0
    assert seen.calls == []


def test_while_a_graph_is_built_it_gets_the_call(add: Op) -> None:
    class Graph:
        scope = ""

        def add(self, made: Op, inputs: Any, attrs: Any, name: Any) -> Any:
            self.got = made, inputs, attrs, name
            return type("Node", (), {"outputs": ["symbolic"]})

    graph, x = Graph(), tensor(1.0)
    with building(graph):
        assert add(x, x, name="sum") == "symbolic"
    assert graph.got == (add, [x, x], {"T": float32}, "sum")


def test_run_flat_takes_what_bind_gives(join: Op) -> None:
    seen = Recorder()
    flat, attrs = dispatch.bind(join, join.plan, [[[1], [2]], 0], {})
    assert attrs == {"N": 2, "T": int32}
    with recorders((seen,)):
        outputs = dispatch.run_flat(join, flat, attrs)
    assert [x.numpy().tolist() for x in outputs] == [[1, 2], [2], [3]]
    assert seen.calls[0].outputs is outputs
    whole, each = dispatch.pack_outputs(join.plan, outputs, attrs)
    assert whole is outputs[0]
    assert list(map(id, each)) == list(map(id, outputs[1:]))


def test_results_own_their_values(add: Op) -> None:
    x = tensor([1.0, 2.0])
    total = add(x, 0.0)
    assert type(total) is EagerTensor
    total.numpy()[0] = 9.0
    assert (x.numpy().tolist(), total.numpy().tolist()) == ([1.0, 2.0], [1.0, 2.0])


def test_a_call_with_a_list_attribute_is_bound_once(monkeypatch: pytest.MonkeyPatch) -> None:
    x = tensor(np.arange(4, dtype=np.float32).reshape(1, 2, 2, 1))
    pool, windows = registry["MaxPool"], {"ksize": [1, 2, 2, 1], "padding": "VALID"}
    first = pool(x, strides=[1, 2, 2, 1], **windows)

    def refuse(*args: Any) -> Any:
        raise AssertionError("bound again")

    with monkeypatch.context() as patch:
        patch.setattr(dispatch, "bind", refuse)
        again = pool(x, strides=[1, 2, 2, 1], **windows)
        with pytest.raises(AssertionError, match="bound again"):
            pool(x, strides=[1, 1, 1, 1], **windows)
    np.testing.assert_array_equal(first.numpy(), again.numpy())


def test_minus_zero_is_not_taken_for_zero(add: Op) -> None:
    one = tensor(np.float32(1))
    for zero in (0.0, -0.0, 0.0):
        found = registry["Mul"](one, zero).numpy()
        assert np.signbit(found) == np.signbit(zero)


def test_a_python_number_is_made_a_tensor_once(monkeypatch: pytest.MonkeyPatch) -> None:
    x = tf.constant([1.0, -2.0])
    uses = [lambda: x + 1.5, lambda: 1.5 * x, lambda: x > 1.5, lambda: tf.maximum(x, 1.5)]
    for use in uses:
        use()
    made: list[Any] = []
    monkeypatch.setattr(dispatch.np, "array", lambda *args: made.append(args))
    monkeypatch.setattr(dispatch.convert, "to_tensor", lambda *args: made.append(args))
    for use in uses:
        use()
    assert made == []


def test_numbers_that_are_equal_stay_what_they_are() -> None:
    x = tf.constant([1.0, 1.0])
    assert (x / 0.0).numpy().tolist() == [np.inf, np.inf]
    assert (x / -0.0).numpy().tolist() == [-np.inf, -np.inf]
    assert (x / 0).numpy().tolist() == [np.inf, np.inf]
    assert (tf.constant([3]) + 1).dtype is tf.int32 and (x + 1).dtype is tf.float32
    with pytest.raises(TypeError, match="int32"):
        tf.constant([3]) - 1.0
    assert (x + 1e300).numpy().tolist() == [np.inf, np.inf]
    with pytest.raises(OverflowError):
        x + 10**400


def test_numbers_are_not_kept_without_end() -> None:
    x = tf.constant(0.0)
    for i in range(2 * dispatch._FORMS_LIMIT):
        assert float(x + (i + 0.5)) == i + 0.5
    assert len(dispatch._numbers) <= dispatch._FORMS_LIMIT


def test_shapes_that_do_not_broadcast_are_named() -> None:
    with pytest.raises(
        tf.errors.InvalidArgumentError, match=r"Incompatible shapes: \[2\] vs. \[3\]"
    ):
        tf.constant([1, 2]) + tf.constant([1, 2, 3])


def test_an_op_of_a_variable_is_bound_once(monkeypatch: pytest.MonkeyPatch) -> None:
    v, x = tf.Variable([1.0, 2.0]), tf.constant([3.0, 4.0])
    for given in ((v, x), (x, v), (v, v)):
        tf.add(*given)
    plain, bound = dispatch.bind, []

    def bind(op: Op, *args: Any) -> Any:
        bound.append(op.name)
        return plain(op, *args)

    monkeypatch.setattr(dispatch, "bind", bind)
    assert tf.add(v, x).numpy().tolist() == [4.0, 6.0]
    v.assign([5.0, 6.0])
    assert tf.add(v, v).numpy().tolist() == [10.0, 12.0]
    with tf.GradientTape() as tape:
        y = tf.add(x, v)
    assert tape.gradient(y, v).numpy().tolist() == [1.0, 1.0]
    assert "AddV2" not in bound
    with pytest.raises(tf.errors.InvalidArgumentError, match="expected to be a float32 tensor"):
        tf.add(v, tf.constant([1, 2]))


def test_none_as_an_attribute_is_its_default() -> None:
    found = tf.linalg.diag([1.0, 2.0], k=(0, 0), align=None)
    assert found.numpy().tolist() == [[1.0, 0.0], [0.0, 2.0]]
    with pytest.raises(TypeError, match="align must be a string; received 3"):
        tf.linalg.diag([1.0, 2.0], align=3)


def test_integer_attributes_are_read_from_scalars() -> None:
    x = tf.ones([2, 3])
    assert len(tf.unstack(x, num=tf.constant(2), axis=0.5)) == 2
    assert tf.stack([x, x], axis=tf.constant(1)).shape == [2, 2, 3]
    for wrong in ([1], "1"):
        with pytest.raises(TypeError, match="axis must be an integer; received"):
            tf.one_hot([0], 2, axis=wrong)


def test_list_attributes_are_lists() -> None:
    with pytest.raises(TypeError, match=r"boundaries must be a list; received 2\.0"):
        tf.raw_ops.Bucketize(input=[1.0, 3.0], boundaries=2.0)


@pytest.mark.parametrize("built", [False, True], ids=["eager", "graph"])
def test_arrays_of_floats_become_indices_where_only_indices_will_do(built: bool) -> None:
    def f() -> Any:
        return tf.fill(np.array([2.0, 3.0]), 7), tf.reshape(tf.ones([1]), np.zeros(0))

    filled, reshaped = (tf.function(f) if built else f)()
    assert (filled.shape, reshaped.shape) == ((2, 3), ())
