"""The devices of this machine: which there are, which may be used, how they are divided."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import os
import shutil
from collections.abc import Sequence
from typing import Any, NamedTuple

from . import errors


class PhysicalDevice(NamedTuple):
    """A processor of this machine.

    Example:
      >>> import tenfold as tf
      >>> tf.config.PhysicalDevice("/physical_device:CPU:0", "CPU").device_type
      'CPU'
    """

    name: str
    device_type: str


class LogicalDevice(NamedTuple):
    """A device that computations run on: a physical device or a part of one.

    Example:
      >>> import tenfold as tf
      >>> tf.config.LogicalDevice("/device:CPU:0", "CPU").name
      '/device:CPU:0'
    """

    name: str
    device_type: str


class LogicalDeviceConfiguration(NamedTuple):
    """How one part of a physical device is set up.

    Args:
      memory_limit: Megabytes that it may use; None for no limit.
      experimental_priority: Its priority among the parts of a GPU.
      experimental_device_ordinal: The number that it is known by.

    Example:
      >>> import tenfold as tf
      >>> tf.config.LogicalDeviceConfiguration(memory_limit=1024).memory_limit
      1024
    """

    memory_limit: Any = None
    experimental_priority: Any = None
    experimental_device_ordinal: Any = None


class _Devices:
    """What the user chose."""

    visible: list[PhysicalDevice] | None = None

    def __init__(self) -> None:
        self.parts: dict[PhysicalDevice, list[LogicalDeviceConfiguration]] = {}
        self.growth: dict[PhysicalDevice, bool] = {}
        self.cpus = 1


chosen = _Devices()


@functools.cache
def gpus() -> tuple[Any, ...]:
    """The GPUs that jax sees; jax is imported only where a driver is installed."""
    driver = os.path.exists("/proc/driver/nvidia/version") or shutil.which("nvidia-smi")
    if not driver or importlib.util.find_spec("jax") is None:
        return ()
    try:
        return tuple(importlib.import_module("jax").devices("gpu"))
    except RuntimeError:  # jax without its CUDA plugin
        return ()


def logical_cpus() -> int:
    """Into how many logical devices the host's processor is divided."""
    return chosen.cpus


@functools.cache
def _physical() -> tuple[PhysicalDevice, ...]:
    found = [PhysicalDevice("/physical_device:CPU:0", "CPU")]
    found += [PhysicalDevice(f"/physical_device:GPU:{i}", "GPU") for i in range(len(gpus()))]
    return tuple(found)


def _of_type(devices: Sequence[Any], device_type: str | None) -> list[Any]:
    return [d for d in devices if device_type is None or d.device_type == device_type]


def list_physical_devices(device_type: str | None = None) -> list[PhysicalDevice]:
    """The processors of this machine that tenfold can use.

    Args:
      device_type: "CPU" or "GPU" to list only those.

    Returns:
      A list of `PhysicalDevice`.

    Example:
      >>> import tenfold as tf
      >>> tf.config.list_physical_devices("CPU")
      [PhysicalDevice(name='/physical_device:CPU:0', device_type='CPU')]
    """
    if device_type == "CPU":  # does not ask for GPUs, and so never loads jax
        return [PhysicalDevice("/physical_device:CPU:0", "CPU")]
    return _of_type(_physical(), device_type)


def get_visible_devices(device_type: str | None = None) -> list[PhysicalDevice]:
    """The physical devices that may be used.

    Args:
      device_type: "CPU" or "GPU" to list only those.

    Returns:
      A list of `PhysicalDevice`.

    Example:
      >>> import tenfold as tf
      >>> len(tf.config.get_visible_devices("CPU"))
      1
    """
    return _of_type(_physical() if chosen.visible is None else chosen.visible, device_type)


def set_visible_devices(devices: Any, device_type: str | None = None) -> None:
    """Chooses the physical devices that may be used.

    Args:
      devices: A `PhysicalDevice` or a list of them.
      device_type: Replace only the devices of this type.

    Raises:
      ValueError: A device is unknown, or not of `device_type`.

    Example:
      >>> import tenfold as tf
      >>> tf.config.set_visible_devices([], "GPU")
      >>> tf.config.get_visible_devices("GPU")
      []
    """
    wanted = list(devices) if isinstance(devices, list) else [devices]
    for device in wanted:
        _check_known(device)
        if device_type is not None and device.device_type != device_type:
            raise ValueError(f"Unrecognized device: {device!r}; expected a {device_type}.")
    if device_type is not None:
        wanted = [d for d in get_visible_devices() if d.device_type != device_type] + wanted
    chosen.visible = wanted


