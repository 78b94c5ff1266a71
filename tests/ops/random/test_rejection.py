"""Each sample draws from its own stream, whatever the others do."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.core.namespace import numpy_ns
from tenfold.ops.random import philox
from tenfold.ops.random.rejection import Lanes, fill, until_accepted


def stream() -> philox.Stream:
    return philox.Stream(numpy_ns, *philox.key_of(3, 4), np.uint64(0))


def test_lanes_draw_from_their_own_blocks_the_second_of_a_pair_first() -> None:
    lanes = Lanes(stream(), np.array([0, 5]))
    first = lanes.uniform(np.array([1]))
    rest = lanes.uniform(np.array([0, 1]))
    offsets = np.array([0, 5 * 256], np.uint64)
    pairs = philox.unit(numpy_ns, stream().blocks_at(offsets), np.float64)
    np.testing.assert_array_equal(first, pairs[1, 1:])
    np.testing.assert_array_equal(rest, [pairs[0, 1], pairs[1, 0]])


def test_results_do_not_depend_on_how_many_are_drawn() -> None:
    def draw(lanes: Lanes, scale: np.ndarray) -> np.ndarray:
        return scale * lanes.normal(np.arange(len(scale)))

    one = fill(stream(), 70000, (np.array([1.0]),), np.float64, draw)
    two = fill(stream(), 70000, (np.array([1.0, 2.0]),), np.float64, draw)
    np.testing.assert_array_equal(one[:, 0], two[:, 0])
    assert two.shape == (70000, 2)


def test_lanes_that_are_never_accepted_end_in_an_error() -> None:
    out = np.zeros(2)
    with pytest.raises(ValueError, match="rejected"):
        until_accepted(np.arange(2), lambda at: (at < 0, np.zeros(len(at))), out)
