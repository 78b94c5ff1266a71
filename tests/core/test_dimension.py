"""Tests of `Dimension`."""

from __future__ import annotations

import pickle

import pytest

from tenfold.core.dimension import Dimension

SEVEN, UNKNOWN = Dimension(7), Dimension(None)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (SEVEN + 1, 8),
        (1 + SEVEN, 8),
        (SEVEN - 2, 5),
        (9 - SEVEN, 2),
        (2 * SEVEN, 14),
        (SEVEN // 2, 3),
        (15 // SEVEN, 2),
        (15 % SEVEN, 1),
        (SEVEN + UNKNOWN, None),
        (UNKNOWN * 2, None),
        (SEVEN // None, None),
        (Dimension(SEVEN), 7),
        (UNKNOWN.merge_with(3), 3),
        (SEVEN.merge_with(None), 7),
    ],
)
def test_arithmetic(result: Dimension, expected: int | None) -> None:
    assert isinstance(result, Dimension)
    assert result.value == expected


def test_comparison() -> None:
    assert (SEVEN == 7, SEVEN == 8, SEVEN != 8, SEVEN == "x", SEVEN == 7.0) == (
        True,
        False,
        True,
        False,
        False,
    )
    assert (SEVEN < 8, SEVEN <= 7, SEVEN > 6, SEVEN >= 8) == (True, True, True, False)
    for unknown in (
        SEVEN == UNKNOWN,
        UNKNOWN.__eq__(Dimension(None)),
        SEVEN != UNKNOWN,
        SEVEN < UNKNOWN,
    ):
        assert unknown is None
    with pytest.raises(TypeError, match="unhashable"):
        hash(SEVEN)


def test_as_an_integer() -> None:
    assert int(SEVEN) == 7
    assert [1] * SEVEN == [1] * 7
    assert (bool(SEVEN), bool(Dimension(0)), bool(UNKNOWN)) == (True, False, False)
    with pytest.raises(TypeError, match="unknown"):
        int(UNKNOWN)


def test_text_and_pickle() -> None:
    assert (repr(SEVEN), str(SEVEN), str(UNKNOWN)) == ("Dimension(7)", "7", "?")
    assert pickle.loads(pickle.dumps(SEVEN)).value == 7


@pytest.mark.parametrize("value", ["3", 3.5])
def test_refuses_other_types(value: object) -> None:
    with pytest.raises(TypeError, match="must be an integer"):
        Dimension(value)


def test_refuses_negatives_and_conflicts() -> None:
    with pytest.raises(ValueError, match="-1 must be >= 0"):
        Dimension(-1)
    with pytest.raises(ValueError, match="7 and 8 are not compatible"):
        SEVEN.merge_with(8)
