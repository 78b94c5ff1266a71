"""Samples of the op that convolves over two or three spatial axes."""

from __future__ import annotations

from typing import Any

from tests.ops.sample import Sample, ints, normal, sample

PLANE = (normal(2, 5, 4, 3), normal(2, 3, 3, 2))
ONES = [1, 1, 1, 1]
# Sums of up to 27 products, each rounded in the order the machine's BLAS takes them in.
SUMS = {"rtol": 1e-5, "atol": 1e-5}


def plane(x: Any = PLANE[0], **attrs: Any) -> Sample:
    return sample(x, PLANE[1], **{"strides": ONES, "padding": "VALID", **SUMS, **attrs})


SAMPLES = {
    "Conv": [
        plane(),
        plane(padding="SAME", strides=[1, 2, 1, 1]),
        plane(dilations=[1, 2, 1, 1]),
        plane(padding="EXPLICIT", explicit_paddings=[0, 0, 1, 0, 2, 1, 0, 0]),
        plane(normal(2, 2, 5, 4, 3), batch_dims=2),
        plane(normal(5, 4, 3), batch_dims=0),
        sample(
            normal(1, 3, 4, 4, 2), normal(2, 2, 2, 2, 3), strides=[1] * 5, padding="SAME", **SUMS
        ),
        sample(ints(1, 4, 4, 2), ints(2, 2, 2, 1), strides=ONES, padding="VALID"),
        plane(strides=[1, 1]),
        plane(batch_dims=2),
        plane(normal(2, 5, 4, 2)),
        plane(dilations=[1, 1]),
    ],
}
