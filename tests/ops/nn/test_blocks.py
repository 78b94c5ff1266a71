"""Windows with the same taps inside the image, and the results of blocks joined."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenfold.ops.nn.blocks import Span, count_terms, joined, spans
from tenfold.ops.nn.windows import Windows, pad, windows
from tests.ops.sample import normal


def test_spans_have_the_same_taps() -> None:
    w = windows((5, 6), (3, 3), (1, 2), "SAME")
    rows, columns = spans(w)
    assert rows == [Span(0, 1, (1, 2)), Span(1, 4, (0, 1, 2)), Span(4, 5, (0, 1))]
    assert columns == [Span(0, 2, (0, 1, 2)), Span(2, 3, (0, 1))]
    assert count_terms(w) == 7 * 5


def test_windows_outside_of_the_image_are_in_no_span() -> None:
    w = windows((3, 3), (2, 2), (2, 2), "EXPLICIT", (2, 0, 0, 3))
    assert spans(w) == [[Span(1, 2, (0, 1))], [Span(0, 1, (0, 1)), Span(1, 2, (0,))]]


GEOMETRIES = [
    windows((7, 6), (3, 3), (2, 2), "SAME"),
    windows((7, 6), (3, 2), (1, 1), "SAME", dilations=(2, 3)),
    windows((7, 6), (3, 3), (2, 1), "VALID"),
    windows((4, 6), (1, 4), (3, 2), "EXPLICIT", (2, 0, 5, 3)),
    windows((1, 1), (1, 1), (2, 2), "EXPLICIT", (1, 0, 1, 0)),
    windows((2, 2), (3, 3), (1, 1), "VALID"),
]


@pytest.mark.parametrize("room", [None, ((1, 0), (2, 3))], ids=["plain", "with room"])
@pytest.mark.parametrize("w", GEOMETRIES, ids=str)
def test_blocks_make_what_a_padded_image_makes(w: Windows, room: Any) -> None:
    pytest.importorskip("jax")
    from tenfold.core.namespace.jax_ns import jax_ns

    x = normal(2, *w.sizes, 3)
    kernel = normal(*w.kernel, 3, seed=1)

    def combine(found: Any) -> Any:
        return sum(piece * kernel[tap] for tap, piece in found)

    padded = pad(np, x, w)
    expected = combine([(tap, padded[w.slices(tap)]) for tap in w.taps()])
    if room is not None:
        expected = np.pad(expected, ((0, 0), *room, (0, 0)))
    found = joined(jax_ns, x, w, combine, 0, room)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)
