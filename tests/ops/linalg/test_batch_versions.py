"""Tests of the form in which the first eigenvalue ops gave their results."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.ops.linalg.batch_versions import BatchSelfAdjointEig, SelfAdjointEig
from tests.ops.sample import normal


@pytest.mark.parametrize(
    ("op", "shape"), [(SelfAdjointEig, (3, 3)), (BatchSelfAdjointEig, (2, 3, 3))]
)
def test_eigenvalues_stand_above_their_vectors(op, shape) -> None:  # type: ignore[no-untyped-def]
    x = normal(*shape, dtype=np.float64)
    x = x + x.swapaxes(-1, -2)
    found = np.asarray(op(x))
    e, v = found[..., :1, :], found[..., 1:, :]
    np.testing.assert_allclose(e[..., 0, :], np.linalg.eigvalsh(x))
    np.testing.assert_allclose(x @ v, v * e, atol=1e-12)
