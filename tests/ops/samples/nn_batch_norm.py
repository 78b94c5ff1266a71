"""Samples for ops/nn/batch_norm.py."""

from typing import Any

import numpy as np

from tests.ops.sample import Sample, normal, sample, uniform

LOOSE = {"rtol": 1e-5, "atol": 2e-5}


def first(x: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(np.moveaxis(x, -1, 1))


def forward(x: np.ndarray, **attrs: Any) -> Sample:
    channels = (normal(3, seed=s) for s in (1, 2, 3))
    return sample(x, *channels, uniform(3, low=0.5, seed=4), **attrs, **LOOSE)


def back(x: np.ndarray, **attrs: Any) -> Sample:
    axes = (0, 2, 3) if attrs.get("data_format") == "NCHW" else (0, 1, 2)
    mean, variance = x.astype(np.float32).mean(axes), x.astype(np.float32).var(axes)
    empty = np.zeros(0, np.float32)
    return sample(
        normal(*x.shape, dtype=x.dtype, seed=9),
        x,
        normal(3),
        mean,
        variance,
        empty,
        **attrs,
        **LOOSE,
    )


SAMPLES = {
    "FusedBatchNormV3": [
        forward(normal(2, 4, 5, 3), exponential_avg_factor=1.0),
        forward(normal(2, 4, 5, 3), exponential_avg_factor=0.25, epsilon=0.01),
        forward(normal(2, 4, 5, 3), is_training=False),
        forward(first(normal(2, 4, 5, 3)), data_format="NCHW", is_training=False),
        sample(normal(0, 4, 5, 3), *normal(2, 3), *np.zeros((2, 0), np.float32), order=0),
        forward(normal(2, 5, 3)),
    ],
    "FusedBatchNormGradV3": [
        back(normal(2, 4, 5, 3)),
        back(normal(2, 4, 5, 3), is_training=False),
        back(first(normal(2, 4, 5, 3)), data_format="NCHW", epsilon=0.01),
    ],
}
