"""tf.experimental.numpy.random: shapes, dtypes, ranges and seeds."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf

random = tf.experimental.numpy.random

DRAWS = {
    "rand": (lambda: random.rand(200, 3), (200, 3), 0.5, 1 / 12),
    "random": (lambda: random.random((200, 3)), (200, 3), 0.5, 1 / 12),
    "randn": (lambda: random.randn(200, 3), (200, 3), 0.0, 1.0),
    "standard_normal": (lambda: random.standard_normal(600), (600,), 0.0, 1.0),
    "uniform": (lambda: random.uniform(1, 3, (600,)), (600,), 2.0, 4 / 12),
    "broadcast uniform": (lambda: random.uniform(np.zeros(600), 2.0), (600,), 1.0, 4 / 12),
    "poisson": (lambda: random.poisson(4.0, (600,)), (600,), 4.0, 4.0),
    "randint": (lambda: random.randint(2, 6, (600,)), (600,), 3.5, 15 / 12),
}


@pytest.mark.parametrize("name", DRAWS)
def test_samples_have_their_moments(name: str) -> None:
    draw, shape, mean, variance = DRAWS[name]
    random.seed(7)
    found = draw().numpy()
    assert found.shape == shape
    assert found.dtype == (np.int64 if name in ("poisson", "randint") else np.float64)
    assert found.mean() == pytest.approx(mean, abs=5 * np.sqrt(variance / 600))
    assert found.var() == pytest.approx(variance, rel=0.4)
    random.seed(7)
    np.testing.assert_array_equal(draw().numpy(), found)


def test_integers_stay_in_their_range() -> None:
    found = random.randint(3, size=(100,), dtype=np.int32)
    assert found.dtype is tf.int32
    assert set(found.numpy().tolist()) == {0, 1, 2}


def test_integers_of_a_floating_dtype_are_refused() -> None:
    with pytest.raises(ValueError, match="integer dtype"):
        random.randint(3, dtype=np.float32)


def test_no_size_gives_a_scalar() -> None:
    assert [random.rand().shape.rank, random.randint(5).shape.rank] == [0, 0]
