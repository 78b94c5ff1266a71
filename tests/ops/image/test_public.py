"""The public functions give what TensorFlow gives: see public_calls.py."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.conformance_goldens import load
from tests.ops.image.public_calls import CALLS, FILE, NEARLY, outputs

GOLDENS = load(FILE)["public"]


def close(found: np.ndarray, expected: Any) -> None:
    assert found.dtype == expected.dtype
    assert found.shape == expected.shape
    if expected.dtype.kind in "fc":
        half = expected.dtype == np.float16
        rtol, atol = (4e-3, 2e-3) if half else (1e-5, 5e-6)
        np.testing.assert_allclose(found, expected, rtol=rtol, atol=atol)
    else:
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("name", CALLS)
def test_equals_tensorflow(name: str) -> None:
    golden = GOLDENS[name]
    if golden.error:
        with pytest.raises(getattr(tf.errors, golden.error, TypeError)):
            outputs(tf, name)
        return
    found = outputs(tf, name)
    assert len(found) == len(golden.outputs)
    for y, expected in zip(found, golden.outputs):
        if name in NEARLY:
            assert (y.shape, y.dtype) == (expected.shape, expected.dtype)
            assert np.abs(y.astype(int) - expected).max() <= NEARLY[name]
        else:
            close(y, expected)
