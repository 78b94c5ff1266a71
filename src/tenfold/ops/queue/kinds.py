"""tf.queue.QueueBase and the queues that it is the base of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.core import errors, random_state
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType, as_dtype, int64
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import EagerTensor, Tensor

from . import handles  # noqa: F401 - registers the ops


class QueueBase:
    """What all queues do: elements of one or several components go in and come out.

    Args:
      dtypes: The dtype of each component.
      shapes: The shape of each component, or None where they are free.
      names: A name for each component, or None: then elements are dicts.
      queue_ref: The handle, a resource tensor.

    Raises:
      ValueError: There are not as many shapes or names as dtypes.
    """

    def __init__(self, dtypes: Any, shapes: Any, names: Any, queue_ref: Any) -> None:
        self._dtypes: list[DType] = [as_dtype(t) for t in dtypes]
        if shapes is not None and len(shapes) != len(self._dtypes):
            raise ValueError(
                f"Queue shapes must have the same length as dtypes; received len(shapes)="
                f"{len(shapes)}, len(dtypes)={len(self._dtypes)}."
            )
        if names is not None and len(names) != len(self._dtypes):
            raise ValueError(
                f"Queue names must have the same length as dtypes; received len(names)="
                f"{len(names)}, len(dtypes)={len(self._dtypes)}."
            )
        unknown = [TensorShape(None)] * len(self._dtypes)
        self._shapes = unknown if shapes is None else [TensorShape(s) for s in shapes]
        self._names = None if names is None else list(names)
        self._queue_ref = queue_ref

    @staticmethod
    def from_list(index: Any, queues: Sequence[QueueBase]) -> QueueBase:
        """The queue at an index among queues of the same dtypes and names.

        Args:
          index: An integer.
          queues: Queues.

        Raises:
          TypeError: They are no queues, or of other dtypes.
          ValueError: There are none, or their names differ.
        """
        if not queues or not isinstance(queues, (list, tuple)):
            raise ValueError(f"A list of queues is expected; received {queues!r}.")
        if not all(isinstance(q, QueueBase) for q in queues):
            raise TypeError(f"A list of queues is expected; received {queues!r}.")
        if any(q.dtypes != queues[0].dtypes for q in queues):
            raise TypeError(
                "Queues do not have matching component dtypes: "
                f"{' and '.join(str(q.dtypes) for q in queues)}."
            )
        if any(q.names != queues[0].names for q in queues):
            raise ValueError("Queues do not have matching component names.")
        return queues[int(index)]

    @property
    def queue_ref(self) -> Any:
        """The handle, a resource tensor."""
        return self._queue_ref

    @property
    def name(self) -> str:
        """The name of the node that makes the queue; eagerly it has none."""
        return "" if isinstance(self._queue_ref, EagerTensor) else self._queue_ref.op.name

    @property
    def dtypes(self) -> list[DType]:
        return self._dtypes

    @property
    def shapes(self) -> list[TensorShape]:
        return self._shapes

    @property
    def names(self) -> list[str] | None:
        return self._names

    def _called(self, action: str) -> str | None:
        return None if state.graph is None or not self.name else f"{self.name}_{action}"

    def _components(self, vals: Any, many: bool) -> list[Tensor]:
        """The tensors of an element, or of several, that is to go in."""
        if self._names is not None:
            if not isinstance(vals, dict):
                raise ValueError("You must enqueue a dictionary in a Queue with names")
            if sorted(self._names) != sorted(vals):
                raise ValueError(
                    "Keys in dictionary to enqueue do not match names of Queue. Dictionary: "
                    f"{sorted(vals)}, Queue: {sorted(self._names)}"
                )
            vals = [vals[name] for name in self._names]
        elif isinstance(vals, dict):
            raise ValueError("You must enqueue a list or a tensor in a Queue without names.")
        given = list(vals) if isinstance(vals, (list, tuple)) else [vals]
        if len(given) != len(self._dtypes):
            raise errors.InvalidArgumentError(
                None,
                None,
                f"Elements of this queue have {len(self._dtypes)} components; received "
                f"{len(given)}.",
            )
        tensors = [to_tensor(v, t) for v, t in zip(given, self._dtypes, strict=True)]
        for tensor, wanted in zip(tensors, self._shapes, strict=True):
            shape = tensor.shape
            if many and shape.rank is not None:
                shape = shape.with_rank_at_least(1)[1:]
            if shape.rank is not None and not wanted.is_compatible_with(shape):
                raise ValueError(f"Shapes {shape} and {wanted} are incompatible")
        return tensors

    def enqueue(self, vals: Any, name: str | None = None) -> Any:
        """Puts an element in; waits where the queue is full.

        Args:
          vals: A tensor, a list of the components, or a dict of them by name.
          name: A name for the op.

        Raises:
          ValueError: A component's shape does not fit.
          tf.errors.CancelledError: The queue is closed.
        """
        parts = self._components(vals, many=False)
        call("QueueEnqueueV2", self._queue_ref, parts, name=name or self._called("enqueue"))
        return _operation()

    def enqueue_many(self, vals: Any, name: str | None = None) -> Any:
        """Puts several elements in: the rows of the components.

        Args:
          vals: As for `enqueue`, with an axis more in front: `[elements, ...]`.
          name: A name for the op.

        Raises:
          ValueError: A component's shape does not fit.
          tf.errors.CancelledError: The queue is closed.
        """
        parts = self._components(vals, many=True)
        name = name or self._called("EnqueueMany")
        call("QueueEnqueueManyV2", self._queue_ref, parts, name=name)
        return _operation()

    def _taken(self, components: Sequence[Any], leading: tuple[int | None, ...]) -> Any:
        for tensor, shape in zip(components, self._shapes, strict=True):
            if not isinstance(tensor, EagerTensor):
                tensor.set_shape(TensorShape(leading).concatenate(shape))
        if self._names is not None:
            return dict(zip(self._names, components, strict=True))
        return components[0] if len(components) == 1 else list(components)

    def dequeue(self, name: str | None = None) -> Any:
        """Takes an element out; waits where the queue is empty.

        Args:
          name: A name for the op.

        Returns:
          A tensor, or a list of the components, or a dict of them.

        Raises:
          tf.errors.OutOfRangeError: The queue is closed and empty.
        """
        name = name or self._called("Dequeue")
        found = call("QueueDequeueV2", self._queue_ref, component_types=self._dtypes, name=name)
        return self._taken(found, ())

    def dequeue_many(self, n: Any, name: str | None = None) -> Any:
        """Takes `n` elements out, as the rows of one tensor for each component.

        Args:
          n: How many.
          name: A name for the op.

        Returns:
          As `dequeue`, with an axis more in front: `[n, ...]`.

        Raises:
          tf.errors.InvalidArgumentError: The shapes of the components are not given.
          tf.errors.OutOfRangeError: The queue is closed, and fewer are left.
        """
        return self._take_several("QueueDequeueManyV2", n, name or self._called("DequeueMany"))

    def dequeue_up_to(self, n: Any, name: str | None = None) -> Any:
        """Takes `n` elements out, or those that are left once the queue is closed.

        Args:
          n: How many at most.
          name: A name for the op.

        Returns:
          As `dequeue_many`, of up to `n` rows.

        Raises:
          tf.errors.InvalidArgumentError: The shapes of the components are not given.
          tf.errors.OutOfRangeError: The queue is closed and empty.
        """
        return self._take_several("QueueDequeueUpToV2", n, name or self._called("DequeueUpTo"))

    _pads = False

    def _take_several(self, op: str, n: Any, name: str | None) -> Any:
        if not all(
            s.is_fully_defined() or (self._pads and s.rank is not None) for s in self._shapes
        ):
            raise errors.InvalidArgumentError(
                None,
                None,
                f"{type(self).__name__}'s DequeueMany and DequeueUpTo require the components to "
                "have specified shapes: give shapes when the queue is made.",
            )
        types = self._dtypes
        found = call(op, self._queue_ref, n, component_types=types, name=name)
        count = None if isinstance(n, Tensor) or op == "QueueDequeueUpToV2" else int(n)
        return self._taken(found, (count,))

    def close(self, cancel_pending_enqueues: bool = False, name: str | None = None) -> Any:
        """Lets nothing more in; what is inside may still be taken out.

        Args:
          cancel_pending_enqueues: Whether those who wait for room give up.
          name: A name for the op.
        """
        call(
            "QueueCloseV2",
            self._queue_ref,
            cancel_pending_enqueues=cancel_pending_enqueues,
            name=name or self._called("Close"),
        )
        return _operation()

    def is_closed(self, name: str | None = None) -> Tensor:
        """Whether the queue is closed, a bool scalar."""
        return call("QueueIsClosedV2", self._queue_ref, name=name or self._called("Is_Closed"))

    def size(self, name: str | None = None) -> Tensor:
        """How many elements are in the queue, an int32 scalar."""
        return call("QueueSizeV2", self._queue_ref, name=name or self._called("Size"))


def _operation() -> Any:
    """The node of the call that was just made, which gives nothing; None eagerly."""
    return None if state.graph is None else state.graph.nodes[-1]


def _each(dtypes: Any, shapes: Any, names: Any) -> tuple[list[Any], list[Any] | None, Any]:
    """Dtypes, shapes and names as lists; one component may be given without one."""
    types = list(dtypes) if isinstance(dtypes, (list, tuple)) else [dtypes]
    if shapes is not None:
        one = isinstance(shapes, TensorShape) or not isinstance(shapes, (list, tuple))
        if not one and len(types) == 1 and all(d is None or isinstance(d, int) for d in shapes):
            one = True
        shapes = [TensorShape(s) for s in ([shapes] if one and shapes != [] else shapes)]
        if not shapes and len(types) == 1:
            shapes = [TensorShape([])]
        if len(shapes) != len(types):
            raise errors.InvalidArgumentError(
                None,
                None,
                f"Different number of component types. Types: {types}, Shapes: {shapes}",
            )
    if isinstance(names, str):
        names = [names]
    return types, shapes, names


class FIFOQueue(QueueBase):
    """A queue: what went in first comes out first.

    Args:
      capacity: How many elements it holds; negative for any number.
      dtypes: The dtypes of an element's components.
      shapes: Their shapes; without them elements come out one at a time only.
      names: Names of the components; elements are then dicts.
      shared_name: Queues of the same name are one.
      name: A name for the op.

    Example:
      >>> import tenfold as tf
      >>> queue = tf.queue.FIFOQueue(3, [tf.float32], shapes=[[]])
      >>> queue.enqueue_many([[1.0, 2.0, 3.0]])
      >>> queue.dequeue().numpy().item(), queue.dequeue_many(2).numpy().tolist()
      (1.0, [2.0, 3.0])
    """

    def __init__(
        self,
        capacity: int,
        dtypes: Any,
        shapes: Any = None,
        names: Any = None,
        shared_name: str | None = None,
        name: str = "fifo_queue",
    ) -> None:
        types, shapes, names = _each(dtypes, shapes, names)
        handle = call(
            "FIFOQueueV2",
            component_types=types,
            shapes=shapes or [],
            capacity=capacity,
            shared_name=shared_name or "",
            name=name,
        )
        super().__init__(types, shapes, names, handle)


class PaddingFIFOQueue(QueueBase):
    """A FIFO queue whose elements may differ in size: taken together, they are padded with zeros.

    Args:
      capacity: How many elements it holds; negative for any number.
      dtypes: The dtypes of an element's components.
      shapes: Their shapes; None stands for a size that varies.
      names: Names of the components; elements are then dicts.
      shared_name: Queues of the same name are one.
      name: A name for the op.

    Example:
      >>> import tenfold as tf
      >>> queue = tf.queue.PaddingFIFOQueue(3, [tf.int32], shapes=[[None]])
      >>> queue.enqueue([[1, 2]])
      >>> queue.enqueue([[3]])
      >>> queue.dequeue_many(2).numpy().tolist()
      [[1, 2], [3, 0]]
    """

    _pads = True

    def __init__(
        self,
        capacity: int,
        dtypes: Any,
        shapes: Any,
        names: Any = None,
        shared_name: str | None = None,
        name: str = "padding_fifo_queue",
    ) -> None:
        types, shapes, names = _each(dtypes, shapes, names)
        handle = call(
            "PaddingFIFOQueueV2",
            component_types=types,
            shapes=shapes or [],
            capacity=capacity,
            shared_name=shared_name or "",
            name=name,
        )
        super().__init__(types, shapes, names, handle)


class RandomShuffleQueue(QueueBase):
    """A queue whose elements come out in a random order.

    Args:
      capacity: How many elements it holds; negative for any number.
      min_after_dequeue: So many stay inside until the queue is closed, to be shuffled with others.
      dtypes: The dtypes of an element's components.
      shapes: Their shapes; without them elements come out one at a time only.
      names: Names of the components; elements are then dicts.
      seed: A seed for the order.
      shared_name: Queues of the same name are one.
      name: A name for the op.

    Example:
      >>> import tenfold as tf
      >>> queue = tf.queue.RandomShuffleQueue(9, 0, [tf.int32], shapes=[[]])
      >>> queue.enqueue_many([[1, 2, 3]])
      >>> sorted(queue.dequeue_many(3).numpy().tolist())
      [1, 2, 3]
    """

    def __init__(
        self,
        capacity: int,
        min_after_dequeue: int,
        dtypes: Any,
        shapes: Any = None,
        names: Any = None,
        seed: int | None = None,
        shared_name: str | None = None,
        name: str = "random_shuffle_queue",
    ) -> None:
        types, shapes, names = _each(dtypes, shapes, names)
        first, second = random_state.op_seeds(seed)
        handle = call(
            "RandomShuffleQueueV2",
            component_types=types,
            shapes=shapes or [],
            capacity=capacity,
            min_after_dequeue=min_after_dequeue,
            seed=first,
            seed2=second,
            shared_name=shared_name or "",
            name=name,
        )
        super().__init__(types, shapes, names, handle)


class PriorityQueue(QueueBase):
    """A queue whose first component, an int64, says which element comes out first: the smallest.

    Args:
      capacity: How many elements it holds; negative for any number.
      types: The dtypes of the other components.
      shapes: Their shapes; without them elements come out one at a time only.
      names: Names of the components, that of the priority first; elements are then dicts.
      shared_name: Queues of the same name are one.
      name: A name for the op.

    Example:
      >>> import tenfold as tf
      >>> queue = tf.queue.PriorityQueue(9, [tf.string], shapes=[[]])
      >>> queue.enqueue((2, "later"))
      >>> queue.enqueue((1, "now"))
      >>> queue.dequeue()[1].numpy()
      b'now'
    """

    def __init__(
        self,
        capacity: int,
        types: Any,
        shapes: Any = None,
        names: Any = None,
        shared_name: str | None = None,
        name: str = "priority_queue",
    ) -> None:
        others, shapes, names = _each(types, shapes, names)
        handle = call(
            "PriorityQueueV2",
            component_types=others,
            shapes=shapes or [],
            capacity=capacity,
            shared_name=shared_name or "",
            name=name,
        )
        full = None if shapes is None else [TensorShape([]), *shapes]
        super().__init__([int64, *others], full, names, handle)
