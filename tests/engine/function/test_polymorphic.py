"""tf.function: traces, variables, structures, gradients, threads, memory."""

from __future__ import annotations

import gc
import threading
import weakref

import numpy as np
import pytest

import tenfold as tf


def test_one_trace_for_each_shape_and_dtype() -> None:
    f = tf.function(lambda x: x + x)
    f(tf.constant([1.0]))
    f(tf.constant([2.0]))
    assert f.experimental_get_tracing_count() == 1
    f(tf.constant([1.0, 2.0]))
    f(tf.constant([1]))
    assert f.experimental_get_tracing_count() == 3


def test_python_values_are_part_of_the_signature() -> None:
    f = tf.function(lambda x, n: x * n)
    assert f(tf.constant(2.0), 3).numpy() == 6
    assert f(tf.constant(2.0), n=4).numpy() == 8
    assert f.experimental_get_tracing_count() == 2


def test_structured_arguments_and_results() -> None:
    @tf.function
    def f(batch: dict, scale: tuple) -> dict:
        return {"sum": batch["a"] + batch["b"], "rest": [batch["a"] * scale[0], None, 3]}

    out = f({"b": tf.constant(2.0), "a": tf.constant(1.0)}, (tf.constant(5.0),))
    assert out["sum"].numpy() == 3
    assert out["rest"][0].numpy() == 5
    assert out["rest"][1] is None
    assert out["rest"][2].numpy() == 3


def test_variables_are_updated_in_program_order() -> None:
    v = tf.Variable(1.0)

    @tf.function
    def f(x: tf.Tensor) -> tuple:
        before = v + 0.0
        v.assign_add(x)
        between = v * 1.0
        v.assign(between * 2.0)
        return before, between, v.read_value()

    assert [t.numpy() for t in f(tf.constant(2.0))] == [1, 3, 6]
    assert v.numpy() == 6


def test_a_value_read_before_an_update_stays() -> None:
    v = tf.Variable([1.0, 2.0])
    step = tf.function(lambda: v.assign_add([1.0, 1.0]).read_value())
    first = step()
    second = step()
    kept = v.read_value()
    step()
    assert first.numpy().tolist() == [2, 3]
    assert second.numpy().tolist() == [3, 4]
    assert kept.numpy().tolist() == [3, 4]


def test_variables_are_created_once() -> None:
    class Model:
        def __init__(self) -> None:
            self.w: tf.Variable | None = None

        @tf.function
        def __call__(self, x: tf.Tensor) -> tf.Tensor:
            if self.w is None:
                self.w = tf.Variable(tf.ones([2]) * 3.0)
            return self.w * x

    one, two = Model(), Model()
    assert one(tf.constant([1.0, 2.0])).numpy().tolist() == [3, 6]
    two(tf.constant([1.0, 2.0]))
    assert one.w is not two.w


def test_a_variable_on_each_call_is_refused() -> None:
    f = tf.function(lambda: tf.Variable(1.0).read_value())
    with pytest.raises(ValueError, match="only supports singleton"):
        f()


def test_input_signature_fixes_the_trace() -> None:
    f = tf.function(lambda x: x + 1.0, input_signature=[tf.TensorSpec([None], tf.float32)])
    assert f([1.0]).numpy().tolist() == [2]
    assert f(tf.constant([1.0, 2.0])).numpy().tolist() == [2, 3]
    assert f.experimental_get_tracing_count() == 1
    with pytest.raises(TypeError, match="expects TensorSpec"):
        f(tf.constant([[1.0]]))


def test_reduce_retracing_stops_after_the_second_shape() -> None:
    f = tf.function(lambda x: x + 1.0, reduce_retracing=True)
    for n in range(1, 8):
        assert f(tf.zeros([n])).shape == [n]
    assert f.experimental_get_tracing_count() == 2


def test_concrete_function_has_the_graph_with_op_names() -> None:
    f = tf.function(lambda x: tf.matmul(x, x))
    concrete = f.get_concrete_function(tf.TensorSpec([2, 2], tf.float32, name="m"))
    assert [op.type for op in concrete.graph.get_operations()] == [
        "Placeholder",
        "MatMul",
        "Identity",
    ]
    assert concrete(tf.eye(2)).numpy().tolist() == [[1, 0], [0, 1]]
    with pytest.raises(tf.errors.InvalidArgumentError, match="float32 tensor but is a int32"):
        concrete(tf.constant([1]))


