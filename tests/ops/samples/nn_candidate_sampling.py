"""Samples for ops/nn/candidate_sampling.py: equal seeds give TensorFlow's candidates."""

from typing import Any

import numpy as np

from tests.ops.sample import Sample, sample

TRUE = np.array([[1], [3]])


def drawn(true: np.ndarray = TRUE, count: int = 4, unique: bool = True, **options: Any) -> Sample:
    attrs = {"num_true": true.shape[-1], "seed": 3, "seed2": 5} | options
    return sample(true, num_sampled=count, unique=unique, rtol=2e-6, **attrs)


def ranges() -> list[Sample]:
    return [
        drawn(range_max=20),
        drawn(range_max=20, unique=False),
        drawn(range_max=64, count=64),
        drawn(np.array([[1, 3], [0, 6], [3, 3]]), range_max=7, count=6),
        drawn(range_max=1000003, count=50, unique=False),
        drawn(range_max=4),
        drawn(range_max=3),
        drawn(range_max=2, count=2),
        drawn(range_max=20, num_true=2),
        drawn(np.array([1, 3]), range_max=20, num_true=1),
    ]


def weighed(*weights: float, **options: Any) -> Sample:
    return drawn(unigrams=list(weights), **({"range_max": len(weights)} | options))


HITS = np.array([[1, 3], [5, 1], [9, 9]])

SAMPLES = {
    "LogUniformCandidateSampler": ranges(),
    "UniformCandidateSampler": ranges(),
    "LearnedUnigramCandidateSampler": ranges(),
    "ThreadUnsafeUnigramCandidateSampler": ranges(),
    "FixedUnigramCandidateSampler": [
        weighed(1, 2, 3, 4, 0, 9),
        weighed(1, 2, 3, 4, 0, 9, count=60, unique=False),
        weighed(1, 2, 3, 4, 2, range_max=6, num_reserved_ids=1, distortion=0.75, unique=False),
        weighed(1, 2, 3, 4, 5, 6, 7, 8, range_max=4, num_shards=2, shard=1, unique=False),
        weighed(1, 2, 3),
        weighed(1, 2, 3, range_max=6),
        drawn(range_max=6),
        weighed(1, 2, 3, vocab_file="weights.txt"),
    ],
    "AllCandidateSampler": [
        drawn(count=5),
        drawn(count=5, unique=False),
        drawn(count=2),
        drawn(np.array([1, 3]), num_true=1),
    ],
    "ComputeAccidentalHits": [
        sample(HITS, np.array([3, 1, 1, 7]), num_true=2),
        sample(HITS, np.array([4, 8]), num_true=2),
        sample(HITS, np.array([4, 8]), num_true=3),
        sample(HITS, np.array([[4, 8]]), num_true=2),
    ],
}
