"""tf.Variable: checks, assignment, scatter, gradients, copies."""

from __future__ import annotations

import copy
import operator
import pickle
from typing import Any

import numpy as np
import pytest

import tenfold as tf


def test_value_dtype_and_name() -> None:
    with tf.name_scope("layer"):
        v = tf.Variable([1, 2], dtype=tf.float64, name="w")
    assert (v.name, v.dtype, v.shape) == ("layer/w:0", tf.float64, [2])
    assert repr(v) == ("<tf.Variable 'layer/w:0' shape=(2,) dtype=float64, numpy=array([1., 2.])>")


def test_no_initial_value() -> None:
    with pytest.raises(ValueError, match="initial_value"):
        tf.Variable()


def test_assign_checks_shape_and_dtype() -> None:
    v = tf.Variable([1.0, 2.0])
    with pytest.raises(ValueError, match=r"variable shape \(2,\), and the assigned value shape"):
        v.assign([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="dtype"):
        v.assign(tf.constant([1, 2]))
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"assigned value shape \(1,\)"):
        v.assign_add([1.0])
    assert v.assign([3.0, 4.0], read_value=False) is None
    assert v.numpy().tolist() == [3, 4]


def test_shape_may_be_more_general() -> None:
    v = tf.Variable([[1.0]], shape=[None, 1])
    v.assign([[1.0], [2.0]])
    assert v.numpy().shape == (2, 1)
    with pytest.raises(ValueError):
        v.assign([[1.0, 2.0]])


def test_the_initial_array_is_copied() -> None:
    source = np.zeros(2, np.float32)
    v = tf.Variable(source)
    source[0] = 5
    v.numpy()[1] = 7
    assert v.numpy().tolist() == [0, 0]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("scatter_add", [11.0, 2.0, 23.0]),
        ("scatter_sub", [-9.0, 2.0, -17.0]),
        ("scatter_mul", [10.0, 2.0, 60.0]),
        ("scatter_update", [10.0, 2.0, 20.0]),
        ("scatter_max", [10.0, 2.0, 20.0]),
        ("scatter_min", [1.0, 2.0, 3.0]),
    ],
)
@pytest.mark.parametrize("compiled", [False, True], ids=["eager", "compiled"])
def test_scatter(method: str, expected: list[float], compiled: bool) -> None:
    v = tf.Variable([1.0, 2.0, 3.0])
    slices = tf.IndexedSlices(tf.constant([10.0, 20.0]), tf.constant([0, 2]))

    def change() -> None:
        getattr(v, method)(slices)

    (tf.function(change) if compiled else change)()
    assert v.numpy().tolist() == expected


def test_sparse_read_gives_a_sparse_gradient() -> None:
    v = tf.Variable([[1.0], [2.0], [3.0]])
    with tf.GradientTape() as tape:
        y = tf.reduce_sum(v.sparse_read([2, 0, 2]))
    g = tape.gradient(y, v)
    assert isinstance(g, tf.IndexedSlices)
    assert tf.convert_to_tensor(g).numpy().tolist() == [[1], [0], [2]]


def test_operators_and_conversion() -> None:
    v = tf.Variable(3.0)
    assert (v + 1).numpy() == 4
    assert (1 - v).numpy() == -2
    assert float(v) == 3
    assert tf.convert_to_tensor(v).dtype is tf.float32
    with pytest.raises(TypeError, match="ref"):
        hash(v)
    assert {v.ref(): 1}[v.ref()] == 1


def test_copies_are_independent() -> None:
    v = tf.Variable([1.0], trainable=False)
    twin = copy.deepcopy(v)
    v.assign([2.0])
    assert twin.numpy().tolist() == [1]
    assert not twin.trainable
    assert pickle.loads(pickle.dumps(v)).numpy().tolist() == [2]


def test_untrainable_variables_are_not_watched() -> None:
    a, b = tf.Variable(1.0), tf.Variable(2.0, trainable=False)
    with tf.GradientTape() as tape:
        y = a * b
    assert [v.name for v in tape.watched_variables()] == [a.name]
    assert tape.gradient(y, [a, b])[1] is None


