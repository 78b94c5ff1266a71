"""Tests of banded triangular matrices beside their dense forms."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.ops.linalg.banded import banded_triangular_solve
from tests.ops.sample import normal

BANDS = normal(3, 5, dtype=np.float64) + 2
RHS = normal(5, 2, dtype=np.float64)


def dense(lower: bool) -> np.ndarray:
    out = np.zeros((5, 5))
    for row in range(5):
        for band in range(3):
            column = row - band if lower else row + band
            if 0 <= column < 5:
                out[row, column] = BANDS[band if lower else 2 - band, row]
    return out


@pytest.mark.parametrize("lower", [True, False])
@pytest.mark.parametrize("adjoint", [True, False])
def test_the_solution_is_that_of_the_dense_matrix(lower: bool, adjoint: bool) -> None:
    matrix = dense(lower).T if adjoint else dense(lower)
    found = banded_triangular_solve(BANDS, RHS, lower=lower, adjoint=adjoint)
    np.testing.assert_allclose(found, np.linalg.solve(matrix, RHS), rtol=1e-9)


def test_what_is_outside_the_matrix_is_ignored() -> None:
    spoiled = BANDS.copy()
    spoiled[1, 0] = spoiled[2, :2] = np.nan
    np.testing.assert_array_equal(
        banded_triangular_solve(spoiled, RHS), banded_triangular_solve(BANDS, RHS)
    )
