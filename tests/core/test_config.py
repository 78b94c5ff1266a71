"""tf.config and tf.device."""

from __future__ import annotations

import pytest

import tenfold as tf


def test_the_cpu_is_always_there() -> None:
    assert tf.config.list_physical_devices("CPU") == [("/physical_device:CPU:0", "CPU")]
    assert tf.config.list_logical_devices("CPU")[0].name == "/device:CPU:0"


@pytest.mark.parametrize("name", ["/CPU:0", "/device:CPU:0", "cpu", "/job:localhost/device:CPU:0"])
def test_device_names(name: str) -> None:
    with tf.device(name):
        assert tf.convert_to_tensor(1.0).device.endswith("device:CPU:0")


def test_unknown_devices() -> None:
    with pytest.raises(ValueError, match="Unknown device name 'abacus'"), tf.device("abacus"):
        pass
    with pytest.raises(tf.errors.InvalidArgumentError, match="CPU:0"), tf.device("/CPU:7"):
        pass


def test_hiding_devices() -> None:
    known = tf.config.list_physical_devices("GPU")
    tf.config.set_visible_devices([], "GPU")
    try:
        assert tf.config.list_logical_devices("GPU") == []
    finally:
        tf.config.set_visible_devices(known, "GPU")
    with pytest.raises(ValueError, match="Unrecognized device"):
        tf.config.set_visible_devices(tf.config.PhysicalDevice("x", "GPU"))


def test_settings_are_kept() -> None:
    tf.config.threading.set_intra_op_parallelism_threads(3)
    assert tf.config.threading.get_intra_op_parallelism_threads() == 3
    tf.config.threading.set_intra_op_parallelism_threads(0)
