"""Samples for ops/nn/batch_norm_versions.py."""

from dataclasses import replace

from tests.ops.sample import Sample, normal
from tests.ops.samples import nn_batch_norm
from tests.ops.samples.nn_batch_norm import forward


def without_reserve(item: Sample) -> Sample:
    return replace(item, inputs=item.inputs[:5])


FORWARD = nn_batch_norm.SAMPLES["FusedBatchNormV3"]
BACK = [without_reserve(item) for item in nn_batch_norm.SAMPLES["FusedBatchNormGradV3"]]

SAMPLES = {
    "FusedBatchNorm": FORWARD,
    "FusedBatchNormV2": [*FORWARD, forward(normal(2, 4, 5, 3, dtype="bfloat16"), golden=False)],
    "FusedBatchNormGrad": BACK,
    "FusedBatchNormGradV2": BACK,
}
