"""The C library's float32 functions, from NumPy and from XLA."""

from __future__ import annotations

import ctypes
import platform

import jax
import numpy as np
import pytest

from tenfold.core.namespace import numpy_ns
from tenfold.core.namespace.jax_ns import jax_ns
from tenfold.ops.random import single_precision

UNIT = (np.arange(1, 1 << 23, 1009) * 2.0**-23).astype(np.float32)
ANGLES = (2 * np.pi * UNIT.astype(np.float64)).astype(np.float32)


def test_log_is_not_always_the_nearest() -> None:
    """Else it would not be the C library's."""
    nearest = np.log(UNIT.astype(np.float64)).astype(np.float32)
    found = single_precision.log(numpy_ns, UNIT)
    off = np.abs(found.view(np.int32) - nearest.view(np.int32))
    assert off.max() == 1 and 0.001 < off.mean() < 0.05


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="compares with glibc")
def test_equal_to_glibc() -> None:
    library = ctypes.CDLL("libm.so.6")
    number = ctypes.c_float
    log = single_precision.log(numpy_ns, UNIT)
    sin, cos = single_precision.sin_cos(numpy_ns, ANGLES)
    for name, x, found in (("logf", UNIT, log), ("sinf", ANGLES, sin), ("cosf", ANGLES, cos)):
        function = getattr(library, name)
        function.restype, function.argtypes = number, [number]
        expected = np.array([function(v) for v in x.tolist()], np.float32)
        np.testing.assert_array_equal(found, expected, err_msg=name)


def test_one_number_equals_many() -> None:
    log = np.array([single_precision.log_of(x) for x in UNIT.tolist()], np.float32)
    waves = np.array([single_precision.sin_cos_of(x) for x in ANGLES.tolist()], np.float32)
    np.testing.assert_array_equal(log, single_precision.log(numpy_ns, UNIT))
    np.testing.assert_array_equal(waves.T, single_precision.sin_cos(numpy_ns, ANGLES))


def test_compiled_equals_eager() -> None:
    with jax.enable_x64(True):
        log = jax.jit(lambda x: single_precision.log(jax_ns, x))(UNIT)
        waves = jax.jit(lambda x: single_precision.sin_cos(jax_ns, x))(ANGLES)
    np.testing.assert_array_equal(log, single_precision.log(numpy_ns, UNIT))
    np.testing.assert_array_equal(waves, single_precision.sin_cos(numpy_ns, ANGLES))
