"""Values and calls on devices other than the host's processor: GPUs, and further logical CPUs.

The host computes with NumPy. A tensor on another device is a `PlacedTensor`; a call runs there if
`tf.device` says so, or if an input lies there. The engine compiles it (`engine/graph/placed.py`).
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

from . import config
from .context import state
from .dtypes import DType, resource
from .placement import parse_device
from .tensor import EagerTensor, PlacedTensor, ndarray


class _Use:
    """Whether any value has been placed on another device yet: until then nobody looks for one."""

    begun = False


use = _Use()


def others() -> bool:
    """Whether there are devices besides the host's processor."""
    return bool(config.gpus()) or config.logical_cpus() > 1


def target() -> Any:
    """The jax device that the blocks around name; None for the host, or if they name none."""
    name = state.device
    if name is None:
        return None
    kind, index = _kind_and_index(name)
    if kind is None or (kind == "CPU" and not index):
        return None
    found = _jax_devices(kind)
    if index < len(found):
        use.begun = True
        return found[index]
    return None


def names_a_device() -> bool:
    """Whether the blocks around say on which device to run, the host's processor included."""
    return state.device is not None and _kind_and_index(state.device)[0] is not None


@functools.lru_cache(64)
def _kind_and_index(name: str) -> tuple[str | None, int]:
    place = parse_device(name)
    return place.kind, place.index or 0


def _jax_devices(kind: str) -> Sequence[Any]:
    if kind == "GPU":
        return config.gpus()
    if kind == "CPU" and config.logical_cpus() > 1:
        return import_module("jax").devices("cpu")
    return ()


def of_value(value: Any) -> Any:
    """The jax device that a raw value lies on; None for the host."""
    if type(value) is ndarray or not hasattr(type(value), "addressable_shards"):
        return None
    device = next(iter(value.devices()))
    return None if device.platform == "cpu" and not device.id else device


def of_call(flat: Iterable[Any]) -> Any:
    """The jax device that an eager call belongs on; None for the host."""
    if names_a_device():
        return target()
    if use.begun:
        for x in flat:
            value = x._value
            if x._dtype is resource:
                value = getattr(value.item(), "value", None)
            found = of_value(value)
            if found is not None:
                return found
    return None


def for_nodes(name: str, values: Iterable[Any]) -> Any:
    """The jax device on which compiled nodes run.

    That is where they were placed, else where their caller is, else where one of the values lies,
    else XLA's first choice.

    Args:
      name: What the nodes were placed on; empty for nothing.
      values: Raw inputs.
    """
    jax = sys.modules["jax"]
    for wanted in (name, state.device):
        kind, index = _kind_and_index(wanted) if wanted else (None, 0)
        if kind is not None:
            found = _jax_devices(kind)
            return found[index] if index < len(found) else jax.devices("cpu")[0]
    for value in values:
        device = of_value(value)
        if device is not None:
            return device
    return jax.devices()[0]


def held(value: Any, dtype: DType) -> EagerTensor:
    """A tensor of a raw value, wherever that lies."""
    if type(value) is ndarray or of_value(value) is None:
        return EagerTensor(value, dtype)
    use.begun = True
    return PlacedTensor(value, dtype)


def put(x: Any, device: Any) -> Any:
    """The tensor on a jax device; texts and handles stay on the host."""
    if device is None or x._dtype.np.hasobject or of_value(x._value) is device:
        return x
    jax = sys.modules["jax"]
    with jax.enable_x64(True):
        return PlacedTensor(jax.device_put(x._value, device), x._dtype)


def as_placed(x: Any) -> Any:
    """An eager tensor where the blocks around want it."""
    return x if state.device is None or not isinstance(x, EagerTensor) else put(x, target())


def run(op: Any, flat: Sequence[Any], attrs: dict[str, Any], device: Any) -> list[Any]:
    """Runs a call on a device: compiled there, or on the host where XLA cannot hold the op."""
    return import_module("tenfold.engine.graph.placed").run(op, flat, attrs, device)
