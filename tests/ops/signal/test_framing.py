"""Frames are slices of the signal; adding them up is a loop over them."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import normal

from .modes import each_mode, gradient, tried

SIZES = [(4, 2), (4, 3), (5, 1), (3, 5), (25, 4), (20, 20)]


@each_mode
@pytest.mark.parametrize(("length", "step"), SIZES)
def test_frames_are_slices(mode: str, length: int, step: int) -> None:
    x = normal(3, 20)
    starts = range(0, 20 - length + 1, step)
    expected = [x[:, s : s + length] for s in starts]
    found = tried(mode, lambda v: tf.signal.frame(v, length, step), x)
    assert found.shape == (3, len(starts), length)
    if expected:
        np.testing.assert_array_equal(found, np.stack(expected, 1))
    long = np.pad(x, [(0, 0), (0, length)], constant_values=7)
    expected = [long[:, s : s + length] for s in range(0, 20, step)]
    found = tried(mode, lambda v: tf.signal.frame(v, length, step, True, 7), x)
    np.testing.assert_array_equal(found, np.stack(expected, 1))


@each_mode
@pytest.mark.parametrize("axis", [0, 1, -2])
def test_any_axis_is_framed(mode: str, axis: int) -> None:
    x = normal(4, 6, 5)
    found = tried(mode, lambda v: tf.signal.frame(v, 3, 2, axis=axis), x)
    moved = np.moveaxis(x, axis, -1)
    frames = np.stack([moved[..., s : s + 3] for s in range(0, moved.shape[-1] - 2, 2)], -2)
    at = axis % 3
    np.testing.assert_array_equal(found, np.moveaxis(frames, [-2, -1], [at, at + 1]))


@each_mode
@pytest.mark.parametrize("step", [1, 2, 3, 4, 6])
def test_frames_are_added_up(mode: str, step: int) -> None:
    x = normal(2, 3, 5, 4, dtype=np.float64)
    expected = np.zeros((2, 3, 4 * step + 4))
    for i in range(5):
        expected[..., i * step : i * step + 4] += x[..., i, :]
    found = tried(mode, lambda v: tf.signal.overlap_and_add(v, step), x)
    np.testing.assert_allclose(found, expected, atol=1e-14)


def test_shapes_are_known_while_tracing() -> None:
    @tf.function
    def trace(x: tf.Tensor) -> tf.Tensor:
        assert tf.signal.frame(x, 4, 2).shape == [3, 9, 4]
        return tf.signal.overlap_and_add(tf.signal.frame(x, 4, 2), 2)

    assert trace(tf.zeros([3, 20])).shape == [3, 20]


def test_gradients() -> None:
    x = normal(3, 20, dtype=np.float64)
    found, expected = gradient(lambda v: tf.signal.frame(v, 5, 2, pad_end=True), x)
    assert found == pytest.approx(expected, rel=1e-6)
    found, expected = gradient(lambda v: tf.signal.overlap_and_add(v, 3), x)
    assert found == pytest.approx(expected, rel=1e-6)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="frame_length must be a scalar"):
        tf.signal.frame(np.ones(4), [2], 1)
    with pytest.raises(ValueError, match="rank 2 or more"):
        tf.signal.overlap_and_add(np.ones(4), 1)
    with pytest.raises(ValueError, match="must be an integer"):
        tf.signal.overlap_and_add(np.ones((4, 4)), 1.5)


@pytest.mark.parametrize("name", ["frame_length", "frame_step", "axis"])
def test_samples_are_counted_in_integers(name: str) -> None:
    given = {"frame_length": 4, "frame_step": 2, "axis": 0} | {name: 2.5}
    with pytest.raises(ValueError, match=f"{name} must be an integer; received float32"):
        tf.signal.frame(tf.ones([9]), **given)