def test_a_trace_says_what_it_takes_and_gives() -> None:
    power = tf.function(lambda a, b: a**b)
    square = power.get_concrete_function(tf.TensorSpec(None, tf.float32), b=2)
    assert str(square.function_type) == (
        "(a: TensorSpec(shape=<unknown>, dtype=tf.float32, name=None), b: Literal[2]) -> "
        "TensorSpec(shape=<unknown>, dtype=tf.float32, name=None)"
    )
    assert str(square).startswith("ConcreteFunction Input Parameters:\n  a (POSITIONAL_OR_KEYWORD)")
    for args, kwargs in (((3.0,), {}), ((3.0, 2), {}), ((), {"a": 3.0, "b": 2})):
        assert square(*args, **kwargs).numpy() == 9.0


@pytest.mark.parametrize(
    ("args", "kwargs", "message"),
    [
        (([1.0, 2.0],), {"b": 3}, r"Can not cast 3 to Literal\[2\]"),
        ((), {}, "missing a required argument: 'a'"),
        ((1.0, 2, 3), {}, "too many positional arguments"),
        ((1.0,), {"c": 1}, "got an unexpected keyword argument 'c'"),
        ((1.0,), {"a": 1.0}, "multiple values for argument 'a'"),
        (([1.0, 2.0, 3.0],), {}, r"'a' has shape \(3,\), not \(2,\)"),
    ],
    ids=["literal", "missing", "many", "unknown", "twice", "shape"],
)
def test_calls_that_a_trace_refuses(args: tuple, kwargs: dict, message: str) -> None:
    power = tf.function(lambda a, b: a**b)
    square = power.get_concrete_function(tf.TensorSpec([2], tf.float32), b=2)
    with pytest.raises(TypeError, match=f"Binding inputs to tf.function failed due to `{message}"):
        square(*args, **kwargs)


@pytest.mark.parametrize(
    ("args", "kwargs", "message"),
    [
        ((), {}, r"missing a required argument: 'a'`. Received args: \(\)"),
        ((1.0, 2, 3), {}, r"too many positional arguments`. Received args: \(1.0, 2, 3\)"),
        ((1.0,), {"c": 1}, r".*'c'`. .* and kwargs: \{'c': 1\} for signature: .*\(a, b=2\)"),
    ],
    ids=["missing", "many", "unknown"],
)
def test_calls_that_a_function_refuses(args: tuple, kwargs: dict, message: str) -> None:
    power = tf.function(lambda a, b=2: a**b)
    with pytest.raises(TypeError, match=f"Binding inputs to tf.function failed due to `{message}"):
        power(*args, **kwargs)


def test_a_tensor_that_leaked_from_a_trace_is_named() -> None:
    leaked = []

    @tf.function
    def leaky(x: tf.Tensor) -> tf.Tensor:
        leaked.append(x + 1.0)
        return x

    leaky(tf.constant(1.0))
    assert not hasattr(leaked[0], "numpy")
    with pytest.raises(TypeError, match=r"add:0.* is out of scope .* 'leaky' was traced"):
        leaked[0] + 1.0


def test_nested_functions_and_captured_tensors() -> None:
    big = tf.range(1000, dtype=tf.float32)
    inner = tf.function(lambda x: x * 2.0)
    outer = tf.function(lambda x: inner(x) + big)
    assert outer(tf.ones([1000])).numpy()[-1] == 1001


def test_gradient_through_a_call_equals_the_eager_gradient() -> None:
    w = tf.Variable([[1.0, 2.0], [3.0, 4.0]])

    def loss(x: tf.Tensor) -> tf.Tensor:
        return tf.reduce_sum(tf.tanh(tf.matmul(x, w)))

    x = tf.constant([[0.1, -0.2], [0.3, 0.4]])
    results = []
    for f in (loss, tf.function(loss)):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = f(x)
        results.append([g.numpy() for g in tape.gradient(y, [x, w])])
    for a, b in zip(*results, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5)


def test_second_order_through_a_call() -> None:
    f = tf.function(lambda x: x * x * x)
    x = tf.constant(2.0)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        dy = inner.gradient(y, x)
    assert dy.numpy() == 12
    assert outer.gradient(dy, x).numpy() == 12


def test_a_size_given_as_a_tensor_runs_on_the_host() -> None:
    f = tf.function(lambda x, n: tf.reduce_sum(tf.tile(x * 2.0, n)))
    assert f(tf.constant([1.0, 2.0]), tf.constant([3])).numpy() == 18
    assert f(tf.constant([1.0, 2.0]), tf.constant([5])).numpy() == 30


def test_print_keeps_its_place(capfd: pytest.CaptureFixture[str]) -> None:
    v = tf.Variable(1.0)

    @tf.function
    def f() -> None:
        tf.print("before", v)
        v.assign(2.0)
        tf.print("after", v)

    f()
    f()
    assert capfd.readouterr().err == "before 1\nafter 2\nbefore 2\nafter 2\n"


