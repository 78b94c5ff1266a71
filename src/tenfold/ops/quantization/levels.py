"""The exact correspondence of quantized integers and numbers, as the arithmetic on them has it.

A range [low, high] has as many steps as the type has integers; its lower end is rounded to a whole
number of steps, so that 0 is one of them. Computed in float64 as TensorFlow computes it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core.dtypes import DType

from .stored import limits

F32 = np.float32


def nearest(xp: Any, x: Any) -> Any:
    """Rounds halves away from 0."""
    return xp.trunc(x + xp.copysign(0.5, x))


def level_of(xp: Any, x: Any, low: Any, high: Any, dtype: DType) -> Any:
    """The integers of numbers, int64, not clipped to the type."""
    lowest, steps = limits(dtype)[0], 2.0 ** (8 * dtype.size)
    wide = (high - low).astype("float64") * (steps / (steps - 1.0))
    scale = steps / xp.where(wide == 0, 1.0, wide)
    found = nearest(xp, x.astype("float64") * scale) - nearest(xp, low.astype("float64") * scale)
    return xp.where(wide == 0, 0, found.astype("int64")) + lowest


def clipped_level_of(xp: Any, x: Any, low: Any, high: Any, dtype: DType) -> Any:
    """The integers of numbers, int64, within the type."""
    return xp.clip(level_of(xp, x, low, high, dtype), *limits(dtype))


def number_of(xp: Any, level: Any, low: Any, high: Any, dtype: DType) -> Any:
    """The numbers, float32, that integers of a type stand for."""
    lowest, steps = limits(dtype)[0], 2.0 ** (8 * dtype.size)
    step = (high - low).astype("float64") * (steps / (steps - 1.0)) / steps
    single = xp.where(step == 0, 1.0, step).astype(F32)
    start = nearest(xp, low / single).astype("float64") * single.astype("float64")
    found = start + (level.astype("float64") - lowest) * step
    return xp.where(step == 0, low, found.astype(F32)).astype(F32)


def zero_level(xp: Any, low: Any, high: Any, dtype: DType) -> Any:
    """The integer that stands for 0, though it may lie outside the type."""
    return level_of(xp, np.zeros((), F32), low, high, dtype)


def product_range(
    low_a: Any, high_a: Any, a: DType, low_b: Any, high_b: Any, b: DType, out: DType
) -> tuple[Any, Any]:
    """The range of the integers of products: a unit is the product of both units."""
    steps = [F32(limits(t)[1] - limits(t)[0]) for t in (a, b)]
    unit = ((high_a - low_a) / steps[0]) * ((high_b - low_b) / steps[1])
    lowest, highest = limits(out)
    return unit * F32(lowest), unit * F32(highest)
