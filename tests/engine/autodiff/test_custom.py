"""Tests of gradients that users define."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest

import tenfold as tf
from tenfold.core.op import call
from tenfold.engine.autodiff import backprop
from tenfold.engine.autodiff.custom import (
    RegisterGradient,
    custom_gradient,
    grad_pass_through,
    no_gradient,
    recompute_grad,
)

MODES = pytest.mark.parametrize("mode", ["eager", "graph", "tape outside"])


def gradient(mode: str, f: Any, values: list[Any], extra: Any = ()) -> list[Any]:
    """Gradients of f(*values): eagerly, inside a tf.function, and of a tf.function."""

    def run(*xs: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(list(xs))
            y = f(*xs)
        return tape.gradient(y, [*xs, *extra])

    xs = [tf.constant(v) for v in values]
    if mode == "graph":
        return tf.function(run)(*xs)
    if mode == "tape outside":
        f = tf.function(f)
    return run(*xs)


@MODES
def test_the_users_gradient_is_used(mode: str) -> None:
    @custom_gradient
    def f(x: Any, y: Any) -> Any:
        return x * y, lambda dy: (dy * 10.0, None)

    of_x, of_y = gradient(mode, f, [3.0, 4.0])
    assert float(of_x) == 10.0
    assert of_y is None


@MODES
def test_results_that_are_arguments_pass_through_the_gradient(mode: str) -> None:
    f = custom_gradient(lambda x: (x, lambda dy: dy * 3.0))
    assert float(gradient(mode, lambda x: 2.0 * f(x), [5.0])[0]) == 6.0


@MODES
def test_variables_get_theirs(mode: str) -> None:
    v = tf.Variable(2.0)
    seen = []

    @custom_gradient
    def f(x: Any) -> Any:
        def grad(dy: Any, variables: Any = None) -> Any:
            seen.extend(variables)
            return dy * 10.0, [dy * 7.0]

        return x * v, grad

    assert [float(g) for g in gradient(mode, f, [3.0], [v])] == [10.0, 7.0]
    assert all(w is v for w in seen) and seen


@MODES
def test_variables_need_a_parameter(mode: str) -> None:
    v = tf.Variable(2.0)
    f = custom_gradient(lambda x: (x * v, lambda dy: dy))
    with pytest.raises(TypeError, match="keyword argument 'variables'"):
        gradient(mode, f, [3.0])


def test_a_variable_as_argument_is_no_hidden_variable() -> None:
    v = tf.Variable(2.0)
    f = custom_gradient(lambda x: (x * 3.0, lambda dy: dy * 5.0))
    with tf.GradientTape() as tape:
        y = f(v)
    assert float(tape.gradient(y, v)) == 5.0


def test_several_results_and_unused_ones() -> None:
    arrived = []

    @custom_gradient
    def f(x: Any, y: Any) -> Any:
        def grad(of_product: Any, of_sum: Any) -> Any:
            arrived.extend([float(of_product), float(of_sum)])
            return of_product, of_sum

        return {"product": x * y, "sum": x + y}, grad

    gradient("eager", lambda x, y: f(x, y)["product"], [3.0, 4.0])
    assert arrived == [1.0, 0.0]


def test_structures_and_python_values_as_arguments() -> None:
    @custom_gradient
    def f(pair: Any, scale: float, name: str = "") -> Any:
        assert type(scale) is float and name == "n"
        return pair["a"] * pair["b"] * scale, lambda dy: ({"a": dy, "b": dy * 2.0}, None)

    found = gradient("eager", lambda a, b: f({"a": a, "b": b}, 2.0, name="n"), [3.0, 4.0])
    assert [float(g) for g in found] == [1.0, 2.0]


@pytest.mark.parametrize("returned", [1, 3])
def test_the_number_of_gradients_is_checked(returned: int) -> None:
    f = custom_gradient(lambda x, y: (x * y, lambda dy: [dy] * returned))
    with pytest.raises(
        ValueError, match=f"expected to return 2 gradients, but returned {returned}"
    ):
        gradient("eager", f, [3.0, 4.0])


def test_the_number_of_variable_gradients_is_checked() -> None:
    v = tf.Variable(2.0)
    f = custom_gradient(lambda x: (x * v, lambda dy, variables: (dy, [])))
    with pytest.raises(ValueError, match="gradient for each variable"):
        gradient("eager", f, [3.0])


@pytest.mark.parametrize("graph", [False, True], ids=["eager", "graph"])
def test_second_order_uses_the_gradient_of_the_gradient(graph: bool) -> None:
    @custom_gradient
    def cube(x: Any) -> Any:
        square = x * x  # seen by outer tapes, so that the gradient's gradient may use it
        return square * x, lambda dy: dy * square

    def second() -> Any:
        x = tf.constant(2.0)
        with tf.GradientTape() as outer:
            outer.watch(x)
            with tf.GradientTape() as inner:
                inner.watch(x)
                y = cube(x)
            slope = inner.gradient(y, x)
        return slope, outer.gradient(slope, x)

    run = tf.function(second) if graph else second
    assert [float(g) for g in run()] == [4.0, 4.0]


def test_a_persistent_tape_asks_twice() -> None:
    f = custom_gradient(lambda x: (x * x, lambda dy: dy * 3.0))
    x = tf.constant(2.0)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
    assert [float(tape.gradient(y, x)) for _ in range(2)] == [3.0, 3.0]


def test_without_a_tape_it_is_the_function() -> None:
    f = custom_gradient(lambda x: (x * 2.0, lambda dy: dy))
    assert float(f(tf.constant(3.0))) == 6.0
    assert float(custom_gradient()(lambda x: (x * 2.0, lambda dy: dy))(tf.constant(3.0))) == 6.0


def test_methods_can_be_decorated() -> None:
    class Scaled:
        scale = 4.0

        @custom_gradient
        def apply(self, x: Any) -> Any:
            """Scales."""
            return x * self.scale, lambda dy: dy * 9.0

    assert Scaled.apply.__doc__ == "Scales."
    assert float(Scaled().apply(tf.constant(3.0))) == 12.0
    assert float(gradient("eager", Scaled().apply, [3.0])[0]) == 9.0


@MODES
def test_sparse_gradients_are_accepted(mode: str) -> None:
    @custom_gradient
    def f(x: Any) -> Any:
        def grad(dy: Any) -> Any:
            rows = call("Slice", dy, [0], [1])
            return tf.IndexedSlices(rows, tf.constant([0]), tf.constant([2]))

        return x * 1.0, grad

    (found,) = gradient(mode, f, [[3.0, 4.0]])
    assert tf.convert_to_tensor(found).numpy().tolist() == [1.0, 0.0]


@MODES
def test_recompute_grad(mode: str) -> None:
    v = tf.Variable(2.0)
    calls = []

    def f(x: Any) -> Any:
        calls.append(1)
        return x * x * v

    found = gradient(mode, recompute_grad(f), [3.0], [v])
    assert [float(g) for g in found] == [12.0, 9.0]
    assert len(calls) > 1


def test_recompute_grad_keeps_nothing() -> None:
    x = tf.constant(3.0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        recompute_grad(lambda x: x * x * x)(x)
    assert [done.type for done in tape._calls] == ["IdentityN"]


@MODES
def test_grad_pass_through(mode: str) -> None:
    v = tf.Variable(2.0)
    f = grad_pass_through(lambda x: call("Floor", x * v))
    of_x, of_v = gradient(mode, f, [2.7], [v])
    assert float(of_x) == 1.0
    assert of_v is None


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    mine: dict[str, Any] = {}
    monkeypatch.setattr(backprop, "registered", mine)
    monkeypatch.setattr("tenfold.engine.autodiff.custom.registered", mine)
    yield mine


def test_register_gradient(names: dict[str, Any]) -> None:
    @RegisterGradient("NewOp")
    def new_gradient(op: Any, dy: Any) -> Any:
        return dy * op.inputs[0]

    class Done:
        attrs: ClassVar[dict] = {}

        class op:
            name, differentiable, gradient_function, accepts_none = "NewOp", True, None, False

        inputs = (tf.constant(3.0),)
        outputs = (tf.constant(9.0),)

    (found,) = backprop.input_gradients(Done, [tf.constant(2.0)])
    assert float(found) == 6.0
    with pytest.raises(KeyError, match="NewOp"):
        RegisterGradient("NewOp")(new_gradient)


def test_an_op_without_gradient_says_how_to_give_it_one(names: dict[str, Any]) -> None:
    class Done:
        attrs: ClassVar[dict] = {}

        class op:
            name, differentiable, gradient_function, accepts_none = "NewOp", True, None, False

        inputs = outputs = (tf.constant(3.0),)

    with pytest.raises(LookupError, match=r"RegisterGradient\('NewOp'\)"):
        backprop.input_gradients(Done, [tf.constant(2.0)])
    no_gradient("NewOp")
    assert backprop.input_gradients(Done, [tf.constant(2.0)]) == [None]


def test_what_has_a_gradient_gets_no_second(names: dict[str, Any]) -> None:
    with pytest.raises(KeyError, match="'MatMul'"):
        no_gradient("MatMul")
    with pytest.raises(KeyError, match="'Mul'"):
        RegisterGradient("Mul")(lambda op, dy: dy)
    with pytest.raises(TypeError, match="3"):
        RegisterGradient(3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="3"):
        no_gradient(3)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrap", [lambda f: f, tf.function], ids=["eager", "function"])
def test_recomputed_functions_give_gradients_of_their_variables_alone(wrap):
    v = tf.Variable(2.0)

    @wrap
    def gradient(x):
        with tf.GradientTape() as tape:
            y = tf.recompute_grad(lambda x: v * x * x)(x)
        return tape.gradient(y, v)

    assert gradient(tf.constant(3.0)).numpy() == 9.0