def test_out_of_range_raises_in_compiled_code() -> None:
    f = tf.function(lambda i: tf.gather(tf.range(3), i))
    assert f(tf.constant(2)).numpy() == 2
    with pytest.raises(tf.errors.InvalidArgumentError):
        f(tf.constant(5))


def test_leaked_symbolic_tensor_is_named() -> None:
    leaked: list[tf.Tensor] = []

    @tf.function
    def leaky(x: tf.Tensor) -> tf.Tensor:
        leaked.append(x * 2.0)
        return x

    leaky(tf.constant(1.0))
    with pytest.raises((TypeError, ValueError), match=r"leaky|Mul"):
        tf.function(lambda: leaked[0] + 1.0)()


def test_a_result_that_is_no_tensor_is_refused() -> None:
    with pytest.raises(TypeError, match="must return tensors"):
        tf.function(lambda: object())()


def test_threads_share_one_function() -> None:
    v = tf.Variable(0.0)
    add = tf.function(lambda x: v.assign_add(x).read_value())
    add(tf.constant(0.0))

    def work() -> None:
        for _ in range(50):
            add(tf.constant(1.0))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert v.numpy() == 200


def test_a_bound_method_does_not_keep_its_object() -> None:
    class Model:
        def __init__(self) -> None:
            self.w = tf.Variable(2.0)

        @tf.function
        def run(self, x: tf.Tensor) -> tf.Tensor:
            return self.w * x

    model = Model()
    model.run(tf.constant(1.0))
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


def test_run_functions_eagerly() -> None:
    seen: list[bool] = []
    f = tf.function(lambda: seen.append(tf.executing_eagerly()))
    tf.config.run_functions_eagerly(True)
    try:
        f()
    finally:
        tf.config.run_functions_eagerly(False)
    f()
    assert seen == [True, False]


def test_a_trace_shows_structures_kinds_and_captures() -> None:
    v = tf.Variable(1.0)

    @tf.function
    def f(x: tf.Tensor, d: dict, flag: bool = True, *, k: float = 2.0) -> list[tf.Tensor]:
        return [x * v + d["q"][0], x * k]

    trace = f.get_concrete_function(tf.constant(1.0), {"q": (tf.constant([2.0]), None)})
    scalar = "TensorSpec(shape=(), dtype=tf.float32, name=None)"
    row = "TensorSpec(shape=(1,), dtype=tf.float32, name=None)"
    handle = "TensorSpec(shape=(), dtype=tf.resource, name=None)"
    captured = id(v.handle)
    assert trace.pretty_printed_signature().splitlines() == [
        "Input Parameters:",
        f"  x (POSITIONAL_OR_KEYWORD): {scalar}",
        f"  d (POSITIONAL_OR_KEYWORD): Dict[['q', Tuple[{row}, Literal[None]]]]",
        "  flag (POSITIONAL_OR_KEYWORD): Literal[True]",
        "  k (KEYWORD_ONLY): Literal[2.0]",
        "Output Type:",
        f"  List[{row}, {scalar}]",
        "Captures:",
        f"  {captured}: {handle}",
    ]
    assert (
        str(f.function_type)
        == "(x, d, flag=<captured_default_value>, *, k=<captured_default_value>)"
    )
    named = trace.structured_input_signature[0]
    assert [named[0].name, named[1]["q"][0].name] == ["x", "d_q_0"]


def test_a_trace_takes_the_tensors_of_its_inputs_alone() -> None:
    class Line:
        slope = tf.constant(2.0)

    f = tf.function(lambda line, x: line.slope * x)
    trace = f.get_concrete_function(Line(), tf.constant(1.0))
    assert trace(tf.constant(5.0)).numpy() == 10
    with pytest.raises(TypeError, match="Can not cast"):
        trace(tf.constant(5))


def test_the_inference_function_takes_what_was_captured_too() -> None:
    v = tf.Variable(3.0)
    plain = tf.function(lambda x, n: x * n).get_concrete_function(tf.TensorSpec([]), 2)
    assert plain.inference_fn(tf.constant(4.0), 2).numpy() == 8
    assert plain.inference_fn.definition.signature.input_arg[0].name == "x"
    held = tf.function(lambda x: x * v).get_concrete_function(tf.TensorSpec([])).inference_fn
    assert held.call_flat(tf.constant(4.0), tf.Variable(5.0).handle).numpy() == 20
    with pytest.raises(ValueError, match="takes 2 tensors; received 1"):
        held(tf.constant(4.0))


