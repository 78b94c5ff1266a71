"""Samples for the binary families of ops/math: division, pairwise, sums, comparison, logic."""

import numpy as np

from tests.ops.sample import ints, normal, sample, uniform

F32, F64, C64 = np.float32, np.float64, np.complex64
NAN = np.array([1.0, np.nan, np.inf, -np.inf, np.nan], F32)
NAN_TOO = np.array([np.nan, 1.0, np.inf, 2.0, np.nan], F32)
DIVIDENDS = np.array([7, -7, 7, -7, 6, -6, 0, -(2**31)], np.int32)
DIVISORS = np.array([2, 2, -2, -2, 3, 3, 5, -1], np.int32)
BOOLS = np.array([[True], [False]]), np.array([True, False])
ZEROS = np.array([0.0, 0.0, 2.0, 0.0], F32)


def compared(**options):
    return [
        sample(normal(2, 3), normal(3, seed=1)),
        sample(NAN, NAN_TOO),
        sample(ints(2, 4), ints(4, seed=1)),
        sample(ints(4, dtype=np.uint8, low=0), ints(dtype=np.uint8, low=0)),
        sample(normal(0, 3), normal(1, 3)),
        sample(normal(4, dtype="bfloat16"), normal(4, dtype="bfloat16")),
    ]


