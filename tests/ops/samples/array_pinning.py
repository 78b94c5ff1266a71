"""Samples of the op that tells whether memory is pinned: TensorFlow's CPU tensors are not."""

from __future__ import annotations

from tests.ops.sample import ints, normal, sample

SAMPLES = {
    "CheckPinned": [sample(normal(2), compiled=False), sample(ints(2, 0), compiled=False)],
}
