"""Samples for the reductions of ops/math."""

import numpy as np

from tests.ops.sample import ints, normal, sample, uniform

F32, F64 = np.float32, np.float64
NAN = np.array([[1.0, np.nan], [3.0, 2.0]], F32)


def axes(*values):
    return np.array(values, np.int32)


def reduced(make=normal, empty=True, **options):
    """Some axes, all, none, negative ones, kept, empty, of rank 0."""
    return [
        sample(make(2, 3), axes(0), **options),
        sample(make(2, 3, 4), axes(-1, 0), **options),
        sample(make(2, 3), axes(0, 1), keep_dims=True, **options),
        sample(make(2, 3), np.array(1, np.int64), **options),
        sample(make(2, 3), axes(), **options),
        sample(make(), axes(), **options),
        *([sample(np.zeros((0, 2), F32), axes(0), gradient=False)] if empty else []),
    ]


def bools(*shape):
    return uniform(*shape) > 0.3


EXTREMES = [
    *reduced(),
    sample(ints(3, 4), axes(1)),
    sample(np.zeros((0, 2), np.int32), axes(0)),
    sample(NAN, axes(0), gradient=False),
    sample(normal(4, dtype="bfloat16"), axes(0), gradient=False),
    sample(np.array([1.0, 2.0, 2.0], F32), axes(0), gradient=False),
]
FOUND = [
    sample(normal(2, 3), np.int32(0)),
    sample(normal(2, 3), np.int32(-1), output_type="int32"),
    sample(np.array([2, 7, 7, 1], np.int32), np.int32(0)),
    sample(NAN, np.int32(1)),
    sample(np.array([np.nan, np.nan], F32), np.int32(0)),
    sample(np.array([True, False, True]), np.int32(0)),
    sample(np.zeros((0, 2), F32), np.int32(1)),
]

SAMPLES = {
    "Sum": [
        *reduced(),
        sample(ints(3, 4), axes(1)),
        sample(np.array([200, 100], np.uint8), axes(0)),
        sample(np.array([2**31 - 1, 1], np.int32), axes(0)),
        sample(normal(100, 100), axes(0), rtol=1e-5, atol=1e-5, gradient=False),
        sample(normal(3, 4, dtype=np.complex64), axes(0), rtol=1e-6),
        sample(normal(300, dtype="bfloat16"), axes(0), rtol=2e-2, gradient=False),
        sample(normal(300, dtype=np.float16), axes(0), rtol=5e-3, gradient=False),
    ],
    "Mean": [
        *reduced(),
        sample(np.array([-3, -4], np.int32), axes(0)),
        sample(np.array([200, 100, 200], np.uint8), axes(0)),
        sample(np.array([2**31 - 1, 2**31 - 1, 5], np.int32), axes(0)),
        sample(np.zeros((0,), np.int32), axes(0)),
        sample(normal(3, 4, dtype=np.complex64), axes(0), rtol=1e-6),
        sample(normal(300, dtype=np.float16), axes(0), rtol=5e-3, atol=1e-3, gradient=False),
    ],
    "Prod": [
        *reduced(rtol=1e-6),
        sample(ints(3, 4), axes(1)),
        sample(np.array([[0.0, 2.0], [3.0, 0.0], [1.0, 4.0]], F32), axes(0), order=1),
    ],
    "Max": EXTREMES,
    "Min": EXTREMES,
    "All": [*reduced(bools, empty=False), sample(np.zeros((0, 2), bool), axes(0))],
    "Any": [*reduced(bools, empty=False), sample(np.zeros((0, 2), bool), axes(0))],
    "EuclideanNorm": [
        *reduced(rtol=1e-6),
        sample(np.array([3, 4, 5], np.int32), axes(0)),
        sample(np.array([3 + 4j, 1], np.complex64), axes(0), gradient=False, rtol=1e-6),
    ],
    "ArgMax": FOUND,
    "ArgMin": FOUND,
}
