"""Sequences and their indicators."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf


@pytest.mark.parametrize("axis", [0, 1, 2, -1])
def test_one_hot_of_indices_out_of_range_is_off(axis: int) -> None:
    indices = np.random.default_rng(0).integers(-3, 8, (4, 5))
    found = tf.one_hot(indices, 5, 2.5, -1.0, axis).numpy()
    places = np.arange(5).reshape([-1] + [1] * (2 - (axis % 3)))
    hot = np.expand_dims(indices, axis) == places
    np.testing.assert_array_equal(found, np.where(hot, np.float32(2.5), np.float32(-1)))


@pytest.mark.parametrize("shape, depth", [((0, 3), 4), ((2, 3), 0), ((), 3)])
def test_one_hot_of_nothing(shape: tuple[int, ...], depth: int) -> None:
    assert tf.one_hot(np.zeros(shape, "int32"), depth, axis=0).shape == (depth, *shape)


def test_a_range_that_runs_the_other_way_is_refused() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="start <= limit when delta > 0: 5/0"):
        tf.range(5, 0)
    with pytest.raises(tf.errors.InvalidArgumentError, match="start >= limit when delta < 0: 0/5"):
        tf.range(0, 5, -1)


def test_linspace_has_a_gradient_and_takes_what_divides() -> None:
    first, last = tf.constant(2.0), tf.constant([4.0, 8.0])
    with tf.GradientTape() as tape:
        tape.watch([first, last])
        y = tf.linspace(first, last, 3, axis=-1)
    assert y.numpy().tolist() == [[2, 3, 4], [2, 5, 8]]
    found = tape.gradient(y, [first, last])
    assert [g.numpy().tolist() for g in found] == [3.0, [1.5, 1.5]]
    assert tf.linspace(tf.constant([0], tf.int8), [4], 2).dtype is tf.float32
    assert tf.linspace(0, 4, 2).dtype is tf.float64
    complexes = tf.linspace(tf.constant([0j], tf.complex64), [2j], 3)
    assert complexes.numpy()[:, 0].tolist() == [0, 1j, 2j]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_linspace_of_few(count: int) -> None:
    assert tf.linspace(1.0, 2.0, count).numpy().tolist() == [1.0, 2.0][:count]
    assert tf.linspace([1.0], [2.0], count).numpy()[:, 0].tolist() == [1.0, 2.0][:count]


def test_linspace_counts_in_integers() -> None:
    with pytest.raises(TypeError, match=r"num must be an integer; received 2\.5"):
        tf.linspace(0.0, 1.0, 2.5)
    with pytest.raises(tf.errors.InvalidArgumentError, match="negative; received -1"):
        tf.linspace(0.0, 1.0, -1)


def test_linspace_of_unknown_rank() -> None:
    x = np.arange(6.0, dtype=np.float32).reshape(2, 3)
    spaced = tf.function(
        lambda t: tf.linspace(t, t + 1, 4, axis=1), input_signature=[tf.TensorSpec(None)]
    )
    np.testing.assert_allclose(spaced(x), np.linspace(x, x + 1, 4, axis=1), rtol=1e-6)


@pytest.mark.parametrize(("axis", "expected"), [(0, [4, 2]), (1, [2, 4]), (-1, [2, 4])])
def test_the_shape_of_linspace_is_known(axis: int, expected: list[int]) -> None:
    spec = tf.TensorSpec([2])
    traced = tf.function(lambda a, b: tf.linspace(a, b, 4, axis=axis))
    assert traced.get_concrete_function(spec, spec).output_shapes.as_list() == expected
