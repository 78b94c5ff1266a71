"""The derivative keeps the value of the distribution function."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tenfold.ops.random.gamma_derivative import sample_derivative


def lower(alpha: float, x: float) -> float:
    """The regularised lower incomplete gamma function, by its series."""
    term = total = 1.0 / alpha
    for n in range(1, 2000):
        term *= x / (alpha + n)
        total += term
    return total * math.exp(alpha * math.log(x) - x - math.lgamma(alpha))


@pytest.mark.parametrize("alpha", [0.05, 0.7, 1.0, 3.0, 40.0])
def test_the_quantile_moves_as_the_derivative_says(alpha: float) -> None:
    for x in (0.2 * alpha, 0.9 * alpha, alpha + 1.1, alpha + 3.0 * math.sqrt(alpha)):
        step = 1e-5 * alpha
        slope = (lower(alpha + step, x) - lower(alpha - step, x)) / (2 * step)
        density = math.exp((alpha - 1) * math.log(x) - x - math.lgamma(alpha))
        found = sample_derivative(np.array([alpha]), np.array([x]))[0]
        assert found == pytest.approx(-slope / density, rel=1e-5)


def test_what_is_no_sample_has_no_derivative() -> None:
    alpha = np.array([np.nan, -1.0, 2.0, 2.0, np.inf])
    x = np.array([1.0, 1.0, -1.0, np.inf, 1.0])
    assert np.isnan(sample_derivative(alpha, x)).all()
    assert sample_derivative(np.array([2.0]), np.array([0.0])).tolist() == [0.0]
