"""tf.while_loop: values, gradients, state, structures, and what it refuses."""

from __future__ import annotations

import collections
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.engine.graph.nested import live_nodes

Stage = Callable[..., Any]


def derivatives(f: Callable[..., Any], x: Any) -> tuple[Any, Any, Any]:
    """The value of f at x, and its first and second derivatives."""
    x = tf.constant(x)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        first = inner.gradient(y, x)
    return y.numpy(), first.numpy(), outer.gradient(first, x).numpy()


def below(limit: Any) -> Callable[..., Any]:
    """The condition that the first loop variable is below a limit."""
    return lambda i, *_: i < limit


@pytest.mark.parametrize("n", [0, 1, 7])
def test_a_loop_runs_while_its_condition_holds(staged: Stage, n: int) -> None:
    @staged
    def f(n: Any) -> Any:
        return tf.while_loop(below(n), lambda i, s: (i + 1, s + i * i), (0, 100))

    i, s = f(tf.constant(n))
    assert (i.numpy(), s.numpy()) == (n, 100 + sum(k * k for k in range(n)))


def test_a_loop_of_known_values_alone(graph: Stage) -> None:
    f = graph(lambda: tf.while_loop(below(5), lambda i, s: (i + 1, s + i), (0, 0)))
    assert [t.numpy() for t in f()] == [5, 10]


@pytest.mark.parametrize("n", [0, 1, 5])
def test_powers_have_derivatives_to_second_order(staged: Stage, n: int) -> None:
    steps = tf.constant(n)

    @staged
    def power(x: Any) -> Any:
        return tf.while_loop(below(steps), lambda i, y: (i + 1, y * x), (0, x * x))[1]

    expected = (2 ** (n + 2), (n + 2) * 2 ** (n + 1), (n + 2) * (n + 1) * 2**n)
    np.testing.assert_allclose(derivatives(power, 2.0), expected, rtol=1e-5)