def test_a_function_may_not_change_its_arguments() -> None:
    @tf.function
    def f(d: dict, kept: list, items: list) -> tf.Tensor:
        d["new"] = 1
        items.append(2)
        return d["x"]

    for d in ({"x": tf.constant(1)}, {"x": tf.constant(1), "new": tf.constant(2)}):
        with pytest.raises(ValueError, match=r"f\(d, kept, items\) .* were modified: d, items"):
            f(d, [1], [1])


class Pair(tf.experimental.ExtensionType):
    first: tf.Tensor
    second: tf.Tensor


def sparse(count: int) -> tf.SparseTensor:
    return tf.SparseTensor([[i, 0] for i in range(count)], [1.0] * count, [count, 2])


def test_a_trace_of_sparse_tensors_leaves_the_number_of_values_open() -> None:
    f = tf.function(lambda s: (tf.shape(s.values)[0], tf.size(s.indices), s.dense_shape))
    for count in (2, 3, 5, 3):
        values, size, shape = f(sparse(count))
        assert [values.numpy(), size.numpy(), *shape.numpy()] == [count, 2 * count, count, 2]
    fixed = tf.function(lambda s: tf.shape(s.values)[0])
    for count in (1, 2, 4):
        part = tf.SparseTensor([[i, 0] for i in range(count)], [1.0] * count, [9, 2])
        assert fixed(part).numpy() == count
    assert fixed.experimental_get_tracing_count() == 1


def test_specs_of_composites_choose_a_trace() -> None:
    f = tf.function(lambda s, d: (s.values * 2.0, d["p"].first))
    spec = Pair.Spec(tf.TensorSpec([None]), tf.TensorSpec([None], tf.bool))
    trace = f.get_concrete_function(tf.SparseTensorSpec([None, 2], tf.float32), {"p": spec})
    assert "s (POSITIONAL_OR_KEYWORD): SparseTensorSpec(" in str(trace)
    pair = Pair(tf.constant([3.0]), tf.constant([True]))
    doubled, first = trace(sparse(2), {"p": pair})
    assert doubled.numpy().tolist() == [2.0, 2.0] and first.numpy().tolist() == [3.0]


def test_traces_for_composites_take_others_of_their_spec() -> None:
    f = tf.function(lambda p: Pair(p.second, p.first))
    pair = Pair(tf.constant([1.0, 2.0]), tf.constant([3, 4]))
    trace = f.get_concrete_function(pair)
    assert trace(Pair(tf.constant([5.0, 6.0]), tf.constant([7, 8]))).first.numpy().tolist() == [
        7,
        8,
    ]
    assert trace.structured_input_signature[0][0] == pair._type_spec
    with pytest.raises(TypeError, match=r"has shape \(1,\), not \(2,\)"):
        trace(Pair(tf.constant([5.0]), tf.constant([7, 8])))


def test_keyword_arguments_reach_the_parameters_of_their_names():
    named = tf.function(lambda *, b, a: b - 2.0 * a)
    collected = tf.function(lambda **given: given["b"] - 2.0 * given["a"])
    a, b = tf.constant(10.0), tf.constant(1.0)
    for f in (named, collected):
        assert f(b=b, a=a).numpy() == f(a=a, b=b).numpy() == -19.0
        assert f.experimental_get_tracing_count() == 1
    trace = named.get_concrete_function(a=a, b=b)
    assert [x.name for x in trace.inputs] == ["b:0", "a:0"]
    assert trace(a=a, b=b).numpy() == -19.0


def test_a_call_with_wrong_arguments_names_the_function_and_what_came():
    f = tf.function(lambda x, y: x)
    with pytest.raises(
        TypeError, match=r"missing a required argument: 'y'.*args: \(1,\).*\(x, y\)"
    ):
        f(1)
    with pytest.raises(TypeError, match=r"too many positional arguments.*for signature: <lambda>"):
        f(1, 2, 3)


def test_an_input_signature_takes_lists_of_numbers_in_structures():
    vector, number = tf.TensorSpec([None]), tf.TensorSpec([], tf.int32)
    f = tf.function(
        lambda d: tf.reduce_sum(d["a"]) * tf.cast(d["b"][0] - d["b"][1], tf.float32),
        input_signature=[{"a": vector, "b": [number, number]}],
    )
    assert f({"a": [1.0, 2.0], "b": (5, 3)}).numpy() == 6.0
    assert f({"b": [tf.constant(5), 4], "a": tf.constant([1.0])}).numpy() == 1.0
    assert f.experimental_get_tracing_count() == 1
    with pytest.raises(ValueError, match="has length 1"):
        f({"a": [1.0]})
