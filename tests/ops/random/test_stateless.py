"""Draws that a seed alone decides, with plain arguments and with tensors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

DRAWS = {
    "uniform": tf.random.stateless_uniform,
    "normal": tf.random.stateless_normal,
    "truncated_normal": tf.random.stateless_truncated_normal,
}


@pytest.mark.parametrize("dtype", ["float32", "float64", "bfloat16"])
@pytest.mark.parametrize("count", [0, 3, 70, 9000])
@pytest.mark.parametrize("name", DRAWS)
def test_a_plain_shape_and_seed_draw_what_tensors_do(name: str, count: int, dtype: str) -> None:
    draw = DRAWS[name]
    for seed in ([1, 2], (-7, 2**40), [-(2**63), 2**63 - 1]):
        tensors = draw(tf.constant([count]), tf.constant(seed, tf.int64), dtype=dtype)
        for plain in (seed, tf.constant(seed, tf.int64)):
            found = draw([count], plain, dtype=dtype)
            assert found.dtype == dtype
            np.testing.assert_array_equal(found.numpy(), tensors.numpy())


def test_plain_draws_are_scaled_as_others() -> None:
    def both(draw: Any, **scale: Any) -> tuple[np.ndarray, np.ndarray]:
        return draw([50], [1, 2], **scale).numpy(), draw(tf.constant([50]), [1, 2], **scale).numpy()

    np.testing.assert_array_equal(*both(tf.random.stateless_uniform, minval=-1, maxval=3.5))
    np.testing.assert_array_equal(*both(tf.random.stateless_normal, mean=2.0, stddev=0.1))
    np.testing.assert_array_equal(*both(tf.random.stateless_truncated_normal, stddev=tf.ones([50])))


def test_a_seed_of_three_numbers_is_refused() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"seed must have shape \[2\]"):
        tf.random.stateless_uniform([2], [1, 2, 3])


@pytest.mark.parametrize("dtype", ["float32", "float64", "bfloat16"])
def test_compiled_truncated_normals_draw_until_each_is_accepted(dtype: str) -> None:
    def draw() -> tf.Tensor:
        return tf.random.stateless_truncated_normal([20_001], [7, 8], dtype=dtype)

    found = tf.cast(tf.function(draw, jit_compile=True)(), "float64").numpy()
    assert np.abs(found).max() <= 2.0
    np.testing.assert_allclose(found, tf.cast(draw(), "float64"), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("dtype", ["int32", "int64"])
def test_many_integers_are_the_remainders_of_bits(dtype: str) -> None:
    full = f"uint{dtype[-2:]}"
    bits = tf.random.stateless_uniform([3000], [1, 2], None, None, full).numpy()
    found = tf.random.stateless_uniform([3000], [1, 2], 5, 17, dtype).numpy()
    np.testing.assert_array_equal(found, (bits % np.asarray(12, full)).astype(dtype) + 5)
