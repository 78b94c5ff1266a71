"""Batch normalization with given statistics is the formula; what does not fit is refused."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import normal, uniform

T, M, V = normal(2, 2, 3, 2), normal(2), uniform(2, low=0.5, high=2.0)
BETA, GAMMA = normal(2, seed=1), normal(2, seed=2)


@pytest.mark.parametrize("scaled", [True, False])
def test_it_is_the_formula(scaled: bool) -> None:
    found = tf.raw_ops.BatchNormWithGlobalNormalization(
        t=T,
        m=M,
        v=V,
        beta=BETA,
        gamma=GAMMA,
        variance_epsilon=0.01,
        scale_after_normalization=scaled,
    )
    expected = (T - M) / np.sqrt(V + 0.01) * (GAMMA if scaled else 1.0) + BETA
    np.testing.assert_allclose(found.numpy(), expected, rtol=1e-5, atol=1e-6)


def test_each_channel_has_a_value() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="beta must have one value for each"):
        tf.raw_ops.BatchNormWithGlobalNormalization(
            t=T,
            m=M,
            v=V,
            beta=normal(3),
            gamma=GAMMA,
            variance_epsilon=0.01,
            scale_after_normalization=True,
        )
