"""tf.config and tf.device: which devices there are, and what runs where."""

from __future__ import annotations

import collections
import contextlib
import functools
import importlib.util
import os
import pathlib
import re
import shutil
from collections.abc import Iterator
from typing import Any

from . import errors
from .context import state

PhysicalDevice = collections.namedtuple("PhysicalDevice", ["name", "device_type"])
LogicalDevice = collections.namedtuple("LogicalDevice", ["name", "device_type"])

_visible: dict[str, list[PhysicalDevice]] = {}
_growth: dict[str, bool] = {}
_settings: dict[str, Any] = {"soft_placement": True, "inter_op": 0, "intra_op": 0, "optimizer": {}}


def _driver_present() -> bool:
    """Whether this machine seems to have an NVIDIA driver: jax is asked only then."""
    return bool(shutil.which("nvidia-smi")) or pathlib.Path("/proc/driver/nvidia").exists()


@functools.cache
def gpu_search() -> tuple[int, str]:
    """How many GPUs there are, and in words why there are none."""
    if not _driver_present():
        return 0, "no NVIDIA driver was found on this machine"
    if importlib.util.find_spec("jax") is None:
        return 0, "jax is not installed: pip install 'tenfold[cuda]'"
    import jax

    try:
        return len(jax.devices("cuda")), ""
    except RuntimeError as error:
        return 0, f"jax finds no GPU ({error}); pip install 'tenfold[cuda]'"


def _physical() -> list[PhysicalDevice]:
    count, _ = gpu_search()
    devices = [PhysicalDevice("/physical_device:CPU:0", "CPU")]
    devices.extend(PhysicalDevice(f"/physical_device:GPU:{i}", "GPU") for i in range(count))
    return devices


def list_physical_devices(device_type: str | None = None) -> list[PhysicalDevice]:
    """The devices of this machine: the CPU always, GPUs where jax finds them.

    Args:
      device_type: "CPU" or "GPU"; None for all.

    Example:
      >>> import tenfold as tf
      >>> tf.config.list_physical_devices("CPU")
      [PhysicalDevice(name='/physical_device:CPU:0', device_type='CPU')]
    """
    return [d for d in _physical() if device_type in (None, d.device_type)]


def get_visible_devices(device_type: str | None = None) -> list[PhysicalDevice]:
    """The devices that programs may use: all, unless `set_visible_devices` chose."""
    return [
        d
        for kind in ("CPU", "GPU")
        if device_type in (None, kind)
        for d in _visible.get(kind, list_physical_devices(kind))
    ]


def set_visible_devices(devices: Any, device_type: str | None = None) -> None:
    """Chooses the devices that programs may use.

    Args:
      devices: A PhysicalDevice or a list of them; an empty list hides all of the type.
      device_type: Which type the choice is about; None for all.

    Raises:
      ValueError: A device is unknown or of another type.
    """
    chosen = list(devices) if isinstance(devices, (list, tuple)) and not _is_device(devices) else None
    listed = chosen if chosen is not None else [devices] if devices else []
    for device in listed:
        if device not in _physical():
            raise ValueError(f"Unrecognized device: {device!r}; known: {_physical()}.")
        if device_type not in (None, device.device_type):
            raise ValueError(f"Unrecognized device: {device!r} is no {device_type}.")
    for kind in ("CPU", "GPU"):
        if device_type in (None, kind):
            _visible[kind] = [d for d in listed if d.device_type == kind]


def _is_device(value: Any) -> bool:
    return isinstance(value, PhysicalDevice)


def list_logical_devices(device_type: str | None = None) -> list[LogicalDevice]:
    """The visible devices by the names that `tf.device` takes.

    Example:
      >>> import tenfold as tf
      >>> tf.config.list_logical_devices("CPU")
      [LogicalDevice(name='/device:CPU:0', device_type='CPU')]
    """
    found: list[LogicalDevice] = []
    for kind in ("CPU", "GPU"):
        if device_type in (None, kind):
            count = len(get_visible_devices(kind))
            found.extend(LogicalDevice(f"/device:{kind}:{i}", kind) for i in range(count))
    return found


