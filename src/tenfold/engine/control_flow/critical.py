"""tf.CriticalSection: functions that no two threads run at once, eagerly and in graphs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from tenfold.core import context, rules
from tenfold.core.boxes import boxed
from tenfold.core.context import state
from tenfold.core.dtypes import resource
from tenfold.core.op import op, registry
from tenfold.core.tensor import EagerTensor


class Mutex:
    """What a mutex's handle points to."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.owner: int | None = None  # the thread inside, so that it does not wait for itself


class _Held:
    """A mutex that was locked; it opens when it is released or forgotten, whichever is first."""

    def __init__(self, mutex: Mutex) -> None:
        mutex.lock.acquire()
        mutex.owner = threading.get_ident()
        self._mutex: Mutex | None = mutex

    def release(self) -> None:
        mutex, self._mutex = self._mutex, None
        if mutex is not None:
            mutex.owner = None
            mutex.lock.release()

    def __del__(self) -> None:
        self.release()


@op("-> resource: resource", shape=rules.scalar, stateful=True, jit=False)
def MutexV2(xp: Any, *, container: str = "", shared_name: str = "") -> Any:
    return boxed(Mutex())


MutexV2.not_differentiable()


@op("mutex: resource -> mutex_lock: variant", shape=rules.scalar, stateful=True, jit=False)
def MutexLock(xp: Any, mutex: Any) -> Any:
    return boxed(_Held(mutex.item()))


MutexLock.not_differentiable()


@op("mutex_lock: variant ->", shape=rules.nothing, stateful=True, jit=False)
def ConsumeMutexLock(xp: Any, mutex_lock: Any) -> None:
    mutex_lock.item().release()


ConsumeMutexLock.not_differentiable()


class CriticalSection:
    """Functions given to one section are run one after the other, whatever thread calls them.

    Args:
      name: A name for the section.
      shared_name: Sections of one name in this process share their mutex.
      critical_section_def: Accepted for TensorFlow's sake.
      import_scope: Accepted for TensorFlow's sake.

    Example:
      >>> import tenfold as tf
      >>> section, v = tf.CriticalSection(), tf.Variable(0)
      >>> section.execute(lambda: v.assign_add(1)).numpy().item()
      1
    """

    def __init__(
        self,
        name: str | None = None,
        shared_name: str | None = None,
        critical_section_def: Any = None,
        import_scope: str | None = None,
    ) -> None:
        self._name = name or "critical_section"
        with context.init_scope():
            mutex = _shared.setdefault(shared_name, Mutex()) if shared_name else Mutex()
            self._handle = EagerTensor(boxed(mutex), resource)
        self._mutex = mutex
        self._graphs: list[Any] = []

    @property
    def name(self) -> str:
        return self._name

    def execute(
        self, fn: Callable[[], Any], exclusive_resource_access: bool = True, name: str | None = None
    ) -> Any:
        """Runs a function while no other function of this section runs.

        Args:
          fn: A function without arguments.
          exclusive_resource_access: Accepted for TensorFlow's sake.
          name: A name for the ops.

        Returns:
          What the function gives.

        Raises:
          ValueError: The function is run from within this section.
        """
        graph = state.graph
        inside = self._mutex.owner == threading.get_ident() if graph is None else None
        if inside or (graph is not None and graph in self._graphs):
            raise ValueError(
                f"Attempting to lock a CriticalSection ({self._name}) in which we are already "
                "running; call the inner function directly."
            )
        if graph is not None:
            self._graphs.append(graph)
        try:
            with context.name_scope(name or "critical_section_execute"):
                held = registry["MutexLock"](self._handle)
                try:
                    return fn()
                finally:
                    registry["ConsumeMutexLock"](held)
        finally:
            if graph is not None:
                self._graphs.remove(graph)


_shared: dict[str, Mutex] = {}