def _check_known(device: Any) -> None:
    if device not in _physical():
        known = ", ".join(d.name for d in _physical())
        raise ValueError(
            f"Unrecognized device: {device!r}. Pass one of tf.config.list_physical_devices(): "
            f"{known}."
        )


def list_logical_devices(device_type: str | None = None) -> list[LogicalDevice]:
    """The devices that computations may run on.

    Args:
      device_type: "CPU" or "GPU" to list only those.

    Returns:
      A list of `LogicalDevice`.

    Example:
      >>> import tenfold as tf
      >>> tf.config.list_logical_devices("CPU")
      [LogicalDevice(name='/device:CPU:0', device_type='CPU')]
    """
    physical = list_physical_devices("CPU") if device_type == "CPU" else get_visible_devices()
    counts: dict[str, int] = {}
    found = []
    for device in physical:
        kind = device.device_type
        for _ in chosen.parts.get(device, [LogicalDeviceConfiguration()]):
            index = counts.get(kind, 0)
            counts[kind] = index + 1
            found.append(LogicalDevice(f"/device:{kind}:{index}", kind))
    return _of_type(found, device_type)


def get_logical_device_configuration(device: Any) -> list[LogicalDeviceConfiguration] | None:
    """How a physical device is divided; None if it is whole.

    Args:
      device: A `PhysicalDevice`.

    Returns:
      The list given to `set_logical_device_configuration`.

    Raises:
      ValueError: The device is unknown.

    Example:
      >>> import tenfold as tf
      >>> cpu, = tf.config.list_physical_devices("CPU")
      >>> tf.config.get_logical_device_configuration(cpu) is None
      True
    """
    _check_known(device)
    return chosen.parts.get(device)


def set_logical_device_configuration(
    device: Any, logical_devices: Sequence[LogicalDeviceConfiguration]
) -> None:
    """Divides a physical device into logical ones.

    Args:
      device: A `PhysicalDevice`.
      logical_devices: A `LogicalDeviceConfiguration` for each part.

    Raises:
      ValueError: The device is unknown, or a memory limit is asked of a CPU.

    Example:
      >>> import tenfold as tf
      >>> cpu, = tf.config.list_physical_devices("CPU")
      >>> tf.config.set_logical_device_configuration(
      ...     cpu, [tf.config.LogicalDeviceConfiguration()])
      >>> len(tf.config.list_logical_devices("CPU"))
      1
    """
    _check_known(device)
    if device.device_type == "CPU":
        for part in logical_devices:
            if part.memory_limit is not None:
                raise ValueError(
                    "Setting memory limit on CPU virtual devices is not supported; received "
                    f"memory_limit={part.memory_limit!r}."
                )
    if chosen.growth.get(device):
        raise ValueError(
            f"Cannot divide {device.name}: memory growth is set for it. Set only one of the two."
        )
    if device.device_type == "CPU":
        _divide_processor(len(logical_devices))
    chosen.parts[device] = list(logical_devices)


def _divide_processor(count: int) -> None:
    """Has jax, where it is installed, offer the processor as so many devices."""
    if count != chosen.cpus and importlib.util.find_spec("jax") is not None:
        try:
            importlib.import_module("jax").config.update("jax_num_cpu_devices", count)
        except RuntimeError:
            raise RuntimeError(
                "Virtual devices cannot be modified after being initialized: call "
                "tf.config.set_logical_device_configuration before anything is compiled."
            ) from None
        chosen.cpus = count


def get_memory_growth(device: Any) -> bool:
    """Whether the memory of a GPU is claimed only as it is needed.

    Args:
      device: A `PhysicalDevice`.

    Raises:
      ValueError: The device is unknown or not a GPU.

    Example:
      >>> import tenfold as tf
      >>> [tf.config.experimental.get_memory_growth(gpu)
      ...  for gpu in tf.config.get_visible_devices("GPU")]
      []
    """
    _check_gpu(device, "get")
    return chosen.growth.get(device, False)


