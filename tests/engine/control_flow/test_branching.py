"""tf.cond, tf.case and tf.switch_case: values, gradients, state, and what they refuse."""

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


@pytest.mark.parametrize(("x", "expected"), [(3.0, 9.0), (-3.0, -6.0)], ids=["true", "false"])
def test_cond_runs_the_branch_that_its_predicate_chooses(
    staged: Stage, x: float, expected: float
) -> None:
    f = staged(lambda x: tf.cond(x > 0.0, lambda: x * x, lambda: x * 2.0))
    assert f(tf.constant(x)).numpy() == expected


@pytest.mark.parametrize(
    ("pred", "expected"),
    [(2, 1), (0, 2), (0.5, 1), (0.0, 2), (True, 1), ("text", 1), ("", 2)],
    ids=repr,
)
def test_a_predicate_in_a_graph_may_be_a_number_or_a_text(
    graph: Stage, pred: Any, expected: int
) -> None:
    f = graph(lambda p: tf.cond(p, lambda: 1, lambda: 2))
    assert f(tf.constant(pred)).numpy() == expected


@pytest.mark.parametrize("x", [2.0, -2.0], ids=["true", "false"])
def test_derivatives_flow_through_the_chosen_branch(staged: Stage, x: float) -> None:
    f = staged(lambda x: tf.cond(x > 0.0, lambda: x**3, lambda: tf.exp(x)))
    expected = (8, 12, 12) if x > 0 else (np.exp(x),) * 3
    np.testing.assert_allclose(derivatives(f, x), expected, rtol=1e-5)


def test_a_branch_of_a_branch_has_derivatives(staged: Stage) -> None:
    def f(x: Any) -> Any:
        def above() -> Any:
            return tf.cond(x > 2.0, lambda: x**4, lambda: tf.sin(x) * x)

        return tf.cond(x > 0.0, above, lambda: -x * x) * 2.0

    g = staged(f)
    np.testing.assert_allclose(derivatives(g, 3.0), (162, 216, 216), rtol=1e-5)
    s, c = np.sin(1.0), np.cos(1.0)
    np.testing.assert_allclose(derivatives(g, 1.0), (2 * s, 2 * (s + c), 2 * (2 * c - s)), 1e-5)
    np.testing.assert_allclose(derivatives(g, -2.0), (-8, 8, -4))


def test_a_branch_that_ignores_a_source_gives_it_no_gradient_or_zeros(staged: Stage) -> None:
    @staged
    def f(x: Any, y: Any) -> Any:
        return tf.cond(x > 0.0, lambda: x * 2.0, lambda: y * 3.0)

    x, y = tf.constant(1.0), tf.constant(5.0)
    with tf.GradientTape() as tape:
        tape.watch([x, y])
        z = f(x, y)
    dx, dy = tape.gradient(z, [x, y], unconnected_gradients="zero")
    assert (dx.numpy(), dy.numpy()) == (2, 0)


def test_only_the_chosen_branch_writes_a_variable(staged: Stage) -> None:
    v = tf.Variable(1.0)
    w = tf.Variable([1.0, 2.0])

    @staged
    def f(p: Any) -> Any:
        def first() -> Any:
            v.assign_add(10.0)
            return v * 2.0

        def second() -> Any:
            w.assign(w * 3.0)
            return tf.reduce_sum(w) + v

        return tf.cond(p, first, second)

    assert f(tf.constant(True)).numpy() == 22
    assert f(tf.constant(False)).numpy() == 20
    assert f(tf.constant(False)).numpy() == 38
    assert v.numpy() == 11
    assert w.numpy().tolist() == [9, 18]


def test_a_variable_read_in_a_branch_has_a_gradient(staged: Stage) -> None:
    v = tf.Variable(3.0)
    f = staged(lambda p: tf.cond(p, lambda: v * v, lambda: v * 5.0))
    for p, expected in ((True, 6), (False, 5)):
        with tf.GradientTape() as tape:
            y = f(tf.constant(p))
        assert tape.gradient(y, v).numpy() == expected


