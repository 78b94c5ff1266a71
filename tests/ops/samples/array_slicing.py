"""Samples for slices, joins and rearrangements of ops/array."""

import numpy as np

from tests.ops.sample import ints, normal, sample

F32, I32, I64 = np.float32, np.int32, np.int64


def i32(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


PADS = np.array([[1, 2], [0, 1]], np.int32)
_SPEC = {"begin_mask": 1, "end_mask": 2}

TEXTS = np.array([b"a", b"bc"], object)

SAMPLES = {
    "StridedSlice": [
        sample(
            normal(5),
            np.array([0], np.int32),
            np.array([3], np.int32),
            np.array([-1], np.int32),
            shrink_axis_mask=1,
        ),
        sample(
            normal(5), np.array([0, 1], np.int32), np.array([3], np.int32), np.array([1], np.int32)
        ),
        sample(normal(4, 5), i32(1, 0), i32(3, 5), i32(1, 2)),
        sample(normal(4, 5), i32(-1, -2), i32(-5, -4), i32(-1, -1), **_SPEC),
        sample(normal(4, 5), i32(2, 0), i32(3, 0), i32(1, 1), shrink_axis_mask=1, end_mask=2),
        sample(normal(4, 5), i32(0, 1), i32(0, 2), i32(1, 1), ellipsis_mask=1, shrink_axis_mask=2),
        sample(normal(4), i32(0, 0), i32(0, 9), i32(1, 1), new_axis_mask=1),
        sample(normal(4, 5), i32(-1), i32(0), i32(1), shrink_axis_mask=1),
        sample(normal(4), i32(4), i32(5), i32(1), shrink_axis_mask=1),
        sample(normal(4), i32(0), i32(4), i32(0)),
        sample(normal(4), i32(0, 0), i32(1, 1), i32(1, 1)),
        sample(normal(4), i32(3), i32(1), i32(1)),
        sample(normal(4), i32(-9), i32(9), i32(3)),
        sample(ints(4), np.array([1], np.int64), np.array([3], np.int64), np.array([1], np.int64)),
    ],
    "StridedSliceGrad": [
        sample(
            np.array([5], np.int32),
            np.array([1], np.int32),
            np.array([4], np.int32),
            np.array([1], np.int32),
            normal(2),
        ),
        sample(
            np.array([3], np.int32),
            np.array([1], np.int32),
            np.array([3], np.int32),
            np.array([1], np.int32),
            TEXTS,
            compiled=False,
        ),
        sample(i32(4, 5), i32(1, 0), i32(3, 5), i32(1, 2), normal(2, 3), grad_inputs=(4,)),
        sample(i32(4), i32(2), i32(3), i32(1), F32(2), shrink_axis_mask=1, grad_inputs=(4,)),
    ],
    "TensorStridedSliceUpdate": [
        sample(
            normal(5),
            np.array([1], np.int32),
            np.array([4], np.int32),
            np.array([1], np.int32),
            np.float32(2),
        ),
        sample(normal(4, 5), i32(1, 0), i32(3, 5), i32(1, 2), normal(2, 3)),
        sample(normal(4), i32(2), i32(3), i32(1), F32(2), shrink_axis_mask=1),
    ],
    "Slice": [
        sample(normal(3, 4), i32(1, 0), i32(2, -1)),
        sample(normal(3, 4), np.array([0, 1], np.int64), np.array([0, 2], np.int64)),
        sample(normal(3), i32(2), i32(2)),
        sample(normal(3), i32(-1), i32(1)),
    ],
    "XlaDynamicUpdateSlice": [
        sample(normal(3, 4), normal(2, 2, seed=1), i32(1, 0), golden=False),
        sample(normal(3), normal(2, seed=1), i32(5), golden=False, order=0),
    ],
    "Pack": [
        sample([normal(2, 3), normal(2, 3, seed=1)]),
        sample([normal(2), normal(2, seed=1), normal(2, seed=2)], axis=-1),
        sample([I32(1), I32(2)]),
        sample([normal(2), normal(3)]),
        sample([normal(2)], axis=2),
    ],
    "Unpack": [
        sample(normal(2, 3), num=2),
        sample(normal(2, 3), num=3, axis=-1),
        sample(ints(3), num=3),
        sample(normal(2, 3), num=3),
    ],
    "ConcatV2": [
        sample([normal(2, 3), normal(1, 3)], I32(0)),
        sample([normal(2, 3), normal(2, 0), normal(2, 1)], I32(-1)),
        sample([ints(2), ints(3)], I64(0)),
        sample([normal(2, 3), normal(1, 2)], I32(0)),
        sample([normal(2), normal(2)], I32(1)),
    ],
    "ConcatOffset": [
        sample(np.int32(0), [np.array([2, 3], np.int32), np.array([2, 5], np.int32)]),
        sample(I32(1), [i32(2, 2, 7), i32(2, 3, 7), i32(2, 9, 7)]),
    ],
    "Split": [
        sample(I32(1), normal(2, 6), num_split=3),
        sample(I32(-2), normal(4, 2), num_split=2),
        sample(I32(0), normal(3), num_split=2),
    ],
    "SplitV": [
        sample(normal(4, 3), np.array([-2, 6], np.int32), np.int32(0), num_split=2),
        sample(normal(5, 2), i32(2, 3), I32(0), num_split=2),
        sample(normal(2, 5), np.array([1, -1, 0], np.int64), I32(-1), num_split=3),
        sample(normal(5), i32(2, 2), I32(0), num_split=2),
    ],
    "Tile": [
        sample(normal(2, 2), np.int32([[2, 3], [3, 4]])),
        sample(normal(2, 3), i32(2, 1)),
        sample(normal(2), np.array([3], np.int64)),
        sample(normal(2, 3), i32(0, 2)),
        sample(normal(2), i32(1, 2)),
    ],
    "Transpose": [
        sample(normal(2, 3, 4), i32(2, 0, 1)),
        sample(normal(2, 3), i32(1, 0)),
        sample(normal(), i32()),
        sample(normal(2, 3), i32(0, 0)),
        sample(normal(2, 3), i32(0)),
    ],
    "ConjugateTranspose": [
        sample(normal(2, 3, dtype=np.complex64), i32(1, 0), gradient=False),
        sample(normal(2, 3), i32(1, 0)),
    ],
    "ReverseV2": [
        sample(normal(2, 3), i32(0)),
        sample(normal(2, 3), i32(-1, 0)),
        sample(normal(2), i32()),
        sample(normal(2), i32(1)),
    ],
    "Roll": [
        sample(normal(2, 3), np.array([1, 2], np.int32), np.array([0], np.int32)),
        sample(normal(5), I32(2), I32(0)),
        sample(normal(3, 4), i32(1, -2), i32(0, 1)),
        sample(normal(3, 4), I32(7), I32(-1)),
    ],
    "Pad": [sample(normal(2, 3), PADS), sample(ints(2, 3), PADS), sample(normal(2), PADS)],
    "PadV2": [
        sample(normal(3), np.array([[1, 1]], np.int32), normal(1)),
        sample(normal(2, 3), PADS, F32(2), grad_inputs=(0,)),
        sample(ints(2, 3), PADS, I32(7)),
    ],
    "MirrorPad": [
        sample(normal(3, 3), PADS, mode="REFLECT"),
        sample(normal(3, 3), PADS, mode="SYMMETRIC"),
        sample(normal(2, 3), PADS, mode="REFLECT"),
    ],
    "MirrorPadGrad": [
        sample(normal(6, 4), PADS, mode="REFLECT"),
        sample(normal(6, 4), PADS, mode="SYMMETRIC"),
    ],
    "InvertPermutation": [
        sample(np.array([1, 1], np.int32)),
        sample(np.int32(0)),
        sample(i32(3, 0, 2, 1)),
        sample(i32(0, 0)),
        sample(i32()),
    ],
    "BroadcastTo": [
        sample(normal(3), i32(2, 3)),
        sample(normal(2, 1), np.array([2, 3], np.int64)),
        sample(normal(), i32(2)),
        sample(normal(2), i32(3)),
    ],
    "BroadcastGradientArgs": [
        sample(i32(2, 1, 3), i32(4, 3)),
        sample(i32(2, 3), i32(2, 3)),
        sample(i32(), i32(2)),
        sample(i32(1, 2), i32(1, 1)),
        sample(i32(2), i32(3)),
    ],
    "BroadcastArgs": [
        sample(np.array([[1]], np.int32), np.array([1], np.int32)),
        sample(i32(2, 1), i32(3)),
        sample(i32(), i32(4)),
        sample(i32(2), i32(3)),
    ],
    "ReverseSequence": [
        sample(normal(3, 4), np.array([1, 2, 3], np.int32), seq_dim=-1),
        sample(normal(2, 3), i32(2, 3), seq_dim=1),
        sample(normal(3, 2, 2), np.array([0, 3], np.int64), seq_dim=0, batch_dim=1),
        sample(normal(2, 3), i32(2, 4), seq_dim=1),
    ],
    "SpaceToDepth": [
        sample(normal(1, 4, 2, 3), block_size=2),
        sample(normal(1, 3, 2, 1), block_size=2),
    ],
    "DepthToSpace": [
        sample(normal(1, 2, 1, 8), block_size=2),
        sample(normal(1, 2, 1, 3), block_size=2),
    ],
}
BLOCK = i32(2, 2)
EDGES = np.array([[1, 0], [0, 1]], np.int32)
SAMPLES |= {
    "SpaceToBatchND": [
        sample(normal(1, 4, 2, 3), BLOCK, np.zeros((2, 2), np.int32)),
        sample(normal(2, 3, 3, 1), BLOCK, EDGES),
        sample(normal(2, 6), i32(3), np.zeros((1, 2), np.int32)),
        sample(normal(1, 3, 3, 1), BLOCK, np.zeros((2, 2), np.int32)),
    ],
    "BatchToSpaceND": [
        sample(normal(4, 2, 1, 3), BLOCK, np.zeros((2, 2), np.int32)),
        sample(normal(8, 2, 2, 1), BLOCK, EDGES),
        sample(normal(3, 1, 1, 1), BLOCK, EDGES),
    ],
}
