"""CTC: the public functions against sums over all paths, in every mode."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.ops.nn.ctc import CTCLossV2
from tests.ops.sample import normal

STEPS, CLASSES = 4, 3
LABELS = np.array([[1, 2], [2, 2], [1, 0], [0, 0]])
COUNTS = np.array([2, 2, 1, 0])
LENGTHS = np.array([4, 3, 2, 4])
LOGITS = normal(STEPS, 4, CLASSES, dtype=np.float64)


def spelled(path: tuple[int, ...], blank: int) -> list[int]:
    return [c for c, _ in itertools.groupby(path) if c != blank]


def by_enumeration(logits: np.ndarray, labels: list[list[int]], blank: int) -> np.ndarray:
    """-log of the summed probabilities of all paths that spell the labels."""
    log_y = logits - np.log(np.exp(logits).sum(-1, keepdims=True))
    found = []
    for b, row in enumerate(labels):
        paths = itertools.product(range(CLASSES), repeat=int(LENGTHS[b]))
        fitting = [p for p in paths if spelled(p, blank) == row]
        found.append(
            -math.log(sum(math.exp(sum(log_y[t, b, c] for t, c in enumerate(p))) for p in fitting))
        )
    return np.array(found)


def dense(logits: Any, **options: Any) -> Any:
    return tf.nn.ctc_loss(LABELS, logits, COUNTS, LENGTHS, **options)


def compiled(logits: Any) -> Any:
    return tf.function(dense)(logits)


@pytest.mark.parametrize("loss", [dense, compiled], ids=["eager", "compiled"])
def test_dense_labels(loss: Callable[[Any], Any]) -> None:
    rows = [LABELS[b, :n].tolist() for b, n in enumerate(COUNTS)]
    found = loss(tf.constant(LOGITS)).numpy()
    np.testing.assert_allclose(found, by_enumeration(LOGITS, rows, 0), rtol=1e-12)


@pytest.mark.parametrize("blank", [1, 2, -1, -2])
def test_any_class_can_be_the_blank(blank: int) -> None:
    place = blank % CLASSES
    others = [c for c in range(CLASSES) if c != place]
    labels = np.array([[others[0], others[1]], [others[1], others[1]], [others[0], 0], [0, 0]])
    rows = [labels[b, :n].tolist() for b, n in enumerate(COUNTS)]
    found = tf.nn.ctc_loss(labels, LOGITS, COUNTS, LENGTHS, blank_index=blank)
    np.testing.assert_allclose(found.numpy(), by_enumeration(LOGITS, rows, place), rtol=1e-12)


def test_batch_major_logits_unique_labels_and_half_precision() -> None:
    expected = dense(tf.constant(LOGITS)).numpy()
    swapped = LOGITS.swapaxes(0, 1).astype(np.float16)
    unique = tf.nn.ctc_unique_labels(LABELS)
    found = dense(swapped, logits_time_major=False, unique=unique)
    assert found.dtype is tf.float16
    np.testing.assert_allclose(found.numpy(), expected, rtol=5e-3)


def test_sparse_labels() -> None:
    places = [[0, 0], [0, 1], [1, 0], [1, 1], [2, 0], [3, 0]]
    sparse = tf.SparseTensor(places, [1, 2, 2, 2, 1, 1], [4, 2])
    rows = [[1, 2], [2, 2], [1], [1]]
    found = tf.nn.ctc_loss(sparse, LOGITS, None, LENGTHS, blank_index=0)
    np.testing.assert_allclose(found.numpy(), by_enumeration(LOGITS, rows, 0), rtol=1e-12)


@pytest.mark.parametrize("loss", [dense, compiled], ids=["eager", "compiled"])
def test_the_gradient_is_the_slope(loss: Callable[[Any], Any]) -> None:
    x = tf.constant(LOGITS)
    weights = np.array([1.0, -2.0, 0.5, 3.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        total = tf.reduce_sum(loss(x) * weights)
    direction, step = normal(*LOGITS.shape, seed=1).astype(np.float64), 1e-6
    ahead, behind = (
        float(tf.reduce_sum(dense(LOGITS + s * direction) * weights)) for s in (step, -step)
    )
    slope = float(np.sum(tape.gradient(total, x).numpy() * direction))
    assert math.isclose(slope, (ahead - behind) / (2 * step), rel_tol=1e-6)


def test_labels_that_do_not_fit_cost_much_and_have_no_gradient() -> None:
    x = tf.constant(LOGITS)
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = tf.nn.ctc_loss(LABELS, x, COUNTS, [1, 2, 2, 4])
    assert np.allclose(loss.numpy()[:2], 706.8936)
    gradient = tape.gradient(loss, x).numpy()
    assert np.all(gradient[:, :2] == 0) and np.any(gradient[:, 2] != 0)


def test_arguments_that_are_missing() -> None:
    sparse = tf.SparseTensor([[0, 0]], [1], [1, 1])
    with pytest.raises(ValueError, match="blank_index"):
        tf.nn.ctc_loss(sparse, LOGITS[:, :1], None, [4])
    with pytest.raises(ValueError, match="label_length"):
        tf.nn.ctc_loss(LABELS, LOGITS, None, LENGTHS)


def test_labels_of_width_zero() -> None:
    found = tf.nn.ctc_loss(np.zeros((4, 0), np.int32), LOGITS, [0] * 4, LENGTHS)
    expected = by_enumeration(LOGITS, [[]] * 4, 0)
    np.testing.assert_allclose(found.numpy(), expected, rtol=1e-12)


def test_wire_op_with_the_blank_first() -> None:
    places = np.array([[0, 0], [0, 1], [1, 0], [1, 1], [2, 0], [3, 0]])
    values = np.array([1, 2, 2, 2, 1, 1], np.int32)
    loss, _ = CTCLossV2(LOGITS.astype(np.float32), places, values, LENGTHS.astype(np.int32))
    expected = by_enumeration(LOGITS, [[1, 2], [2, 2], [1], [1]], 0)
    np.testing.assert_allclose(loss.numpy(), expected, rtol=1e-5)


# What TensorFlow gives for these rows.
def test_unique_labels() -> None:
    unique, index = tf.nn.ctc_unique_labels([[1, 1, 3, 0], [3, 4, 4, 3]])
    assert unique.numpy().tolist() == [[1, 3, 0, 0], [3, 4, 0, 0]]
    assert index.numpy().tolist() == [[0, 0, 1, 2], [0, 1, 1, 0]]
    assert (unique.dtype, index.dtype) == (tf.int64, tf.int32)


def test_collapse_repeated() -> None:
    rows, lengths = tf.nn.collapse_repeated([[1, 1, 3, 0], [3, 4, 4, 3], [1, 1, 1, 1]], [3, 4, 4])
    assert rows.numpy().tolist() == [[1, 3, 0], [3, 4, 3], [1, 0, 0]]
    assert lengths.numpy().tolist() == [2, 3, 1]


def test_decoders_give_sparse_tensors() -> None:
    logits = np.log(np.array([[[0.6, 0.1, 0.3]], [[0.6, 0.1, 0.3]], [[0.1, 0.1, 0.8]]]))
    (greedy,), score = tf.nn.ctc_greedy_decoder(logits, [3])
    assert greedy.shape == [1, 1]
    assert greedy.values.numpy().tolist() == [0]
    np.testing.assert_allclose(score.numpy(), [[-math.log(0.6 * 0.6 * 0.8)]])
    paths, scores = tf.nn.ctc_beam_search_decoder(logits, [3], beam_width=50, top_paths=2)
    expected = [-by_path(logits, row) for row in ([0], [0, 1])]
    assert [p.values.numpy().tolist() for p in paths] == [[0], [0, 1]]
    np.testing.assert_allclose(scores.numpy()[0], expected)


def by_path(logits: np.ndarray, row: list[int]) -> float:
    paths = itertools.product(range(3), repeat=3)
    chances = (sum(logits[t, 0, c] for t, c in enumerate(p)) for p in paths if spelled(p, 2) == row)
    return -math.log(sum(map(math.exp, chances)))


def test_decoding_in_a_function() -> None:
    logits = normal(6, 2, 4)

    @tf.function
    def decode(x: Any) -> Any:
        return tf.nn.ctc_greedy_decoder(x * 1.0, [6, 4])[0][0]

    eager = tf.nn.ctc_greedy_decoder(logits, [6, 4])[0][0]
    traced = decode(logits)
    assert traced.values.numpy().tolist() == eager.values.numpy().tolist()
    assert traced.dense_shape.numpy().tolist() == eager.dense_shape.numpy().tolist()