SAMPLES = {
    "Div": [
        sample(DIVIDENDS[:7], DIVISORS[:7]),
        sample(normal(2, 3), uniform(3, low=0.5)),
    ],
    "TruncateDiv": [
        sample(DIVIDENDS[:7], DIVISORS[:7]),
        sample(ints(5, low=0, dtype=np.uint8), ints(5, low=1, dtype=np.uint8)),
        sample(np.array([-5.5, 5.5, 1.0], F32), np.array([2.0, 2.0, 0.0], F32)),
        # What a multiplication by the reciprocal would round below the integer.
        sample(np.array([[2.5], [-10.0]], F32), np.array([1e-3, 7.0], F32)),
    ],
    "TruncateMod": [
        sample(DIVIDENDS[:7], DIVISORS[:7]),
        sample(3 * normal(2, 3), uniform(3, low=0.5), rtol=1e-5, atol=1e-6),
    ],
    "Mod": [
        sample(DIVIDENDS[:7], DIVISORS[:7]),
        sample(3 * normal(2, 3), uniform(3, low=0.5), rtol=1e-5, atol=1e-6),
    ],
    "FloorMod": [
        sample(DIVIDENDS, DIVISORS),
        sample(3 * normal(2, 3), uniform(3, low=0.5), rtol=1e-5, atol=1e-6),
        sample(np.array([-5.0, 5.0, -0.0], F32), np.array([3.0, -3.0, 3.0], F32), gradient=False),
        sample(
            np.array([5.0, -5.0, 1.0], F32), np.array([np.inf, np.inf, 0.0], F32), gradient=False
        ),
        sample(ints(5, low=0, dtype=np.uint8), ints(5, low=1, dtype=np.uint8)),
    ],
    "DivNoNan": [
        sample(normal(2, 3), uniform(3, low=0.5)),
        sample(np.array([1.0, np.nan, 3.0, np.inf], F32), ZEROS, gradient=False),
        sample(normal(2, dtype=C64), np.array([0, 1j], C64), gradient=False, rtol=1e-6),
    ],
    "MulNoNan": [
        sample(normal(2, 3), normal(3, seed=1)),
        sample(np.array([1.0, np.nan, 3.0, np.inf], F32), ZEROS, gradient=False),
    ],
    "Xdivy": [
        sample(normal(2, 3), uniform(3, low=0.5)),
        sample(ZEROS, np.array([0.0, np.nan, 1.0, 2.0], F32), gradient=False),
    ],
    "Xlogy": [
        sample(normal(2, 3), uniform(3, low=0.5), rtol=1e-6),
        sample(ZEROS, np.array([0.0, np.nan, 1.0, 2.0], F32), gradient=False),
    ],
    "Xlog1py": [
        sample(normal(2, 3), uniform(3, low=0.5), rtol=1e-6),
        sample(ZEROS, np.array([-1.0, np.nan, 1.0, 2.0], F32), gradient=False),
    ],
    "Pow": [
        sample(np.zeros(0, np.int32), np.int32(-1)),
        sample(uniform(2, 3, low=0.5, high=2.0), normal(3), rtol=2e-6),
        sample(
            np.array([0.0, -8.0, -2.0, 0.0], F32),
            np.array([0.0, 0.3, 2.0, -1.0], F32),
            gradient=False,
        ),
        sample(ints(4, low=-3, high=4), ints(4, low=0, high=5)),
        sample(np.array([0, 2, 3], np.int64), np.array([0, 40, 3], np.int64)),
        sample(normal(2, dtype=C64), normal(2, dtype=C64, seed=1), rtol=1e-5, gradient=False),
        sample(uniform(2, 2, low=0.5, dtype=F64), normal(2, dtype=F64)),
    ],
    "Maximum": [
        sample(normal(2, 3), normal(3, seed=1)),
        sample(NAN, NAN_TOO, gradient=False),
        sample(ints(2, 4), ints(4, seed=1)),
        sample(normal(0), normal(1)),
    ],
    "Minimum": [
        sample(normal(2, 3), normal(3, seed=1)),
        sample(NAN, NAN_TOO, gradient=False),
        sample(ints(2, 4), ints(4, seed=1)),
        sample(normal(0), normal(1)),
    ],
    "SquaredDifference": [
        sample(normal(2, 3), normal(3, seed=1)),
        sample(ints(2, 2), ints(2, seed=1)),
        sample(normal(2, dtype=C64), normal(2, dtype=C64, seed=1), rtol=1e-6, gradient=False),
    ],
    "Atan2": [
        sample(normal(2, 3), normal(3, seed=1), rtol=1e-6),
        sample(
            np.array([0.0, -0.0, 0.0, 1.0], F32),
            np.array([1.0, -1.0, -1.0, 0.0], F32),
            rtol=1e-6,
            gradient=False,
        ),
    ],
    "NextAfter": [
        sample(normal(2, 3), normal(3, seed=1), exact=True, order=1),
        sample(np.array([1.0], F64), np.array([2.0], F64), exact=True, order=1),
    ],
    "ApproximateEqual": [
        sample(normal(2, 1), normal(1, 3)),
        sample(np.array([0, 1], np.float32), np.array([0.5, 1], np.float32), tolerance=0.5),
        sample(
            np.array([1.0, np.nan, np.inf, 2.0], F32), np.array([1.00001, np.nan, np.inf, 2.0], F32)
        ),
        sample(normal(4), normal(4) + F32(0.05), tolerance=0.1),
    ],
    "Add": [
        sample(normal(2, 3), normal(3, seed=1)),
        sample(ints(2, 2), ints(1, 2)),
        sample(np.array([b"a", b"b"], object), np.array(b"c", object), compiled=False),
    ],
    "AddN": [
        sample([normal(2, 3), normal(2, 3, seed=1), normal(2, 3, seed=2)]),
        sample([ints(3)]),
        sample([normal(0), normal(0)]),
    ],
    "AccumulateNV2": [
        # TensorFlow rewrites it before it runs.
        sample([normal(2, 3), normal(2, 3, seed=1)], shape=[2, 3], golden=False),
        sample([ints(3)], shape=[None], golden=False),
    ],
    "Less": compared(),
    "LessEqual": compared(),
    "Greater": compared(),
    "GreaterEqual": compared(),
    "Equal": [
        *compared(),
        sample(ints(3), ints(3)),
        sample(ints(3), ints(2), incompatible_shape_error=False),
        sample(np.array([b"a", b"b"], object), np.array([b"a", b"c"], object), compiled=False),
        sample(*BOOLS),
        sample(normal(2, dtype=C64), normal(2, dtype=C64)),
    ],
    "NotEqual": [
        *compared(),
        sample(ints(3), ints(3)),
        sample(ints(3), ints(2), incompatible_shape_error=False),
        sample(np.array([b"a", b"b"], object), np.array([b"a", b"c"], object), compiled=False),
        sample(*BOOLS),
    ],
    "LogicalAnd": [sample(*BOOLS)],
    "LogicalOr": [sample(*BOOLS)],
    "LogicalNot": [sample(BOOLS[0]), sample(np.zeros((0,), bool))],
}