def test_rows_gathered_from_a_variable_in_a_branch_have_a_gradient(staged: Stage) -> None:
    v = tf.Variable([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])

    @staged
    def f(p: Any) -> Any:
        return tf.cond(p, lambda: tf.reduce_sum(tf.gather(v, [2, 2])), lambda: v[0, 0] * 7.0)

    with tf.GradientTape() as tape:
        y = f(tf.constant(True))
    assert tf.convert_to_tensor(tape.gradient(y, v)).numpy().tolist() == [[0, 0], [0, 0], [2, 2]]
    with tf.GradientTape() as tape:
        y = f(tf.constant(False))
    assert tf.convert_to_tensor(tape.gradient(y, v)).numpy().tolist() == [[7, 0], [0, 0], [0, 0]]


def test_a_random_op_draws_only_where_its_branch_runs(graph: Stage) -> None:
    def program(chosen: list[bool]) -> list[float]:
        tf.random.set_seed(7)
        f = graph(lambda p: tf.cond(p, lambda: tf.random.uniform([], seed=3), lambda: 0.0))
        return [f(tf.constant(p)).numpy().item() for p in chosen]

    drawn = program([True, True, True])
    assert len(set(drawn)) == 3
    assert program([True, False, True, False, True]) == [drawn[0], 0, drawn[1], 0, drawn[2]]


def test_branches_may_return_structures(staged: Stage) -> None:
    Pair = collections.namedtuple("Pair", "a b")

    @staged
    def f(p: Any, x: Any) -> Any:
        return tf.cond(
            p,
            lambda: {"k": Pair(x, [x + 1]), "l": (x, None)},
            lambda: {"k": Pair(x * 10, [x * 20]), "l": (-x, None)},
        )

    found = f(tf.constant(False), tf.constant(2))
    assert isinstance(found["k"], Pair)
    assert found["k"].a.numpy() == 20
    assert [t.numpy() for t in found["k"].b] == [40]
    assert (found["l"][0].numpy(), found["l"][1]) == (-2, None)


@pytest.mark.parametrize("kind", [list, tuple], ids=["list", "tuple"])
def test_a_structure_of_one_stays_one(staged: Stage, kind: Any) -> None:
    f = staged(lambda p: tf.cond(p, lambda: kind([1]), lambda: kind([2])))
    found = f(tf.constant(True))
    assert isinstance(found, kind)
    assert [int(x) for x in found] == [1]


def test_a_branch_may_return_indexed_slices(graph: Stage) -> None:
    def slices(k: float) -> Any:
        return tf.IndexedSlices(tf.fill([1, 2], k), tf.constant([1]), tf.constant([3, 2]))

    f = graph(lambda p: tf.cond(p, lambda: slices(1.0), lambda: slices(2.0)))
    found = f(tf.constant(False))
    assert isinstance(found, tf.IndexedSlices)
    assert tf.convert_to_tensor(found).numpy().tolist() == [[0, 0], [2, 2], [0, 0]]


def test_the_static_shape_is_what_the_branches_share(graph: Stage) -> None:
    shapes = []

    @graph
    def f(p: Any, x: Any) -> Any:
        y = tf.cond(p, lambda: tf.zeros([2, 3]), lambda: x)
        shapes.append(y.shape.as_list())
        return y

    assert f(tf.constant(True), tf.ones([4, 3])).shape == [2, 3]
    assert f(tf.constant(False), tf.ones([4, 3])).shape == [4, 3]
    assert shapes == [[None, 3]]


