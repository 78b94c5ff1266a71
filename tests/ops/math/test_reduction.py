"""Reductions of arrays so large that the cores share the work."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.settings import settings
from tenfold.ops.math import reduction


@pytest.mark.parametrize("axis", [None, 0, 1], ids=["all", "columns", "rows"])
@pytest.mark.parametrize("name", ["max", "min", "sum"])
def test_large_arrays_that_the_cores_share(
    name: str, axis: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "intra_op_threads", 2)
    x = np.random.default_rng(0).normal(size=(2051, 2049)).astype(np.float32)
    assert x.size >= reduction.SHARED
    found = getattr(tf, f"reduce_{name}")(tf.constant(x), axis).numpy()
    expected = getattr(x.astype(np.float64), name)(axis)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-3)
    if name != "sum":
        x[7, 5] = np.nan
        found = getattr(tf, f"reduce_{name}")(tf.constant(x), axis).numpy()
        np.testing.assert_array_equal(found, getattr(x, name)(axis))


@pytest.mark.parametrize("width", [64, 65, 127, 1000, 4097])
@pytest.mark.parametrize("axis", [-1, None, [0, 2], 1])
def test_a_product_of_long_rows(width: int, axis: Any) -> None:
    x = 1 + np.random.default_rng(0).normal(size=(3, 40, width)) / 100
    axes = tuple(axis) if isinstance(axis, list) else axis
    np.testing.assert_allclose(tf.reduce_prod(x, axis).numpy(), x.prod(axes), rtol=1e-10)


@pytest.mark.parametrize("shape", [(5000, 10), (9000, 1), (1000, 3, 7), (1025, 31), (513, 32)])
@pytest.mark.parametrize("axis", [0, -1, 1])
@pytest.mark.parametrize("dtype", ["float32", "int32"])
def test_many_short_rows(shape: tuple[int, ...], axis: int, dtype: str) -> None:
    x = (100 * np.random.default_rng(0).normal(size=shape)).astype(dtype)
    if dtype == "float32":
        x[3, ..., -1], x[7, ..., 0] = np.nan, np.inf
    for reduce, wanted in ((tf.reduce_max, x.max(axis)), (tf.reduce_min, x.min(axis))):
        np.testing.assert_array_equal(reduce(x, axis).numpy(), wanted)
        kept = reduce(x, axis, keepdims=True).numpy()
        np.testing.assert_array_equal(kept, np.expand_dims(wanted, axis))


def test_sums_of_many_short_rows() -> None:
    x = np.random.default_rng(0).normal(size=(40000, 10)).astype("float32")
    wanted = x.sum(-1, dtype="float64")
    np.testing.assert_allclose(tf.reduce_sum(x, -1).numpy(), wanted, rtol=0, atol=2e-6)
    np.testing.assert_allclose(tf.reduce_mean(x, -1).numpy(), wanted / 10, rtol=0, atol=2e-7)


def test_no_dtype_is_the_default() -> None:
    assert tf.argmax([1, 3, 2], output_type=None).dtype is tf.int64
    assert tf.math.sobol_sample(2, 3, dtype=None).dtype is tf.float32


@pytest.mark.parametrize(
    "shape",
    [
        (4, 100, 90, 3),
        (5, 40, 30, 64),
        (3, 7, 7, 512),
        (64, 100, 32),
        (2, 70, 70, 1),
        (3, 9, 9, 9, 8),
    ],
    ids=str,
)
@pytest.mark.parametrize("keep", [False, True])
def test_sums_over_the_axes_between_are_exact(shape: tuple[int, ...], keep: bool) -> None:
    x = np.random.default_rng(0).uniform(0.0, 1.0, shape).astype(np.float32)
    axes = tuple(range(1, len(shape) - 1))
    found = tf.reduce_sum(x, axes, keepdims=keep).numpy()
    expected = x.astype(np.float64).sum(axes, keepdims=keep)
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    mean = tf.reduce_mean(x, axes, keepdims=keep).numpy()
    np.testing.assert_allclose(mean, x.astype(np.float64).mean(axes, keepdims=keep), rtol=1e-6)
