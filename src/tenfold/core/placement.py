"""tf.device: where the calls inside a block run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from . import config
from .context import state

_KIND = re.compile(r"(?:device:)?(cpu|gpu|tpu|xla_cpu|xla_gpu)(?::(\d+|\*))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DevicePlace:
    """A device's name taken apart; None for what it leaves open."""

    job: str | None = None
    replica: int | None = None
    task: int | None = None
    kind: str | None = None
    index: int | None = None

    def within(self, outer: DevicePlace) -> DevicePlace:
        """This place, completed by what the block around says."""
        kind = self.kind or outer.kind
        index = self.index if self.kind else outer.index
        return DevicePlace(
            self.job or outer.job,
            outer.replica if self.replica is None else self.replica,
            outer.task if self.task is None else self.task,
            kind,
            index,
        )

    def __str__(self) -> str:
        parts = [
            *([f"/job:{self.job}"] if self.job else []),
            *([f"/replica:{self.replica}"] if self.replica is not None else []),
            *([f"/task:{self.task}"] if self.task is not None else []),
            *([f"/device:{self.kind}:{_star(self.index)}"] if self.kind else []),
        ]
        return "".join(parts)


def _star(index: int | None) -> str:
    return "*" if index is None else str(index)


def parse_device(name: str) -> DevicePlace:
    """Takes a device's name apart: `/GPU:0`, `cpu`, `/job:worker/task:1/device:CPU:0`.

    Raises:
      ValueError: A part of the name is none that TensorFlow knows.
    """
    found: dict[str, Any] = {}
    for part in filter(None, name.split("/")):
        key, _, value = part.partition(":")
        kind = _KIND.fullmatch(part)
        if kind:
            index = kind[2]
            found["kind"] = kind[1].upper()
            # A bare "/GPU" means the first one.
            found["index"] = None if index == "*" else int(index or 0)
        elif key == "job" and value:
            found["job"] = value
        elif key in ("replica", "task") and value.isdigit():
            found[key] = int(value)
        else:
            raise ValueError(
                f"Unknown attribute {key!r} is encountered while parsing the device spec: "
                f"{name!r}. Write it like '/GPU:0' or '/job:worker/task:0/device:CPU:0'."
            )
    return DevicePlace(**found)


class _Placement:
    """Whether calls fall back to a device that exists."""

    soft = True


def set_soft_device_placement(enabled: bool) -> None:
    """Whether calls placed on a device that does not exist run on one that does.

    Args:
      enabled: True (the default) to fall back; False to raise.

    Example:
      >>> import tenfold as tf
      >>> tf.config.set_soft_device_placement(True)
    """
    _Placement.soft = bool(enabled)


def get_soft_device_placement() -> bool:
    """Whether calls placed on a device that does not exist run on one that does.

    Example:
      >>> import tenfold as tf
      >>> tf.config.get_soft_device_placement()
      True
    """
    return _Placement.soft


class device:
    """Places the calls inside the block on a device.

    Args:
      device_name: A name such as "/GPU:0" or "/device:CPU:0", a `tf.DeviceSpec` or a logical
        device; what it leaves open comes from the block around. None takes back what the blocks
        around said.

    Raises:
      ValueError: The name is malformed.
      RuntimeError: It is a function: those belong to `tf.compat.v1.device`.
      tf.errors.InvalidArgumentError: The device is not of this process; or it does not exist and
        soft placement is off.

    Example:
      >>> import tenfold as tf
      >>> with tf.device("/CPU:0"):
      ...     x = tf.constant([1.0]) + 1.0
      >>> x.device
      '/job:localhost/replica:0/task:0/device:CPU:0'
    """

    def __init__(self, device_name: Any) -> None:
        if callable(device_name):
            raise RuntimeError(
                "tf.device does not support functions: pass a name such as '/GPU:0', or use "
                "tf.compat.v1.device in a graph."
            )
        if isinstance(device_name, config.LogicalDevice):
            device_name = device_name.name
        elif hasattr(device_name, "to_string"):
            device_name = device_name.to_string()
        if device_name is not None and not isinstance(device_name, str):
            raise ValueError(
                f"Expecting a string device name. Got {type(device_name)}({device_name!r})"
            )
        self._place = None if device_name is None else parse_device(device_name)
        self._saved: list[str | None] = []

    def __enter__(self) -> None:
        name = None
        if self._place is not None:
            place = self._place.within(parse_device(state.device or ""))
            _check(place)
            name = str(place) or None
        self._saved.append(state.device)
        state.device = name
        state.refresh()

    def __exit__(self, *exc: object) -> None:
        state.device = self._saved.pop()
        state.refresh()


def _check(place: DevicePlace) -> None:
    if (place.job or "localhost") != "localhost" or place.replica or place.task:
        raise config.unknown_device(str(place), "unknown device.")
    if _Placement.soft or not place.kind:
        return
    kind = "CPU" if place.kind == "CPU" else None  # GPUs are looked for only when asked for
    count = sum(d.device_type == place.kind for d in config.list_logical_devices(kind))
    if (place.index or 0) >= count:
        raise config.unknown_device(
            f"Could not satisfy device specification '{place}'.",
            "enable_soft_placement=0.",
        )
