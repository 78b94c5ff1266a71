"""Tests of the formats of tridiagonal matrices, and of elimination."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenfold.ops.linalg.tridiagonal import tridiagonal_matmul, tridiagonal_solve
from tests.ops.sample import normal

ABOVE, MAIN, BELOW = normal(3, 5, dtype=np.float64)
DENSE = np.diag(MAIN) + np.diag(ABOVE[:-1], 1) + np.diag(BELOW[1:], -1)
RHS = normal(5, 2, dtype=np.float64)
FORMATS = {
    "compact": np.stack([ABOVE, MAIN, BELOW]),
    "sequence": (ABOVE, MAIN, BELOW),
    "matrix": DENSE + np.triu(np.ones((5, 5)), 2),
}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_describes_the_same_matrix(form: str) -> None:
    np.testing.assert_allclose(tridiagonal_matmul(FORMATS[form], RHS, form), DENSE @ RHS)
    expected = np.linalg.solve(DENSE, RHS)
    np.testing.assert_allclose(tridiagonal_solve(FORMATS[form], RHS, form), expected)
    found = tridiagonal_solve(FORMATS[form], RHS[:, 0], form)
    np.testing.assert_allclose(found, expected[:, 0])


def test_a_sequence_may_leave_out_what_is_ignored() -> None:
    short = (ABOVE[:-1], MAIN, BELOW[1:])
    found = tridiagonal_solve(short, RHS, "sequence")
    np.testing.assert_allclose(found, np.linalg.solve(DENSE, RHS))
    single = (np.zeros(0), np.array([2.0]), np.zeros(0))
    assert np.asarray(tridiagonal_solve(single, np.array([4.0]), "sequence")).tolist() == [2.0]


def test_right_sides_are_transposed_and_conjugated() -> None:
    rhs = normal(5, 2, dtype=np.complex128)
    found = tridiagonal_solve(
        FORMATS["compact"].astype(np.complex128), rhs.T, transpose_rhs=True, conjugate_rhs=True
    )
    np.testing.assert_allclose(found, np.linalg.solve(DENSE, rhs.conj()))


@pytest.mark.parametrize(
    ("diagonals", "form", "match"),
    [
        (np.ones((3, 4)), "banded", "Unrecognized"),
        (np.ones((2, 4)), "compact", "3 diagonals"),
        ((np.ones(4), np.ones(4)), "sequence", "length 3"),
        (np.ones((2, 3)), "matrix", "square"),
    ],
    ids=str,
)
def test_what_is_no_such_format_is_refused(diagonals: Any, form: str, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        tridiagonal_solve(diagonals, np.ones((4, 1)), form)


def test_perturbing_needs_pivots() -> None:
    with pytest.raises(ValueError, match="partial_pivoting"):
        tridiagonal_solve(
            np.ones((3, 3)), np.ones(3), partial_pivoting=False, perturb_singular=True
        )
