"""Threads that wait in queues."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.shapes import TensorShape
from tenfold.ops.queue.waiting import FirstIn, Shuffled, WaitingQueue


def queue_of(capacity: int = -1, store: FirstIn | None = None) -> WaitingQueue:
    kept = FirstIn() if store is None else store
    return WaitingQueue("Queue", kept, capacity, [TensorShape([])])


def element(n: int) -> tuple[np.ndarray]:
    return (np.asarray(n),)


class Started:
    """Work on a thread of its own: its result, or its error."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.result: object = None
        self.error: BaseException | None = None
        self._work = work
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.result = self._work()
        except tf.errors.OpError as error:
            self.error = error

    @property
    def waits(self) -> bool:
        self._thread.join(0.05)
        return self._thread.is_alive()

    def end(self) -> Started:
        self._thread.join(10)
        assert not self._thread.is_alive()
        return self


def test_what_takes_waits_for_elements() -> None:
    queue = queue_of()
    taking = Started(lambda: [int(e[0]) for e in queue.take(3)])
    queue.put([element(1), element(2)])
    assert taking.waits
    queue.put([element(3)])
    assert taking.end().result == [1, 2, 3]


def test_what_puts_waits_for_room() -> None:
    queue = queue_of(capacity=2)
    putting = Started(lambda: queue.put([element(n) for n in range(4)]))
    assert putting.waits
    assert [int(e[0]) for e in queue.take(4)] == [0, 1, 2, 3]
    assert putting.end().error is None


def test_more_than_the_capacity_may_be_taken_at_once() -> None:
    queue = queue_of(capacity=2)
    taking = Started(lambda: [int(e[0]) for e in queue.take(5)])
    queue.put([element(n) for n in range(5)])
    assert taking.end().result == [0, 1, 2, 3, 4]


def test_closing_ends_what_waits_for_elements_and_gives_back_what_it_held() -> None:
    queue = queue_of()
    queue.put([element(1), element(2)])
    taking = Started(lambda: queue.take(3))
    assert taking.waits
    queue.close(cancel_pending=False)
    assert isinstance(taking.end().error, tf.errors.OutOfRangeError)
    assert [int(e[0]) for e in queue.take(2)] == [1, 2]


@pytest.mark.parametrize("cancel", [False, True])
def test_closing_and_what_waits_for_room(cancel: bool) -> None:
    queue = queue_of(capacity=1)
    putting = Started(lambda: queue.put([element(1), element(2)]))
    assert putting.waits
    queue.close(cancel_pending=cancel)
    if cancel:
        assert isinstance(putting.end().error, tf.errors.CancelledError)
        assert queue.size == 1
    else:
        assert putting.waits
        assert [int(e[0]) for e in queue.take(2)] == [1, 2]
        assert putting.end().error is None


def test_a_reserve_stays_inside_while_more_may_come() -> None:
    queue = queue_of(store=Shuffled(2, (1, 2)))
    queue.put([element(n) for n in range(3)])
    assert len(queue.take(1)) == 1
    taking = Started(lambda: queue.take(1))
    assert taking.waits
    queue.put([element(9)])
    assert len(taking.end().result) == 1  # type: ignore[arg-type]


def test_many_threads_lose_nothing() -> None:
    queue = queue_of(capacity=5)
    putting = [
        Started(lambda s=s: queue.put([element(s + n) for n in range(100)]))
        for s in range(0, 800, 100)
    ]
    taking = [Started(lambda: [int(e[0]) for e in queue.take(80)]) for _ in range(10)]
    for thread in (*putting, *taking):
        thread.end()
    found = [n for thread in taking for n in thread.result]  # type: ignore[attr-defined]
    assert sorted(found) == list(range(800))
