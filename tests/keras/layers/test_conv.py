"""Conv2D: shapes, configuration and errors."""

from __future__ import annotations

import pytest

import tenfold as tf


@pytest.mark.parametrize(
    ("padding", "strides", "dilation", "expected"),
    [
        ("valid", 1, 1, (None, 8, 7, 4)),
        ("valid", 2, 1, (None, 4, 4, 4)),
        ("same", 2, 1, (None, 5, 5, 4)),
        ("valid", 1, 2, (None, 6, 5, 4)),
    ],
)
def test_output_shape_is_the_results(
    padding: str, strides: int, dilation: int, expected: tuple[int | None, ...]
) -> None:
    layer = tf.keras.layers.Conv2D(4, 3, strides=strides, padding=padding, dilation_rate=dilation)
    assert layer.compute_output_shape((None, 10, 9, 2)) == expected
    assert tuple(layer(tf.ones([2, 10, 9, 2])).shape) == (2, *expected[1:])


def test_config_makes_an_equal_layer() -> None:
    layer = tf.keras.layers.Conv2D(4, 3, activation="relu", kernel_regularizer="l2")
    config = layer.get_config()
    assert config["activity_regularizer"] is None
    assert tf.keras.layers.Conv2D.from_config(config).get_config() == config


def test_window_larger_than_the_image_is_told() -> None:
    with pytest.raises(ValueError, match="window of 5"):
        tf.keras.layers.Conv2D(1, 5).compute_output_shape((None, 4, 4, 1))


def test_strides_and_dilation_exclude_each_other() -> None:
    with pytest.raises(ValueError, match="not supported together with `dilation_rate > 1`"):
        tf.keras.layers.Conv2D(2, 3, strides=2, dilation_rate=2)


def test_a_kernel_larger_than_the_data_is_told() -> None:
    with pytest.raises(ValueError, match="window"):
        tf.keras.layers.Conv2D(2, 3)(tf.ones([1, 2, 2, 3]))
