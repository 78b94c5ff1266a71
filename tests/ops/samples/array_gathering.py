"""Samples for gathers, scatters and selections of ops/array."""

import ml_dtypes
import numpy as np

from tests.ops.sample import ints, normal, sample

F32, I32, I64 = np.float32, np.int32, np.int64
ROWS = np.array([[0, 1], [1, 0], [1, 2]], np.int32)
ONES = np.array([[1], [3], [1]], np.int32)
TEXT = np.array([b"a", b"b", b"a"], object)


def i32(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


TEXTS = np.array([b"a", b"bc"], object)

SAMPLES = {
    "GatherV2": [
        sample(normal(3), np.array([0], np.int32), np.array([0], np.int32)),
        sample(normal(4, 3), i32(2, 0, 2), I32(0), gradient=False),
        sample(normal(4, 3), np.array([[0, 1], [2, 2]], np.int64), I32(1)),
        sample(normal(2, 4, 3), np.array([[0, 3], [1, 1]], np.int32), I32(1), batch_dims=1),
        sample(normal(2, 3, 4), np.array([[0, 3], [1, 1]], np.int32), I32(-1), batch_dims=1),
        sample(normal(4), I32(3), I32(0), gradient=False),
        sample(normal(4), i32(), I32(0), gradient=False),
        sample(normal(3), i32(5), I32(0)),
        sample(normal(3), i32(-1), I32(0)),
        sample(normal(3), i32(0), I32(1)),
    ],
    "GatherNd": [
        sample(normal(2, 3), np.zeros(0, np.int32), gradient=False),
        sample(TEXTS, np.array([[0], [5]], np.int32), bad_indices_policy="IGNORE", compiled=False),
        sample(normal(2, 0), np.array([[1]], np.int32)),
        sample(normal(2, 3), ROWS),
        sample(normal(4, 2), ONES, gradient=False),
        sample(normal(2, 3), np.zeros((2, 0), np.int32), gradient=False),
        sample(normal(2, 3), np.array([[0, 3]], np.int32)),
        sample(normal(2), ROWS),
    ],
    "ScatterNd": [
        sample(np.array([[0], [0]], np.int32), np.array([True, False]), np.array([3], np.int32)),
        sample(np.array([[0], [0]], np.int32), TEXTS, np.array([3], np.int32), compiled=False),
        sample(np.array([0], np.int32), np.float32(1), np.array([3], np.int32)),
        sample(ONES, normal(3), i32(5), grad_inputs=(1,)),
        sample(ROWS, normal(3, 2), i32(2, 3, 2), grad_inputs=(1,)),
        sample(ONES, ints(3), i32(5)),
        sample(ONES, normal(3), i32(3)),
        sample(ONES, normal(2), i32(5)),
    ],
    "TensorScatterUpdate": [
        sample(normal(3), np.array([0], np.int32), np.float32(1)),
        sample(normal(2, 3), ROWS, normal(3)),
        sample(ints(4, 2), np.array([[1], [3]], np.int64), ints(2, 2, seed=1)),
        sample(normal(3), ONES, normal(3)),
    ],
    "TensorScatterAdd": [sample(normal(5), ONES, normal(3)), sample(normal(2, 3), ROWS, normal(3))],
    "ScatterNdNonAliasingAdd": [
        sample(normal(5), ONES, normal(3)),
        sample(normal(2, 3), ROWS, normal(3)),
        sample(ints(5), ONES, ints(3)),
        sample(normal(5), np.array([[7]], np.int32), normal(1)),
    ],
    "TensorScatterSub": [sample(normal(5), ONES, normal(3)), sample(ints(5), ONES, ints(3))],
    "TensorScatterMin": [sample(normal(2, 3), ROWS, normal(3)), sample(ints(5), ONES, ints(3))],
    "TensorScatterMax": [sample(normal(2, 3), ROWS, normal(3)), sample(ints(5), ONES, ints(3))],
    "Where": [
        sample(np.array([[True, False], [True, True]])),
        sample(np.array([0.0, 2.0, np.nan], np.float32)),
        sample(np.array(True)),
        sample(ints(0, 2)),
    ],
    "SelectV2": [
        sample(np.array([True, False, True]), normal(2, 3), normal(1)),
        sample(np.array([[True], [False]]), normal(2, 3), normal(3, seed=1)),
        sample(np.array(True), ints(2), ints(2, seed=1)),
        sample(np.array([True, False]), normal(3), normal(3)),
    ],
    "Select": [
        sample(np.array([True, False, True]), np.float32(1), np.float32(2)),
        sample(np.array([[True, False]]), normal(1, 2), normal(1, 2, seed=1)),
        sample(np.array([True, False]), normal(2, 3), normal(2, 3, seed=1)),
    ],
    "Unique": [
        sample(np.array([1, 2, 1], ml_dtypes.bfloat16)),
        sample(i32(4, 4, 2, 4)),
        sample(TEXT, compiled=False),
        sample(normal(3), out_idx="int64"),
        sample(i32()),
        sample(ints(2, 2)),
    ],
    "UniqueV2": [
        sample(
            np.array([[b"a", b"b"], [b"c", b"d"], [b"a", b"b"]], object), np.array([0], np.int32)
        ),
        sample(np.array([[1, 0], [1, 0], [2, 0]], np.int32), np.array([0], np.int64)),
        sample(i32(3, 1, 3), np.array([], np.int64)),
    ],
    "UniqueWithCounts": [sample(i32(4, 4, 2, 4)), sample(TEXT, compiled=False)],
    "UniqueWithCountsV2": [
        sample(np.array([[1, 1, 2], [0, 0, 0]], np.int32), np.array([1], np.int64)),
        sample(i32(3, 1, 3), np.array([], np.int64)),
    ],
    "LowerBound": [
        sample(np.array([[1, 3, 3, 7]], np.int32), np.array([[3, 0, 9, 4]], np.int32)),
        sample(np.sort(normal(2, 5)), normal(2, 3, seed=1), out_type="int64"),
    ],
    "UpperBound": [
        sample(np.array([[1, 3, 3, 7]], np.int32), np.array([[3, 0, 9, 4]], np.int32)),
        sample(np.sort(normal(2, 5)), normal(2, 3, seed=1), out_type="int64"),
    ],
    "ListDiff": [sample(i32(1, 2, 3, 4, 5, 6), i32(1, 3, 5)), sample(normal(0), normal(2))],
    "UnravelIndex": [
        sample(np.zeros(0, np.int32), np.array([2, 3], np.int32)),
        sample(i32(2, 5, 7), i32(3, 3)),
        sample(I64(22), np.array([2, 3, 4], np.int64)),
        sample(i32(9), i32(3, 3)),
    ],
}
