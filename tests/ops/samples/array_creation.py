"""Samples for the ops of ops/array that make, cast and pass tensors and change their shapes."""

import numpy as np

from tests.ops.sample import ints, normal, sample

NAN, INF = np.float32(np.nan), np.float32(np.inf)
ODD = np.array([NAN, INF, -INF, 300, -1.5, 3e9, -3e9, 0.0, 1.9], np.float32)
WIDE = np.array([300, -1, 2**31 - 1, -(2**31)], np.int32)
TEXT = np.array([[b"a", b"bc"], [b"", b"d"]], object)
F32, I32, I64 = np.float32, np.int32, np.int64


def i32(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


SAMPLES = {
    "Fill": [
        sample(i32(2, 3), F32(1.5)),
        sample(np.array([2], np.int64), np.array(True)),
        sample(i32(), I32(3)),
        sample(i32(0, 2), I32(3)),
        sample(i32(2), np.array(b"x", object), compiled=False),
        sample(i32(-1), I32(3)),
    ],
    "ZerosLike": [sample(normal(2, 3)), sample(ints(0, 2)), sample(np.array(True))],
    "OnesLike": [sample(normal(2)), sample(normal(2, dtype="bfloat16")), sample(np.array([True]))],
    "Identity": [sample(normal(2, 3)), sample(I32(3))],
    "IdentityN": [sample([normal(2, 3), ints(2)])],
    "StopGradient": [sample(normal(3))],
    "PreventGradient": [sample(normal(3), message="no", gradient=False)],
    "PlaceholderWithDefault": [sample(normal(2, 3), shape=(2, 3))],
    "CheckNumerics": [
        sample(normal(3), message="x"),
        sample(np.array([1.0, NAN], np.float32), message="x"),
        sample(np.array([INF], np.float32), message="x"),
    ],
    "CheckNumericsV2": [
        sample(normal(3), message="x"),
        sample(np.array([1.0, NAN], np.float32), message="x"),
        sample(np.array([INF, -INF], np.float64), message="x"),
        sample(np.zeros([0], np.float16), message="x"),
    ],
    "GuaranteeConst": [sample(normal(3))],
    "EnsureShape": [
        sample(normal(2, 3), shape=(None, 3)),
        sample(normal(2, 3), shape=(2, 4)),
        sample(normal(2, 3), shape=None),
    ],
    "Cast": [
        *(sample(ODD, DstT=t) for t in ("int32", "uint8", "int8", "int16", "int64", "bool")),
        *(sample(ODD.astype(np.float64), DstT=t) for t in ("int32", "float32", "float16")),
        *(sample(WIDE, DstT=t) for t in ("uint8", "int8", "float32", "bool", "int64", "uint32")),
        sample(normal(3), DstT="bfloat16"),
        sample(normal(3, dtype="bfloat16"), DstT="float32"),
        sample(normal(3, dtype="bfloat16"), DstT="int32"),
        sample(normal(3, dtype=np.complex64), DstT="float32", gradient=False),
        sample(normal(3), DstT="complex64", gradient=False),
        sample(np.array([True, False]), DstT="float32"),
        sample(normal(0, 3), DstT="float64"),
    ],
    "Bitcast": [
        sample(normal(2, dtype=np.complex64), type="uint8"),
        sample(normal(2, dtype=np.complex64), type="float64"),
        sample(normal(2, dtype=np.complex128), type="complex64"),
        sample(normal(3, 2), type="complex64"),
        sample(normal(3), type="int32"),
        sample(normal(3), type="uint8"),
        sample(ints(2, 4, dtype=np.uint8, low=0), type="int32"),
        sample(ints(2, 3, dtype=np.uint8, low=0), type="int32"),
        sample(normal(2, dtype=np.float64), type="float32"),
    ],
    "Shape": [sample(normal(2, 3)), sample(normal(), out_type="int64"), sample(normal(0, 2))],
    "ShapeN": [sample([normal(2, 3), normal(4)]), sample([normal(2)], out_type="int64")],
    "Size": [sample(normal(2, 3)), sample(normal(), out_type="int64"), sample(normal(0, 2))],
    "Rank": [sample(normal(2, 3)), sample(normal())],
    "Reshape": [
        sample(normal(2, 3), i32(3, -1)),
        sample(normal(), np.array([1, 1], np.int64)),
        sample(normal(1), i32()),
        sample(normal(0, 3), i32(-1, 3)),
        sample(normal(2, 3), i32(4)),
        sample(normal(2, 3), i32(4, -1)),
        sample(normal(2, 3), i32(-1, -1)),
        sample(normal(0), i32(-1, 0)),
    ],
    "ExpandDims": [
        sample(normal(2, 3), I32(0)),
        sample(normal(2, 3), I32(-1)),
        sample(normal(2, 3), I64(1)),
        sample(normal(), I32(0)),
        sample(normal(2), I32(3)),
    ],
    "Squeeze": [
        sample(normal(1, 2, 1, 3)),
        sample(normal(1, 2, 1), squeeze_dims=[0]),
        sample(normal(1, 2, 1), squeeze_dims=[-1]),
        sample(normal(1, 2), squeeze_dims=[1]),
    ],
    "Range": [
        sample(np.float32(0), np.float32(np.inf), np.float32(1)),
        sample(np.float16(0), np.float16(1), np.float16(0.1)),
        sample(I32(0), I32(5), I32(1)),
        sample(I32(10), I32(3), I32(-3)),
        sample(F32(0), F32(1), F32(0.1)),
        sample(np.float64(0), np.float64(1), np.float64(0.25)),
        sample(I32(5), I32(5), I32(1)),
        sample(I32(5), I32(0), I32(1)),
        sample(I32(0), I32(5), I32(0)),
    ],
    "LinSpace": [
        sample(np.zeros(1, np.float32), np.float32(1), np.int32(3)),
        sample(F32(0), F32(1), I32(7), gradient=False),
        sample(np.float64(3), np.float64(-2), I64(4), gradient=False),
        sample(F32(2), F32(5), I32(1), gradient=False),
        sample(F32(2), F32(5), I32(0), gradient=False),
    ],
    "OneHot": [
        sample(np.array([1], np.int32), np.int32(3), np.ones(1, np.float32), np.float32(0)),
        sample(i32(0, 2, -1, 5), I32(3), F32(1), F32(0), gradient=False),
        sample(i32(0, 2), I32(3), I32(5), I32(-1), axis=0),
        sample(ints(2, 3, low=0, high=4), I32(4), np.array(True), np.array(False), axis=1),
        sample(np.uint8(1), I32(2), F32(1), F32(0), gradient=False),
        sample(np.array([[1], [0]], np.int64), I32(0), F32(1), F32(0), gradient=False),
    ],
}
