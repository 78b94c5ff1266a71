"""Assertions that compare: the words of TensorFlow's errors, eagerly and in graphs."""

import numpy as np
import pytest

import tenfold as tf

debugging = tf.debugging


def message(function, *args, **kwargs):
    with pytest.raises(tf.errors.InvalidArgumentError) as caught:
        function(*args, **kwargs)
    return caught.value.message


def test_difference_is_shown_with_its_place():
    assert message(debugging.assert_equal, [1, 2], [1, 3], message="hello") == (
        "hello\nCondition x == y did not hold.\nIndices of first 1 different values:\n[[1]]\n"
        "Corresponding x values:\n[2]\nCorresponding y values:\n[3]\n"
        "First 2 elements of x:\n[1 2]\nFirst 2 elements of y:\n[1 3]"
    )


def test_places_are_left_out_where_shapes_broadcast():
    text = message(debugging.assert_equal, [[1.5, 2, 3], [1, 2, 3]], 0.0, summarize=2)
    assert text == (
        "Condition x == y did not hold.\nFirst 2 elements of x:\n[1.5 2. ]\n"
        "First 1 elements of y:\n[0.]"
    )


def test_summary_is_three_elements():
    text = message(debugging.assert_equal, [1, 2, 5, 6, 7, 8], [1, 3, 4, 4, 4, 4])
    assert "first 3 different values:\n[[1]\n [2]\n [3]]" in text
    assert "First 3 elements of x:\n[1 2 5]" in text


@pytest.mark.parametrize(
    ("name", "x", "y", "symbol"),
    [
        ("assert_none_equal", [1, 2], [1, 3], "!="),
        ("assert_less", [1, 2], [1, 3], "<"),
        ("assert_less_equal", [1, 2], [1, 1], "<="),
        ("assert_greater", [1, 2], [1, 1], ">"),
        ("assert_greater_equal", [1, 2], [1, 3], ">="),
    ],
)
def test_condition_names_its_symbol(name, x, y, symbol):
    text = message(getattr(debugging, name), x, y)
    assert text.startswith(f"Condition x {symbol} y did not hold.")


def test_strings_compare():
    assert "[b'b']" in message(debugging.assert_equal, ["a", "b"], ["a", "c"])


def test_dtypes_must_agree():
    with pytest.raises(tf.errors.InvalidArgumentError, match="float32"):
        debugging.assert_equal(tf.constant([1, 2]), tf.constant([1.0, 2.0]))


def test_value_known_while_a_graph_is_built_fails_there():
    @tf.function
    def f(x):
        debugging.assert_equal(tf.constant([1, 2]), [1, 3], message="mm")
        return x

    with pytest.raises(tf.errors.InvalidArgumentError) as caught:
        f.get_concrete_function(tf.TensorSpec([], tf.int32))
    assert "mm\nCondition x == y did not hold element-wise:" in str(caught.value)


def test_value_known_later_fails_when_the_graph_runs():
    @tf.function
    def f(x):
        debugging.assert_equal(x, [1, 3], message="mm")
        return x

    assert f(tf.constant([1, 3])).numpy().tolist() == [1, 3]
    with pytest.raises(tf.errors.InvalidArgumentError) as caught:
        f(tf.constant([1, 2]))
    text = caught.value.message
    assert "[mm] [Condition x == y did not hold element-wise:] [x (x:0) = ] [1 2]" in text


def test_graph_assertion_gives_an_operation():
    kinds = []

    @tf.function
    def f(x):
        kinds.append(debugging.assert_less(x, 3).type)
        return x

    f(tf.constant([1, 2]))
    assert kinds == ["Assert"]


def test_near_takes_its_tolerance_from_the_dtype():
    debugging.assert_near([1.0], [1.0 + 5e-7])
    assert "tolerance rtol = " in message(debugging.assert_near, [1.0], [1.0 + 5e-6])
    debugging.assert_near([100.0], [101.0], rtol=0.02, atol=0.0)
    debugging.assert_near(tf.constant([1 + 1j]), tf.constant([1 + 1j]))
    with pytest.raises(ValueError, match="epsilon"):
        debugging.assert_near([1], [1])


def test_near_is_checked_in_graphs():
    @tf.function
    def f(x):
        debugging.assert_near(x, 1.0, rtol=0.1)
        return x

    assert f(tf.constant([1.05])).numpy() == np.float32([1.05])
    with pytest.raises(tf.errors.InvalidArgumentError, match="not equal to tolerance"):
        f(tf.constant([2.0]))
