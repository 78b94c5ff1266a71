"""Samples for ops/strings/substrings.py."""

from typing import Any

import numpy as np

from tests.ops.sample import Sample, sample


def texts(*values: str) -> np.ndarray:
    return np.array([v.encode() for v in values], object)


def cut(text: Any, pos: Any, length: Any, dtype: Any = np.int32, **attrs: Any) -> Sample:
    return sample(text, np.array(pos, dtype), np.array(length, dtype), **attrs)


WORDS = texts("hello", "wörld", "日本語", "12345678")

SAMPLES = {
    "Substr": [
        cut(WORDS, 1, 3),
        cut(WORDS, [0, 1, 2, 3], [1, 2, 3, 9]),
        cut(WORDS, -3, 2, np.int64),
        cut(WORDS, 1, 2, unit="UTF8_CHAR"),
        cut(WORDS, -2, 1, unit="UTF8_CHAR"),
        cut(WORDS.reshape(2, 2), [[1], [2]], [[3], [1]]),
        cut(WORDS, 0, 0),
        cut(WORDS, 5, 1),
        cut(WORDS, 6, 1),
        cut(WORDS, -9, 1),
        cut(WORDS, [1, 2], [1]),
        cut(texts(), 0, 1),
    ]
}