def set_memory_growth(device: PhysicalDevice, enable: bool) -> None:
    """Kept for TensorFlow's sake: memory of a GPU is allocated as XLA's settings say.

    Raises:
      ValueError: The device is unknown.
    """
    if device not in _physical():
        raise ValueError(f"Unrecognized device: {device!r}; known: {_physical()}.")
    _growth[device.name] = bool(enable)


def get_memory_growth(device: PhysicalDevice) -> bool:
    """What `set_memory_growth` was told."""
    return _growth.get(device.name, False)


def set_soft_device_placement(enabled: bool) -> None:
    """Whether an op may run elsewhere when its device does not exist."""
    _settings["soft_placement"] = bool(enabled)


def get_soft_device_placement() -> bool:
    """Whether an op may run elsewhere when its device does not exist."""
    return _settings["soft_placement"]


def set_inter_op_parallelism_threads(num_threads: int) -> None:
    """Kept for TensorFlow's sake: XLA and BLAS own their threads."""
    _settings["inter_op"] = int(num_threads)


def get_inter_op_parallelism_threads() -> int:
    """What `set_inter_op_parallelism_threads` was told; 0 leaves the choice to the system."""
    return _settings["inter_op"]


def set_intra_op_parallelism_threads(num_threads: int) -> None:
    """Kept for TensorFlow's sake: XLA and BLAS own their threads."""
    _settings["intra_op"] = int(num_threads)


def get_intra_op_parallelism_threads() -> int:
    """What `set_intra_op_parallelism_threads` was told; 0 leaves the choice to the system."""
    return _settings["intra_op"]


_DEVICE = re.compile(
    r"^(?:/job:[^/]+)?(?:/replica:\d+)?(?:/task:\d+)?/?(?:device:)?(CPU|GPU)(?::(\d+|\*))?$",
    re.IGNORECASE,
)


@contextlib.contextmanager
def device(device_name: Any) -> Iterator[None]:
    """The device on which the block's ops run.

    Args:
      device_name: "/GPU:0", "/device:CPU:0", "GPU:1", a LogicalDevice, or None for the default.

    Raises:
      ValueError: The name cannot be read.
      tf.errors.InvalidArgumentError: There is no such device, and soft placement is off.

    Example:
      >>> import tenfold as tf
      >>> with tf.device("/CPU:0"):
      ...     x = tf.constant(1.0)
      >>> x.device
      '/job:localhost/replica:0/task:0/device:CPU:0'
    """
    saved = state.device
    state.device = _placement(getattr(device_name, "name", device_name))
    state.refresh()
    try:
        yield
    finally:
        state.device = saved
        state.refresh()


def _placement(name: str | None) -> str | None:
    """The canonical name, None where the default device is meant."""
    if name is None:
        return None
    match = _DEVICE.match(name)
    if match is None:
        raise ValueError(
            f"Unknown device name {name!r}; names look like '/CPU:0', '/GPU:0', '/device:GPU:1'."
        )
    kind, index = match[1].upper(), 0 if match[2] in (None, "*") else int(match[2])
    known = list_logical_devices(kind)
    if index >= len(known):
        if not get_soft_device_placement() or kind == "CPU":
            names = [d.name for d in list_logical_devices()]
            raise errors.InvalidArgumentError(
                None, None, f"Could not satisfy device specification {name!r}; devices: {names}."
            )
        return None
    return None if kind == "CPU" and not list_logical_devices("GPU") else f"/device:{kind}:{index}"


def cache_folder() -> pathlib.Path:
    """Where compiled executables are kept: TENFOLD_CACHE, or the platform's cache folder."""
    given = os.environ.get("TENFOLD_CACHE") or os.environ.get("XDG_CACHE_HOME", "~/.cache")
    return pathlib.Path(given).expanduser() / "tenfold"