def test_branches_of_the_same_shapes_are_one_cluster() -> None:
    pytest.importorskip("jax")

    @tf.function
    def f(x: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = tf.cond(x > 0.0, lambda: tf.sin(x) * x, lambda: tf.exp(x))
        return tape.gradient(y, x)

    concrete = f.get_concrete_function(tf.TensorSpec([], tf.float32))
    np.testing.assert_allclose(concrete(tf.constant(2.0)), np.sin(2) + 2 * np.cos(2), 1e-5)
    np.testing.assert_allclose(concrete(tf.constant(-2.0)), np.exp(-2), 1e-5)
    assert concrete.executable(()).cluster_count == 1


def test_a_python_bool_in_a_graph_is_refused(graph: Stage) -> None:
    with pytest.raises(TypeError, match="pred must not be a Python bool"):
        graph(lambda: tf.cond(True, lambda: 1, lambda: 2))()


def test_a_python_bool_chooses_eagerly() -> None:
    assert tf.cond(True, lambda: 1, lambda: 2) == 1
    assert tf.cond(False, lambda: 1, lambda: 2) == 2


def test_branches_must_be_callable() -> None:
    with pytest.raises(TypeError, match=r"true_fn'? must be callable"):
        tf.cond(tf.constant(True), 1, lambda: 2)
    with pytest.raises(TypeError, match=r"false_fn'? must be callable"):
        tf.cond(tf.constant(True), lambda: 1, 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (lambda: 1, lambda: 1.0),
        (lambda: (1, 2), lambda: (1,)),
        (lambda: {"a": 1}, lambda: {"b": 1}),
        (lambda: [1], lambda: 1),
    ],
    ids=["dtype", "length", "keys", "nesting"],
)
def test_branches_that_disagree_are_refused(graph: Stage, one: Any, other: Any) -> None:
    with pytest.raises(TypeError, match="true_fn and false_fn"):
        graph(lambda p: tf.cond(p, one, other))(tf.constant(True))


def test_a_branch_that_returns_none_for_a_tensor_is_refused(graph: Stage) -> None:
    with pytest.raises(ValueError, match=r"None|outputs"):
        graph(lambda p: tf.cond(p, lambda: 1, lambda: None))(tf.constant(True))
    with pytest.raises(ValueError, match=r"None|outputs"):
        graph(lambda p: tf.switch_case(p, [lambda: None, lambda: 1]))(tf.constant(1))


def test_branches_may_return_nothing(graph: Stage) -> None:
    v = tf.Variable(1)

    def add(k: int) -> Callable[[], None]:
        def branch() -> None:
            v.assign_add(k)

        return branch

    f = graph(lambda p: tf.cond(p, add(10), add(100)))
    assert f(tf.constant(False)) is None
    assert v.numpy() == 101


@pytest.mark.parametrize("chosen", [0, 1])
def test_a_choice_known_while_the_graph_is_compiled(graph: Stage, chosen: int) -> None:
    @graph
    def f(x: Any) -> Any:
        known = tf.constant(chosen)
        texts = tf.switch_case(known, [lambda: "a", lambda: "b"])
        number = tf.switch_case(known, [lambda: 10, lambda: 20])
        return texts, number, tf.cond(known > 0, lambda: x * 2.0, lambda: x * 3.0)

    text, number, scaled = f(tf.constant(1.0))
    assert (text.numpy(), number.numpy(), scaled.numpy()) == [(b"a", 10, 3), (b"b", 20, 2)][chosen]


@pytest.mark.parametrize(
    ("index", "expected"), [(0, 10), (1, 20), (2, 30), (-1, 30), (9, 30)], ids=str
)
def test_an_index_out_of_range_chooses_the_last_branch(
    staged: Stage, index: int, expected: int
) -> None:
    f = staged(lambda i: tf.switch_case(i, [lambda: 10, lambda: 20, lambda: 30]))
    assert int(f(tf.constant(index))) == expected


@pytest.mark.parametrize(("index", "expected"), [(0, 10), (1, 20), (2, -1), (-5, -1)], ids=str)
def test_an_index_out_of_range_chooses_the_default(
    staged: Stage, index: int, expected: int
) -> None:
    branches = {1: lambda: 20, 0: lambda: 10}
    f = staged(lambda i: tf.switch_case(i, branches, default=lambda: -1))
    assert int(f(tf.constant(index))) == expected


