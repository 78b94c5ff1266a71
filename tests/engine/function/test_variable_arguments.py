"""Variables passed to functions: one trace for all of a kind, right where they are shared."""

from __future__ import annotations

import gc
import weakref

import pytest

import tenfold as tf

COMPILED = pytest.mark.parametrize("jit_compile", [None, True], ids=["interpreted", "compiled"])


def value(x):
    return x.numpy().tolist()


@COMPILED
def test_another_variable_of_the_kind_reuses_the_trace(jit_compile):
    @tf.function(jit_compile=jit_compile)
    def f(v, x):
        v.assign_add(x)
        return v * 2.0

    a, b = tf.Variable([1.0, 2.0]), tf.Variable([10.0, 20.0])
    one = tf.constant([1.0, 1.0])
    assert value(f(a, one)) == [4.0, 6.0]
    assert value(f(b, one)) == [22.0, 42.0]
    assert value(f(a, one)) == [6.0, 8.0]
    assert (value(a), value(b)) == ([3.0, 4.0], [11.0, 21.0])
    assert f.experimental_get_tracing_count() == 1


@pytest.mark.parametrize(
    "other",
    [
        tf.Variable([1.0, 2.0]),
        tf.Variable(1),
        tf.Variable(1.0, trainable=False),
        tf.Variable(1.0, shape=None),
    ],
    ids=["shape", "dtype", "trainable", "same"],
)
def test_other_kinds_are_traced_apart(other):
    f = tf.function(lambda v: v + v)
    f(tf.Variable(2.0))
    assert value(f(other)) == value(other + other)
    same = other.shape == [] and other.trainable and other.dtype is tf.float32
    assert f.experimental_get_tracing_count() == (1 if same else 2)


@COMPILED
def test_the_same_variable_twice_is_another_trace(jit_compile):
    @tf.function(jit_compile=jit_compile)
    def f(v, w):
        v.assign_add(1.0)
        w.assign_add(10.0)
        return v + w

    a, b, c = tf.Variable(1.0), tf.Variable(2.0), tf.Variable(3.0)
    assert value(f(a, b)) == 14.0
    assert value(f(a, a)) == 26.0
    assert value(f(b, b)) == 46.0
    assert value(f(b, c)) == 37.0
    assert (value(a), value(b), value(c)) == (13.0, 24.0, 13.0)
    assert f.experimental_get_tracing_count() == 2


def test_groups_of_the_same_variable_in_structures():
    f = tf.function(lambda vs: tf.add_n([v * 1.0 for v in vs]))
    a, b = tf.Variable(1.0), tf.Variable(2.0)
    assert value(f([a, b, a])) == 4.0
    assert value(f([b, a, b])) == 5.0
    assert value(f([a, a, b])) == 4.0
    assert f.experimental_get_tracing_count() == 2


@COMPILED
def test_a_variable_that_is_captured_too_keeps_its_own_trace(jit_compile):
    held = tf.Variable(1.0)

    @tf.function(jit_compile=jit_compile)
    def f(v):
        v.assign(5.0)
        held.assign_add(1.0)
        return v + held

    other, third = tf.Variable(3.0), tf.Variable(4.0)
    assert value(f(held)) == 12.0  # traced first with what it holds itself
    assert value(f(other)) == 12.0
    assert (value(held), value(other)) == (7.0, 5.0)
    assert value(f(held)) == 12.0
    assert value(f(third)) == 12.0
    assert f.experimental_get_tracing_count() == 2


def test_a_method_is_passed_the_variable_of_its_object():
    class Counter(tf.Module):
        def __init__(self):
            self.count = tf.Variable(1.0)

        @tf.function
        def move(self, to):
            to.assign_add(self.count)
            self.count.assign(0.0)
            return to + self.count

    counter, other = Counter(), tf.Variable(10.0)
    assert value(counter.move(counter.count)) == 0.0
    counter.count.assign(3.0)
    assert value(counter.move(other)) == 13.0


def test_what_a_trace_finds_in_an_object_of_an_object_is_learnt():
    class Box:
        pass

    outer = Box()
    outer.inner = Box()
    outer.inner.v = tf.Variable(1.0)
    f = tf.function(lambda v: v.assign_add(1.0) + outer.inner.v)
    assert value(f(tf.Variable(5.0))) == 7.0
    assert value(f(outer.inner.v)) == 4.0
    assert f.experimental_get_tracing_count() == 2