def test_derivatives_of_a_loop_of_unknown_length(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:  # 1.5, 2.25, 3.375 ... until the value is above 10
        return tf.while_loop(lambda y: y < 10.0, lambda y: [y * x], [x])[0]

    n = 6  # 1.5**6 = 11.39
    expected = (1.5**n, n * 1.5 ** (n - 1), n * (n - 1) * 1.5 ** (n - 2))
    np.testing.assert_allclose(derivatives(f, 1.5), expected, rtol=1e-5)


def test_a_limit_that_is_an_argument(staged: Stage) -> None:
    @staged
    def f(x: Any, n: Any) -> Any:
        return tf.while_loop(below(n), lambda i, y: (i + 1, tf.sin(y) * x), (0, x))[1]

    def plain(x: float, n: int) -> float:
        y = x
        for _ in range(n):
            y = np.sin(y) * x
        return y

    for n in (0, 3, 6):
        x = tf.constant(1.25)
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = f(x, tf.constant(n))
        slope = (plain(1.25 + 1e-5, n) - plain(1.25 - 1e-5, n)) / 2e-5
        np.testing.assert_allclose(y, plain(1.25, n), rtol=1e-5)
        np.testing.assert_allclose(tape.gradient(y, x), slope, rtol=1e-4)


def nested(x: Any) -> Any:
    """Loops in loops, with a branch; runs on tensors."""

    def outer(i: Any, y: Any) -> Any:
        def inner(j: Any, z: Any) -> Any:
            return j + 1, tf.cond(j < 1, lambda: tf.sin(z) * x, lambda: z * z + x)

        z = tf.while_loop(lambda j, _: j < i + 1, inner, (0, y))[1]
        return i + 1, tf.cond(i > 0, lambda: z * 0.5, lambda: z)

    return tf.while_loop(below(3), outer, (0, x))[1]


def nested_plain(x: float) -> float:
    y = x
    for i in range(3):
        z = y
        for j in range(i + 1):
            z = np.sin(z) * x if j < 1 else z * z + x
        y = z * 0.5 if i > 0 else z
    return y


def test_loops_and_branches_in_loops_have_derivatives(staged: Stage) -> None:
    value, first, second = derivatives(staged(nested), 0.7)
    h = 1e-4
    low, mid, high = (nested_plain(0.7 + k * h) for k in (-1, 0, 1))
    np.testing.assert_allclose(value, mid, rtol=1e-5)
    np.testing.assert_allclose(first, (high - low) / (2 * h), rtol=1e-4)
    np.testing.assert_allclose(second, (high - 2 * mid + low) / h**2, rtol=1e-3)


def test_a_loop_in_a_branch_has_derivatives(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        def power() -> Any:
            return tf.while_loop(below(3), lambda i, y: (i + 1, y * x), (0, tf.ones([])))[1]

        return tf.cond(x > 0.0, power, lambda: x * x)

    np.testing.assert_allclose(derivatives(f, 2.0), (8, 12, 12), rtol=1e-5)
    np.testing.assert_allclose(derivatives(f, -3.0), (9, -6, 2), rtol=1e-5)


def test_variables_are_read_and_written_in_a_loop(staged: Stage) -> None:
    v = tf.Variable(1.0)
    w = tf.Variable([0.0, 0.0])

    @staged
    def f(n: Any) -> Any:
        def body(i: Any, s: Any) -> Any:
            v.assign(v * 2.0)
            w.assign_add([1.0, v])
            return i + 1, s + v

        return tf.while_loop(below(n), body, (0, v * 100.0))

    i, s = f(tf.constant(3))
    assert (i.numpy(), s.numpy()) == (3, 100 + 2 + 4 + 8)
    assert v.numpy() == 8
    assert w.numpy().tolist() == [3, 14]
    f(tf.constant(0))
    assert v.numpy() == 8


def test_a_condition_may_write_a_variable(staged: Stage) -> None:
    asked = tf.Variable(0)

    @staged
    def f() -> Any:
        def cond(i: Any) -> Any:
            asked.assign_add(1)
            return i < 3

        return tf.while_loop(cond, lambda i: [i + 1], [0])

    f()
    assert asked.numpy() == 4


def test_a_weight_used_at_each_step_has_a_gradient(staged: Stage) -> None:
    w = tf.Variable([[0.5, -0.3], [0.2, 0.4]])

    @staged
    def f(x: Any) -> Any:
        step = lambda i, s: (i + 1, tf.tanh(tf.matmul(s, w)))  # noqa: E731
        return tf.reduce_sum(tf.while_loop(below(3), step, (0, x))[1])

    def plain(w: np.ndarray) -> float:
        s = np.ones((1, 2))
        for _ in range(3):
            s = np.tanh(s @ w)
        return float(s.sum())

    with tf.GradientTape() as tape:
        y = f(tf.ones([1, 2]))
    value = w.numpy().astype(np.float64)
    slopes = np.zeros((2, 2))
    for place in np.ndindex(2, 2):
        change = np.zeros((2, 2))
        change[place] = 1e-5
        slopes[place] = (plain(value + change) - plain(value - change)) / 2e-5
    np.testing.assert_allclose(y, plain(value), rtol=1e-5)
    np.testing.assert_allclose(tape.gradient(y, w), slopes, rtol=1e-4)


def test_a_tape_sees_what_another_tape_makes_a_loop_save(graph: Stage) -> None:
    """The one path to the second derivative leads through values that the first asked for."""
    f = graph(lambda x: derivatives_of_squares(x))
    first, second = f(tf.constant(2.5))
    assert (first.numpy(), second.numpy()) == (4 * 2.5**3, 12 * 2.5**2)


def derivatives_of_squares(x: Any) -> Any:
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = tf.while_loop(lambda y: y < 30.0, lambda y: [y * y], [x])[0]
        first = inner.gradient(y, x)
    return first, outer.gradient(first, x)


def test_without_back_prop_no_gradient_passes(graph: Stage) -> None:
    @graph
    def f(x: Any) -> Any:
        return tf.while_loop(below(3.0), lambda y: [y * 2.0], [x], back_prop=False)[0]

    x = tf.constant(1.0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    assert y.numpy() == 4
    assert tape.gradient(y, x) is None


def test_a_tape_inside_a_loop(graph: Stage) -> None:
    v = tf.Variable(5.0)

    @graph
    def descend(n: Any) -> Any:
        def body(i: Any) -> Any:
            with tf.GradientTape() as tape:
                loss = (v - 2.0) ** 2
            v.assign_sub(0.25 * tape.gradient(loss, v))
            return [i + 1]

        return tf.while_loop(below(n), body, [0])

    descend(tf.constant(3))
    assert v.numpy() == 2 + 3 * 0.5**3


def test_tf_gradients_in_the_same_graph(graph: Stage) -> None:
    @graph
    def f(x: Any) -> Any:
        y = tf.while_loop(below(3), lambda i, y: (i + 1, y * x), (0, tf.ones([])))[1]
        return tf.gradients(y, x)[0]

    assert f(tf.constant(2.0)).numpy() == 12


def test_a_random_op_in_a_loop_draws_anew_at_each_step(graph: Stage) -> None:
    tf.random.set_seed(11)

    @graph
    def f(n: Any) -> Any:
        def body(i: Any, ta: Any) -> Any:
            return i + 1, ta.write(i, tf.random.uniform([], seed=5))

        ta = tf.TensorArray(tf.float32, size=n, element_shape=[])
        return tf.while_loop(below(n), body, (0, ta))[1].stack()

    first, second = f(tf.constant(4)).numpy(), f(tf.constant(4)).numpy()
    assert len({*first, *second}) == 8
    tf.random.set_seed(11)
    g = graph(lambda: tf.random.uniform([], seed=5))
    assert [g().numpy() for _ in range(8)] == [*first, *second]


@pytest.mark.parametrize("limit", [0, 2, 99])
def test_maximum_iterations_ends_a_loop(staged: Stage, limit: int) -> None:
    @staged
    def f(x: Any) -> Any:
        body = lambda i, y: (i + 1, y * x)  # noqa: E731
        return tf.while_loop(below(4), body, (0, x), maximum_iterations=limit)

    n = min(limit, 4)
    assert f(tf.constant(2.0))[0].numpy() == n
    expected = (2 ** (n + 1), (n + 1) * 2**n)
    np.testing.assert_allclose(derivatives(lambda x: f(x)[1] * x / x, 2.0)[:2], expected, 1e-5)


def test_maximum_iterations_may_be_a_tensor(staged: Stage) -> None:
    @staged
    def f(n: Any) -> Any:
        return tf.while_loop(lambda i: True, lambda i: [i + 1], [0], maximum_iterations=n)[0]

    assert f(tf.constant(6)).numpy() == 6


def test_shape_invariants_let_a_variable_grow(staged: Stage) -> None:
    @staged
    def f(n: Any) -> Any:
        return tf.while_loop(
            below(n),
            lambda i, x: (i + 1, tf.concat([x, [i * 10]], 0)),
            (0, tf.constant([7])),
            shape_invariants=(tf.TensorShape([]), tf.TensorShape([None])),
        )[1]

    assert f(tf.constant(3)).numpy().tolist() == [7, 0, 10, 20]


def test_a_variable_that_grows_has_a_gradient(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        _, y = tf.while_loop(
            below(3),
            lambda i, y: (i + 1, tf.concat([y, y[-1:] * x], 0)),
            (0, tf.reshape(x, [1])),
            shape_invariants=(tf.TensorShape([]), tf.TensorShape([None])),
        )
        return tf.reduce_sum(y)  # x + x**2 + x**3 + x**4

    np.testing.assert_allclose(derivatives(f, 2.0), (30, 1 + 4 + 12 + 32, 2 + 12 + 48), rtol=1e-5)


def test_loop_variables_may_be_structures(staged: Stage) -> None:
    Pair = collections.namedtuple("Pair", "a b")

    @staged
    def f(n: Any) -> Any:
        def body(i: Any, held: Any, pair: Any) -> Any:
            more = {"x": held["x"] + pair.a, "y": [held["y"][0] * 2]}
            return i + 1, more, Pair(pair.a + 1, pair.b - 1)

        return tf.while_loop(below(n), body, (0, {"x": 0, "y": [1]}, Pair(5, 0)))

    i, held, pair = f(tf.constant(3))
    assert i.numpy() == 3
    assert (held["x"].numpy(), held["y"][0].numpy()) == (5 + 6 + 7, 8)
    assert isinstance(pair, Pair)
    assert (pair.a.numpy(), pair.b.numpy()) == (8, -3)


@pytest.mark.parametrize("returns", [lambda x: [x], lambda x: (x,), lambda x: x], ids="ltx")
def test_one_loop_variable_stays_in_its_list(graph: Stage, returns: Any) -> None:
    f = graph(lambda n: tf.while_loop(lambda i: i < n, lambda i: returns(i + 1), [0]))
    found = f(tf.constant(3))
    assert isinstance(found, list)
    assert [t.numpy() for t in found] == [3]


def test_indexed_slices_as_a_loop_variable(staged: Stage) -> None:
    @staged
    def f(n: Any) -> Any:
        slices = tf.IndexedSlices(tf.constant([[1.0, 2.0]]), tf.constant([1]), tf.constant([3, 2]))

        def body(i: Any, s: Any) -> Any:
            return i + 1, tf.IndexedSlices(s.values * 2.0, s.indices, s.dense_shape)

        return tf.while_loop(below(n), body, (0, slices))[1]

    found = f(tf.constant(3))
    assert isinstance(found, tf.IndexedSlices)
    assert tf.convert_to_tensor(found).numpy().tolist() == [[0, 0], [8, 16], [0, 0]]


def test_texts_as_a_loop_variable(staged: Stage) -> None:
    @staged
    def f(n: Any) -> Any:
        return tf.while_loop(below(n), lambda i, s: (i + 1, tf.gather(["b", "c"], i)), (0, "a"))[1]

    assert [f(tf.constant(n)).numpy() for n in (0, 1, 2)] == [b"a", b"b", b"c"]


def test_a_step_whose_sizes_depend_on_values(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        def body(i: Any, s: Any) -> Any:
            return i + 1, s + tf.reduce_sum(tf.boolean_mask(x, x > tf.cast(i, tf.float32)))

        return tf.while_loop(below(3), body, (0, 0.0))[1]

    assert f(tf.constant([0.5, 1.5, 2.5, -1.0])).numpy() == 4.5 + 4.0 + 2.5


def test_a_body_that_changes_a_dtype_is_refused(graph: Stage) -> None:
    f = graph(lambda: tf.while_loop(below(3), lambda i, x: (i + 1, x * 2), (0, tf.constant(1))))
    assert f()[1].numpy() == 8
    f = graph(lambda: tf.while_loop(below(3), lambda i, x: (i + 1, tf.cast(x, tf.float32)), (0, 1)))
    with pytest.raises(
        TypeError, match=r"enters the loop with type .*int32.* but has type .*float32"
    ):
        f()


def test_a_body_that_changes_a_shape_is_refused(graph: Stage) -> None:
    f = graph(lambda x: tf.while_loop(below(3), lambda i, x: (i + 1, tf.concat([x, x], 0)), (0, x)))
    with pytest.raises(
        ValueError, match=r"enters the loop with shape \(2,\), but has shape \(4,\)"
    ):
        f(tf.constant([1, 2]))


def test_a_body_that_changes_the_structure_is_refused(staged: Stage) -> None:
    f = staged(lambda: tf.while_loop(below(3), lambda i, x: (i + 1,), (0, 1)))
    with pytest.raises(ValueError, match=r"structure|number of elements"):
        f()


def test_a_body_that_returns_none_for_a_tensor_is_refused(graph: Stage) -> None:
    f = graph(lambda: tf.while_loop(below(3), lambda i, x: (i + 1, None), (0, 1)))
    with pytest.raises(ValueError, match="body returns None"):
        f()


def test_an_invariant_that_does_not_fit_is_refused(graph: Stage) -> None:
    @graph
    def f() -> Any:
        return tf.while_loop(
            below(3),
            lambda i, x: (i + 1, x),
            (0, tf.zeros([2])),
            shape_invariants=(tf.TensorShape([]), tf.TensorShape([3])),
        )

    with pytest.raises(ValueError, match="not compatible with the initial shape"):
        f()


def test_a_condition_that_is_no_bool_is_refused(graph: Stage) -> None:
    with pytest.raises(TypeError, match="bool"):
        graph(lambda: tf.while_loop(lambda i: i, lambda i: [i + 1], [0]))()


def test_a_condition_in_a_list_is_asked_for_its_element() -> None:
    assert tf.while_loop(lambda i: [i < 3], lambda i: [i + 1], [0])[0].numpy() == 3


def test_what_is_no_loop_is_refused() -> None:
    with pytest.raises(TypeError, match="callable"):
        tf.while_loop(1, lambda i: i, [0])
    with pytest.raises(TypeError, match="callable"):
        tf.while_loop(lambda i: i < 1, 2, [0])
    with pytest.raises(ValueError, match=r"loop.variables|loop_vars"):
        tf.while_loop(lambda: True, lambda: (), [])


def test_loop_variables_that_nobody_needs_are_left_out(graph: Stage) -> None:
    @graph
    def f(n: Any, x: Any) -> Any:
        def body(i: Any, a: Any, b: Any, c: Any) -> Any:
            return i + 1, a + c, tf.exp(b), c * 2.0

        return tf.while_loop(below(n), body, (0, 0.0, x, x))[1]

    concrete = f.get_concrete_function(tf.TensorSpec([], tf.int32), tf.TensorSpec([]))
    (loop,) = (n for n in live_nodes(concrete.graph.nodes, concrete.outputs) if "While" in n.type)
    kinds = [n.type for n in loop.attrs["body"].nodes]
    assert "Exp" not in kinds
    assert "Mul" in kinds  # c, which a depends on
    assert len(loop.inputs) == len(loop.attrs["body"].outputs) == 4  # i, a, c and n
    assert concrete(tf.constant(3), tf.constant(1.0)).numpy() == 7


def test_what_a_gradient_saves_is_not_kept_without_a_tape(graph: Stage) -> None:
    f = graph(lambda x: tf.while_loop(below(3), lambda i, y: (i + 1, y * x), (0, x))[1])
    x = tf.constant(2.0)
    assert derivatives(f, 2.0)[0] == 16
    concrete = f.get_concrete_function(x)
    (loop,) = (n for n in concrete.graph.nodes if "While" in n.type)
    (live,) = (n for n in live_nodes(concrete.graph.nodes, concrete.outputs) if "While" in n.type)
    assert any(t.dtype == tf.variant for t in loop.outputs)
    assert not any(t.dtype == tf.variant for t in live.outputs)
