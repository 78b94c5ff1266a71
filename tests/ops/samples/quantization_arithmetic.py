"""Samples of arithmetic on quantized integers, and of what networks do between products."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.ops.sample import Sample, ints, sample
from tests.ops.samples.quantization_stored import stored

F32 = np.float32
ENDS = (F32(-1), F32(2))
BOTH_ENDS = (*ENDS, F32(-3), F32(1.5))


def codes(*shape: int, kind: str = "quint8", seed: int = 0) -> np.ndarray:
    low, high = {"quint8": (0, 256), "qint8": (-128, 128), "qint32": (-(2**30), 2**30)}[kind]
    return stored(ints(*shape, low=low, high=high, dtype=np.int64, seed=seed), kind)


A, B = codes(2, 3), codes(3, 2, seed=1)
IMAGE, SMALL = codes(1, 5, 4, 2), codes(1, 4, 4, 2, seed=2)
WIDE = codes(2, 3, kind="qint32")
CHANNELS = codes(1, 2, 2, 3, kind="qint32")
CHANNEL_ENDS = (np.array([-1.0, -2.0, -3.0], F32), np.array([1.0, 1.5, 4.0], F32))
POSITIVE = stored(np.arange(12).reshape(1, 2, 2, 3) * 10**7, "qint32")
CONV = {"strides": [1, 1, 1, 1], "padding": "VALID"}
# Sums of many terms, in an order of their own: the ends of the range may differ in the last bits.
RANGE = {"rtol": 1e-6}


def windows(**attrs: Any) -> Sample:
    given = {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "VALID", **attrs}
    return sample(IMAGE, *ENDS, **given)


def statistics(scaled: bool) -> Sample:
    rows = (codes(2, seed=s) for s in (1, 2, 3, 4))
    ends = (F32(0), F32(2))
    inputs = [part for row in (SMALL, *rows) for part in (row, *ends)]
    attrs = {"variance_epsilon": 0.01, "scale_after_normalization": scaled}
    return sample(*inputs, out_type="qint32", **attrs)


SAMPLES = {
    "QuantizedMul": [
        sample(A, A, *BOTH_ENDS),
        sample(A, codes(kind="quint8"), *BOTH_ENDS),
        sample(A, codes(3), *BOTH_ENDS),
    ],
    "QuantizedAdd": [
        sample(A, A, *BOTH_ENDS),
        sample(A, codes(kind="quint8"), *BOTH_ENDS),
        sample(A, codes(3), *BOTH_ENDS),
    ],
    "QuantizedBiasAdd": [
        sample(A, codes(3), *BOTH_ENDS, out_type="qint32"),
        sample(codes(2, 3, kind="qint8"), codes(3, kind="qint8"), *BOTH_ENDS, out_type="qint32"),
        sample(A, codes(2), *BOTH_ENDS, out_type="qint32"),
    ],
    "QuantizedMatMul": [
        sample(A, B, *BOTH_ENDS),
        sample(codes(3, 2), B, *BOTH_ENDS, transpose_a=True),
        sample(A, A, *BOTH_ENDS, transpose_b=True),
        sample(A, A, *BOTH_ENDS),
    ],
    "QuantizedConv2D": [
        sample(IMAGE, codes(2, 2, 2, 3), *BOTH_ENDS, **CONV),
        sample(IMAGE, codes(3, 3, 2, 1), *BOTH_ENDS, **{**CONV, "padding": "SAME"}),
        sample(IMAGE, codes(2, 2, 2, 1), *BOTH_ENDS, **{**CONV, "strides": [1, 2, 2, 1]}),
        sample(IMAGE, codes(2, 2, 3, 1), *BOTH_ENDS, **CONV),
    ],
    "QuantizedRelu": [sample(A, *ENDS), sample(WIDE, *ENDS, out_type="qint32")],
    "QuantizedRelu6": [
        sample(A, F32(-1), F32(8)),
        sample(A, *ENDS),
        sample(WIDE, F32(-20), F32(20), out_type="qint32"),
    ],
    # TensorFlow has no kernel.
    "QuantizedReluX": [sample(A, F32(1), *ENDS, golden=False)],
    "QuantizedAvgPool": [
        windows(),
        windows(padding="SAME"),
        sample(
            codes(1, 4, 4, 2, kind="qint8"),
            *ENDS,
            ksize=[1, 3, 3, 1],
            strides=[1, 1, 1, 1],
            padding="VALID",
        ),
    ],
    "QuantizedMaxPool": [windows(), windows(padding="SAME", ksize=[1, 3, 3, 1])],
    "QuantizedReshape": [
        sample(A, np.array([3, 2], np.int32), *ENDS),
        sample(A, np.array([-1], np.int64), *ENDS),
        sample(A, np.array([4], np.int32), *ENDS),
    ],
    # No function of TensorFlow's calls it.
    "QuantizedConcatV2": [
        sample([A, A], np.int32(axis), [F32(-1), F32(-2)], [F32(2), F32(1)], golden=False)
        for axis in (0, -1)
    ],
    "QuantizedInstanceNorm": [
        sample(SMALL, *ENDS, **RANGE),
        sample(
            SMALL,
            *ENDS,
            output_range_given=True,
            given_y_min=-1.0,
            given_y_max=1.5,
            variance_epsilon=0.1,
            **RANGE,
        ),
        sample(SMALL, *ENDS, output_range_given=True, given_y_min=1.0, given_y_max=0.5),
    ],
    "QuantizedBatchNormWithGlobalNormalization": [statistics(True), statistics(False)],
    "RequantizationRange": [sample(WIDE, *ENDS), sample(POSITIVE, *ENDS)],
    "Requantize": [
        sample(WIDE, *ENDS, F32(-0.5), F32(1), out_type="quint8"),
        sample(WIDE, *ENDS, F32(-0.5), F32(1), out_type="qint8"),
        sample(WIDE, *ENDS, F32(0), F32(0), out_type="quint8"),
        sample(WIDE, *ENDS, F32(1), F32(2), out_type="quint8"),
        sample(WIDE, *ENDS, F32(-1), F32(-2), out_type="quint8"),
    ],
    "QuantizeDownAndShrinkRange": [
        sample(WIDE, *ENDS, out_type="quint8"),
        sample(POSITIVE, *ENDS, out_type="quint8"),
    ],
    "RequantizationRangePerChannel": [
        sample(CHANNELS, *CHANNEL_ENDS, clip_value_max=1e30),
        sample(CHANNELS, *CHANNEL_ENDS, clip_value_max=0.5),
        sample(POSITIVE, *CHANNEL_ENDS, clip_value_max=6.0),
        sample(WIDE, *CHANNEL_ENDS, clip_value_max=6.0),
    ],
    "RequantizePerChannel": [
        sample(CHANNELS, *CHANNEL_ENDS, *ENDS, out_type="quint8"),
        sample(CHANNELS, *CHANNEL_ENDS, *ENDS, out_type="qint8"),
        sample(WIDE, *CHANNEL_ENDS, *ENDS),
    ],
}
