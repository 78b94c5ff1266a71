"""What is known while a graph is built."""

import numpy as np

import tenfold as tf


def test_static_values():
    assert tf.get_static_value(3) == 3
    assert tf.get_static_value(tf.constant(2.5)) == 2.5
    assert tf.get_static_value(tf.Variable(1)) is None
    found = {}

    @tf.function(input_signature=[tf.TensorSpec([None, 3])])
    def f(x):
        found["unknown"] = tf.get_static_value(x)
        found["size"] = tf.get_static_value(tf.shape(x)[1])
        found["whole"] = tf.get_static_value(tf.shape(x))
        found["part"] = tf.get_static_value(tf.shape(x), partial=True)
        return x

    f(tf.zeros([2, 3]))
    assert found["unknown"] is None and found["whole"] is None
    assert isinstance(found["size"], np.generic) and found["size"] == 3
    assert found["part"].tolist() == [None, 3]


def test_where_the_program_is():
    asked = []

    @tf.function
    def f(x):
        with tf.name_scope("block"):
            asked.extend([tf.inside_function(), tf.get_current_name_scope()])
        asked.append(tf.is_symbolic_tensor(x))
        with tf.init_scope():
            asked.append(tf.inside_function())
        return x

    f(tf.constant(1))
    assert asked == [True, "block", True, False]
    assert not tf.inside_function() and tf.get_current_name_scope() == ""
    assert not tf.is_symbolic_tensor(3)
