"""Values that travel as words, and the failures that they belong to."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenfold.engine.graph.told import WORDS, Failure, pack, unpack


@pytest.fixture
def xp() -> Any:
    jax = pytest.importorskip("jax")
    from tenfold.core.namespace.jax_ns import jax_ns

    with jax.enable_x64(True):
        yield jax_ns


@pytest.mark.parametrize(
    "values",
    [
        [np.float32(1.5), np.array([1, -2], np.int64), np.array(True)],
        [np.array([[0.1, np.inf]], np.float64), np.uint8(200)],
        [],
    ],
    ids=["several", "a matrix", "none"],
)
def test_values_come_back(xp: Any, values: list[Any]) -> None:
    words, specs = pack(xp, values)
    found = unpack(xp, words, specs)
    assert len(found) == len(values)
    for a, b in zip(found, values, strict=True):
        np.testing.assert_array_equal(a, b)
        assert a.dtype == np.asarray(b).dtype


def test_what_does_not_fit_is_left_out(xp: Any) -> None:
    _, specs = pack(xp, [np.int32(1), np.zeros(WORDS), np.int32(2)])
    assert [s.shape for s in specs] == [()]
    assert pack(xp, [np.complex64(1)])[1] == []


def test_the_first_failure_stays(xp: Any) -> None:
    none, first = Failure.none(xp), Failure(xp.int32(2), xp.ones(WORDS, np.int64))
    later = Failure(xp.int32(1), xp.zeros(WORDS, np.int64))
    assert none.or_later(xp, first).code == 2
    kept = first.or_later(xp, later)
    assert (int(kept.code), int(kept.words[0])) == (2, 1)
