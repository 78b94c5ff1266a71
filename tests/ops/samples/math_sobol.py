"""Samples for Sobol's sequence."""

import numpy as np

from tests.ops.sample import sample


def sobol(dim, count, skip=0, **attrs):
    return sample(*(np.int32(n) for n in (dim, count, skip)), exact=True, **attrs)


SAMPLES = {
    "SobolSample": [
        sobol(6, 20),
        sobol(3, 3, 7, dtype="float64"),
        sobol(1111, 9, 1000),
        sobol(40, 3, 2**20, dtype="float64"),
        sobol(1, 1),
        sobol(0, 3),
        sobol(3, 0),
        sobol(3, 1, -1),
        sobol(3, 3, 2**31 - 3),
    ],
}
