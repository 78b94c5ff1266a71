"""The ops that make queues, put elements in and take them out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tenfold.core import errors, rules
from tenfold.core.boxes import boxed
from tenfold.core.dtypes import DType
from tenfold.core.op import op
from tenfold.core.shapes import TensorShape

from .waiting import FirstIn, Shuffled, Smallest, WaitingQueue

_named: dict[tuple[str, str], WaitingQueue] = {}


def _queue(container: str, shared_name: str, make: Callable[[], WaitingQueue]) -> Any:
    """The handle of a new queue, or of the one of that name."""
    if not shared_name:
        return boxed(make())
    key = (container, shared_name)
    if key not in _named:
        _named[key] = make()
    return boxed(_named[key])


@op("-> handle: resource", shape=rules.scalar, stateful=True, jit=False)
def FIFOQueueV2(
    xp: Any,
    *,
    component_types: list[DType],
    shapes: list[TensorShape] = [],  # noqa: B006 -- an OpDef's default; never changed
    capacity: int = -1,
    container: str = "",
    shared_name: str = "",
) -> Any:
    return _queue(
        container, shared_name, lambda: WaitingQueue("FIFOQueue", FirstIn(), capacity, shapes)
    )


FIFOQueueV2.not_differentiable()


@op("-> handle: resource", shape=rules.scalar, stateful=True, jit=False)
def PaddingFIFOQueueV2(
    xp: Any,
    *,
    component_types: list[DType],
    shapes: list[TensorShape] = [],  # noqa: B006 -- an OpDef's default; never changed
    capacity: int = -1,
    container: str = "",
    shared_name: str = "",
) -> Any:
    def made() -> WaitingQueue:
        return WaitingQueue("PaddingFIFOQueue", FirstIn(), capacity, shapes, pads=True)

    return _queue(container, shared_name, made)


PaddingFIFOQueueV2.not_differentiable()


@op("-> handle: resource", shape=rules.scalar, stateful=True, jit=False)
def RandomShuffleQueueV2(
    xp: Any,
    *,
    component_types: list[DType],
    shapes: list[TensorShape] = [],  # noqa: B006 -- an OpDef's default; never changed
    capacity: int = -1,
    min_after_dequeue: int = 0,
    seed: int = 0,
    seed2: int = 0,
    container: str = "",
    shared_name: str = "",
) -> Any:
    seeds = (seed, seed2) if seed or seed2 else None

    def made() -> WaitingQueue:
        store = Shuffled(min_after_dequeue, seeds)
        return WaitingQueue("RandomShuffleQueue", store, capacity, shapes)

    return _queue(container, shared_name, made)


RandomShuffleQueueV2.not_differentiable()


@op("-> handle: resource", shape=rules.scalar, stateful=True, jit=False)
def PriorityQueueV2(
    xp: Any,
    *,
    component_types: list[DType] = [],  # noqa: B006 -- an OpDef's default; never changed
    shapes: list[TensorShape],
    capacity: int = -1,
    container: str = "",
    shared_name: str = "",
) -> Any:
    full = [TensorShape([]), *shapes] if shapes else []
    return _queue(
        container, shared_name, lambda: WaitingQueue("PriorityQueue", Smallest(), capacity, full)
    )


PriorityQueueV2.not_differentiable()

# The ops whose node stands for one queue, however often a session runs it.
MAKERS = frozenset({"FIFOQueueV2", "PaddingFIFOQueueV2", "RandomShuffleQueueV2", "PriorityQueueV2"})


@op(
    "handle: resource, components: Tcomponents[] ->",
    shape=rules.nothing,
    stateful=True,
    jit=False,
)
def QueueEnqueueV2(xp: Any, handle: Any, components: Any, *, timeout_ms: int = -1) -> None:
    handle.item().put([tuple(components)])


QueueEnqueueV2.not_differentiable()


@op(
    "handle: resource, components: Tcomponents[] ->",
    shape=rules.nothing,
    stateful=True,
    jit=False,
)
def QueueEnqueueManyV2(xp: Any, handle: Any, components: Any, *, timeout_ms: int = -1) -> None:
    counts = {np.shape(c)[0] if np.ndim(c) else -1 for c in components}
    if len(counts) != 1 or -1 in counts:
        raise errors.InvalidArgumentError(
            None,
            None,
            "All components of enqueue_many need as many rows; received shapes "
            f"{', '.join(str(list(np.shape(c))) for c in components)}.",
        )
    handle.item().put([tuple(map(np.asarray, row)) for row in zip(*components, strict=True)])


QueueEnqueueManyV2.not_differentiable()


@op(
    "handle: resource -> components: component_types[]",
    shape=rules.unknown,
    stateful=True,
    jit=False,
)
def QueueDequeueV2(
    xp: Any, handle: Any, *, component_types: list[DType], timeout_ms: int = -1
) -> Any:
    (element,) = handle.item().take(1)
    return list(element)


QueueDequeueV2.not_differentiable()


def _several(handle: Any, n: Any, types: list[DType], or_fewer: bool) -> list[Any]:
    if int(n) < 0:
        raise errors.InvalidArgumentError(
            None, None, f"the number of elements must not be negative; received {int(n)}."
        )
    queue = handle.item()
    if not int(n):
        return [np.zeros((0, *s), t.np) for s, t in zip(queue.empty_shapes, types, strict=True)]
    return queue.stacked(queue.take(int(n), or_fewer))


@op(
    "handle: resource, n: int32 -> components: component_types[]",
    shape=rules.unknown,
    stateful=True,
    jit=False,
)
def QueueDequeueManyV2(
    xp: Any, handle: Any, n: Any, *, component_types: list[DType], timeout_ms: int = -1
) -> Any:
    return _several(handle, n, component_types, or_fewer=False)


QueueDequeueManyV2.not_differentiable()


@op(
    "handle: resource, n: int32 -> components: component_types[]",
    shape=rules.unknown,
    stateful=True,
    jit=False,
)
def QueueDequeueUpToV2(
    xp: Any, handle: Any, n: Any, *, component_types: list[DType], timeout_ms: int = -1
) -> Any:
    return _several(handle, n, component_types, or_fewer=True)


QueueDequeueUpToV2.not_differentiable()


@op("handle: resource ->", shape=rules.nothing, stateful=True, jit=False)
def QueueCloseV2(xp: Any, handle: Any, *, cancel_pending_enqueues: bool = False) -> None:
    handle.item().close(cancel_pending_enqueues)


QueueCloseV2.not_differentiable()


@op("handle: resource -> is_closed: bool", shape=rules.scalar, stateful=True, jit=False)
def QueueIsClosedV2(xp: Any, handle: Any) -> Any:
    return np.asarray(handle.item().is_closed)


QueueIsClosedV2.not_differentiable()


@op("handle: resource -> size: int32", shape=rules.scalar, stateful=True, jit=False)
def QueueSizeV2(xp: Any, handle: Any) -> Any:
    return np.asarray(handle.item().size, np.int32)


QueueSizeV2.not_differentiable()
