"""Functions of elements in blocks, and by parts."""

from __future__ import annotations

import importlib.util

import ml_dtypes
import numpy as np
import pytest
from numpy.polynomial import chebyshev as reference

import tenfold as tf
from tenfold.core.namespace import numpy_ns
from tenfold.ops.math.piecewise import by_parts, chebyshev, elementwise, over, polynomial, split

SERIES = (1.0, -0.5, 0.25, 1e-3, -1e-5, 1e-7, 1e-12, 1e-17)


def parts(x: np.ndarray, seen: list[int] | None = None) -> np.ndarray:
    def counted(value: float) -> object:
        def formula(x: np.ndarray) -> np.ndarray:
            if seen is not None:
                seen.append(x.size)
            return np.full_like(x, value)

        return formula

    conditions = [(x < 0, counted(-1.0)), (x > 1, counted(2.0))]
    return by_parts(numpy_ns, (x,), conditions, counted(0.5))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "x",
    [[0.5], [-1.0], [0.1, 0.2, -3.0], [-1.0, -2.0, 0.5, 4.0], [-1.0, 3.0], [-1.0, -2.0], []],
    ids=str,
)
def test_each_element_has_its_own_formula(x: list[float]) -> None:
    values = np.array(x, np.float32)
    wanted = np.where(values < 0, -1.0, np.where(values > 1, 2.0, 0.5))
    np.testing.assert_array_equal(parts(values), wanted)


def test_a_formula_sees_its_own_elements_alone() -> None:
    seen: list[int] = []
    parts(np.array([-1.0, -2.0, 0.5, 4.0]), seen)
    assert sorted(seen) == [1, 1, 2]
    seen.clear()
    parts(np.array([-1.0, -2.0]), seen)
    assert seen == [2]


def test_arrays_of_one_element_go_with_all_parts() -> None:
    a, x = np.array([2.0]), np.array([1.0, -1.0, 3.0])
    found = by_parts(numpy_ns, (a, x), [(x < 0, lambda a, x: a - x)], lambda a, x: a * x)
    np.testing.assert_array_equal(found, [2.0, 3.0, 6.0])
    always = by_parts(numpy_ns, (a, x), [(a > 0, lambda a, x: -x)], lambda a, x: x)
    np.testing.assert_array_equal(always, -x)


def test_series_equal_numpys() -> None:
    t = np.linspace(-1, 1, 101)
    wanted = reference.chebval(t, SERIES)
    np.testing.assert_allclose(chebyshev(t, SERIES), wanted, rtol=1e-14)
    np.testing.assert_allclose(over(3.0 + 2.0 * t, 1.0, 5.0, SERIES), wanted, rtol=1e-14)
    np.testing.assert_allclose(over(3.0 + 2.0 * t, 1.0, 5.0, SERIES, True), wanted, rtol=1e-10)
    single = over((3.0 + 2.0 * t).astype(np.float32), 1.0, 5.0, SERIES)
    assert single.dtype == np.float32
    np.testing.assert_allclose(single, wanted, rtol=5e-7)
    np.testing.assert_allclose(polynomial(t, (1.0, 2.0, 3.0)), 1 + t * (2 + t * 3), rtol=1e-14)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_split_squares_are_exact(dtype: type) -> None:
    x = np.random.default_rng(0).uniform(0, 30, 1000).astype(dtype)
    high, lacking = split(numpy_ns, x)
    wide = np.longdouble if dtype is np.float64 else np.float64
    assert np.all(wide(high) * wide(high) == wide(high * high))
    np.testing.assert_allclose(high * high + lacking, x * x, rtol=4 * np.finfo(dtype).eps)
    assert np.all(np.abs(high - x) <= x * 2.0 ** (-11 if dtype is np.float32 else -25))


@pytest.mark.parametrize(
    "shapes",
    [[(70_001,)], [(300, 300), ()], [(300, 300), (300,)], [(300, 1), (1, 300)], [(0, 3), (3,)]],
    ids=str,
)
def test_blocks_broadcast(shapes: list[tuple[int, ...]]) -> None:
    arrays = [np.arange(np.prod(s), dtype=np.float32).reshape(s) for s in shapes]
    found = elementwise(numpy_ns, lambda xp, *v: sum(v) * 2.0, *arrays)
    np.testing.assert_array_equal(found, sum(arrays) * 2.0)  # type: ignore[operator]


@pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16, np.float32, np.float64])
def test_large_arrays_equal_small_ones(dtype: type) -> None:
    x = np.random.default_rng(0).normal(size=(600, 500)).astype(dtype)
    large = tf.math.lgamma(x).numpy()
    assert large.dtype == dtype
    rows = [tf.math.lgamma(row).numpy() for row in x]
    np.testing.assert_array_equal(large.astype(np.float64), np.stack(rows).astype(np.float64))


@pytest.mark.parametrize("shapes", [((600, 500), ()), ((), (600, 500)), ((600, 1), (600, 500))])
def test_large_arrays_of_two(shapes: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    generator = np.random.default_rng(0)
    a, x = (generator.uniform(0.5, 4, s).astype(np.float32) for s in shapes)
    large = tf.math.igamma(a, x).numpy()
    a, x = np.broadcast_arrays(a, x)
    rows = [tf.math.igamma(*v).numpy() for v in zip(a, x, strict=True)]
    np.testing.assert_allclose(large, rows, rtol=2e-7)


@pytest.mark.skipif(importlib.util.find_spec("jax") is None, reason="compiles with jax")
def test_compiled_rare_parts() -> None:
    compiled = tf.function(tf.math.lgamma, jit_compile=True)
    for x in ([0.5, 3.5], [0.5, -3.5, -1.0]):
        found = compiled(tf.constant(x)).numpy()
        np.testing.assert_allclose(found, tf.math.lgamma(x).numpy(), rtol=1e-6)
