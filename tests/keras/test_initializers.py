"""Tests of initializers: a seed gives the numbers that Keras draws."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

initializers = tf.keras.initializers

SEED_42: dict[str, list[list[float]]] = {
    "RandomUniform": [
        [-0.021756684, -0.000158310, 0.021545853],
        [-0.047979798, -0.042140186, 0.012655940],
    ],
    "RandomNormal": [
        [0.000790854, -0.079504348, 0.005179723],
        [0.040587299, -0.080517754, -0.078955226],
    ],
    "TruncatedNormal": [
        [0.000790854, -0.079504348, 0.005179723],
        [0.040587299, -0.001070393, 0.005903848],
    ],
    "GlorotUniform": [
        [-0.476665080, -0.003468394, 0.472046018],
        [-1.051184654, -0.923245251, 0.277277708],
    ],
    "GlorotNormal": [
        [0.011372562, -1.143280983, 0.074484967],
        [0.583649695, -0.015392358, 0.084897965],
    ],
    "HeUniform": [
        [-0.753673673, -0.005483985, 0.746370196],
        [-1.662068844, -1.459778786, 0.438414454],
    ],
    "HeNormal": [
        [0.017981600, -1.807685971, 0.117771074],
        [0.922831118, -0.024337456, 0.134235471],
    ],
    "LecunUniform": [
        [-0.532927811, -0.003877759, 0.527763486],
        [-1.175260186, -1.032219529, 0.310005903],
    ],
    "LecunNormal": [
        [0.012714911, -1.278226972, 0.083276726],
        [0.652540147, -0.017209180, 0.094918810],
    ],
}


@pytest.mark.parametrize("name", SEED_42)
def test_a_seed_gives_keras_numbers(name: str) -> None:
    value = getattr(initializers, name)(seed=42)((2, 3))
    np.testing.assert_allclose(value.numpy(), SEED_42[name], rtol=1e-5, atol=1e-8)


def test_variance_scaling_by_fan_out() -> None:
    make = initializers.VarianceScaling(2.0, "fan_out", "untruncated_normal", seed=7)
    expected = [[-0.674172759, -0.358692557], [-1.879581690, -1.472893119]]
    np.testing.assert_allclose(make((3, 2)).numpy()[:2], expected, rtol=1e-5)


def test_kernels_of_convolutions_count_their_field() -> None:
    value = initializers.GlorotUniform(seed=1)((2, 2, 1, 2)).numpy().ravel()
    np.testing.assert_allclose(value[:3], [0.535263121, -0.056596458, 0.141833246], rtol=1e-5)
    assert np.abs(value).max() <= np.sqrt(6 / 12)


def test_one_global_seed_decides_the_weights_of_a_layer() -> None:
    tf.keras.utils.set_random_seed(5)
    layer = tf.keras.layers.Dense(2)
    layer.build((None, 2))
    expected = [[0.590649009, 0.516030192], [-0.330728710, 0.731670380]]
    np.testing.assert_allclose(layer.kernel.numpy(), expected, rtol=1e-5)


def test_constant_values() -> None:
    assert initializers.Zeros()((2,)).numpy().tolist() == [0.0, 0.0]
    assert initializers.Ones()((2,), dtype="int32").numpy().tolist() == [1, 1]
    assert initializers.Constant(3.0)((2,)).numpy().tolist() == [3.0, 3.0]
    assert initializers.Constant([1.0, 2.0])((2, 2)).numpy().tolist() == [[1, 2], [1, 2]]
    assert initializers.Identity(2.0)((2, 3)).numpy().tolist() == [[2, 0, 0], [0, 2, 0]]


def test_one_object_gives_one_value() -> None:
    make = initializers.GlorotUniform()
    np.testing.assert_array_equal(make((3, 3)).numpy(), make((3, 3)).numpy())
    assert (make((3, 3)).numpy() != initializers.GlorotUniform()((3, 3)).numpy()).any()


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda: initializers.get("glorot"), "'glorot'.*Did you mean 'glorot_normal'.*he_uniform"),
        (lambda: initializers.get(1.5), "identifier: 1.5"),
        (lambda: initializers.VarianceScaling(scale=0), "positive; received 0"),
        (lambda: initializers.VarianceScaling(mode="fan"), "'fan_avg'; received 'fan'"),
        (lambda: initializers.VarianceScaling(distribution="cauchy"), "received 'cauchy'"),
        (lambda: initializers.Identity()((2,)), "2 dimensions; received"),
        (lambda: initializers.RandomNormal(seed="x"), "integer or None; received 'x'"),
    ],
    ids=["name", "number", "scale", "mode", "distribution", "identity", "seed"],
)
def test_what_is_refused(act: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        act()


def test_configurations_round_trip() -> None:
    make = initializers.GlorotUniform(seed=1)
    assert make.get_config() == {"seed": 1, "input_axes": None, "output_axes": None}
    again = initializers.deserialize(initializers.serialize(make))
    np.testing.assert_array_equal(again((2, 2)).numpy(), make((2, 2)).numpy())


def test_a_function_is_an_initializer() -> None:
    layer = tf.keras.layers.Dense(2, kernel_initializer=lambda shape, dtype=None: tf.ones(shape))
    assert layer(tf.constant([[1.0, 2.0]])).numpy().tolist() == [[3.0, 3.0]]


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (-3, [-0.01642755, 0.02357366]),
        (2**31 - 1, [0.03784882, -0.00400198]),
        (2**33, [0.00244534, 0.00759425]),
    ],
)
def test_seeds_beyond_int32_are_taken_as_keras_takes_them(seed: int, expected: list[float]) -> None:
    drawn = initializers.RandomUniform(seed=seed)([2])
    np.testing.assert_allclose(drawn, expected, rtol=1e-5)
