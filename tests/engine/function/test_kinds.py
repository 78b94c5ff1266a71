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
