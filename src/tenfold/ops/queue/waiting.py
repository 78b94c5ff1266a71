"""The queues behind the handles: threads wait in them for elements, or for room."""

from __future__ import annotations

import collections
import heapq
import itertools
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core import errors
from tenfold.core.shapes import TensorShape

Element = tuple[Any, ...]  # an array for each component


class FirstIn:
    """The elements of a queue, in the order in which they came.

    reserve: So many elements stay inside as long as more may come.
    """

    reserve = 0

    def __init__(self) -> None:
        self._items: collections.deque[Element] = collections.deque()

    def put(self, element: Element) -> None:
        self._items.append(element)

    def take(self) -> Element:
        return self._items.popleft()

    def give_back(self, elements: Sequence[Element]) -> None:
        """Undoes the last takes."""
        self._items.extendleft(reversed(elements))

    def __len__(self) -> int:
        return len(self._items)


class Shuffled(FirstIn):
    """Elements that are taken in a random order."""

    def __init__(self, reserve: int, seeds: tuple[int, int] | None) -> None:
        self._list: list[Element] = []
        self.reserve = reserve
        self._random = np.random.default_rng(seeds)

    def put(self, element: Element) -> None:
        self._list.append(element)

    def take(self) -> Element:
        place = int(self._random.integers(len(self._list)))
        self._list[place], self._list[-1] = self._list[-1], self._list[place]
        return self._list.pop()

    def give_back(self, elements: Sequence[Element]) -> None:
        self._list.extend(elements)

    def __len__(self) -> int:
        return len(self._list)


class Smallest(FirstIn):
    """Elements whose first component, a number, says which is taken first: the smallest."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Element]] = []
        self._count = itertools.count()

    def put(self, element: Element) -> None:
        heapq.heappush(self._heap, (int(element[0]), next(self._count), element))

    def take(self) -> Element:
        return heapq.heappop(self._heap)[2]

    def give_back(self, elements: Sequence[Element]) -> None:
        for element in elements:
            self.put(element)

    def __len__(self) -> int:
        return len(self._heap)


class WaitingQueue:
    """A queue of bounded capacity for several threads.

    Args:
      kind: TensorFlow's name for such a queue, for messages.
      store: What keeps the elements.
      capacity: How many elements it holds; negative for any number.
      shapes: The shapes of the components; empty where they are free.
      pads: Whether elements of other sizes are padded with zeros when several are taken.
    """

    def __init__(
        self,
        kind: str,
        store: FirstIn,
        capacity: int,
        shapes: Sequence[TensorShape],
        pads: bool = False,
    ) -> None:
        self._kind = kind
        self._store = store
        self._capacity = capacity
        self._shapes = list(shapes)
        self._pads = pads
        self._changed = threading.Condition()
        # What takes or brings several elements may wait in between: no other gets among them.
        self._takes, self._puts = threading.Lock(), threading.Lock()
        self._closed = False
        self._putting = 0  # how many threads put something in, or wait for room to do so
        self._cancelled = False  # whether those who wait to put something give up

    @property
    def size(self) -> int:
        return len(self._store)

    @property
    def is_closed(self) -> bool:
        return self._closed

    @property
    def empty_shapes(self) -> list[tuple[int, ...]]:
        """The shapes of the components, 0 for what varies."""
        return [tuple(d or 0 for d in shape.dims_tuple or ()) for shape in self._shapes]

    def close(self, cancel_pending: bool) -> None:
        """Lets nothing more in; `cancel_pending` sends those away who wait for room."""
        with self._changed:
            self._closed = True
            self._cancelled = self._cancelled or cancel_pending
            self._changed.notify_all()

    def put(self, elements: Sequence[Element]) -> None:
        """Puts elements in, one after the other; waits for room."""
        for element in elements:
            self._check(element)
        with self._changed:
            if self._closed:
                raise errors.CancelledError(None, None, f"{self._kind} is closed.")
            self._putting += 1
        try:
            with self._puts:
                for element in elements:
                    self._put_one(element)
        finally:
            with self._changed:
                self._putting -= 1
                self._changed.notify_all()

    def _put_one(self, element: Element) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._has_room() or self._cancelled)
            if self._cancelled:
                raise errors.CancelledError(
                    None, None, f"{self._kind}: enqueue operation was cancelled."
                )
            self._store.put(element)
            self._changed.notify_all()

    def _has_room(self) -> bool:
        return self._capacity < 0 or len(self._store) < self._capacity

    def take(self, count: int, or_fewer: bool = False) -> list[Element]:
        """Takes so many elements out; waits until they are there.

        Args:
          count: How many.
          or_fewer: Whether those that are left will do once the queue is closed.

        Raises:
          tf.errors.OutOfRangeError: The queue is closed, and too few are left.
        """
        taken: list[Element] = []
        with self._takes:
            while len(taken) < count:
                with self._changed:
                    self._changed.wait_for(lambda: self._available() > 0 or self._has_ended())
                    if self._available() <= 0:
                        if or_fewer and taken:
                            break
                        self._store.give_back(taken)
                        raise errors.OutOfRangeError(
                            None,
                            None,
                            f"{self._kind} is closed and has insufficient elements (requested "
                            f"{count}, current size {len(self._store)})",
                        )
                    while len(taken) < count and self._available() > 0:
                        taken.append(self._store.take())
                    self._changed.notify_all()
        return taken

    def _has_ended(self) -> bool:
        """Whether nothing more comes in: it is closed, and nobody waits for room from before."""
        return self._closed and not self._putting

    def _available(self) -> int:
        return len(self._store) - (0 if self._has_ended() else self._store.reserve)

    def _check(self, element: Element) -> None:
        for i, (value, shape) in enumerate(zip(element, self._shapes, strict=False)):
            if not shape.is_compatible_with(np.shape(value)):
                raise errors.InvalidArgumentError(
                    None,
                    None,
                    f"{self._kind}: Shape mismatch in tuple component {i}. Expected {shape}, got "
                    f"{list(np.shape(value))}",
                )

    def stacked(self, elements: Sequence[Element]) -> list[Any]:
        """Elements in one array for each component, padded where the queue does so."""
        return [self._in_one(column) for column in zip(*elements, strict=True)]

    def _in_one(self, values: Sequence[Any]) -> Any:
        shapes = [np.shape(v) for v in values]
        if not self._pads or len(set(shapes)) == 1:
            return np.stack(values)
        full = np.max(shapes, axis=0)
        dtype = np.asarray(values[0]).dtype
        made = np.full((len(values), *full), b"" if dtype.hasobject else 0, dtype)
        for row, value in zip(made, values, strict=True):
            row[tuple(map(slice, np.shape(value)))] = value
        return made
