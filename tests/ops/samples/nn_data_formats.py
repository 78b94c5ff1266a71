"""Samples for ops/nn/data_formats.py."""

import numpy as np

from tests.ops.sample import sample

SPACE = {"src_format": "NDHWC", "dst_format": "NCDHW"}
BACK = {"src_format": "NCHW", "dst_format": "NHWC"}

SAMPLES = {
    "DataFormatDimMap": [
        sample(np.arange(-4, 4, dtype=np.int32)),
        sample(np.arange(4).reshape(2, 2), **BACK),
        sample(np.int32(3)),
        sample(np.arange(-5, 5, dtype=np.int32), **SPACE),
        sample(np.zeros(0, np.int32)),
        sample(np.int32(0), src_format="NHWC", dst_format="NCWC"),
    ],
    "DataFormatVecPermute": [
        sample(np.array([7, 4, 9, 3], np.int32)),
        sample(np.array([7, 4, 9, 3]), **BACK),
        sample(np.array([4, 9], np.int32)),
        sample(np.array([[7, 1], [4, 2], [9, 3], [3, 4]], np.int32)),
        sample(np.array([[4, 2], [9, 3]], np.int32), src_format="NHWC", dst_format="NCWH"),
        sample(np.array([7, 4, 9, 3, 5], np.int32), **SPACE),
        sample(np.array([4, 9, 3], np.int32), **SPACE),
        sample(np.array([7, 4, 9], np.int32)),
        sample(np.zeros((2, 2, 2), np.int32)),
    ],
}
