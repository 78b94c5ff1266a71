"""Samples for ops/nn/activations.py."""

import numpy as np

from tests.ops.sample import ints, normal, sample

EDGES = np.array([-np.inf, -100, -20, -1, -0.0, 0, 1e-3, 1, 6, 20, 100, np.inf, np.nan], np.float32)


def unary() -> list:
    return [
        sample(normal(2, 3)),
        sample(EDGES, gradient=False),
        sample(normal(0, 3)),
        sample(np.float32(-0.5)),
        sample(normal(3, dtype=np.float64)),
        sample(normal(4, dtype="bfloat16")),
        sample(normal(4, dtype=np.float16)),
    ]


def binary(**attrs: float) -> list:
    return [
        sample(normal(2, 3), normal(2, 3, seed=1), **attrs),
        sample(np.ones_like(EDGES), EDGES, gradient=False, **attrs),
        sample(normal(0, 3), normal(0, 3), **attrs),
        sample(normal(3, dtype=np.float64), normal(3, dtype=np.float64, seed=1), **attrs),
        sample(normal(4, dtype="bfloat16"), normal(4, dtype="bfloat16", seed=1), **attrs),
        sample(normal(2, 3), normal(3), **attrs),
    ]


def fitting_gradient() -> list:
    # EluGrad and SeluGrad take outputs: nothing below -1 (-1.758) can occur.
    low = np.array([-0.99, -0.5, -0.1, 0.3, 2.0], np.float32)
    return [
        sample(normal(5), low),
        sample(normal(0), normal(0)),
        sample(normal(3), normal(1)),
        sample(normal(4, dtype="bfloat16"), np.abs(normal(4, dtype="bfloat16"))),
    ]


SAMPLES = {
    "Relu": [*unary(), sample(ints(5)), sample(ints(5, low=0, dtype=np.uint8))],
    "ReluGrad": [*binary(), sample(ints(5), ints(5, seed=1))],
    "Relu6": [*unary(), sample(ints(5))],
    "Relu6Grad": [*binary(), sample(ints(5), ints(5, seed=1))],
    "Elu": unary(),
    "EluGrad": fitting_gradient(),
    "Selu": unary(),
    "SeluGrad": fitting_gradient(),
    "LeakyRelu": [
        *unary(),
        sample(normal(3), alpha=0.5),
        sample(normal(3), alpha=1.5),
        sample(EDGES, alpha=0.0, gradient=False),
        sample(normal(3, dtype=np.float64), alpha=0.3),
    ],
    "LeakyReluGrad": [*binary(), *binary(alpha=0.4)],
    "Softplus": unary(),
    "SoftplusGrad": binary(),
    "Softsign": unary(),
    "SoftsignGrad": binary(),
}
