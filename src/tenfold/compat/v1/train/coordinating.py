"""tf.compat.v1.train.Coordinator: threads that end together, and errors that reach the caller."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tenfold.core import errors

from ..default_graph import get_default_graph
from ..graph_keys import GraphKeys
from ..logging import messages
from ..sessions import get_default_session


class Coordinator:
    """Tells threads when to end, and their starter what went wrong in one.

    Args:
      clean_stop_exception_types: Exceptions that end the threads and are no errors;
        `tf.errors.OutOfRangeError` by default.

    Example:
      >>> import threading, tenfold.compat.v1 as tf
      >>> coordinator, done = tf.train.Coordinator(), []
      >>> def work():
      ...     while not coordinator.should_stop():
      ...         done.append(1)
      ...         if len(done) == 3:
      ...             coordinator.request_stop()
      >>> thread = threading.Thread(target=work)
      >>> thread.start()
      >>> coordinator.join([thread])
      >>> len(done)
      3
    """

    def __init__(self, clean_stop_exception_types: Any = None) -> None:
        self._clean = clean_stop_exception_types or (errors.OutOfRangeError,)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._error: BaseException | None = None
        self._threads: set[threading.Thread] = set()
        self._joined = False

    @property
    def joined(self) -> bool:
        """Whether the threads have been waited for."""
        return self._joined

    def should_stop(self) -> bool:
        """Whether threads should end."""
        return self._stop.is_set()

    def request_stop(self, ex: Any = None) -> None:
        """Asks all threads to end.

        Args:
          ex: The exception that is the reason, or `sys.exc_info()`; `join` raises it.
        """
        with self._lock:
            error = ex[1] if isinstance(ex, tuple) else ex
            if isinstance(error, self._clean):
                error = None
            if not self._stop.is_set():
                self._joined = False
                self._error = error
                self._stop.set()
            elif error is not None:
                messages.info(f"Error reported to Coordinator after it stopped: {error}")

    def clear_stop(self) -> None:
        """Takes back that threads should end."""
        with self._lock:
            self._joined, self._error = False, None
            self._stop.clear()

    def wait_for_stop(self, timeout: float | None = None) -> bool:
        """Waits until threads should end; whether they should."""
        return self._stop.wait(timeout)

    @contextlib.contextmanager
    def stop_on_exception(self) -> Iterator[None]:
        """A block whose exceptions ask all threads to end, and go no further."""
        try:
            yield
        except BaseException as error:
            self.request_stop(error)

    def register_thread(self, thread: threading.Thread) -> None:
        """Adds a thread to those that `join` waits for."""
        with self._lock:
            self._threads.add(thread)

    def raise_requested_exception(self) -> None:
        """Raises the exception for which an end was asked, if there is one."""
        with self._lock:
            if self._error is not None:
                raise self._error

    def join(
        self,
        threads: Sequence[threading.Thread] | None = None,
        stop_grace_period_secs: float = 120,
        ignore_live_threads: bool = False,
    ) -> None:
        """Waits for all threads to end.

        Args:
          threads: Those to wait for, besides the registered ones.
          stop_grace_period_secs: How long they may take once they should end.
          ignore_live_threads: Whether it is no error that some do not.

        Raises:
          RuntimeError: Some threads did not end.
          Exception: What `request_stop` was given.
        """
        waited = self._threads | set(threads or ())
        while any(t.is_alive() for t in waited) and not self.wait_for_stop(0.02):
            pass
        ends = time.monotonic() + stop_grace_period_secs
        for thread in waited:
            thread.join(max(0.0, ends - time.monotonic()))
        late = [t.name for t in waited if t.is_alive()]
        self._joined = True
        self._threads.clear()
        self.raise_requested_exception()
        if late and not ignore_live_threads:
            raise RuntimeError(
                "Coordinator stopped with threads still running: " + " ".join(sorted(late))
            )


class LooperThread(threading.Thread):
    """A thread that calls a function again and again, until its coordinator says stop.

    Args:
      coord: A Coordinator.
      timer_interval_secs: The seconds between calls; None for no pause.
      target: The function.
      args, kwargs: Its arguments.

    Raises:
      ValueError: `coord` is no Coordinator.
    """

    def __init__(
        self,
        coord: Coordinator,
        timer_interval_secs: float | None,
        target: Callable[..., Any] | None = None,
        args: Any = None,
        kwargs: Any = None,
    ) -> None:
        if not isinstance(coord, Coordinator):
            raise ValueError(f"'coord' argument must be a Coordinator: {coord}")
        super().__init__(daemon=True)
        self._coord, self._interval = coord, timer_interval_secs
        self._call = (target, tuple(args or ()), dict(kwargs or {}))
        coord.register_thread(self)

    @staticmethod
    def loop(
        coord: Coordinator,
        timer_interval_secs: float | None,
        target: Callable[..., Any],
        args: Any = None,
        kwargs: Any = None,
    ) -> LooperThread:
        """Starts such a thread."""
        made = LooperThread(coord, timer_interval_secs, target, args, kwargs)
        made.start()
        return made

    def run(self) -> None:
        with self._coord.stop_on_exception():
            self.start_loop()
            while not self._coord.should_stop():
                self.run_loop()
                if self._interval is not None and self._coord.wait_for_stop(self._interval):
                    break
            self.stop_loop()

    def start_loop(self) -> None:
        """Called once, before the first call."""

    def stop_loop(self) -> None:
        """Called once, after the last call."""

    def run_loop(self) -> None:
        """One call."""
        target, args, kwargs = self._call
        if target is not None:
            target(*args, **kwargs)


def start_queue_runners(
    sess: Any = None,
    coord: Coordinator | None = None,
    daemon: bool = True,
    start: bool = True,
    collection: str = GraphKeys.QUEUE_RUNNERS,
) -> list[Any]:
    """Starts the threads of what the graph's collection of queue runners holds.

    Args:
      sess: A session; the default one if None.
      coord: A Coordinator of the threads.
      daemon: Whether the threads end with the process.
      start: Whether they are started now.
      collection: The collection.

    Returns:
      The threads; none for a graph without queue runners.

    Raises:
      ValueError: There is no session.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session():
      ...     tf.train.start_queue_runners()
      []
    """
    session = get_default_session() if sess is None else sess
    if session is None:
        raise ValueError(
            "Cannot start queue runners: No default session is registered. Use "
            "`with sess.as_default()` or pass an explicit session to "
            "tf.start_queue_runners(sess=sess)"
        )
    graph = getattr(session, "graph", None) or get_default_graph()
    return [
        thread
        for runner in graph.get_collection(collection)
        for thread in runner.create_threads(session, coord=coord, daemon=daemon, start=start)
    ]
