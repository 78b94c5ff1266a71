"""Random changes: what is refused, and that a function draws anew at each call."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import uniform

IMAGE = uniform(4, 5, 6, 3)
LINE = np.arange(6, dtype=np.float32).reshape(1, 6, 1)


@pytest.mark.parametrize("prefix", ["random", "stateless_random"])
@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("brightness", (-0.1,), "max_delta must be non-negative"),
        ("hue", (0.6,), "max_delta must be <= 0.5"),
        ("hue", (-0.1,), "max_delta must be non-negative"),
        ("contrast", (0.5, 0.5), "upper must be > lower"),
        ("contrast", (-0.5, 0.5), "lower must be non-negative"),
        ("saturation", (2.0, 0.5), "upper must be > lower"),
        ("jpeg_quality", (10, 101), "between 0 and 100"),
        ("jpeg_quality", (20, 10), "must be less than"),
    ],
    ids=str,
)
def test_ranges_are_checked(prefix: str, name: str, arguments: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        getattr(tf.image, f"{prefix}_{name}")(IMAGE, *arguments, seed=(1, 2))


def test_a_crop_larger_than_the_image_is_refused() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"Need value.shape >= size"):
        tf.image.random_crop(LINE, [1, 7, 1])


def test_a_function_draws_anew_at_each_call() -> None:
    tf.random.set_seed(5)
    drawn = tf.function(lambda x: tf.image.random_brightness(x, 0.5))
    amounts = {round(float(drawn(tf.zeros([1]))[0]), 5) for _ in range(4)}
    assert len(amounts) == 4


def test_each_image_of_a_batch_is_flipped_by_itself() -> None:
    batch = np.repeat(LINE[None], 64, 0)
    found = tf.image.stateless_random_flip_left_right(batch, (1, 2)).numpy()
    flipped = [bool((row == LINE[:, ::-1]).all()) for row in found]
    assert all(f or (row == LINE).all() for f, row in zip(flipped, found))
    assert 16 < sum(flipped) < 48


@pytest.mark.parametrize("image", [IMAGE, IMAGE[0]], ids=["batch", "one"])
def test_flips_need_not_know_the_rank(image: np.ndarray) -> None:
    traced = tf.function(
        lambda x: tf.image.stateless_random_flip_up_down(x, (3, 4)),
        input_signature=[tf.TensorSpec(None)],
    )
    expected = tf.image.stateless_random_flip_up_down(image, (3, 4))
    np.testing.assert_array_equal(traced(image), expected)


def test_crops_come_from_everywhere() -> None:
    starts = {
        int(tf.image.stateless_random_crop(LINE, [1, 3, 1], (i, 0))[0, 0, 0]) for i in range(40)
    }
    assert starts == {0, 1, 2, 3}
