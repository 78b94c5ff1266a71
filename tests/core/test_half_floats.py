"""Numbers of 16 bits to float32 and back, bit for bit as NumPy converts them."""

from __future__ import annotations

import ml_dtypes
import numpy as np
import pytest

from tenfold.core.half_floats import narrow_into, widened

EVERY = np.arange(2**16, dtype=np.uint16)
FINITE = EVERY[np.isfinite(EVERY.view(np.float16))].view(np.float16)


def narrowed(x: np.ndarray, kind: type) -> np.ndarray:
    out = np.empty(x.shape, kind)
    narrow_into(x, out)
    return out


def same_bits(x: np.ndarray, y: np.ndarray) -> bool:
    return x.dtype == y.dtype and x.tobytes() == y.tobytes()


@pytest.mark.parametrize("kind", [np.float16, ml_dtypes.bfloat16])
def test_every_number_is_widened_as_by_numpy(kind: type) -> None:
    for x in (FINITE.view(np.uint16).view(kind), EVERY.view(kind), EVERY[:0].view(kind)):
        assert same_bits(widened(x), x.astype(np.float32))


@pytest.mark.parametrize("kind", [np.float16, ml_dtypes.bfloat16])
@pytest.mark.parametrize("scale", [1e-9, 1e-7, 6e-6, 1e-4, 1.0, 3e4])
def test_rounding_is_to_the_nearest(kind: type, scale: float) -> None:
    x = np.random.default_rng(0).uniform(-scale, scale, 20000).astype(np.float32)
    assert same_bits(narrowed(x, kind), x.astype(kind))


def test_what_lies_halfway_becomes_the_even_one() -> None:
    ordered = np.sort(FINITE.astype(np.float32))
    halfway = ordered[:-1] + np.diff(ordered) / 2
    near = np.concatenate([halfway, np.nextafter(halfway, 9e9), np.nextafter(halfway, -9e9)])
    x = near[np.abs(near) < 65520].astype(np.float32)
    assert same_bits(narrowed(x, np.float16), x.astype(np.float16))


@pytest.mark.filterwarnings("ignore:overflow")
@pytest.mark.parametrize("odd", [np.inf, -np.inf, np.nan, 65520.0, -1e30])
def test_what_is_not_finite_stays_so(odd: float) -> None:
    x = np.array([1.0, odd, -2.5], np.float32)
    assert same_bits(narrowed(x, np.float16), x.astype(np.float16))