@pytest.mark.parametrize("index", [0, 1, 2])
def test_derivatives_flow_through_switch_case(staged: Stage, index: int) -> None:
    i = tf.constant(index)
    f = staged(
        lambda x: tf.switch_case(i, [lambda: x**2, lambda: tf.sin(x), lambda: tf.exp(2.0 * x)])
    )
    s, c, e = np.sin(0.5), np.cos(0.5), np.exp(1.0)
    expected = [(0.25, 1, 2), (s, c, -s), (e, 2 * e, 4 * e)][index]
    np.testing.assert_allclose(derivatives(f, 0.5), expected, rtol=1e-5)


def test_the_indices_of_switch_case_must_be_contiguous() -> None:
    with pytest.raises(ValueError, match="must"):
        tf.switch_case(tf.constant(0), {0: lambda: 1, 2: lambda: 2})
    with pytest.raises(TypeError, match="branch"):
        tf.switch_case(tf.constant(0), [lambda: 1, 2])
    with pytest.raises(TypeError, match="branch_fns"):
        tf.switch_case(tf.constant(0), 5)


def test_case_takes_the_first_predicate_that_holds(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        pairs = [(x < 2, lambda: 20), (x < 5, lambda: 50)]
        return tf.case(pairs, default=lambda: 100)

    assert [int(f(tf.constant(x))) for x in (1, 3, 7)] == [20, 50, 100]


def test_case_without_default_must_have_a_predicate_that_holds(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        return tf.case([(x < 2, lambda: 20), (x < 5, lambda: 50)])

    assert int(f(tf.constant(3))) == 50
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"[Nn]one of|no predicate"):
        f(tf.constant(8))


def test_exclusive_case_refuses_two_predicates_that_hold(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        pairs = [(x < 2, lambda: 20), (x < 5, lambda: 50)]
        return tf.case(pairs, default=lambda: 100, exclusive=True)

    assert [int(f(tf.constant(x))) for x in (3, 7)] == [50, 100]
    with pytest.raises(
        tf.errors.InvalidArgumentError, match=r"More than one|more than one|exclusive"
    ):
        f(tf.constant(1))


def test_case_refuses_what_is_no_pair() -> None:
    with pytest.raises(TypeError, match=r"2-tuple|pair"):
        tf.case([tf.constant(True)])
    with pytest.raises(TypeError, match=r"callable|pair"):
        tf.case([(tf.constant(True), lambda: 1)], default=3)


def test_outputs_and_inputs_that_nobody_uses_are_left_out(graph: Stage) -> None:
    @graph
    def f(p: Any, x: Any, y: Any) -> Any:
        used, _ = tf.cond(p, lambda: (x * 2.0, y * 3.0), lambda: (x, tf.exp(y)))
        return used

    concrete = f.get_concrete_function(tf.TensorSpec([], tf.bool), *[tf.TensorSpec([])] * 2)
    (node,) = (n for n in live_nodes(concrete.graph.nodes, concrete.outputs) if "If" in n.type)
    assert (len(node.inputs), len(node.outputs)) == (2, 1)
    kinds = [n.type for n in node.attrs["then_branch"].nodes]
    assert (kinds.count("Mul"), "Exp" in [n.type for n in node.attrs["else_branch"].nodes]) == (
        1,
        False,
    )
    assert concrete(tf.constant(True), tf.constant(4.0), tf.constant(1.0)).numpy() == 8


def test_a_branch_node_that_only_computes_is_left_out(graph: Stage) -> None:
    v = tf.Variable(1.0)

    @graph
    def f(p: Any, x: Any) -> Any:
        tf.cond(p, lambda: x * v, lambda: x)
        tf.cond(p, lambda: v.assign_add(x), lambda: x)
        return x + 1.0

    concrete = f.get_concrete_function(tf.TensorSpec([], tf.bool), tf.TensorSpec([]))
    live = [n.type for n in live_nodes(concrete.graph.nodes, concrete.outputs)]
    assert live.count("If") == 1
    assert concrete(tf.constant(True), tf.constant(4.0)).numpy() == 5
    assert v.numpy() == 5


def test_an_index_of_a_branch_is_an_integer(staged: Stage) -> None:
    f = staged(lambda i: tf.switch_case(i, [lambda: 1, lambda: 2]))
    with pytest.raises(TypeError, match="branch_index must be an integer; received float32"):
        f(tf.constant(1.0))
    with pytest.raises(ValueError, match="at least one function"):
        tf.switch_case(tf.constant(0), [])


def test_the_nodes_are_named_as_their_scopes() -> None:
    @tf.function
    def f(x: tf.Tensor) -> tuple[tf.Tensor, ...]:
        chosen = tf.cond(x > 0, lambda: x, lambda: -x), tf.cond(x > 1, lambda: x, lambda: -x, "b")
        counted = tf.while_loop(lambda i: i < 3, lambda i: (i + 1,), (x,))
        return *chosen, *counted, tf.switch_case(x, [lambda: x, lambda: -x])

    nodes = f.get_concrete_function(tf.TensorSpec([], tf.int32)).graph.get_operations()
    holding = [n.name for n in nodes if n.type.startswith("Stateless")]
    assert holding == ["cond", "b", "while", "switch_case/indexed_case"]


ONE_ELEMENT = pytest.mark.parametrize(
    ("shape", "known"),
    [([1], [1]), ([1, 1], [1, 1]), ([1], [None]), ([1], None), ([], None)],
    ids=["vector", "matrix", "open size", "open rank", "scalar, open rank"],
)


@ONE_ELEMENT
@pytest.mark.parametrize("jit_compile", [None, True], ids=["interpreted", "compiled"])
@pytest.mark.parametrize("held", [True, False])
def test_a_predicate_of_one_element_decides(shape, known, jit_compile, held):
    @tf.function(input_signature=[tf.TensorSpec(known, tf.bool)], jit_compile=jit_compile)
    def chosen(p):
        if p:
            by_if = 1.0
        else:
            by_if = 2.0
        return tf.cond(p, lambda: 1.0, lambda: 2.0), by_if

    expected = 1.0 if held else 2.0
    assert [x.numpy() for x in chosen(tf.fill(shape, held))] == [expected, expected]


def test_a_predicate_of_more_elements_is_refused():
    p = tf.constant([True, False])
    choose = tf.function(lambda q: tf.cond(q, lambda: 1.0, lambda: 2.0))
    with pytest.raises(ValueError, match=r"pred must be a scalar; received shape \(2,\)"):
        choose(p)
    late = tf.function(choose.python_function, input_signature=[tf.TensorSpec(None, tf.bool)])
    with pytest.raises(tf.errors.InvalidArgumentError, match="2 values"):
        late(p)


def test_a_loop_goes_on_by_a_condition_of_one_element():
    run = tf.function(
        lambda limit, most: tf.while_loop(
            lambda i: i < limit, lambda i: [i + 1], [0], maximum_iterations=most
        )[0],
        input_signature=[tf.TensorSpec([None], tf.int32), tf.TensorSpec([], tf.int32)],
    )
    assert run(tf.constant([3]), tf.constant(9)).numpy() == 3
    assert run(tf.constant([3]), tf.constant(2)).numpy() == 2
    with pytest.raises(tf.errors.InvalidArgumentError, match="2 values"):
        run(tf.constant([3, 4]), tf.constant(9))


def test_results_of_branches_have_tensorflows_names():
    @tf.function
    def chosen(x):
        y = tf.cond(x > 0.0, lambda: x * 2.0, lambda: x)
        return tf.switch_case(tf.cast(y, tf.int32), [lambda: y, lambda: -y])

    graph = chosen.get_concrete_function(tf.TensorSpec([])).graph
    names = [n.name for n in graph.get_operations() if n.type == "Identity"]
    assert names == ["cond/Identity", "switch_case/indexed_case/Identity", "Identity"]
