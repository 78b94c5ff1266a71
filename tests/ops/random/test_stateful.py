"""Random ops draw TensorFlow's numbers, call after call."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.random_state import set_seed
from tenfold.ops.random import stateful


def test_calls_after_a_global_seed_draw_what_tensorflow_draws() -> None:
    set_seed(1)
    first, second = stateful.uniform([3]), stateful.uniform([3])
    np.testing.assert_array_equal(first, np.float32([0.16513085, 0.9014813, 0.6309742]))
    assert not np.array_equal(first, second)


def test_an_op_seed_goes_on_where_its_last_call_stopped() -> None:
    set_seed(42)
    draws = [stateful.normal([2], seed=3).numpy() for _ in range(2)]
    np.testing.assert_allclose(draws[0], [0.8021455, 0.505679], rtol=1e-6)
    np.testing.assert_allclose(draws[1], [0.50655407, 0.3115288], rtol=1e-6)


def test_categorical_reserves_two_words_for_each_sample() -> None:
    set_seed(None)
    logits = np.array([[0.0, 1.0, 2.0]] * 3, np.float32)
    first = stateful.Multinomial(logits, 5, seed=8, seed2=3).numpy()
    second = stateful.Multinomial(logits, 5, seed=8, seed2=3).numpy()
    assert first[0].tolist()[:5] == [2, 1, 0, 2, 2]
    assert second[0].tolist()[:5] == [1, 2, 1, 2, 2]


@pytest.mark.parametrize(
    ("low", "high", "dtype"),
    [(0, 10, np.int32), (-5, 5, np.int64), (2.0, 3.0, np.float32), (-1.0, 1.0, np.float64)],
    ids=["int32", "int64", "float32", "float64"],
)
def test_uniform_stays_within_its_bounds(low: Any, high: Any, dtype: Any) -> None:
    x = stateful.uniform([500], low, high, dtype, seed=1).numpy()
    assert x.dtype == dtype and x.min() >= low and x.max() < high
    assert x.max() - x.min() > 0.8 * (high - low)


def test_an_integer_uniform_needs_an_upper_bound() -> None:
    with pytest.raises(ValueError, match="Must specify maxval"):
        stateful.uniform([2], dtype=np.int32)


def test_truncated_normals_lie_within_two_deviations() -> None:
    x = stateful.truncated_normal([4000], stddev=0.5, seed=1).numpy()
    assert np.abs(x).max() < 1.0
    assert abs(x.mean()) < 0.03 and 0.4 < x.std() < 0.48


def test_shuffle_permutes_rows() -> None:
    x = np.arange(40).reshape(20, 2)
    y = stateful.shuffle(x, seed=1).numpy()
    assert not np.array_equal(x, y)
    np.testing.assert_array_equal(np.sort(y, 0), x)


def test_a_negative_size_is_refused() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="Dimensions must be >= 0"):
        stateful.uniform([2, -1])
