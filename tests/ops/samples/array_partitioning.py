"""Samples for partitioning and stitching in ops/array."""

import numpy as np

from tests.ops.sample import normal, sample


def i32(*values):
    return np.array(values, np.int32)


STITCHES = [
    sample([i32(0, 2), i32(1)], [normal(2, 3), normal(1, 3)]),
    sample([i32(0, 3), i32(1)], [normal(2), normal(1)]),
    sample([i32(0, 0), i32(0)], [i32(1, 2), i32(3)]),
    sample([np.int32(1), i32(0, 2)], [normal(2), normal(2, 2)]),
    sample([np.zeros([0], np.int32), i32(1)], [normal(0), normal(1)]),
    sample([i32(-1)], [normal(1)]),
    sample([i32(0, 1)], [normal(3)]),
    sample([np.array([[0, 1], [3, 2]], np.int32)], [normal(2, 2, 2)]),
    sample([np.zeros([0], np.int32)], [normal(0, 2)]),
    sample([i32(0, 1)], [normal(2, 0)]),
    sample([i32(0, 3)], [np.array([b"a", b"bc"], object)], compiled=False),
]

SAMPLES = {
    "DynamicPartition": [
        sample(normal(2, 0), np.array([0, 1], np.int32), num_partitions=2),
        sample(normal(4, 2), i32(0, 1, 1, 0), num_partitions=2),
        sample(normal(2, 2, 3), np.array([[2, 0], [0, 2]], np.int32), num_partitions=3),
        sample(normal(3), np.int32(1), num_partitions=2),
        sample(normal(0, 2), np.zeros([0], np.int32), num_partitions=1),
        sample(i32(5, 6), i32(1, 1), num_partitions=2),
        sample(normal(3), i32(0, 1, 2), num_partitions=2),
        sample(normal(3), i32(0, -1, 1), num_partitions=2),
        sample(normal(3), i32(0, 1), num_partitions=2),
    ],
    "DynamicStitch": STITCHES,
    "ParallelDynamicStitch": [s for s in STITCHES if s.inputs[0][0].tolist() != [0, 0]],
    "ParallelConcat": [
        sample([normal(2, 2), normal(1, 2)], shape=[3, 2]),
        sample([normal(1, 3), normal(1, 3, seed=1)], shape=(2, 3), golden=False),
    ],
}
