"""Samples of batch normalization with given statistics: TensorFlow has it for old graphs only."""

from __future__ import annotations

from typing import Any

from tests.ops.sample import Sample, normal, sample, uniform

T = normal(2, 2, 3, 2)
STATISTICS = (normal(2), uniform(2, low=0.5, high=2.0))
ATTRS = {"variance_epsilon": 0.01, "golden": False}


def both(*inputs: Any, **options: Any) -> list[Sample]:
    return [sample(*inputs, scale_after_normalization=s, **ATTRS, **options) for s in (True, False)]


SAMPLES = {
    # The gradient has no gradient of its own, as TensorFlow's.
    "BatchNormWithGlobalNormalization": both(
        T, *STATISTICS, normal(2, seed=1), normal(2, seed=2), order=1
    ),
    "BatchNormWithGlobalNormalizationGrad": both(
        T, *STATISTICS, normal(2, seed=2), normal(2, 2, 3, 2, seed=3), gradient=False
    ),
}
