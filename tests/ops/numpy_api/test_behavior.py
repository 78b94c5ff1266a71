"""Tensors with NumPy's behaviour: indexing with arrays, operators and methods."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

ARRAY = np.arange(24).reshape(2, 3, 4)

KEYS: dict[str, Any] = {
    "list": [1, 0, 1],
    "list in a tuple": ([1, 0],),
    "two lists": ([0, 1], [2, 0]),
    "broadcast lists": ([[0], [1]], [0, 2]),
    "list after a slice": (slice(None), [2, 0]),
    "neighbours behind": (slice(None), [0, 1], [1, 2]),
    "apart": ([0, 1], slice(None), [1, 2]),
    "after Ellipsis": (..., [3, 0]),
    "before Ellipsis": ([1], ..., slice(1, 3)),
    "with None": (None, [1], ..., None),
    "negative": ([-1], [-2]),
    "an array of rank 2": np.array([[0, 1], [1, 1]]),
    "mask": np.array([True, False]),
    "mask of rank 2": np.array([[True, False, True], [False, True, False]]),
    "mask as a tuple": (slice(None), (False, True, True)),
    "mask behind": (slice(None), np.array([False, True, True])),
    "mask and list": (np.array([True, True]), [0, 2]),
    "mask of all": ARRAY % 3 == 0,
    "empty": np.zeros(0, np.int64),
    "basic": (1, slice(None, None, -1), -1),
}


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("kind", ["array", "tensor"])
def test_indexing_is_numpys(name: str, kind: str, numpy_behavior: None) -> None:
    key = KEYS[name]
    given = _as_tensors(key) if kind == "tensor" else key
    np.testing.assert_array_equal(tf.constant(ARRAY)[given], ARRAY[key])


def _as_tensors(key: Any) -> Any:
    if isinstance(key, tuple):
        return tuple(_as_tensors(k) for k in key)
    return tf.constant(key) if isinstance(key, (list, np.ndarray)) else key


REFUSED: dict[str, Any] = {
    "out of range": ([5], tf.errors.InvalidArgumentError),
    "a float": (1.5, IndexError),
    "too many": (([0], [0], [0], [0]), IndexError),
    "two Ellipses": ((..., [0], ...), IndexError),
    "a mask of another shape": (np.array([True, False, True]), ValueError),
    "a scalar mask": (True, ValueError),
}


@pytest.mark.parametrize("name", REFUSED)
def test_other_keys_are_refused(name: str, numpy_behavior: None) -> None:
    key, error = REFUSED[name]
    with pytest.raises(error):
        _ = tf.constant(ARRAY)[key]


def test_indexing_has_a_gradient(numpy_behavior: None) -> None:
    x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = (x[[0, 1, 1], [1, 0, 0]] * 3).mean()
    assert tf.convert_to_tensor(tape.gradient(y, x)).numpy().tolist() == [[0.0, 1.0], [2.0, 0.0]]


def test_a_traced_function_promotes_and_indexes(numpy_behavior: None) -> None:
    @tf.function(input_signature=[tf.TensorSpec([None, 2], tf.int32)])
    def traced(x: Any) -> Any:
        return (x.T + 0.5)[:, [-1, 0]].reshape(-1)

    found = traced(tf.constant([[1, 2], [3, 4], [5, 6]]))
    assert found.dtype is tf.float64
    assert found.numpy().tolist() == [5.5, 1.5, 6.5, 2.5]


def test_variables_promote_too(numpy_behavior: None) -> None:
    assert ((tf.Variable([1, 2]) + 1.5) / 2).numpy().tolist() == [1.25, 1.75]


def test_training_works_as_before(numpy_behavior: None) -> None:
    w = tf.Variable([[0.5], [-0.5]], dtype=tf.bfloat16)
    x = tf.constant([[1.0, 2.0]], dtype=tf.bfloat16)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.softplus(tf.tanh(x @ w) * 1.5) ** 2)
    gradient = tape.gradient(loss, w)
    assert gradient.dtype is tf.bfloat16
    assert gradient.shape == w.shape
    assert bool(tf.reduce_all(gradient != 0))


def test_strings_still_add_up(numpy_behavior: None) -> None:
    assert (tf.constant(["a"]) + "b").numpy().tolist() == [b"ab"]


def test_comparing_with_none_is_no_array(numpy_behavior: None) -> None:
    assert (tf.constant([1]) == None) is False  # noqa: E711 - the operator is what is tested


def test_without_it_tensors_have_no_methods() -> None:
    assert not hasattr(tf.constant([1]), "astype")
    with pytest.raises(tf.errors.InvalidArgumentError, match="int32"):
        _ = tf.constant([1]) + tf.constant([1.5])
