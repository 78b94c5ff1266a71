"""Assertions about ranks: static, dynamic, and of specifications that make no sense."""

import pytest

import tenfold as tf

debugging = tf.debugging


@pytest.mark.parametrize(
    ("name", "rank", "text"),
    [
        ("assert_rank", 2, "mm.  Tensor  must have rank 2.  Received rank 1, shape (2,)"),
        ("assert_rank_at_least", 2, "mm.  Tensor  must have rank at least 2.  Received rank 1,"),
        ("assert_rank_in", [0, 2], "mm.  Tensor  must have rank in (0, 2).  Received rank 1,"),
    ],
)
def test_static_rank(name, rank, text):
    with pytest.raises(ValueError) as caught:
        getattr(debugging, name)([1, 2], rank, message="mm")
    assert str(caught.value).startswith(text)


def test_ranks_that_fit():
    assert debugging.assert_rank([[1]], 2) is None
    assert debugging.assert_rank_at_least([[1]], 1) is None
    assert debugging.assert_rank_in([[1]], [0, 2]) is None


def test_rank_must_be_a_scalar():
    with pytest.raises(ValueError, match="Rank must be a scalar"):
        debugging.assert_rank([1, 2], [2])
    with pytest.raises(TypeError, match="float32"):
        debugging.assert_rank([1, 2], tf.constant(2.0))


@pytest.mark.parametrize(
    ("name", "good", "bad", "text"),
    [
        ("assert_rank", 1, 2, r"\[Tensor x:0 must have rank\] \[2\] \[Received shape: \] \[2\]"),
        ("assert_rank_at_least", 1, 2, r"must have rank at least\] \[2\]"),
        ("assert_rank_in", [0, 1], [0, 2], r"must have rank in\] \[0\] \[2\]"),
    ],
)
def test_dynamic_rank(name, good, bad, text):
    def check(rank):
        @tf.function(input_signature=[tf.TensorSpec(None, tf.int32)])
        def f(x):
            getattr(debugging, name)(x, rank, message="mm")
            return x

        return f(tf.constant([1, 2]))

    assert check(good).numpy().tolist() == [1, 2]
    with pytest.raises(tf.errors.InvalidArgumentError, match=text):
        check(bad)


def test_scalar():
    assert debugging.assert_scalar(1.0).numpy() == 1.0
    with pytest.raises(ValueError, match=r"mm\.  Expected scalar shape, saw shape: \(2,\)\."):
        debugging.assert_scalar([1, 2], message="mm")
