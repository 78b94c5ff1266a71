"""tf.types.experimental: what counts as which kind."""

import numpy as np

import tenfold as tf

kinds = tf.types.experimental


def test_functions():
    f = tf.function(lambda x: x)
    traced = f.get_concrete_function(tf.TensorSpec([]))
    assert isinstance(f, kinds.PolymorphicFunction) and isinstance(f, kinds.GenericFunction)
    assert isinstance(traced, kinds.ConcreteFunction) and isinstance(traced, kinds.Callable)
    assert not isinstance(f, kinds.ConcreteFunction)
    assert not isinstance(lambda x: x, kinds.Callable)


def test_trace_types():
    class Own(kinds.TraceType):
        def is_subtype_of(self, other):
            return self is other

        def most_specific_common_supertype(self, others):
            return None

        def placeholder_value(self, placeholder_context):
            return 3

    own = Own()
    assert own.from_tensors(iter(())) == 3 and own.flatten() == [] and own.to_tensors(0) == []
    assert isinstance(tf.TensorSpec([2]), kinds.TraceType)
    assert not isinstance(3, kinds.TraceType)


def test_tensor_like():
    for value in (1, 2.5, "a", [1], (1,), np.zeros(2), tf.constant(1), tf.Variable(1)):
        assert isinstance(value, kinds.TensorLike)
    assert not isinstance(None, kinds.TensorLike)


def test_what_a_trace_is_made_of():
    traced = tf.function(lambda x: x * 2.0).get_concrete_function(tf.TensorSpec([]))
    assert isinstance(traced.function_type, kinds.FunctionType)
    assert isinstance(traced.inference_fn, kinds.AtomicFunction)
    assert isinstance(traced.inference_fn, kinds.Callable)
    assert not isinstance(traced, kinds.AtomicFunction)


def test_an_atomic_function_is_given_what_was_captured():
    outside = tf.constant(3.0)
    traced = tf.function(lambda x: x * outside).get_concrete_function(tf.TensorSpec([]))
    found = traced.inference_fn.call_with_captures((tf.constant(2.0),), {}, [tf.constant(5.0)])
    assert found.numpy() == 10.0


class Unit(kinds.TraceType):
    """The type of measures of one unit."""

    def __init__(self, unit):
        self.unit = unit

    def is_subtype_of(self, other):
        return self == other

    def most_specific_common_supertype(self, others):
        return self if all(self == other for other in others) else None

    def placeholder_value(self, placeholder_context):
        return Measure(placeholder_context.new_placeholder(tf.TensorSpec([])), self.unit)

    def to_tensors(self, value):
        return [value.size]

    def __eq__(self, other):
        return isinstance(other, Unit) and self.unit == other.unit

    def __hash__(self):
        return hash(self.unit)


class Measure:
    """A number of some unit, which says itself how it is traced."""

    def __init__(self, size, unit):
        self.size, self.unit = size, unit

    def __tf_tracing_type__(self, context):
        return Unit(self.unit)


def test_an_object_may_say_how_it_is_traced():
    units = []

    @tf.function
    def doubled(measure):
        units.append(measure.unit)
        return measure.size * 2.0

    assert isinstance(Measure(1.0, "m"), kinds.SupportsTracingProtocol)
    assert not isinstance(1.0, kinds.SupportsTracingProtocol)
    for size, unit in ((1.0, "m"), (2.0, "m"), (3.0, "s")):
        assert doubled(Measure(tf.constant(size), unit)).numpy() == 2 * size
    assert units == ["m", "s"]