@COMPILED
def test_gradients_reach_the_variable_of_the_call(jit_compile):
    f = tf.function(lambda v, x: v * v * x, jit_compile=jit_compile)
    a, b, x = tf.Variable(2.0), tf.Variable(5.0), tf.constant(3.0)
    f(a, x)
    with tf.GradientTape() as outer:
        with tf.GradientTape() as tape:
            y = f(b, x)
        first = tape.gradient(y, b)
    assert [v is b for v in tape.watched_variables()] == [True]
    assert value(first) == 30.0
    assert value(outer.gradient(first, b)) == 6.0


def test_a_tape_inside_follows_the_argument():
    @tf.function
    def step(v):
        with tf.GradientTape() as tape:
            y = v * v
        v.assign_sub(0.5 * tape.gradient(y, v))
        return y

    a, b = tf.Variable(2.0), tf.Variable(3.0)
    assert [value(step(v)) for v in (a, b)] == [4.0, 9.0]
    assert (value(a), value(b)) == (0.0, 0.0)


def test_functions_pass_their_arguments_on():
    inner = tf.function(lambda v, x: v.assign_add(x) * 2.0)
    outer = tf.function(lambda v, w: inner(v, 1.0) + inner(w, 1.0))
    a, b, c = tf.Variable(1.0), tf.Variable(2.0), tf.Variable(3.0)
    assert value(outer(a, b)) == 10.0
    assert value(outer(b, c)) == 16.0
    assert (value(a), value(b), value(c)) == (2.0, 4.0, 4.0)


def test_branches_and_loops_use_the_argument():
    @tf.function
    def f(v, n):
        for _ in tf.range(n):
            if v > 2.0:
                v.assign_add(10.0)
            else:
                v.assign_add(1.0)
        return v.read_value()

    a, b, n = tf.Variable(1.0), tf.Variable(5.0), tf.constant(3)
    assert [value(f(v, n)) for v in (a, b, a)] == [13.0, 35.0, 43.0]
    assert f.experimental_get_tracing_count() == 1


def test_sizes_are_relaxed_beside_variables():
    f = tf.function(lambda v, x: v * tf.reduce_sum(x))
    a, b = tf.Variable(1.0), tf.Variable(2.0)
    found = [value(f((a, b)[i % 2], tf.ones([i]))) for i in range(1, 6)]
    assert found == [2.0, 2.0, 6.0, 4.0, 10.0]
    assert f.experimental_get_tracing_count() == 2


def test_concrete_functions_take_variables_of_the_kind():
    a, b = tf.Variable(2.0), tf.Variable(3.0)
    f = tf.function(lambda v, w: v * w)
    trace = f.get_concrete_function(a, b)
    assert str(trace.structured_input_signature[0]) == (
        "(VariableSpec(shape=(), dtype=tf.float32, trainable=True, alias_id=0), "
        "VariableSpec(shape=(), dtype=tf.float32, trainable=True, alias_id=1))"
    )
    assert (trace.captured_inputs, trace.variables) == ([], ())
    assert value(trace(b, a)) == 6.0
    with pytest.raises(TypeError, match=r"Can not cast VariableSpec.*alias_id=0"):
        trace(a, a)
    with pytest.raises(TypeError, match="Can not cast VariableSpec"):
        trace(a, tf.Variable([1.0]))


def test_a_concrete_function_refuses_what_it_holds_itself():
    held = tf.Variable(2.0)
    trace = tf.function(lambda v: v.assign(1.0) + held).get_concrete_function(tf.Variable(1.0))
    with pytest.raises(TypeError, match=r"holds the variable.*Call the tf.function"):
        trace(held)


def test_a_trace_keeps_no_argument_alive():
    f = tf.function(lambda v: v + 1.0)
    v = tf.Variable(1.0)
    f(v)
    gone = weakref.ref(v)
    del v
    gc.collect()
    assert gone() is None
    assert value(f(tf.Variable(2.0))) == 3.0


def test_explain_tells_of_variables():
    f = tf.function(lambda v: v + 1.0)
    f(tf.Variable([1.0, 2.0]))
    assert "(v: float32[2] variable)" in str(f.explain())


def test_compiler_ir_of_a_function_of_variables():
    f = tf.function(lambda v: v.assign_add([1.0, 1.0]), jit_compile=True)
    assert "HloModule" in f.experimental_get_compiler_ir(tf.Variable([1.0, 2.0]))("hlo")
