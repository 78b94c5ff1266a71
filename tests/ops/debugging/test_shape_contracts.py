"""assert_shapes: sizes by number, by symbol, and open ones."""

import pytest

import tenfold as tf

X, Y = tf.zeros([2, 3]), tf.zeros([3, 4])


@pytest.mark.parametrize(
    "shapes",
    [
        [(X, ("N", "Q")), (Y, ("Q", "D"))],
        [(X, (..., "Q")), (Y, ("Q", 4))],
        [(X, ("*", 3))],
        [(X, (None, "Q")), (Y, ("Q", "."))],
        [(X, "NQ")],
        [(tf.constant(3.0), (1,))],
        [(tf.constant(3.0), ())],
    ],
    ids=str,
)
def test_shapes_that_fit(shapes):
    assert tf.debugging.assert_shapes(shapes) is None


@pytest.mark.parametrize(
    ("shapes", "text"),
    [
        (
            [(X, ("N", "N"))],
            "mm.  Specified by tensor shape=(2, 3) dtype=float32 dimension 0.  Tensor shape=(2, 3) "
            "dtype=float32 dimension 1 must have size 2.  Received size 3, shape (2, 3)",
        ),
        (
            [(X, (..., 4))],
            "mm.  Specified explicitly.  Tensor shape=(2, 3) dtype=float32 dimension -1 must have "
            "size 4.  Received size 3, shape (2, 3)",
        ),
        ([(X, ("N",))], "mm.  Tensor  must have rank in (0, 1).  Received rank 2, shape (2, 3)"),
        ([(X, (..., "A", "B", "C"))], "mm.  Tensor  must have rank at least 3.  Received rank 2"),
        ([(X, ("Q", ...))], "Tensor shape=(2, 3) dtype=float32 specified shape index 1.  Symbol"),
        ([(X, 5)], "Tensor shape=(2, 3) dtype=float32.  Specified shape must be an iterable."),
    ],
    ids=str,
)
def test_shapes_that_do_not(shapes, text):
    with pytest.raises(ValueError) as caught:
        tf.debugging.assert_shapes(shapes, message="mm")
    assert str(caught.value).startswith(text)


def test_sizes_known_later():
    @tf.function(input_signature=[tf.TensorSpec(None), tf.TensorSpec([None, 3])])
    def f(x, y):
        tf.debugging.assert_shapes([(x, ("N",)), (y, ("N", 3))])
        return y

    assert f(tf.zeros([2]), tf.zeros([2, 3])).shape == [2, 3]
    assert f(tf.constant(0.0), tf.zeros([1, 3])).shape == [1, 3]
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"dimension\] \[0\] \[must have"):
        f(tf.zeros([4]), tf.zeros([2, 3]))


def test_own_data_is_shown():
    @tf.function(input_signature=[tf.TensorSpec([None])])
    def f(x):
        tf.debugging.assert_shapes([(x, (3,))], data=["look", x])
        return x

    with pytest.raises(tf.errors.InvalidArgumentError, match=r"\[look\] \[1.0 2.0\]"):
        f(tf.constant([1.0, 2.0]))
