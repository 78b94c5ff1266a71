"""Tests of the devices and what the user chose of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tenfold.core import config

CPU = config.PhysicalDevice("/physical_device:CPU:0", "CPU")
GPU = config.PhysicalDevice("/physical_device:GPU:0", "GPU")


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(config, "chosen", config._Devices())
    monkeypatch.setattr(config, "_physical", lambda: (CPU, GPU))
    monkeypatch.setenv("XLA_PYTHON_CLIENT_PREALLOCATE", "true")
    yield


def test_devices_are_listed_by_type() -> None:
    assert config.list_physical_devices() == [CPU, GPU]
    assert config.list_physical_devices("GPU") == [GPU]
    assert config.list_physical_devices("TPU") == []
    assert [d.name for d in config.list_logical_devices()] == ["/device:CPU:0", "/device:GPU:0"]


def test_visible_devices_limit_the_logical_ones() -> None:
    config.set_visible_devices([], "GPU")
    assert config.get_visible_devices() == [CPU]
    assert config.list_logical_devices("GPU") == []
    config.set_visible_devices(GPU, "GPU")
    assert config.get_visible_devices() == [CPU, GPU]
    config.set_visible_devices([GPU])
    assert config.get_visible_devices("CPU") == []


@pytest.mark.parametrize("args", [("GPU:0",), ([CPU], "GPU")], ids=["a name", "another type"])
def test_visible_devices_must_be_known(args: Any) -> None:
    with pytest.raises(ValueError, match="Unrecognized device"):
        config.set_visible_devices(*args)


def test_a_device_is_divided() -> None:
    half = config.LogicalDeviceConfiguration(memory_limit=512)
    config.set_logical_device_configuration(GPU, [half, half])
    assert config.get_logical_device_configuration(GPU) == [half, half]
    assert [d.name for d in config.list_logical_devices("GPU")] == [
        "/device:GPU:0",
        "/device:GPU:1",
    ]
    with pytest.raises(ValueError, match="divided"):
        config.set_memory_growth(GPU, True)
    with pytest.raises(ValueError, match="memory limit on CPU"):
        config.set_logical_device_configuration(CPU, [half])


def test_memory_growth_is_kept_for_gpus_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert config.get_memory_growth(GPU) is False
    config.set_memory_growth(GPU, True)
    assert config.get_memory_growth(GPU) is True
    with pytest.raises(ValueError, match="memory growth is set"):
        config.set_logical_device_configuration(GPU, [])
    with pytest.raises(ValueError, match="non-GPU"):
        config.set_memory_growth(CPU, True)


def test_memory_info_names_the_devices_that_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "gpus", tuple)
    assert config.get_memory_info("/device:CPU:0") == {"current": 0, "peak": 0}
    with pytest.raises(ValueError, match="'GPU:7'; there are /device:CPU:0"):
        config.get_memory_info("GPU:7")


def test_details_of_a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    class Found:
        device_kind = "Some GPU"
        compute_capability = "9.0"

        def memory_stats(self) -> dict[str, int]:
            return {"bytes_in_use": 3, "peak_bytes_in_use": 5}

    monkeypatch.setattr(config, "gpus", lambda: (Found(),))
    assert config.get_device_details(GPU) == {
        "device_name": "Some GPU",
        "compute_capability": (9, 0),
    }
    assert config.get_memory_usage("GPU:0") == 3
