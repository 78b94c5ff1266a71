"""Samples for quantization and back in one op."""

import numpy as np

from tests.ops.sample import normal, sample, weights

F32 = np.float32
X = np.array([-7, -1.234, -0.47, 0, 0.3, 0.53, 1.1, 2.45, 6.2], F32)
LOW, HIGH = F32(-3), F32(5)
DY = weights(X.shape, F32)
SAME = {"rtol": 1e-6, "atol": 1e-6, "order": 0}
SQUARE = X.reshape(3, 3)
LOWS, HIGHS = np.array([-3.0, -2.0, -1.0], F32), np.array([5.0, 4.0, 3.0], F32)
BOTH = [
    *(
        sample(X, LOW, HIGH, **attrs, **SAME)
        for attrs in (
            {},
            {"signed_input": False},
            {"num_bits": 4},
            {"range_given": True},
            {"range_given": True, "narrow_range": True},
            {"round_mode": "HALF_UP", "num_bits": 3},
            {"range_given": True, "signed_input": False, "num_bits": 12},
        )
    ),
    sample(SQUARE, LOW, HIGH, axis=1, gradient=False, **SAME),
    sample(X, HIGH, LOW, range_given=True),
    sample(X, HIGH, LOW, **SAME),
    sample(X, LOW, HIGH, num_bits=0),
    sample(X, LOW, HIGH, num_bits=64),
    sample(X, LOWS, HIGHS, range_given=True),
    sample(X * 0, LOW, HIGH, **SAME),
    sample(normal(0, 2), LOW, HIGH, gradient=False),
    sample(X.astype(np.float64), np.float64(-3), np.float64(5), range_given=True, **SAME),
    sample(SQUARE, LOWS, HIGHS, axis=1, range_given=True, order=0, golden=False),
]

SAMPLES = {
    # TensorFlow has it for graphs of its first days only.
    "QuantizeAndDequantize": [
        sample(X, golden=False, order=0),
        sample(
            X, golden=False, order=0, num_bits=4, range_given=True, input_min=-0.5, input_max=1.0
        ),
        sample(normal(0, 2), golden=False, gradient=False),
    ],
    "QuantizeAndDequantizeV2": BOTH,
    "QuantizeAndDequantizeV3": [
        sample(normal(4, 5), np.float32(-1), np.float32(1), np.int32(8), axis=5),
        *(sample(X, LOW, HIGH, np.int32(n), **SAME) for n in (4, 8)),
        sample(X, LOW, HIGH, np.int32(8), range_given=False, **SAME),
        sample(X, LOW, HIGH, np.int32(8), signed_input=False, **SAME),
        sample(X, LOW, HIGH, np.int32(0)),
    ],
    "QuantizeAndDequantizeV4": BOTH,
    "QuantizeAndDequantizeV4Grad": [
        # TensorFlow's own second gradient fails.
        sample(DY, X, LOW, HIGH, gradient=False),
        sample(DY.reshape(3, 3), SQUARE, LOWS, HIGHS, axis=1, gradient=False),
        sample(DY, normal(3), LOW, HIGH),
    ],
}
