"""Samples for ops/linalg/products.py, diagonals.py and norms.py."""

import numpy as np

from tests.ops.sample import ints, normal, sample

I32, F32 = np.int32, np.float32
BAND = np.array([-1, 1], np.int32)
C64 = np.complex64

SAMPLES = {
    "MatMul": [
        sample(normal(2, 3), normal(3, 4)),
        sample(normal(3, 2), normal(4, 3), transpose_a=True, transpose_b=True),
        sample(normal(3, 2), normal(3, 4), transpose_a=True),
        sample(normal(2, 3), normal(4, 3), transpose_b=True),
        sample(ints(2, 3), ints(3, 2)),
        sample(normal(2, 3, dtype="bfloat16"), normal(3, 2, dtype="bfloat16"), gradient=False),
        sample(normal(2, 3, dtype=C64), normal(3, 2, dtype=C64), gradient=False),
        sample(normal(0, 3), normal(3, 2)),
        sample(normal(2, 0), normal(0, 3)),
        sample(normal(2, 3), normal(2, 3)),
        sample(normal(2), normal(2, 3)),
    ],
    "BatchMatMul": [
        sample(normal(2, 2, 3), normal(2, 3, 4)),
        sample(normal(2, 3, 2), normal(2, 4, 3), adj_x=True, adj_y=True),
    ],
    "BatchMatMulV2": [
        sample(normal(2, 2, 3), normal(1, 3, 4)),
        sample(normal(2, 3), normal(2, 3, 4)),
        sample(normal(2, 3, 2), normal(2, 4, 3), adj_x=True, adj_y=True),
        sample(normal(2, 3, 2, dtype=C64), normal(2, 3, 4, dtype=C64), adj_x=True, gradient=False),
        sample(normal(0, 2, 3), normal(3, 2)),
        sample(normal(2, 2, 3), normal(3, 3, 4)),
    ],
    "BatchMatMulV3": [
        sample(ints(2, 3, dtype=np.int8), ints(3, 2, dtype=np.int8), Tout="int32"),
        sample(normal(2, 2, 3), normal(1, 3, 4), Tout="float32"),
    ],
    "Diag": [sample(np.float32(2)), sample(normal(3)), sample(ints(2, 2))],
    "DiagPart": [sample(normal(3, 3)), sample(normal(2, 2, 2, 2)), sample(normal(2, 3))],
    "MatrixDiagV3": [
        sample(normal(3), I32(0), I32(-1), I32(-1), F32(0), grad_inputs=(0,)),
        sample(normal(2, 3), I32(1), I32(-1), I32(-1), F32(9), grad_inputs=(0,)),
        sample(normal(2, 2), I32(-1), I32(3), I32(4), F32(0), grad_inputs=(0,)),
        *(
            sample(normal(3, 3), BAND, I32(-1), I32(-1), F32(0), align=a, grad_inputs=(0,))
            for a in ("RIGHT_LEFT", "LEFT_RIGHT", "LEFT_LEFT", "RIGHT_RIGHT")
        ),
    ],
    "MatrixDiagPartV3": [
        sample(normal(3, 3), I32(0), F32(0), grad_inputs=(0,)),
        sample(normal(2, 3, 4), I32(2), F32(0), grad_inputs=(0,)),
        *(
            sample(normal(3, 4), np.array([-2, 2], np.int32), F32(7), align=a, grad_inputs=(0,))
            for a in ("RIGHT_LEFT", "LEFT_RIGHT", "LEFT_LEFT", "RIGHT_RIGHT")
        ),
        sample(normal(3, 3), I32(5), F32(0)),
    ],
    "MatrixSetDiagV3": [
        sample(normal(3, 3), normal(3), I32(0)),
        sample(normal(2, 3, 4), normal(2, 2), I32(2)),
        sample(normal(3, 3), normal(3, 3), BAND, align="LEFT_RIGHT"),
        sample(normal(3, 3), normal(2), I32(0)),
    ],
    "MatrixBandPart": [
        sample(normal(3, 4), np.int32(4), np.int32(0)),
        sample(normal(3, 4), np.int32(0), np.int32(5)),
        sample(normal(3, 4), np.array([1]), np.array([1])),
        sample(normal(3, 4), np.int64(1), np.int64(-1)),
        sample(normal(2, 3, 3), I32(0), I32(0)),
    ],
    "Cross": [sample(normal(2, 3), normal(2, 3, seed=1)), sample(ints(3), ints(3, seed=1))],
}
