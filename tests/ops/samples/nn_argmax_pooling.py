"""Samples for ops/nn/argmax_pooling.py and ops/nn/tensor_pooling.py."""

from typing import Any

import numpy as np

from tests.ops.sample import Sample, ints, normal, sample
from tests.ops.samples.nn_pooling import PLANE, attributes, maxima, pooled

BATCH = {"include_batch_in_index": True}


def places(case: tuple[Any, ...], x: np.ndarray, batch: bool) -> np.ndarray:
    """Where the maxima of distinct numbers are, by looking for them."""
    y = maxima(case, x)
    found = np.empty(y.shape, np.int64)
    size = int(np.prod(x.shape[1:]))
    for at in np.ndindex(*y.shape):
        inside = int(np.flatnonzero(x[at[0]].ravel() == y[at])[0])
        found[at] = inside + (at[0] * size if batch else 0)
    return found


def forward(case: tuple[Any, ...], dtype: Any = np.float32, **options: Any) -> Sample:
    # TensorFlow has no gradient of its gradient.
    return sample(normal(*case[0], dtype=dtype), order=1, **attributes(case), **options)


def back(case: tuple[Any, ...], batch: bool = False, dtype: Any = np.int64) -> Sample:
    x, small = normal(*case[0]), dtype is np.int32
    at = places(case, x, batch).astype(dtype)
    dy = normal(*pooled(case), seed=1)
    attrs = attributes(case) | {"include_batch_in_index": batch}
    return sample(x, dy, at, grad_inputs=(1,), gradient=False, golden=not small, **attrs)


def back_back(case: tuple[Any, ...], batch: bool = False) -> Sample:
    x = normal(*case[0])
    attrs = attributes(case) | {"include_batch_in_index": batch}
    at = places(case, x, batch)
    # TensorFlow has a kernel for GPUs only.
    return sample(x, normal(*case[0], seed=1), at, golden=False, grad_inputs=(1,), **attrs)


def sizes(case: tuple[Any, ...]) -> tuple[np.ndarray, np.ndarray]:
    attrs = attributes(case)
    return np.array(attrs["ksize"], np.int32), np.array(attrs["strides"], np.int32)


def tensor_back(case: tuple[Any, ...]) -> Sample:
    x = normal(*case[0])
    y = maxima(case, x)
    return sample(x, y, normal(*y.shape, seed=1), *sizes(case), padding=case[3])


def tensor_back_back(case: tuple[Any, ...]) -> Sample:
    x = normal(*case[0])
    dx = normal(*case[0], seed=1)
    return sample(x, maxima(case, x), dx, *sizes(case), padding=case[3], order=0)


SPECIAL = np.array([[np.nan, -np.inf], [1.0, -np.inf]], np.float32).reshape(1, 2, 2, 1)
WIDE = {"ksize": [1, 3, 3, 1], "strides": [1, 1, 1, 1], "padding": "SAME"}

SAMPLES = {
    "MaxPoolWithArgmax": [
        *map(forward, PLANE),
        forward(PLANE[2], **BATCH),
        forward(PLANE[2], Targmax="int32", gradient=False),  # no kernel for its gradient
        forward(PLANE[1], np.float64),
        sample(ints(2, 4, 4, 2, low=0, high=3), **attributes(PLANE[0])),
        sample(SPECIAL, gradient=False, **WIDE),
        sample(np.full((1, 2, 2, 1), -np.inf, np.float32), gradient=False, **WIDE),
        sample(normal(4, 4, 2), **attributes(PLANE[0])),
    ],
    "MaxPoolGradWithArgmax": [
        *map(back, PLANE),
        back(PLANE[2], True),
        back(PLANE[1], dtype=np.int32),
        sample(
            normal(2, 4, 6, 3),
            normal(2, 3, 3, 3),
            np.zeros((2, 3, 3, 3), np.int64),
            **attributes(PLANE[0]),
        ),
    ],
    "MaxPoolGradGradWithArgmax": [back_back(PLANE[2]), back_back(PLANE[3], True)],
    "MaxPoolV2": [sample(normal(*case[0]), *sizes(case), padding=case[3]) for case in PLANE],
    "MaxPoolGradV2": [*map(tensor_back, PLANE)],
    "MaxPoolGradGradV2": [*map(tensor_back_back, PLANE)],
}
