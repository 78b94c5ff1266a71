"""Samples for the running and the segment reductions of ops/math."""

import numpy as np

from tests.ops.sample import ints, normal, sample

F32, I32 = np.float32, np.int32
IDS = np.array([0, 0, 2, 3, 3], I32)
MIXED = np.array([2, 0, -1, 1, 2], I32)


def scanned(make=normal, exclusive=None, **options):
    return [
        sample(make(4), I32(0), **options),
        sample(make(2, 3), I32(-1), exclusive=True, gradient=exclusive, **options),
        sample(make(2, 3), np.int64(0), reverse=True, **options),
        sample(make(2, 3), I32(1), exclusive=True, reverse=True, gradient=exclusive, **options),
        sample(make(0, 3), I32(0), exclusive=True, gradient=exclusive, **options),
    ]


def segments(**options):
    return [
        sample(normal(5, 2), IDS, **options),
        sample(normal(5), IDS.astype(np.int64), **options),
        sample(ints(5, 2), IDS),
        sample(normal(0, 2), np.zeros(0, I32), gradient=False),
        sample(normal(5, dtype=np.float16), IDS, rtol=2e-3, gradient=False),
    ]


def unsorted(**options):
    return [
        sample(normal(5, 2), MIXED, I32(3), **options),
        sample(normal(2, 2, 3), np.array([[0, 1], [1, -1]], I32), I32(2), **options),
        sample(ints(5, 2), MIXED, I32(4)),
        sample(normal(5, 2), MIXED, I32(5), gradient=False),
        sample(normal(0, 2), np.zeros(0, I32), I32(2), gradient=False),
        sample(normal(3, 0), IDS[:3], I32(0), gradient=False),
    ]


SAMPLES = {
    "Cumsum": [
        *scanned(rtol=1e-06),
        sample(ints(5), I32(0)),
        sample(np.array([200, 100], np.uint8), I32(0)),
        sample(normal(5, dtype=np.float16), I32(0), rtol=0.005, atol=0.002, gradient=False),
    ],
    "Cumprod": [*scanned(rtol=1e-06), sample(ints(5), I32(0))],
    "CumulativeLogsumexp": [
        *scanned(exclusive=False, rtol=2e-6, atol=1e-6),
        sample(np.array([1.0, -np.inf, 2.0], F32), I32(0), rtol=2e-6, gradient=False),
    ],
    "SegmentSum": segments(rtol=1e-6),
    "SegmentMean": segments(rtol=1e-6),
    "SegmentProd": segments(rtol=1e-6),
    "SegmentMax": segments(),
    "SegmentMin": segments(),
    "UnsortedSegmentSum": unsorted(rtol=1e-6),
    "UnsortedSegmentProd": unsorted(rtol=1e-6),
    "UnsortedSegmentMax": unsorted(),
    "UnsortedSegmentMin": unsorted(),
}
