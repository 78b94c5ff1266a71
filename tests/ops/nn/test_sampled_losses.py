"""Sampled losses, against what TensorFlow gives for the same candidates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

TABLE = np.arange(12, dtype=np.float32).reshape(6, 2)
BIASES = np.array(
    [-0.85811085, -0.19662298, 0.13895045, -1.2212768, -0.40341285, -1.1454041], np.float32
)
INPUTS = np.array(
    [[-0.8113182, 1.4845988], [0.06532937, -2.4427042], [0.09924842, 0.5912243]], np.float32
)
LABELS = [[1], [3], [0]]
SAMPLED = (
    tf.constant([3, 4, 2], tf.int64),
    tf.constant([[0.5], [0.25], [0.7]]),
    tf.constant([0.25, 0.3, 0.4]),
)
PAIRS = (SAMPLED[0], tf.ones([3, 2]) * 0.5, SAMPLED[2])
NCE = [18.638077, 16.541958, 16.89278]
NCE_PAIRS = [23.496357, 5.239066, 19.196701]
SOFTMAX = [4.5572681, 5.648562, 7.0211]
SOFTMAX_HITS = [4.5572681, 5.652078, 7.0211]
SOFTMAX_PAIRS = [1.783970, 2.5649302, 4.169393]


@pytest.mark.parametrize("remove", [True, False])
def test_nce(remove: bool) -> None:
    options = {"sampled_values": SAMPLED, "remove_accidental_hits": remove}
    found = tf.nn.nce_loss(TABLE, BIASES, LABELS, INPUTS, 3, 6, **options)
    np.testing.assert_allclose(found.numpy(), NCE, rtol=1e-5)


@pytest.mark.parametrize(("remove", "expected"), [(True, SOFTMAX), (False, SOFTMAX_HITS)])
def test_softmax(remove: bool, expected: list[float]) -> None:
    options = {"sampled_values": SAMPLED, "remove_accidental_hits": remove}
    found = tf.nn.sampled_softmax_loss(TABLE, BIASES, LABELS, INPUTS, 3, 6, **options)
    np.testing.assert_allclose(found.numpy(), expected, rtol=1e-5)


def test_two_right_classes_and_a_table_in_parts() -> None:
    # TensorFlow's figures are for a table whose rows are dealt out so.
    table = [tf.constant(TABLE[::2]), tf.constant(TABLE[1::2])]
    pairs = [[1, 2], [3, 0], [0, 5]]
    options: dict[str, Any] = {"num_true": 2, "sampled_values": PAIRS}
    found = tf.nn.nce_loss(table, BIASES, pairs, INPUTS, 3, 6, **options)
    np.testing.assert_allclose(found.numpy(), NCE_PAIRS, rtol=1e-5)
    found = tf.nn.sampled_softmax_loss(table, BIASES, pairs, INPUTS, 3, 6, **options)
    np.testing.assert_allclose(found.numpy(), SOFTMAX_PAIRS, rtol=1e-5)


def test_a_sample_of_everything_is_the_whole_softmax() -> None:
    everything = tf.nn.all_candidate_sampler(LABELS, 1, 6, True)
    found = tf.nn.sampled_softmax_loss(
        TABLE, BIASES, LABELS, INPUTS, 6, 6, sampled_values=everything
    )
    logits = INPUTS @ TABLE.T + BIASES
    whole = tf.nn.sparse_softmax_cross_entropy_with_logits([1, 3, 0], logits)
    np.testing.assert_allclose(found.numpy(), whole.numpy(), rtol=1e-5)


@pytest.mark.parametrize("kind", ["nce_loss", "sampled_softmax_loss"])
def test_training_in_a_function(kind: str) -> None:
    table, biases = tf.Variable(TABLE * 0.1), tf.Variable(BIASES)

    @tf.function
    def step() -> Any:
        with tf.GradientTape() as tape:
            losses = getattr(tf.nn, kind)(table, biases, LABELS, INPUTS, 3, 6)
            loss = tf.reduce_mean(losses)
        for variable, gradient in zip((table, biases), tape.gradient(loss, [table, biases])):
            variable.assign_sub(0.1 * tf.convert_to_tensor(gradient))
        return loss

    tf.random.set_seed(3)
    losses = [float(step()) for _ in range(60)]
    assert np.mean(losses[-10:]) < np.mean(losses[:10])
