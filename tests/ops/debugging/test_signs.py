"""Assertions about signs and finiteness."""

import numpy as np
import pytest

import tenfold as tf

CASES = [
    ("assert_positive", [1, 2], [1, 0], ">"),
    ("assert_negative", [-1, -2], [-1, 0], "<"),
    ("assert_non_negative", [0, 2], [-1, 0], ">="),
    ("assert_non_positive", [0, -2], [1, 0], "<="),
]


@pytest.mark.parametrize(("name", "good", "bad", "symbol"), CASES)
def test_eager(name, good, bad, symbol):
    check = getattr(tf.debugging, name)
    assert check(good) is None
    with pytest.raises(tf.errors.InvalidArgumentError) as caught:
        check(bad, message="mm")
    texts = [str(v) for v in bad]
    assert caught.value.message == (
        f"mm.  \nCondition x {symbol} 0 did not hold element-wise:\n"
        f"x (shape=(2,) dtype=int32) = \n{texts}"
    )


@pytest.mark.parametrize(("name", "good", "bad", "symbol"), CASES)
def test_graph(name, good, bad, symbol):
    @tf.function(input_signature=[tf.TensorSpec(None, tf.int32)])
    def f(x):
        getattr(tf.debugging, name)(x)
        return x

    assert f(tf.constant(good)).numpy().tolist() == good
    with pytest.raises(tf.errors.InvalidArgumentError, match=f"Condition x {symbol} 0 did not"):
        f(tf.constant(bad))


def test_summary_of_many_and_of_scalars():
    with pytest.raises(tf.errors.InvalidArgumentError) as caught:
        tf.debugging.assert_positive([[1, 2.5, 3, 4], [5, 6, 7, 0]], summarize=2)
    assert caught.value.message.endswith("['1.0', '2.5', '...']")
    with pytest.raises(tf.errors.InvalidArgumentError) as caught:
        tf.debugging.assert_positive(-1.5)
    assert caught.value.message.endswith("= \n-1.5")


def test_all_finite():
    x = tf.debugging.assert_all_finite([1.0, 2.0], "loss")
    assert x.numpy().tolist() == [1.0, 2.0]
    with pytest.raises(tf.errors.InvalidArgumentError, match="loss : Tensor had NaN values"):
        tf.debugging.assert_all_finite([1.0, np.nan], "loss")
