"""enable_check_numerics: eager ops, traced functions, gradients."""

import threading

import pytest

import tenfold as tf


@pytest.fixture
def checked():
    tf.debugging.enable_check_numerics()
    yield
    tf.debugging.disable_check_numerics()


def test_eager_op(checked):
    with pytest.raises(tf.errors.InvalidArgumentError) as caught:
        tf.constant([1.0, 2.0]) / 0.0
    text = caught.value.message
    assert 'output 0 of eagerly-executing op "RealDiv"' in text
    assert "# of +Inf elements: 2" in text and "Tensor had +Inf values" in text
    assert tf.math.log(1.0).numpy() == 0.0


def test_values_that_nobody_computed_pass(checked):
    assert tf.math.is_nan(tf.reshape(tf.constant(float("nan")), [1])).numpy().tolist() == [True]


def test_traced_function(checked):
    @tf.function
    def f(x):
        return tf.math.log(x) + 1.0

    assert f(tf.constant(1.0)).numpy() == 1.0
    with pytest.raises(tf.errors.InvalidArgumentError) as caught:
        f(tf.constant(-1.0))
    assert 'of graph op "Log" of type Log' in caught.value.message
    assert "test_numerics.py" in caught.value.message


def test_gradient(checked):
    x = tf.constant(0.0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.sqrt(x)
    with pytest.raises(tf.errors.InvalidArgumentError, match="Inf"):
        tape.gradient(y, x)


def test_off_again():
    tf.debugging.enable_check_numerics()
    tf.debugging.disable_check_numerics()
    assert tf.math.is_nan(tf.math.log(-1.0)).numpy()
    assert tf.math.is_nan(tf.function(tf.math.log)(-1.0)).numpy()


def test_threads_are_on_their_own(checked):
    found = []
    thread = threading.Thread(target=lambda: found.append(tf.math.log(-1.0).numpy()))
    thread.start()
    thread.join()
    assert len(found) == 1
