"""Tests of tf.GradientTape."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.context import recorders
from tenfold.core.op import call

X = 2.0


def total(x: Any) -> Any:
    return call("Sum", x, list(range(len(x.shape))))


def derivatives() -> tuple[Any, ...]:
    x = tf.constant(X)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as middle:
            middle.watch(x)
            with tf.GradientTape() as inner:
                inner.watch(x)
                y = x * x * x * x
            first = inner.gradient(y, x)
        second = middle.gradient(first, x)
    return first, second, outer.gradient(second, x)


@pytest.mark.parametrize("run", [lambda f: f(), lambda f: tf.function(f)()], ids=["eager", "graph"])
def test_nested_tapes_to_third_order(run: Any) -> None:
    assert [float(g) for g in run(derivatives)] == [32.0, 48.0, 48.0]


def test_a_persistent_tape_is_asked_often_and_inside_its_block() -> None:
    x = tf.constant(X)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = x * x
        z = y * y
        slope = tape.gradient(z, x)
    assert float(tape.gradient(z, y)) == 8.0
    assert float(tape.gradient(y, x)) == 4.0
    assert float(tape.gradient(slope, x)) == 48.0


def test_another_tape_is_used_up_by_one_question() -> None:
    x = tf.constant(X)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = x * x
    tape.gradient(y, x)
    with pytest.raises(RuntimeError, match="persistent=True"):
        tape.gradient(y, x)


@pytest.mark.parametrize("method", ["jacobian", "batch_jacobian"])
def test_a_jacobian_uses_the_tape_up(method: str) -> None:
    x = tf.constant([[1.0, 2.0]])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = x * x
    getattr(tape, method)(y, x)
    with pytest.raises(RuntimeError, match="persistent=True"):
        getattr(tape, method)(y, x)


def test_stop_recording() -> None:
    x = tf.constant(X)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = x * x
        with tape.stop_recording():
            hidden = y * 3.0
        seen = y * 2.0
    assert tape.gradient(hidden, x) is None
    assert float(tape.gradient(seen, x)) == 8.0
    with pytest.raises(ValueError, match="not recording"), tape.stop_recording():
        pass


def test_reset_forgets() -> None:
    x = tf.constant(X)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = x * x
        tape.reset()
        tape.watch(x)
        z = y + x
    assert float(tape.gradient(z, x)) == 1.0
    assert tape.watched_variables() == ()


def test_a_tape_goes_on_when_entered_again() -> None:
    x = tf.constant(X)
    tape = tf.GradientTape()
    with tape:
        tape.watch(x)
        y = x * x
    with tape:
        z = y * x
    assert float(tape.gradient(z, x)) == 12.0


def test_a_tape_cannot_be_entered_twice_at_once() -> None:
    tape = tf.GradientTape()
    with tape, pytest.raises(ValueError, match="still recording"), tape:
        pass


def test_trainable_variables_are_watched_when_read() -> None:
    v, fixed, u = tf.Variable([1.0, 2.0]), tf.Variable(3.0, trainable=False), tf.Variable(1.0)
    with tf.GradientTape() as tape:
        y = v * fixed + u
    assert [w is x for w, x in zip(tape.watched_variables(), (v, u), strict=True)] == [True, True]
    found = tape.gradient(y, {"v": v, "fixed": fixed, "u": [u]})
    assert found["v"].numpy().tolist() == [3.0, 3.0]
    assert found["fixed"] is None
    assert float(found["u"][0]) == 2.0


def test_variables_are_left_alone_on_request() -> None:
    v, u = tf.Variable(2.0), tf.Variable(3.0)
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(u)
        y = v * u
    of_v, of_u = tape.gradient(y, [v, u])
    assert of_v is None
    assert float(of_u) == 2.0


def test_an_assignment_between_reads() -> None:
    v = tf.Variable(2.0)
    with tf.GradientTape() as tape:
        y = v * v
        v.assign(5.0)
        z = v * v
    assert float(tape.gradient([y, z], v)) == 14.0


def test_unconnected_gradients() -> None:
    x, v = tf.constant(X), tf.Variable([1.0, 2.0])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = x * 1.0
    assert tape.gradient(y, [v]) == [None]
    zero, one = tape.gradient(y, [v, x], unconnected_gradients=tf.UnconnectedGradients.ZERO)
    assert zero.numpy().tolist() == [0.0, 0.0]
    assert float(one) == 1.0
    assert tape.gradient(y, v, unconnected_gradients="zero").numpy().tolist() == [0.0, 0.0]
    with pytest.raises(ValueError, match="foo"):
        tape.gradient(y, v, unconnected_gradients="foo")


def test_output_gradients_weigh_the_targets() -> None:
    v = tf.Variable([1.0, 2.0])
    with tf.GradientTape(persistent=True) as tape:
        y, z = v * 2.0, v * 3.0
    weights = [tf.constant([1.0, 10.0]), tf.constant([0.0, 1.0])]
    assert tape.gradient([y, z], v, output_gradients=weights).numpy().tolist() == [2.0, 23.0]
    with pytest.raises(ValueError, match="1 parts; the target has 2"):
        tape.gradient([y, z], v, output_gradients=weights[:1])
    with pytest.raises(ValueError, match="incompatible"):
        tape.gradient(y, v, output_gradients=tf.constant([1.0, 2.0, 3.0]))


def test_one_output_gradient_weighs_every_element() -> None:
    v = tf.Variable([1.0, 2.0, 3.0])
    with tf.GradientTape() as tape:
        y = v * v
    assert tape.gradient(y, v, output_gradients=tf.constant(2.0)).numpy().tolist() == [4, 8, 12]


def test_targets_add_up_over_their_structure() -> None:
    x = tf.constant(X)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = {"a": x * x, "b": [x]}
    assert float(tape.gradient(y, x)) == 5.0


def test_a_source_may_be_the_target_or_lie_between() -> None:
    x, v = tf.constant(X), tf.Variable([1.0, 2.0])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = x * x
        z = y * y
    assert [float(g) for g in tape.gradient(z, [x, y, z])] == [32.0, 8.0, 1.0]
    assert tape.gradient(v, v).numpy().tolist() == [1.0, 1.0]


@pytest.mark.parametrize("bad", ["a", np.ones(2), 3.0], ids=["text", "array", "number"])
def test_only_tensors_and_variables_are_watched(bad: Any) -> None:
    with tf.GradientTape() as tape, pytest.raises(ValueError, match="not tf"):
        tape.watch(bad)


@pytest.mark.parametrize("bad", [None, 3.0], ids=["None", "number"])
def test_only_tensors_and_variables_have_gradients(bad: Any) -> None:
    x = tf.constant(X)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = x * x
    with pytest.raises(TypeError, match="source of a gradient"):
        tape.gradient(y, [x, bad])
    with pytest.raises(TypeError, match="target of a gradient"):
        tape.gradient([y, bad], x)


def test_jacobian() -> None:
    x, v = tf.constant([[1.0, 2.0], [3.0, 4.0]]), tf.Variable(5.0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = call("Sum", x * x, [1])
    by_x, by_v = tape.jacobian(y, [x, v])
    assert by_x.numpy().tolist() == [[[2.0, 4.0], [0.0, 0.0]], [[0.0, 0.0], [6.0, 8.0]]]
    assert by_v is None


def test_jacobian_of_a_scalar_and_of_nothing() -> None:
    x = tf.constant([3.0, 4.0])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = total(x * x)
        nothing = call("Reshape", tf.zeros([0]) * y, [0, 3])
    assert tape.jacobian(y, x).numpy().tolist() == [6.0, 8.0]
    assert tape.jacobian(nothing, x).shape == [0, 3, 2]


def test_jacobian_needs_a_known_shape() -> None:
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def f(x: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = x * x
        return tape.jacobian(y, x)

    with pytest.raises(ValueError, match="known shape"):
        f(tf.constant([1.0]))


def test_jacobian_of_a_source_of_unknown_shape() -> None:
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def f(x: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = call("Pack", [total(x), total(x * x)])
        return tape.jacobian(y, x)

    assert f(tf.constant([1.0, 3.0])).numpy().tolist() == [[1.0, 1.0], [2.0, 6.0]]


def test_hessian() -> None:
    x = tf.constant([1.0, 2.0])
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = total(x * x * x)
        slope = inner.gradient(y, x)
    assert outer.jacobian(slope, x).numpy().tolist() == [[6.0, 0.0], [0.0, 12.0]]


def test_batch_jacobian() -> None:
    x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = x * x * call("ReverseV2", x, [1])
    assert tape.batch_jacobian(y, x).numpy().tolist() == [
        [[4.0, 1.0], [4.0, 4.0]],
        [[24.0, 9.0], [16.0, 24.0]],
    ]


def test_batch_jacobian_of_an_unknown_batch() -> None:
    @tf.function(input_signature=[tf.TensorSpec([None, 2], tf.float32)])
    def f(x: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = x * x
        return tape.batch_jacobian(y, x)

    assert f(tf.constant([[1.0, 2.0]])).numpy().tolist() == [[[2.0, 0.0], [0.0, 4.0]]]


def test_batch_jacobian_needs_one_batch() -> None:
    x = tf.constant([[1.0], [2.0]])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = total(x)
    with pytest.raises(ValueError, match="same first dimension"):
        tape.batch_jacobian(y, x)


def test_rows_that_are_gathered_have_sparse_gradients() -> None:
    table = tf.Variable([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    with tf.GradientTape() as tape:
        y = table.sparse_read([0, 2, 0]) * 2.0
    found = tape.gradient(y, table)
    assert isinstance(found, tf.IndexedSlices)
    assert found.indices.numpy().tolist() == [0, 2, 0]
    assert tf.convert_to_tensor(found).numpy().tolist() == [[4.0, 4.0], [0.0, 0.0], [2.0, 2.0]]


def test_sparse_and_dense_gradients_add_up() -> None:
    table = tf.Variable([[1.0, 2.0], [3.0, 4.0]])
    with tf.GradientTape() as tape:
        y = total(table.sparse_read([0])) + total(table * 1.0) + total(table.sparse_read([1, 1]))
    assert tf.convert_to_tensor(tape.gradient(y, table)).numpy().tolist() == [
        [2.0, 2.0],
        [3.0, 3.0],
    ]


def test_gradients_of_complex_numbers_are_conjugate() -> None:
    z = tf.constant(1 + 2j)
    with tf.GradientTape() as tape:
        tape.watch(z)
        y = call("Real", z * z, Tout=tf.float64)
    assert tape.gradient(y, z).numpy() == 2 - 4j


def test_a_second_derivative_through_a_function() -> None:
    v = tf.Variable([1.0, 2.0])
    f = tf.function(lambda x: x * x * v)
    x = tf.constant(X)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
    of_x, of_v = outer.gradient(slope, [x, v])
    assert float(slope) == 12.0
    assert float(of_x) == 6.0
    assert of_v.numpy().tolist() == [4.0, 4.0]


def test_reset_outside_of_the_block_is_refused() -> None:
    x = tf.constant(3.0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = x * x
    with pytest.raises(ValueError, match="not recording"):
        tape.reset()
    assert float(tape.gradient(y, x)) == 6.0


def test_watched_variables_outlive_the_gradient() -> None:
    v = tf.Variable(1.0)
    with tf.GradientTape() as tape:
        y = v * 2.0
    tape.gradient(y, v)
    assert tape.watched_variables()[0] is v


class Notes:
    """A recorder that notes which ops run."""

    watches_only = False

    def __init__(self) -> None:
        self.calls: list[str] = []

    def record(self, done: Any) -> None:
        self.calls.append(done.type)

    def watch_variable(self, variable: Any) -> None:
        raise AssertionError("no variable is read here")


def test_only_what_leads_to_a_source_is_differentiated() -> None:
    x, w = tf.constant([[1.0, 2.0]]), tf.constant([[3.0], [4.0]])
    asked = []

    @tf.custom_gradient
    def noted(v: Any) -> Any:
        return v * 2.0, lambda dy: asked.append(v) or dy * 2.0

    with tf.GradientTape(persistent=True) as tape:
        tape.watch([x, w])
        y = tf.matmul(noted(x), w)
    notes = Notes()
    with recorders((notes,)):
        dw = tape.gradient(y, w)
    assert dw.numpy().tolist() == [[2.0], [4.0]] and not asked
    assert tape.gradient(y, x).numpy().tolist() == [[6.0, 8.0]] and len(asked) == 1
    assert notes.calls.count("MatMul") == 1  # that for x is left out
