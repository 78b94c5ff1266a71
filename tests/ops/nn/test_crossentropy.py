"""The cross entropies: axes, ranks, dtypes, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tenfold.ops.nn import crossentropy
from tests.ops.sample import normal, uniform


@pytest.mark.parametrize("spread", [1, 40])
@pytest.mark.parametrize(
    "shape", [(300_000, 1), (300_000,), (1, 70_000), (30_000, 3), (601, 997)], ids=str
)
def test_softmax_of_many_rows(shape: tuple[int, ...], spread: int) -> None:
    # Logits that are all of ordinary size are not shifted; with the wide spread most rows are.
    x = spread * normal(*shape)
    x[..., 0] -= 5 * spread
    wide = x.astype("float64")
    shifted = wide - wide.max(-1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    np.testing.assert_allclose(tf.nn.softmax(x), np.exp(logs), rtol=1e-5, atol=1e-30)
    np.testing.assert_allclose(tf.nn.log_softmax(x), logs, rtol=1e-5, atol=1e-5)


def test_softmax_of_rows_that_hold_no_numbers() -> None:
    x = normal(1000, 50)
    x[3], x[4, 7], x[5, 0], x[6] = -np.inf, np.nan, np.inf, 1000.0
    x[7, 1:] = -np.inf
    found = tf.nn.softmax(x).numpy()
    assert np.isnan(found[[3, 4, 5]]).all() and not np.isnan(np.delete(found, [3, 4, 5], 0)).any()
    np.testing.assert_allclose(found[6], 1 / 50, rtol=1e-6)
    np.testing.assert_array_equal(found[7], [1] + [0] * 49)


@pytest.mark.parametrize("axis", [0, 1, 2, -1, -3])
def test_cross_entropy_along_any_axis(axis: int) -> None:
    logits, labels = normal(2, 3, 4), uniform(2, 3, 4)
    shifted = logits - logits.max(axis, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis, keepdims=True))
    found = crossentropy.softmax_cross_entropy_with_logits(labels, logits, axis=axis)
    np.testing.assert_allclose(found, -(labels * logs).sum(axis), rtol=1e-5)


def test_sparse_cross_entropy_agrees_with_one_hot_labels() -> None:
    logits, labels = normal(2, 3, 5), np.array([[0, 4, 2], [1, 1, 3]])
    found = crossentropy.sparse_softmax_cross_entropy_with_logits(labels, logits)
    expected = crossentropy.softmax_cross_entropy_with_logits(
        np.eye(5, dtype=np.float32)[labels], logits
    )
    np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_sparse_cross_entropy_of_many_rows_agrees_with_the_definition() -> None:
    logits, labels = 5 * normal(300, 100), (37 * np.arange(300)) % 100
    wide = logits.astype("float64")
    logs = wide - np.log(np.exp(wide).sum(-1, keepdims=True))
    with tf.GradientTape() as tape:
        tape.watch(given := tf.constant(logits))
        loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, given)
    np.testing.assert_allclose(loss, -logs[np.arange(300), labels], rtol=1e-5, atol=1e-5)
    wanted = np.exp(logs) - np.eye(100)[labels]
    np.testing.assert_allclose(tape.gradient(loss, given), wanted, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("label", [3, -1])
def test_a_label_outside_the_classes_is_named(label: int) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match=rf"label value of {label} which is"):
        crossentropy.sparse_softmax_cross_entropy_with_logits([0, label], normal(2, 3))


def test_one_hot_labels_for_the_sparse_loss_are_refused() -> None:
    with pytest.raises(ValueError, match=r"must equal `logits\.shape\.rank - 1`"):
        crossentropy.sparse_softmax_cross_entropy_with_logits([[0, 1]], normal(1, 2))


def test_half_precision_losses_keep_their_dtype() -> None:
    logits, labels = normal(2, 3, dtype=np.float16), uniform(2, 3, dtype=np.float16)
    assert crossentropy.softmax_cross_entropy_with_logits(labels, logits).dtype == tf.float16


def test_sigmoid_cross_entropy_does_not_overflow() -> None:
    found = crossentropy.sigmoid_cross_entropy_with_logits([0.0, 1.0], [1000.0, -1000.0])
    assert found.numpy().tolist() == [1000.0, 1000.0]


def test_sigmoid_cross_entropy_refuses_other_shapes() -> None:
    with pytest.raises(ValueError, match="must have the same shape"):
        crossentropy.sigmoid_cross_entropy_with_logits([1.0], [[1.0, 2.0]])


def test_no_axis_is_the_last_one() -> None:
    labels, logits = [[0.25, 0.75]], [[1.0, 2.0]]
    loss = tf.nn.softmax_cross_entropy_with_logits
    np.testing.assert_array_equal(loss(labels, logits, axis=None), loss(labels, logits))


def test_the_axis_may_be_a_tensor_that_a_graph_knows() -> None:
    x = normal(3, 4)
    eager = tf.nn.softmax(x, axis=0).numpy()
    built = tf.function(lambda: tf.nn.softmax(x, axis=tf.constant(0)))()
    np.testing.assert_array_equal(built, eager)
    unknown = tf.function(lambda axis: tf.nn.log_softmax(x, axis=axis))
    with pytest.raises(ValueError, match="axis must be known"):
        unknown(tf.constant(0))


@pytest.mark.parametrize("axis", [0, 1, -1, -2, -3])
@pytest.mark.parametrize("name", ["softmax", "log_softmax", "softmax_cross_entropy_with_logits"])
def test_an_axis_of_logits_of_unknown_rank(name: str, axis: int) -> None:
    function = getattr(tf.nn, name)
    x = normal(2, 3, 4)

    def call(logits: object) -> object:
        if name == "softmax_cross_entropy_with_logits":
            return function(tf.nn.softmax(logits), logits, axis)
        return function(logits, axis)

    traced = tf.function(call, input_signature=[tf.TensorSpec(None)])
    # The same arithmetic on the same numbers, though XLA may add them in another order.
    np.testing.assert_allclose(traced(x), call(x), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("axis", [3, -4])
def test_an_axis_that_logits_of_unknown_rank_do_not_have(axis: int) -> None:
    traced = tf.function(lambda x: tf.nn.softmax(x, axis), input_signature=[tf.TensorSpec(None)])
    with pytest.raises(tf.errors.InvalidArgumentError):
        traced(normal(2, 3, 4))
