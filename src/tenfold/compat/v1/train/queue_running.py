"""tf.compat.v1.train.QueueRunner: threads of a session that keep a queue filled."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Sequence
from typing import Any

from tenfold.core import errors
from tenfold.core.messages import message_class
from tenfold.ops.queue.kinds import QueueBase

from ..default_graph import get_default_graph
from ..graph_keys import GraphKeys
from ..logging import messages


class QueueRunner:
    """Runs the operations that fill a queue, each on a thread of its own, until it is closed.

    Args:
      queue: The queue.
      enqueue_ops: The operations.
      close_op: What closes the queue when they are done; by default `queue.close()`.
      cancel_op: What closes it, and sends away those who wait for room, when a Coordinator stops.
      queue_closed_exception_types: Errors that mean that the end is reached, a tuple.
      queue_runner_def: A QueueRunnerDef message, in place of the other arguments.
      import_scope: A name scope in which the names of the message are.

    Raises:
      ValueError: There is no queue, or no operation.
      TypeError: `queue_closed_exception_types` is no tuple of exceptions.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     queue = tf.FIFOQueue(3, [tf.float32], shapes=[[]])
      ...     runner = tf.train.QueueRunner(queue, [queue.enqueue([2.0])])
      ...     value, coordinator = queue.dequeue(), tf.train.Coordinator()
      ...     threads = runner.create_threads(session, coordinator, start=True)
      ...     print(session.run(value).item())
      ...     coordinator.request_stop()
      ...     coordinator.join(threads)
      2.0
    """

    def __init__(
        self,
        queue: Any = None,
        enqueue_ops: Sequence[Any] | None = None,
        close_op: Any = None,
        cancel_op: Any = None,
        queue_closed_exception_types: Any = None,
        queue_runner_def: Any = None,
        import_scope: str | None = None,
    ) -> None:
        if queue_runner_def is not None:
            if queue or enqueue_ops:
                raise ValueError("queue_runner_def and queue are mutually exclusive.")
            self._read(queue_runner_def, import_scope)
        else:
            if not queue or not enqueue_ops:
                raise ValueError("Must provide queue and enqueue_ops.")
            self._queue = queue
            self._enqueue_ops = list(enqueue_ops)
            self._close_op = queue.close() if close_op is None else close_op
            self._cancel_op = (
                queue.close(cancel_pending_enqueues=True) if cancel_op is None else cancel_op
            )
        kinds = queue_closed_exception_types or (errors.OutOfRangeError,)
        if not isinstance(kinds, tuple) or not all(issubclass(k, BaseException) for k in kinds):
            raise TypeError(
                "queue_closed_exception_types must be a tuple of exception types; received "
                f"{queue_closed_exception_types!r}."
            )
        self._kinds = kinds
        self._lock = threading.Lock()
        self._running: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()
        self._raised: list[BaseException] = []

    def _read(self, message: Any, scope: str | None) -> None:
        graph, prefix = get_default_graph(), f"{scope}/" if scope else ""

        def named(name: str) -> Any:
            return graph.as_graph_element(prefix + name)

        self._enqueue_ops = [named(name) for name in message.enqueue_op_name]
        self._close_op = named(message.close_op_name)
        self._cancel_op = named(message.cancel_op_name)
        maker = named(message.queue_name)
        self._queue = QueueBase(maker.attrs["component_types"], None, None, maker.outputs[0])

    @property
    def queue(self) -> Any:
        return self._queue

    @property
    def enqueue_ops(self) -> list[Any]:
        return self._enqueue_ops

    @property
    def close_op(self) -> Any:
        return self._close_op

    @property
    def cancel_op(self) -> Any:
        return self._cancel_op

    @property
    def queue_closed_exception_types(self) -> tuple[type[BaseException], ...]:
        return self._kinds

    @property
    def exceptions_raised(self) -> list[BaseException]:
        """What went wrong in threads that no Coordinator was told of."""
        return self._raised

    @property
    def name(self) -> str:
        """The name of the queue's node."""
        return self._queue.name

    def create_threads(
        self, sess: Any, coord: Any = None, daemon: bool = False, start: bool = False
    ) -> list[threading.Thread]:
        """The threads: one for each operation, and one that cancels when `coord` stops.

        Args:
          sess: The session that they run the operations in.
          coord: A Coordinator that is told of errors, and says when to stop.
          daemon: Whether the threads end with the process.
          start: Whether they are started now.

        Returns:
          The threads; none where those of an earlier call still run.
        """
        with self._lock:
            if self._running.get(sess, 0) > 0:
                return []
            self._running[sess] = len(self._enqueue_ops)
            self._raised = []
        threads = [
            threading.Thread(target=self._fill, args=(sess, x, coord), name=f"QueueRunner-{x.name}")
            for x in self._enqueue_ops
        ]
        if coord is not None:
            threads.append(threading.Thread(target=self._cancel_on_stop, args=(sess, coord)))
        for thread in threads:
            if coord is not None:
                coord.register_thread(thread)
            thread.daemon = daemon
            if start:
                thread.start()
        return threads

    def _fill(self, sess: Any, enqueue: Any, coord: Any) -> None:
        done = False
        try:
            while coord is None or not coord.should_stop():
                try:
                    sess.run(enqueue)
                except self._kinds:
                    done = True
                    with self._lock:
                        self._running[sess] -= 1
                        last = not self._running[sess]
                    if last:
                        self._quietly(sess, self._close_op)
                    return
        except Exception as error:
            if coord is not None:
                coord.request_stop(error)
            else:
                messages.error("Exception in QueueRunner: %s", error)
                with self._lock:
                    self._raised.append(error)
        finally:
            if not done:
                with self._lock:
                    self._running[sess] -= 1

    def _cancel_on_stop(self, sess: Any, coord: Any) -> None:
        coord.wait_for_stop()
        self._quietly(sess, self._cancel_op)

    def _quietly(self, sess: Any, close: Any) -> None:
        """Closes the queue; a session that is closed already has done so."""
        try:
            sess.run(close)
        except Exception as error:
            messages.vlog(1, "Ignored exception: %s", error)

    def to_proto(self, export_scope: str | None = None) -> Any:
        """The runner as a QueueRunnerDef message; None where the queue is not in the scope."""
        if export_scope and not self._queue.name.startswith(export_scope):
            return None
        prefix = f"{export_scope}/" if export_scope else ""

        def short(name: str) -> str:
            return name.removeprefix(prefix)

        message = message_class("queue_runner", "QueueRunnerDef")()
        message.queue_name = short(self._queue.name)
        message.enqueue_op_name.extend(short(x.name) for x in self._enqueue_ops)
        message.close_op_name = short(self._close_op.name)
        message.cancel_op_name = short(self._cancel_op.name)
        return message

    @staticmethod
    def from_proto(queue_runner_def: Any, import_scope: str | None = None) -> QueueRunner:
        """The runner that a QueueRunnerDef message describes, of the default graph's nodes."""
        return QueueRunner(queue_runner_def=queue_runner_def, import_scope=import_scope)


def add_queue_runner(qr: QueueRunner, collection: str = GraphKeys.QUEUE_RUNNERS) -> None:
    """Adds a queue runner to those that `tf.train.start_queue_runners` starts.

    Args:
      qr: The runner.
      collection: The collection of the graph that it is added to.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default() as graph:
      ...     queue = tf.FIFOQueue(3, [tf.float32])
      ...     tf.train.add_queue_runner(tf.train.QueueRunner(queue, [queue.enqueue([2.0])]))
      ...     len(graph.get_collection(tf.GraphKeys.QUEUE_RUNNERS))
      1
    """
    get_default_graph().add_to_collection(collection, qr)
