"""Samples for the simulated quantization of ops/quantization."""

import numpy as np

from tests.ops.sample import normal, sample, weights

F32 = np.float32
X = np.array([-7, -1.234, -0.47, 0, 0.3, 0.53, 1.1, 2.45, 6.2], F32)
ODD = np.array([np.nan, np.inf, -np.inf], F32)
ATTRS = [
    {},
    {"num_bits": 4},
    {"narrow_range": True},
    {"num_bits": 16},
]
RANGES = [{"min": 0.3, "max": 2.0}, {"min": -2.0, "max": -1.0}, {"min": -1.0, "max": 1.0}]
BAD = [{"num_bits": 1}, {"num_bits": 17}]
SAME = {"rtol": 1e-6, "atol": 1e-6, "order": 0}
LOW, HIGH = np.array([-1.0, -2.0, 0.0], F32), np.array([1.0, 2.0, 3.0], F32)
DY = weights(X.shape, F32)


def varied(*inputs, **options):
    return [sample(*inputs, **attrs, **SAME, **options) for attrs in ATTRS]


SAMPLES = {
    "FakeQuantWithMinMaxArgs": [
        *varied(X),
        *(sample(X, **attrs, **SAME) for attrs in RANGES),
        *(sample(X, **attrs) for attrs in BAD),
        sample(X, min=1.0, max=0.0),
        sample(ODD, **SAME, gradient=False),
        sample(normal(0, 2)),
        sample(F32(0.4), **SAME),
    ],
    "FakeQuantWithMinMaxArgsGradient": [
        *varied(DY, X, gradient=False),
        sample(DY, X, min=-1.0, max=2.0, gradient=False),
        sample(DY, normal(3), gradient=False),
        sample(normal(0, 2), normal(0, 2), gradient=False),
    ],
    "FakeQuantWithMinMaxVars": [
        sample(normal(5), np.float32(2), np.float32(1), gradient=False),
        *varied(X, F32(-2.2), F32(3.1)),
        sample(normal(2, 3), F32(-1), F32(1), **SAME),
        sample(X, F32(0), F32(0), **SAME),
        sample(X, np.array([0.0], F32), F32(1)),
        sample(X, F32(-1), F32(1), num_bits=1),
    ],
    "FakeQuantWithMinMaxVarsGradient": [
        *varied(DY, X, F32(-2.2), F32(3.1), gradient=False),
        sample(DY, X, F32(0), F32(0), gradient=False),
        sample(DY, normal(3), F32(-1), F32(1), gradient=False),
    ],
    "FakeQuantWithMinMaxVarsPerChannel": [
        *varied(normal(4, 3) * F32(2), LOW, HIGH),
        sample(normal(3), LOW, HIGH, **SAME),
        sample(normal(2, 2, 3), LOW, HIGH, **SAME),
        sample(normal(2, 2), LOW, HIGH),
        sample(normal(2, 3), F32(0), F32(1)),
    ],
    "FakeQuantWithMinMaxVarsPerChannelGradient": [
        *varied(normal(4, 3), normal(4, 3, seed=1) * F32(2), LOW, HIGH, gradient=False),
        sample(normal(3), normal(3), LOW, HIGH, gradient=False),
        sample(normal(2, 2, 3), normal(2, 2, 3), LOW, HIGH, gradient=False),
        sample(normal(2, 2), normal(2, 2), LOW, HIGH, gradient=False),
    ],
}
