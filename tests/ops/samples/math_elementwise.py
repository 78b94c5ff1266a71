"""Samples for the unary families of ops/math: exponential, trigonometry, rounding, complex."""

import numpy as np

from tests.ops.sample import ints, normal, sample, uniform

EDGES = np.array([0.0, -0.0, 1.0, -1.0, np.inf, -np.inf, np.nan], np.float32)
F32, F64, C64 = np.float32, np.float64, np.complex64


def everywhere(**options):
    """A function of every real number."""
    return [
        sample(normal(2, 3), **options),
        sample(EDGES, gradient=False, **options),
        sample(normal(3, dtype=F64), **options),
        sample(np.float32(0.5), **options),
        sample(normal(0, 2), **options),
        sample(normal(4, dtype=np.float16), rtol=2e-3, atol=1e-3, gradient=False),
        sample(normal(4, dtype="bfloat16"), rtol=2e-2, atol=1e-2, gradient=False),
    ]


def between(low, high, **options):
    """A function of the numbers between two bounds; nan outside."""
    return [
        sample(uniform(2, 3, low=low, high=high), **options),
        sample(EDGES, gradient=False, **options),
        sample(uniform(3, low=low, high=high, dtype=F64), **options),
        sample(uniform(4, low=low, high=high, dtype="bfloat16"), rtol=2e-2, gradient=False),
    ]


def complex_one(seed=0, **options):
    return [sample(normal(2, 2, dtype=C64, seed=seed), rtol=2e-6, atol=1e-6, **options)]


def grad_of(y, **options):
    """Samples of `XGrad(y, dy)`."""
    return [
        sample(np.array([0, 2, np.inf], F32), np.zeros(3, F32), gradient=False, compiled=False),
        sample(normal(2), normal(3)),
        sample(y, normal(*y.shape, seed=5), **options),
        sample(y.astype(F64), normal(*y.shape, dtype=F64, seed=5), **options),
        sample(
            y.astype(C64) * (1 + 0.5j),
            normal(*y.shape, dtype=C64, seed=5),
            rtol=2e-6,
            atol=1e-6,
            gradient=False,
        ),
    ]


SAMPLES = {
    "Exp": everywhere(rtol=1e-6) + complex_one(),
    "Expm1": [*everywhere(rtol=1e-06), sample(np.array([1e-10, -1e-10], F64))],
    "Log": between(0.1, 5.0, rtol=1e-6) + complex_one(),
    "Log1p": [*between(-0.9, 5.0, rtol=1e-06), sample(np.array([1e-10, -1e-10], F64))],
    "Sqrt": between(0.1, 5.0) + complex_one(),
    "SqrtGrad": grad_of(uniform(2, 3, low=0.5)),
    "Rsqrt": between(0.1, 5.0, rtol=1e-6) + complex_one(),
    "RsqrtGrad": grad_of(uniform(2, 3, low=0.5)),
    "Square": [*everywhere(), *complex_one(), sample(ints(4)), sample(ints(3, dtype=np.int64))],
    "Reciprocal": between(0.3, 3.0) + complex_one(),
    "Inv": between(0.3, 3.0),
    "ReciprocalGrad": grad_of(uniform(2, 3, low=0.5)),
    "InvGrad": grad_of(uniform(2, 3, low=0.5)),
    "Sigmoid": [
        *everywhere(rtol=1e-06),
        sample(np.array([-90.0, -30.0, 30.0, 90.0], F32)),
        sample(np.array([-9.0, -11.5, 12.0], np.float16), rtol=2e-3, atol=1e-6),
    ],
    "SigmoidGrad": grad_of(uniform(2, 3)),
    "Sin": everywhere(rtol=1e-6, atol=2e-7) + complex_one(),
    "Cos": everywhere(rtol=1e-6, atol=2e-7) + complex_one(),
    "Tan": everywhere(rtol=1e-6, atol=2e-7) + complex_one(),
    "Asin": between(-0.8, 0.8, rtol=2e-6) + complex_one(gradient=False),
    "Acos": between(-0.8, 0.8, rtol=2e-6) + complex_one(gradient=False),
    "Atan": everywhere(rtol=1e-6) + complex_one(gradient=False),
    "Sinh": everywhere(rtol=1e-6) + complex_one(),
    "Cosh": everywhere(rtol=1e-6) + complex_one(),
    "Tanh": everywhere(rtol=1e-6, atol=2e-7) + complex_one(),
    "TanhGrad": grad_of(uniform(2, 3, low=-0.9, high=0.9)),
    "Asinh": everywhere(rtol=2e-6, atol=2e-7),
    "Acosh": between(1.2, 5.0, rtol=2e-6),
    "Atanh": between(-0.8, 0.8, rtol=2e-6),
    "Abs": [*everywhere(), sample(ints(5)), sample(np.array([-(2**31)], np.int32))],
    "ComplexAbs": [
        sample(normal(2, 3, dtype=C64), rtol=1e-6, order=1),
        sample(normal(3, dtype=np.complex128), Tout="float64", order=1),
        sample(np.zeros(2, C64), gradient=False),
    ],
    "Sign": [
        *everywhere(),
        sample(ints(5)),
        sample(np.array([3 + 4j, 0], C64), gradient=False),
    ],
    "Ceil": everywhere(),
    "Floor": everywhere(),
    "Round": [*everywhere(), sample(np.array([0.5, 1.5, -2.5], F32))],
    "Rint": [*everywhere()[:5], sample(np.array([0.5, 1.5, -2.5], F32))],
    "IsNan": [sample(EDGES), sample(EDGES.astype(np.float16)), sample(normal(0))],
    "IsInf": [sample(EDGES), sample(EDGES.astype(np.float16)), sample(normal(0))],
    "IsFinite": [sample(EDGES), sample(EDGES.astype(np.float16)), sample(normal(0))],
    "Complex": [
        sample(normal(2, 3), normal(3, seed=1)),
        sample(normal(2, dtype=F64), normal(2, dtype=F64), Tout="complex128"),
    ],
    "Real": [
        sample(normal(2, 3, dtype=C64)),
        sample(normal(2, dtype=np.complex128), Tout="float64"),
    ],
    "Imag": [
        sample(normal(2, 3, dtype=C64)),
        sample(normal(2, dtype=np.complex128), Tout="float64"),
    ],
    "Angle": [
        sample(normal(2, 3, dtype=C64), rtol=1e-6),
        sample(normal(2, dtype=np.complex128), Tout="float64"),
    ],
    "Conj": [sample(normal(2, 3, dtype=C64)), sample(normal(2, dtype=np.complex128))],
}
