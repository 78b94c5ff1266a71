"""Dropout: rates, noise shapes, dtypes."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.core.random_state import set_seed
from tenfold.ops.nn import regularize


def test_dropped_share_and_scale() -> None:
    set_seed(3)
    y = regularize.dropout(np.ones(4000, np.float32), 0.25).numpy()
    assert set(np.unique(y)) == {np.float32(0), np.float32(1 / 0.75)}
    assert 0.22 < (y == 0).mean() < 0.28


def test_noise_shape_drops_whole_rows() -> None:
    y = regularize.dropout(np.ones((50, 4), np.float32), 0.5, noise_shape=[None, 1], seed=1)
    assert {tuple(row) for row in y.numpy().tolist()} == {(0.0,) * 4, (2.0,) * 4}


@pytest.mark.parametrize("rate", [1.0, -0.1])
def test_rates_outside_their_range_are_refused(rate: float) -> None:
    with pytest.raises(ValueError, match=r"range \[0, 1\)"):
        regularize.dropout([1.0], rate)


def test_integers_are_refused() -> None:
    with pytest.raises(ValueError, match="floating point"):
        regularize.dropout([1, 2], 0.5)
