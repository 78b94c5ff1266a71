"""tf.DeviceSpec: a device's name, taken apart."""

from __future__ import annotations

from typing import Any

from .placement import DevicePlace, parse_device


class DeviceSpec:
    """The parts of a device's name; None for those that are left open. Immutable.

    Args:
      job: The name of a job of the cluster.
      replica: The number of a replica.
      task: The number of a task.
      device_type: "CPU" or "GPU".
      device_index: The number of the device.

    Example:
      >>> import tenfold as tf
      >>> spec = tf.DeviceSpec(job="worker", task=1, device_type="gpu", device_index=0)
      >>> spec.to_string()
      '/job:worker/task:1/device:GPU:0'
    """

    __slots__ = ("_place",)

    def __init__(
        self,
        job: str | None = None,
        replica: int | None = None,
        task: int | None = None,
        device_type: str | None = None,
        device_index: int | None = None,
    ) -> None:
        self._place = DevicePlace(
            None if job is None else str(job),
            None if replica is None else int(replica),
            None if task is None else int(task),
            None if device_type is None else str(device_type).upper(),
            None if device_index is None else int(device_index),
        )

    @property
    def job(self) -> str | None:
        return self._place.job

    @property
    def replica(self) -> int | None:
        return self._place.replica

    @property
    def task(self) -> int | None:
        return self._place.task

    @property
    def device_type(self) -> str | None:
        return self._place.kind

    @property
    def device_index(self) -> int | None:
        return self._place.index

    @classmethod
    def from_string(cls, spec: str) -> DeviceSpec:
        """The parts of a name such as `/job:worker/task:1/device:GPU:0`.

        Args:
          spec: The name.

        Raises:
          ValueError: A part of the name is none that TensorFlow knows.
        """
        return cls._of(parse_device(spec))

    @classmethod
    def _of(cls, place: DevicePlace) -> DeviceSpec:
        return cls(place.job, place.replica, place.task, place.kind, place.index)

    def parse_from_string(self, spec: str) -> DeviceSpec:
        """The parts of a name, as `from_string` gives them.

        Args:
          spec: The name.
        """
        return self.from_string(spec)

    def to_string(self) -> str:
        """The name; `*` stands for an open index."""
        return str(self._place)

    def make_merged_spec(self, dev: DeviceSpec) -> DeviceSpec:
        """These parts, replaced by those that another spec has.

        Args:
          dev: The other spec.
        """
        mine = self._fields()
        theirs = {name: value for name, value in dev._fields().items() if value is not None}
        return DeviceSpec(**(mine | theirs))

    def replace(self, **kwargs: Any) -> DeviceSpec:
        """The spec with some parts exchanged.

        Args:
          **kwargs: The constructor's arguments.
        """
        return DeviceSpec(**(self._fields() | kwargs))

    def _fields(self) -> dict[str, Any]:
        return {
            "job": self.job,
            "replica": self.replica,
            "task": self.task,
            "device_type": self.device_type,
            "device_index": self.device_index,
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DeviceSpec) and self._place == other._place

    def __hash__(self) -> int:
        return hash(self._place)

    def __repr__(self) -> str:
        known = ", ".join(f"{k}={v}" for k, v in self._fields().items() if v is not None)
        return f"<DeviceSpec({known})>"
