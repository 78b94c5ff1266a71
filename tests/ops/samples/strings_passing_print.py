"""Samples of the op that prints and passes: what it passes."""

from __future__ import annotations

import numpy as np

from tests.ops.sample import ints, normal, sample

SAMPLES = {
    "Print": [
        sample(normal(3), [ints(2), normal(2, 2)], message="shown ", grad_inputs=(0,)),
        sample(ints(2), []),
        sample(np.float64(1.5), [], first_n=0, summarize=1),
    ],
}
