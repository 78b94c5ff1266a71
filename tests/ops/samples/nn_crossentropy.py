"""Samples for ops/nn/crossentropy.py."""

from typing import Any

import numpy as np

from tests.ops.sample import ints, normal, sample, uniform

EDGES = np.array([[-np.inf, 0, 1], [1e4, -1e4, 0]], np.float32)


def shares(rows: int, classes: int, dtype: Any = np.float32) -> np.ndarray:
    """Probabilities: the op's gradient takes for granted that they sum to 1."""
    p = uniform(rows, classes, dtype=np.float64)
    return (p / p.sum(1, keepdims=True)).astype(dtype)


def softmaxes() -> list:
    return [
        sample(normal(4, 5)),
        sample(normal(3)),
        sample(normal(2, 3, 4)),
        sample(normal(0, 3)),
        sample(normal(2, 3, dtype=np.float64), rtol=1e-14),
        sample(normal(2, 3, dtype="bfloat16")),
        sample(normal(2, 3, dtype=np.float16)),
        sample(100 * normal(2, 3)),
    ]


SAMPLES = {
    "Softmax": [*softmaxes(), sample(EDGES, gradient=False)],
    "LogSoftmax": [*softmaxes(), sample(EDGES[1:], gradient=False)],
    # TensorFlow lets no gradient flow from `backprop` to the labels.
    "SoftmaxCrossEntropyWithLogits": [
        sample(normal(4, 5), shares(4, 5), grad_inputs=(0,)),
        sample(normal(4, 5), shares(1, 5), gradient=False),  # TensorFlow's is not summed
        sample(normal(1, 5), shares(4, 5), gradient=False),
        sample(normal(0, 5), shares(0, 5)),
        sample(
            normal(2, 5, dtype=np.float64),
            shares(2, 5, dtype=np.float64),
            rtol=1e-14,
            grad_inputs=(0,),
        ),
        sample(
            normal(2, 5, dtype=np.float16),
            shares(2, 5, dtype=np.float16),
            grad_inputs=(0,),
            order=0,
        ),
        sample(EDGES[:1], shares(1, 3), gradient=False),
    ],
    "SparseSoftmaxCrossEntropyWithLogits": [
        sample(normal(4, 5), ints(4, low=0, high=5)),
        sample(normal(4, 5), ints(4, low=0, high=5, dtype=np.int64)),
        sample(normal(0, 5), ints(0)),
        sample(normal(2, 5, dtype=np.float64), ints(2, low=0, high=5), rtol=1e-14),
        sample(normal(2, 5, dtype=np.float16), ints(2, low=0, high=5)),
        sample(normal(2, 3), np.array([0, 3], np.int32)),
        sample(normal(2, 3), np.array([-1, 2], np.int32)),
        sample(normal(2, 3), np.array([1], np.int32)),
    ],
}
