"""One seed gives the numbers that Keras 3.15 draws from it."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("GlorotUniform", [0.5413224697113037, 0.37722790241241455, -0.9688565135002136]),
        ("HeNormal", [-0.766431450843811, -0.40777865052223206, -2.1367971897125244]),
        ("RandomNormal", [-0.033708639442920685, -0.017934627830982208, -0.09397908300161362]),
        ("TruncatedNormal", [-0.033708639442920685, -0.017934627830982208, -0.09397908300161362]),
        ("LecunUniform", [0.6052169799804688, 0.4217536449432373, -1.083214521408081]),
    ],
)
def test_seeded_values(name: str, expected: list[float]) -> None:
    value = getattr(tf.keras.initializers, name)(seed=7)((2, 3))
    np.testing.assert_allclose(value.numpy().ravel()[:3], expected, rtol=1e-6)


def test_global_seed_decides_unseeded_layers() -> None:
    kernels = []
    for _ in range(2):
        tf.keras.utils.set_random_seed(3)
        layer = tf.keras.layers.Dense(2)
        layer.build((None, 3))
        kernels.append(layer.kernel.numpy())
    np.testing.assert_array_equal(*kernels)


def test_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"'he_norml'.*'he_normal'"):
        tf.keras.initializers.get("he_norml")
