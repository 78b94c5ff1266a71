"""Samples of the gradients of convolutions that are given tensors instead of sizes.

TensorFlow has no kernels for them: each is held to the op that takes sizes by its own test, and
compiled to eager here.
"""

from __future__ import annotations

from typing import Any

from tests.ops.sample import Sample, ints, normal, sample

X, KERNEL = normal(2, 5, 4, 3), normal(2, 3, 3, 2)
ONES = [1, 1, 1, 1]
# Sums of up to 40 products, each rounded in the order the machine's BLAS takes them in.
SUMS = {"rtol": 1e-5, "atol": 1e-5}


def back(dy: Any, x: Any = X, kernel: Any = KERNEL, **attrs: Any) -> Sample:
    given = {"strides": ONES, "padding": "VALID", **SUMS, **attrs}
    return sample(x, kernel, dy, golden=False, gradient=False, **given)


BOTH = [
    back(normal(2, 4, 2, 2)),
    back(normal(2, 5, 2, 2), padding="SAME", strides=[1, 1, 2, 1]),
    back(normal(2, 3, 2, 2), dilations=[1, 2, 1, 1]),
    back(normal(2, 5, 5, 2), padding="EXPLICIT", explicit_paddings=[0, 0, 1, 0, 2, 1, 0, 0]),
    back(normal(2, 2, 4, 2), normal(2, 3, 5, 4), data_format="NCHW"),
]
SAMPLES = {
    "Conv2DBackpropInputV2": [
        *BOTH,
        back(ints(1, 3, 3, 1), ints(1, 4, 4, 2), ints(2, 2, 2, 1)),
    ],
    "Conv2DBackpropFilterV2": BOTH,
}
