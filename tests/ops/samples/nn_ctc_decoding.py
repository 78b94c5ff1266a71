"""Samples for ops/nn/ctc_decoding.py."""

import numpy as np

from tests.ops.sample import Sample, normal, sample


def decoded(steps: int, batch: int, classes: int, lengths: list[int], **options: object) -> Sample:
    dtype = options.pop("dtype", np.float32)
    scores = 2 * normal(steps, batch, classes, dtype=dtype)
    return sample(scores, np.array(lengths, np.int32), rtol=2e-6, atol=1e-6, **options)


SAMPLES = {
    "CTCGreedyDecoder": [
        decoded(9, 3, 4, [9, 5, 0]),
        decoded(9, 3, 4, [9, 5, 2], merge_repeated=True),
        decoded(9, 3, 4, [9, 5, 2], merge_repeated=True, blank_index=0),
        decoded(9, 3, 4, [9, 5, 2], merge_repeated=True, blank_index=-2),
        decoded(9, 3, 4, [9, 5, 2], dtype=np.float64),
        sample(np.zeros((3, 1, 2), np.float32), np.array([3], np.int32)),
        decoded(9, 3, 4, [9, 10, 2]),
        decoded(9, 3, 4, [9, 2]),
        decoded(9, 3, 4, [9, 5, 2], blank_index=4),
    ],
    "CTCBeamSearchDecoder": [
        decoded(7, 3, 4, [7, 5, 3], beam_width=5, top_paths=1),
        decoded(7, 3, 4, [7, 5, 3], beam_width=5, top_paths=3),
        decoded(12, 2, 6, [12, 9], beam_width=20, top_paths=10),
        decoded(12, 2, 6, [12, 9], beam_width=3, top_paths=3, merge_repeated=False),
        decoded(12, 2, 6, [12, 9], beam_width=100, top_paths=5, merge_repeated=False),
        decoded(12, 2, 3, [12, 9], beam_width=7, top_paths=2, dtype=np.float64),
        decoded(7, 1, 4, [0], beam_width=5, top_paths=1),
        decoded(7, 1, 4, [7], beam_width=5, top_paths=6),
        decoded(7, 1, 4, [0], beam_width=5, top_paths=2),
        decoded(7, 1, 4, [8], beam_width=5, top_paths=2),
    ],
}