def set_memory_growth(device: Any, enable: bool) -> None:
    """Claims the memory of a GPU only as it is needed.

    Takes effect if the GPU has not been used yet.

    Args:
      device: A `PhysicalDevice`.
      enable: Whether to do so.

    Raises:
      ValueError: The device is unknown, not a GPU, or divided into logical devices.

    Example:
      >>> import tenfold as tf
      >>> for gpu in tf.config.get_visible_devices("GPU"):
      ...     tf.config.experimental.set_memory_growth(gpu, True)
    """
    _check_gpu(device, "set")
    if device in chosen.parts:
        raise ValueError(
            f"Cannot set memory growth on {device.name}: it is divided into logical devices."
        )
    chosen.growth[device] = bool(enable)
    # XLA's own switch: read when its GPU client starts.
    os.environ["XLA_PYTHON_CLIENT_PREALLOCATE"] = "false" if enable else "true"


def _check_gpu(device: Any, verb: str) -> None:
    _check_known(device)
    if device.device_type != "GPU":
        raise ValueError(
            f"Cannot {verb} memory growth on non-GPU and non-Pluggable devices: {device.name}."
        )


def get_device_details(device: Any) -> dict[str, Any]:
    """What is known of a GPU.

    Args:
      device: A `PhysicalDevice`.

    Returns:
      `device_name` and `compute_capability` of a GPU; nothing for a CPU.

    Raises:
      ValueError: The device is unknown.

    Example:
      >>> import tenfold as tf
      >>> tf.config.experimental.get_device_details(tf.config.list_physical_devices("CPU")[0])
      {}
    """
    _check_known(device)
    if device.device_type != "GPU":
        return {}
    found = gpus()[int(device.name.rpartition(":")[2])]
    details: dict[str, Any] = {"device_name": found.device_kind}
    capability = getattr(found, "compute_capability", None)
    if capability:
        details["compute_capability"] = tuple(int(p) for p in str(capability).split("."))
    return details


def get_memory_info(device: str) -> dict[str, int]:
    """How many bytes a device's allocator holds now, and held at most.

    Args:
      device: A name such as "GPU:0".

    Returns:
      `{"current": ..., "peak": ...}`; zeros for a CPU, whose memory the system manages.

    Raises:
      ValueError: There is no such device.

    Example:
      >>> import tenfold as tf
      >>> tf.config.experimental.get_memory_info("CPU:0")
      {'current': 0, 'peak': 0}
    """
    kind, _, index = device.upper().rpartition("/")[2].removeprefix("DEVICE:").partition(":")
    if kind == "CPU" and index == "0":
        return {"current": 0, "peak": 0}
    if kind != "GPU" or not index.isdigit() or int(index) >= len(gpus()):
        known = ", ".join(d.name for d in list_logical_devices())
        raise ValueError(f"No matching devices found for {device!r}; there are {known}.")
    stats = gpus()[int(index)].memory_stats() or {}
    return {"current": stats.get("bytes_in_use", 0), "peak": stats.get("peak_bytes_in_use", 0)}


def reset_memory_stats(device: str) -> None:
    """Lets the peak of `get_memory_info` begin anew.

    Args:
      device: A name such as "CPU:0", whose figures are always zero.

    Raises:
      ValueError: There is no such device.
      tf.errors.UnimplementedError: The device's allocator keeps its peak.

    Example:
      >>> import tenfold as tf
      >>> tf.config.experimental.reset_memory_stats("CPU:0")
    """
    if get_memory_info(device)["peak"]:
        raise errors.UnimplementedError(
            None, None, f"The allocator of {device!r} offers no way to begin its peak anew."
        )


def get_memory_usage(device: str) -> int:
    """How many bytes a device's allocator holds now.

    Args:
      device: A name such as "GPU:0".

    Raises:
      ValueError: There is no such device.

    Example:
      >>> import tenfold as tf
      >>> tf.config.experimental.get_memory_usage("CPU:0")
      0
    """
    return get_memory_info(device)["current"]


def unknown_device(spec: str, reason: str) -> Exception:
    """The error for a device that cannot be used, which names those that can."""
    known = ", ".join(f"/job:localhost/replica:0/task:0{d.name}" for d in list_logical_devices())
    return errors.InvalidArgumentError(
        None, None, f"{spec} {reason} All available devices [{known}]."
    )
