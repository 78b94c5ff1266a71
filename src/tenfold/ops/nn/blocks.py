"""Compiled windows over an image that is not padded: block by block of the result.

A block is made of the windows that have the same taps inside the image. The inner one is nearly all
of the result; those along the edges have fewer taps. A padded copy of the image would cost as much
as the work itself.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .windows import Windows, pad

Tap = tuple[int, ...]
# Of a few windows' taps, each with what the windows find there, makes those windows' result.
Combine = Callable[[Sequence[tuple[Tap, Any]]], Any]


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring windows along one axis that have the same taps inside the image."""

    start: int
    stop: int
    taps: tuple[int, ...]


def spans(w: Windows) -> list[list[Span]]:
    """The spans along each spatial axis; windows that lie outside of the image are in none."""
    found = []
    for n, k, s, d, o, (low, _) in zip(
        w.sizes, w.kernel, w.strides, w.dilations, w.out, w.pads, strict=True
    ):
        inside = (tuple(t for t in range(k) if 0 <= i * s - low + t * d < n) for i in range(o))
        groups = itertools.groupby(enumerate(inside), key=lambda pair: pair[1])
        axis = []
        for taps, members in groups:
            numbers = [i for i, _ in members]
            if taps:
                axis.append(Span(numbers[0], numbers[-1] + 1, taps))
        found.append(axis)
    return found


def count_terms(w: Windows) -> int:
    """How many taps all the blocks have together."""
    return math.prod(sum(len(span.taps) for span in axis) for axis in spans(w))


def joined(
    xp: Any,
    x: Any,
    w: Windows,
    combine: Combine,
    fill: Any = 0,
    room: Sequence[tuple[int, int]] | None = None,
) -> Any:
    """Combines the taps of each window that lie inside the image.

    Args:
      xp: The compiled namespace.
      x: An image `[batch, *sizes, channels]`.
      w: The geometry.
      combine: Makes the result of some windows, `[batch, *windows, channels of the result]`.
      fill: The result of windows that lie outside of the image.
      room: How many more entries, of that value, to leave before and after the result.

    Returns:
      `[batch, *out, channels of the result]`, longer by the room.
    """
    blocks = list(_blocks(x, w, combine))
    if not blocks:  # what tells the shape and the dtype is a padded image
        padded = pad(xp, x, w, fill)
        blocks = [((0,) * len(w.out), combine([(tap, padded[w.slices(tap)]) for tap in w.taps()]))]
    room = ((0, 0),) * len(w.out) if room is None else room
    like = blocks[0][1]
    if like.shape[1:-1] == w.out and not any(map(any, room)):
        return like
    sizes = (o + before + after for o, (before, after) in zip(w.out, room, strict=True))
    result = xp.full((like.shape[0], *sizes, like.shape[-1]), fill, like.dtype)
    for starts, made in blocks:
        at = (0, *(i + before for i, (before, _) in zip(starts, room, strict=True)), 0)
        result = xp.lax.dynamic_update_slice(result, made, at)
    return result


def _blocks(x: Any, w: Windows, combine: Combine) -> Iterator[tuple[Tap, Any]]:
    for block in itertools.product(*spans(w)):
        taps = itertools.product(*(span.taps for span in block))
        made = combine([(tap, x[_found(block, tap, w)]) for tap in taps])
        yield tuple(span.start for span in block), made


def _found(block: Sequence[Span], tap: Tap, w: Windows) -> tuple[slice, ...]:
    """Where, in the image, the windows of a block find one tap."""
    inside = [slice(None)]
    for span, t, s, d, (low, _) in zip(block, tap, w.strides, w.dilations, w.pads, strict=True):
        at = span.start * s - low + t * d
        inside.append(slice(at, at + (span.stop - span.start - 1) * s + 1, s))
    return tuple(inside)
