"""Samples for the quantization proper of ops/quantization."""

import numpy as np

from tests.ops.sample import normal, sample

F32 = np.float32
X = np.array([-7, -1.234, -0.47, 0, 0.3, 0.53, 1.1, 2.45, 6.2], F32)
LOWS, HIGHS = np.array([-1.0, -2.0, -3.0], F32), np.array([1.0, 2.0, 3.0], F32)
SHORT = np.array([-1.0, -2.0], F32)


def stored(values, kind):
    plain = np.array(values, kind.removeprefix("q") if kind[1] == "i" else kind.replace("qu", "u"))
    return plain.view([(kind, plain.dtype)])


U8, I8 = stored([0, 1, 77, 128, 255], "quint8"), stored([-128, -127, 0, 31, 127], "qint8")
U16, I16 = stored([0, 1, 30000, 65535], "quint16"), stored([-32768, 0, 99, 32767], "qint16")
I32 = stored([-(2**31), 0, 2**20, 2**30], "qint32")
TYPES = ("quint8", "qint8", "quint16", "qint16")

SAMPLES = {
    "QuantizeV2": [
        *(sample(X, F32(-3), F32(5), T=t) for t in TYPES),
        *(sample(X, F32(-3), F32(5), T=t, mode="MIN_FIRST") for t in ("quint16", "qint16")),
        *(sample(X, F32(-3), F32(5), T=t, mode="SCALED") for t in TYPES),
        *(sample(X, F32(-3), F32(5), T=t, mode="SCALED", narrow_range=True) for t in TYPES),
        sample(X, F32(-3), F32(5), T="qint16", mode="SCALED", round_mode="HALF_TO_EVEN"),
        sample(X, F32(1), F32(1), T="quint8"),
        sample(X, F32(0), F32(3), T="quint8", ensure_minimum_range=0.5),
        sample(X, F32(5), F32(-3), T="quint8"),
        sample(X, F32(-3), F32(5), T="quint8", round_mode="HALF_TO_EVEN"),
        sample(X.reshape(3, 3), LOWS, HIGHS, T="qint8", mode="SCALED", axis=1),
        sample(X.reshape(3, 3), LOWS, HIGHS, T="quint8", axis=0),
        sample(X.reshape(3, 3), SHORT, SHORT, T="quint8", axis=0),
        sample(X, F32(-1), F32(1), T="qint32", mode="MIN_FIRST"),
        sample(normal(0, 2), F32(-1), F32(1), T="quint8"),
    ],
    "Dequantize": [
        *(sample(x, F32(-3), F32(5), rtol=2e-6, atol=1e-6) for x in (U8, I8, U16, I16)),
        *(
            sample(x, F32(-3), F32(5), mode="MIN_FIRST", rtol=2e-6, atol=2e-6)
            for x in (U8, I8, U16, I16)
        ),
        *(sample(x, F32(-5), F32(5), mode="SCALED", rtol=2e-6) for x in (U8, I8, U16, I16)),
        sample(I8, F32(-5), F32(5), mode="SCALED", narrow_range=True, rtol=2e-6),
        sample(U8, F32(-1), F32(1), dtype="bfloat16"),
        sample(stored([[0, 5, 9], [7, 255, 30]], "quint8"), LOWS, HIGHS, axis=1, rtol=2e-6),
        sample(I32, F32(-3), F32(5), rtol=2e-6, golden=False),
    ],
    "QuantizedConcat": [
        sample(np.int32(0), [U8, U8], [F32(-3), F32(-1)], [F32(5), F32(6)]),
        sample(np.int32(0), [U8, U8], [F32(-3), F32(-3)], [F32(6), F32(6)]),
        sample(np.int32(-1), [U8[None], U8[None]], [F32(0), F32(-1)], [F32(1), F32(2)]),
        sample(np.int32(1), [U8[None], U8[None]], [F32(0), F32(-1)], [F32(1), F32(2)]),
        sample(np.int32(0), [I8, I8], [F32(-3), F32(-1)], [F32(3), F32(1)], golden=False),
    ],
}
