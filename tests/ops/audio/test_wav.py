"""WAV files, there and back."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf


def test_a_sound_comes_back_with_its_rate() -> None:
    samples = np.array([[0.5, -0.5], [-1.0, 0.25], [0.0, 0.125]], np.float32)
    sound = tf.audio.decode_wav(tf.audio.encode_wav(samples, 16_000))
    assert sound._fields == ("audio", "sample_rate")
    np.testing.assert_allclose(sound.audio, samples, atol=2.0**-15)
    assert int(sound.sample_rate) == 16_000 and sound.sample_rate.dtype == tf.int32
    longer = tf.audio.decode_wav(tf.audio.encode_wav(samples[:, :1], 8000), 2, 5)
    assert longer.audio.shape == [5, 2]
    np.testing.assert_array_equal(longer.audio[3:], np.zeros((2, 2)))


def test_what_is_no_wav_file_is_refused() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError):
        tf.audio.decode_wav(b"no sound")
