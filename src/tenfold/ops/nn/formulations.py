"""Which of several equal computations a shape is compiled to: one table.

The first form of a computation whose condition holds is taken. Measured on CPUs, beside what XLA
makes of the plain form: `benchmarks/suites/images.py`. Eagerly NumPy has one form of each.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .blocks import count_terms
from .windows import Windows

# Numbers that stay in a core's cache while they are gone over again and again.
_CACHED = 1_000_000
# Those of the accumulators of a few rows of a result, one for each tap.
_ROWS = 100_000
_ACCUMULATORS = 1_000_000
# The elements of a matrix of gathered windows, which is several times as large as the images.
_COLUMNS = 16_000_000
# The images of which a sum over the batch takes the terms at a time: to read and write the
# accumulators, and to begin with an image, takes as long as a term.
_UNROLLED = 4
# The taps of the blocks of a result, each of which is compiled by itself.
_TERMS = 128


@dataclass(frozen=True, slots=True)
class Case:
    """What a choice may depend on.

    image: The elements of one image.
    channels: Those of the image.
    groups: How many groups of channels are convolved apart.
    windows: The geometry, where windows slide.
    """

    image: int
    channels: int
    groups: int = 1
    windows: Windows | None = None

    @property
    def taps(self) -> int:
        return 1 if self.windows is None else math.prod(self.windows.kernel)

    @property
    def steps(self) -> int:
        return 1 if self.windows is None else max(self.windows.strides)


def is_pointwise(case: Case) -> bool:
    """Windows of one pixel, which mix channels only."""
    return case.groups == 1 and case.taps == 1


def _one_channel(case: Case) -> bool:
    return case.channels == 1 and case.groups == 1 and case.taps <= 32


def _few_channels(case: Case) -> bool:
    return case.channels <= 4 and case.groups == 1 and _undilated(case)


def _few_rows(case: Case) -> bool:
    return _few_channels(case) and case.steps == 1 and case.taps <= 9


def _few_columns(case: Case) -> bool:
    return case.taps * case.channels <= 36 and case.channels <= 4 and case.groups == 1


def _strided(case: Case) -> bool:
    return case.steps > 1 and case.groups == 1 and _undilated(case)


def _undilated(case: Case) -> bool:
    return case.windows is not None and max(case.windows.dilations) == 1


def _few_terms(case: Case) -> bool:
    """Windows whose result can be written down block by block without growing too long."""
    return case.windows is not None and count_terms(case.windows) <= _TERMS


Condition = Callable[[Case], bool]


def _always(case: Case) -> bool:
    return True


_TABLE: dict[str, tuple[tuple[str, Condition], ...]] = {
    "convolution": (
        ("dot", lambda case: is_pointwise(case) and case.steps == 1),
        ("shifted slices", _one_channel),
        ("rows", _few_rows),
        ("xla", _always),
    ),
    "input gradient": (
        ("dot", lambda case: is_pointwise(case) and case.steps == 1),
        ("spread columns", _few_channels),
        ("phases", _strided),
        ("xla", _always),
    ),
    "kernel gradient": (
        ("dot", is_pointwise),
        ("columns", _few_columns),
        ("xla", _always),
    ),
    "padding": (("none", _few_terms), ("of the image", _always)),
    "pooling": (
        ("taps", lambda case: case.taps <= 4 or (case.steps > 1 and case.taps <= 9)),
        ("axis by axis", _always),
    ),
    "max-pool gradient": (("spread", lambda case: case.steps > 1), ("by images", _always)),
    "channel sums": (
        ("by image", lambda case: 4096 <= case.image <= _ACCUMULATORS),
        ("in two steps", _always),
    ),
}


def choose(computation: str, case: Case) -> str:
    """The form of a computation for a case."""
    return next(form for form, holds in _TABLE[computation] if holds(case))


def images_at_once(batch: int, image: int) -> int:
    """How many images of a batch to take at a time, so that they stay in the cache."""
    most = max(1, _CACHED // max(1, image))
    return max((n for n in range(1, min(batch, most) + 1) if batch % n == 0), default=1)


def rows_at_once(height: int, w: Windows, row: int) -> int:
    """How many rows of a result to take at a time, where each tap has an accumulator for them."""
    most = max(1, _ROWS // max(1, math.prod(w.kernel) * row))
    parts = [n for n in range(1, 9) if height % n == 0]
    return height // next((n for n in parts if height // n <= most), parts[-1])


def chunks(batch: int, image: int) -> int:
    """Into how many parts to cut a batch, so that what a part is turned into has a bounded size."""
    most = max(1, _COLUMNS // max(1, image))
    parts = (n for n in range(1, max(1, batch) + 1) if batch % n == 0)
    return next(n for n in parts if batch // n <= most)


def summed_by_image(
    xp: Any, terms: Callable[..., tuple[Any, ...]], arrays: tuple[Any, ...]
) -> tuple[Any, ...]:
    """Sums over the batch of what `terms` makes of the images of some arrays.

    Only the accumulators and a few images at a time are in the cache.

    Args:
      xp: The compiled namespace.
      terms: Takes an image `[1, ...]` of each array, gives arrays.
      arrays: `[batch, ...]` each, of one image or more.

    Returns:
      The sums, `[1, ...]` each.
    """
    batch = arrays[0].shape[0]
    first = batch % _UNROLLED or min(batch, _UNROLLED)

    def some(start: Any, count: int) -> tuple[Any, ...]:
        images = (
            [xp.lax.dynamic_slice_in_dim(x, start + i, 1) for x in arrays] for i in range(count)
        )
        return functools.reduce(_added, (terms(*image) for image in images))

    def body(number: Any, sums: tuple[Any, ...]) -> tuple[Any, ...]:
        return _added(sums, some(first + number * _UNROLLED, _UNROLLED))

    return xp.lax.fori_loop(0, (batch - first) // _UNROLLED, body, some(0, first))


def _added(sums: tuple[Any, ...], more: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(a + b for a, b in zip(sums, more, strict=True))