@pytest.mark.parametrize("compiled", [None, False, True], ids=["eager", "graph", "compiled"])
@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        (0, 9.0, [9.0, 2.0, 3.0]),
        (slice(1, None), [7.0, 8.0], [1.0, 7.0, 8.0]),
        (slice(1, None), [7.0], [1.0, 7.0, 7.0]),
        (slice(None, None, -1), [1.0, 2.0, 3.0], [3.0, 2.0, 1.0]),
        (..., 5.0, [5.0, 5.0, 5.0]),
    ],
    ids=["one", "tail", "broadcast", "backwards", "all"],
)
def test_a_slice_is_assigned(compiled: bool | None, key: Any, value: Any, expected: Any) -> None:
    v = tf.Variable([1.0, 2.0, 3.0])

    def write() -> None:
        v[key].assign(value)

    (write if compiled is None else tf.function(write, jit_compile=compiled))()
    assert v.numpy().tolist() == expected


def test_a_slice_out_of_bounds_is_refused() -> None:
    v = tf.Variable([1.0, 2.0, 3.0])
    with pytest.raises(tf.errors.InvalidArgumentError, match="slice index 5"):
        v[5].assign(1.0)
    with pytest.raises(ValueError):
        v[1:].assign([1.0, 2.0, 3.0])
    assert v.numpy().tolist() == [1.0, 2.0, 3.0]


def test_slices_take_the_larger_and_the_smaller() -> None:
    v = tf.Variable([1.0, 2.0, 3.0])
    assert v.scatter_nd_max([[0], [2]], [5.0, 1.0]).numpy().tolist() == [5.0, 2.0, 3.0]
    assert v.scatter_nd_min([[0], [1]], [4.0, 9.0]).numpy().tolist() == [4.0, 2.0, 3.0]
    assert bool(v.is_initialized())


@pytest.mark.parametrize(
    ("change", "mend"),
    [
        (operator.iadd, "assign_add"),
        (operator.isub, "assign_sub"),
        (operator.imul, "variable \\* value"),
        (operator.itruediv, "variable / value"),
        (operator.ipow, "variable \\*\\* value"),
    ],
)
def test_operators_in_place_are_refused(change: Any, mend: str) -> None:
    with pytest.raises(RuntimeError, match=mend):
        change(tf.Variable(1.0), 2.0)


def test_arguments_for_copies_are_members_of_their_enums() -> None:
    with pytest.raises(ValueError, match="VariableAggregation; received 'mean'"):
        tf.Variable(1.0, aggregation="mean")  # type: ignore[arg-type]


def test_a_shallow_copy_is_the_variable() -> None:
    v = tf.Variable(1.0)
    assert copy.copy(v) is v


def test_batch_scatter_update_goes_row_by_row() -> None:
    v = tf.Variable(tf.zeros([3, 4]))
    v.batch_scatter_update(tf.IndexedSlices([[1.0], [2.0], [3.0]], [[0], [1], [3]]))
    assert v.numpy().tolist() == [[1, 0, 0, 0], [0, 2, 0, 0], [0, 0, 0, 3]]
    v.batch_scatter_update(tf.IndexedSlices([[5.0, 6.0]] * 3, [[2, 3]] * 3))
    assert v.numpy()[:, 2:].tolist() == [[5, 6]] * 3


def test_a_traced_tensor_is_no_initial_value_outside_its_function() -> None:
    @tf.function
    def f(x: tf.Tensor) -> None:
        with tf.init_scope():
            tf.Variable(x)

    with pytest.raises(TypeError, match="out of scope"):
        f(tf.ones([2]))


def test_a_handle_without_a_value_is_refused_in_a_function() -> None:
    @tf.function
    def f() -> tf.Tensor:
        handle = tf.raw_ops.VarHandleOp(dtype=tf.float32, shape=[2], shared_name="never filled")
        return tf.raw_ops.ReadVariableOp(resource=handle, dtype=tf.float32)

    with pytest.raises(tf.errors.FailedPreconditionError, match="uninitialized"):
        f()


@pytest.mark.parametrize("compiled", [False, True])
def test_rows_that_a_variable_lacks_are_named(compiled: bool) -> None:
    v = tf.Variable([1.0, 2.0])

    def change() -> None:
        v.scatter_max(tf.IndexedSlices([9.0, 9.0], [1, 7]))

    for call in (change, lambda: v.sparse_read([0, 7])):
        with pytest.raises(
            tf.errors.InvalidArgumentError, match=r"indices\[1\] = 7 is not in \[0, 2"
        ):
            (tf.function(call, autograph=False) if compiled else call)()
    assert v.numpy().tolist() == [1.0, 2.0]
