"""Projective transforms that have a name, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.op import call
from tests.ops.sample import uniform

IMAGE = uniform(2, 5, 5, 3)


def warped(transform: Any, **attrs: Any) -> np.ndarray:
    options = {"interpolation": "BILINEAR", "fill_mode": "CONSTANT", **attrs}
    rows = np.array([transform], np.float32)
    return call("ImageProjectiveTransformV3", IMAGE, rows, [5, 5], 7.0, **options).numpy()


def test_a_move_fills_what_it_uncovers() -> None:
    found = warped([1, 0, -2, 0, 1, 0, 0, 0])
    np.testing.assert_array_equal(found[:, :, 2:], IMAGE[:, :, :-2])
    assert (found[:, :, :2] == 7).all()


@pytest.mark.parametrize(
    ("mode", "columns"),
    [("NEAREST", [0, 0, 0, 1, 2]), ("REFLECT", [1, 0, 0, 1, 2]), ("WRAP", [3, 4, 0, 1, 2])],
)
def test_what_lies_beyond_the_border(mode: str, columns: list[int]) -> None:
    found = warped([1, 0, -2, 0, 1, 0, 0, 0], fill_mode=mode)
    np.testing.assert_array_equal(found, IMAGE[:, :, columns])


def test_a_quarter_turn() -> None:
    found = warped([0, -1, 4, 1, 0, 0, 0, 0])
    np.testing.assert_array_equal(found, tf.image.rot90(IMAGE))


def test_other_names_are_refused() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="received 'MIRROR'"):
        warped([1, 0, 0, 0, 1, 0, 0, 0], fill_mode="MIRROR")
    with pytest.raises(tf.errors.InvalidArgumentError, match="received 'CUBIC'"):
        warped([1, 0, 0, 0, 1, 0, 0, 0], interpolation="CUBIC")
