"""Tests of forward accumulators."""

from __future__ import annotations

import math
from typing import Any

import pytest

import tenfold as tf
from tenfold.core.op import call
from tenfold.engine.autodiff.custom import custom_gradient, recompute_grad
from tenfold.engine.autodiff.forward import ForwardAccumulator


def test_a_product_along_a_direction() -> None:
    x = tf.constant([1.0, 2.0])
    with ForwardAccumulator(x, tf.constant([1.0, 0.0])) as acc:
        y = call("Sin", x) * x
    expected = math.cos(1.0) + math.sin(1.0)
    assert acc.jvp(y).numpy().tolist() == pytest.approx([expected, 0.0])
    assert acc.jvp(x).numpy().tolist() == [1.0, 0.0]
    assert list(acc.jvp({"a": [y]})) == ["a"]


def test_unconnected_tensors() -> None:
    x = tf.constant(1.0)
    acc = ForwardAccumulator(x, tf.constant(1.0))
    assert acc.jvp(tf.constant(2.0)) is None
    assert float(acc.jvp(tf.constant(2.0), unconnected_gradients="zero")) == 0.0
    assert float(acc.jvp(tf.Variable(2.0), tf.UnconnectedGradients.ZERO)) == 0.0


def test_several_primals_and_variables() -> None:
    v, x = tf.Variable(2.0), tf.constant(3.0)
    with ForwardAccumulator({"v": v, "x": x}, {"v": 1.0, "x": 10.0}) as acc:
        y = v * v * x
    assert float(acc.jvp(y)) == 2 * 2 * 3 + 10 * 4


def test_nested_accumulators() -> None:
    v = tf.Variable(2.0)
    with ForwardAccumulator(v, tf.constant(1.0)) as outer:
        with ForwardAccumulator(v, tf.constant(1.0)) as inner:
            y = v * v * v
        first = inner.jvp(y)
    assert [float(first), float(outer.jvp(first)), float(outer.jvp(y))] == [12.0, 12.0, 12.0]


def test_forward_over_reverse() -> None:
    x = tf.constant([1.0, 3.0])
    with ForwardAccumulator(x, tf.constant([1.0, 0.0])) as acc:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = call("Sum", x * x * x, [0])
        slope = tape.gradient(y, x)
    assert acc.jvp(slope).numpy().tolist() == [6.0, 0.0]


def test_reverse_over_forward() -> None:
    x = tf.constant(2.0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        with ForwardAccumulator(x, tf.constant(1.0)) as acc:
            y = call("Exp", x) * x
        first = acc.jvp(y)
    assert float(tape.gradient(first, x)) == pytest.approx(4 * math.exp(2.0), rel=1e-6)


def forward_of_function(x: Any) -> Any:
    f = tf.function(lambda x: call("Sin", x) * x)
    with ForwardAccumulator(x, tf.ones_like(x)) as acc:
        y = f(x)
    return acc.jvp(y)


@pytest.mark.parametrize("graph", [False, True], ids=["eager", "graph"])
def test_through_a_function_and_inside_one(graph: bool) -> None:
    run = tf.function(forward_of_function) if graph else forward_of_function
    found = run(tf.constant([1.0, 2.0])).numpy().tolist()
    assert found == pytest.approx([math.cos(x) * x + math.sin(x) for x in (1.0, 2.0)], rel=1e-6)


def test_forward_over_reverse_through_a_function() -> None:
    f = tf.function(lambda x: x * call("Exp", x))
    x = tf.constant(2.0)
    with ForwardAccumulator(x, tf.constant(1.0)) as acc:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = f(x)
        slope = tape.gradient(y, x)
    assert float(acc.jvp(slope)) == pytest.approx(4 * math.exp(2.0), rel=1e-6)


def test_gathers_selections_and_integers() -> None:
    x = tf.constant([1.0, -3.0, 4.0])
    with ForwardAccumulator(x, tf.constant([1.0, 1.0, 2.0])) as acc:
        gathered = call("GatherV2", x, [2, 0], 0)
        positive = call("Relu", x)
        index = call("ArgMax", x, 0)
        stopped = tf.stop_gradient(x)
    assert acc.jvp(gathered).numpy().tolist() == [2.0, 1.0]
    assert acc.jvp(positive).numpy().tolist() == [1.0, 0.0, 2.0]
    assert acc.jvp([index, stopped]) == [None, None]


def test_several_outputs() -> None:
    x = tf.constant([1.0, 2.0, 3.0, 4.0])
    with ForwardAccumulator(x, tf.constant([1.0, 2.0, 3.0, 4.0])) as acc:
        first, second = call("Split", 0, x * x, num_split=2)
    assert acc.jvp(first).numpy().tolist() == [2.0, 8.0]
    assert acc.jvp(second).numpy().tolist() == [18.0, 32.0]


def test_complex_numbers_are_not_conjugated() -> None:
    z = tf.constant(1 + 2j)
    with ForwardAccumulator(z, tf.constant(1j)) as acc:
        y = z * z
    assert acc.jvp(y).numpy() == 2 * (1 + 2j) * 1j


def test_a_custom_gradient_is_for_the_reverse_pass() -> None:
    x = tf.constant(3.0)
    with ForwardAccumulator(x, tf.constant(1.0)) as acc:
        y = custom_gradient(lambda x: (x * 2.0, lambda dy: dy * 10.0))(x)
    assert float(acc.jvp(y)) == 2.0


def test_a_recomputed_function() -> None:
    x = tf.constant(3.0)
    with ForwardAccumulator(x, tf.constant(1.0)) as acc:
        y = recompute_grad(lambda x: x * x)(x)
    assert float(acc.jvp(y)) == 6.0


def test_an_accumulator_goes_on_when_entered_again() -> None:
    x = tf.constant(2.0)
    acc = ForwardAccumulator(x, tf.constant(1.0))
    with acc:
        y = x * x
    with acc:
        z = y * x
    assert float(acc.jvp(z)) == 12.0
    with acc, pytest.raises(ValueError, match="already recording"), acc:
        pass


def test_what_is_refused() -> None:
    x = tf.constant(2.0)
    with pytest.raises(ValueError, match="multiple times"):
        ForwardAccumulator([x, x], [1.0, 2.0])
    with pytest.raises(ValueError, match=r"\(1,\) is not \(\)"):
        ForwardAccumulator(x, tf.constant([1.0]))
    with pytest.raises(ValueError, match="must be tensors or variables"):
        ForwardAccumulator(3.0, 1.0)


def test_integers_have_no_derivative() -> None:
    i = tf.constant(3)
    with ForwardAccumulator(i, tf.constant(1)) as acc:
        y = i * i
    assert acc.jvp(y) is None
