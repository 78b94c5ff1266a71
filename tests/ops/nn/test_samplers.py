"""Candidate samplers in functions, and what they keep between calls."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import tenfold as tf

TRUE = tf.constant([[1], [3]], tf.int64)


def test_functions_go_on_where_they_stopped() -> None:
    tf.random.set_seed(1)
    draw = tf.function(lambda t: tf.random.uniform_candidate_sampler(t, 1, 20, False, 1000)[0])
    first, second = draw(TRUE).numpy().tolist(), draw(TRUE).numpy().tolist()
    assert first != second
    assert len(set(first)) > 10


def test_zipf() -> None:
    drawn = tf.random.log_uniform_candidate_sampler(TRUE, 1, 4000, False, 50, seed=3)[0].numpy()
    counts = np.bincount(drawn, minlength=50)
    expected = 4000 * np.diff(np.log(np.arange(1, 52))) / np.log(51)
    assert (np.abs(counts - expected) < 5 * np.sqrt(expected) + 1).all()


def test_learning() -> None:
    learn = tf.function(lambda t: tf.nn.learned_unigram_candidate_sampler(t, 2, 1, False, 4, 9))
    pairs = np.array([[2, 2], [2, 1]])
    expected = [learn(pairs)[1].numpy()[0, 0] for _ in range(3)]
    np.testing.assert_allclose(expected, [1 / 4, 4 / 8, 7 / 12], rtol=1e-6)


def test_weights_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "vocabulary"
    path.write_text("a,1\nb,2\n\nc,0\nd,1\n")
    sampler = tf.random.fixed_unigram_candidate_sampler
    _, often, _ = sampler(TRUE, 1, 4, False, 4, vocab_file=str(path))
    assert often.numpy().ravel().tolist() == [2.0, 1.0]
    with pytest.raises(tf.errors.NotFoundError, match="nowhere"):
        sampler(TRUE, 1, 4, False, 4, vocab_file=str(tmp_path / "nowhere"))
