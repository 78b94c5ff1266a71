"""Tests of tf.device."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import tenfold as tf
from tenfold.core import errors, placement
from tenfold.core.context import state
from tenfold.core.placement import device, parse_device


@pytest.fixture
def hard(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(placement._Placement, "soft", False)
    yield


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("/GPU:0", "/device:GPU:0"),
        ("cpu", "/device:CPU:0"),
        ("/device:CPU:*", "/device:CPU:*"),
        ("/job:worker/replica:1/task:2/gpu:3", "/job:worker/replica:1/task:2/device:GPU:3"),
        ("", ""),
    ],
)
def test_names_are_parsed(name: str, canonical: str) -> None:
    assert str(parse_device(name)) == canonical


@pytest.mark.parametrize("name", ["foo", "/foo:0", "/task:x", "/job:"])
def test_malformed_names_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="while parsing the device spec"):
        device(name)


def test_a_block_places_and_restores() -> None:
    with device("/job:localhost"):
        with device("/GPU:1"):
            assert state.device == "/job:localhost/device:GPU:1"
            with device("/CPU:0"):
                assert state.device == "/job:localhost/device:CPU:0"
            with device(None):
                assert state.device is None
        assert state.device == "/job:localhost"
    assert state.device is None
    assert state.plain


def test_one_object_can_be_entered_twice() -> None:
    on_cpu = device("/CPU:0")
    with on_cpu, on_cpu:
        assert state.device == "/device:CPU:0"
    assert state.device is None


def test_a_name_that_is_no_string_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Got <class 'int'>\(3\)"):
        device(3)  # type: ignore[arg-type]


def test_another_job_is_unknown() -> None:
    with pytest.raises(errors.InvalidArgumentError, match=r"unknown device.*localhost"):
        with device("/job:worker/task:0/device:CPU:0"):
            pass
    assert state.device is None


def test_hard_placement_names_what_exists(hard: None) -> None:
    with pytest.raises(errors.InvalidArgumentError, match=r"CPU:9.*device:CPU:0\]"):
        with device("/CPU:9"):
            pass
    with device("/CPU:0"):
        assert state.device == "/device:CPU:0"


@pytest.mark.parametrize(
    "place",
    [
        lambda: tf.DeviceSpec(device_type="CPU", device_index=0),
        lambda: tf.config.list_logical_devices("CPU")[0],
    ],
    ids=["spec", "logical"],
)
def test_a_device_may_be_an_object(place: Any) -> None:
    with tf.device(place()):
        assert tf.constant(1.0).device.endswith("device:CPU:0")


def test_functions_as_devices_belong_to_graphs() -> None:
    with pytest.raises(RuntimeError, match="does not support functions"):
        tf.device(lambda op: "/CPU:0")
