"""Calls that are gathered: tasks of several threads run as one batch, by the op BatchFunction.

No thread waits idle for work: the call that opens a batch runs it, once it is full or its time is
over, and hands the others their rows.
"""

from __future__ import annotations

import itertools
import threading
import weakref
from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np

from tenfold.core import errors, structure
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType
from tenfold.core.op import op
from tenfold.core.spec import TensorSpec
from tenfold.engine.control_flow.running import run_on_host
from tenfold.engine.graph.func_graph import FuncGraph

from .polymorphic import function

Function = FuncGraph  # the kind of an attribute
_NONE: list[int] = []
_SECONDS = 1e-6


class _Batch:
    """Rows that are run together, and what came of them."""

    def __init__(self) -> None:
        self.tasks: list[list[np.ndarray]] = []
        self.captured: Sequence[Any] = ()
        self.size = 0
        self.closed = threading.Event()
        self.done = threading.Event()
        self.results: list[list[np.ndarray]] = []
        self.error: BaseException | None = None

    def add(self, task: list[np.ndarray], captured: Sequence[Any]) -> int:
        """Adds rows; gives their place among the tasks."""
        self.tasks.append(task)
        self.captured = captured
        self.size += len(task[0])
        return len(self.tasks) - 1

    def rows(self, place: int) -> list[np.ndarray]:
        """What came of a task, once the batch was run."""
        self.done.wait()
        if self.error is not None:
            raise self.error
        return self.results[place]


class Batcher:
    """Gathers the calls of one function."""

    def __init__(
        self,
        f: FuncGraph,
        threads: int,
        largest: int,
        seconds: float,
        most: int,
        allowed: Sequence[int],
        may_split: bool,
    ) -> None:
        self._f = f
        self._largest = largest
        self._seconds = seconds
        self._most = most
        self._allowed = tuple(allowed) or (largest,)
        self._pads = bool(allowed)
        self._may_split = may_split
        self._lock = threading.Lock()
        self._open: _Batch | None = None
        self._waiting = 0
        self._slots = threading.Semaphore(threads) if threads > 0 else None

    def __call__(self, inputs: Sequence[Any], captured: Sequence[Any]) -> list[np.ndarray]:
        """The rows of the outputs that belong to the rows of the inputs."""
        arrays = [np.asarray(x) for x in inputs]
        size = self._check(arrays)
        led: list[_Batch] = []
        parts: list[tuple[_Batch, int]] = []
        with self._lock:
            start = 0
            while start < size or not parts:
                batch = self._room(size - start, led)
                end = min(size, start + self._largest - batch.size)
                parts.append((batch, batch.add([x[start:end] for x in arrays], captured)))
                start = end
                if batch.size >= self._largest:
                    self._close(batch)
        for batch in led:
            self._lead(batch)
        found = [batch.rows(place) for batch, place in parts]
        if len(found) == 1:
            return found[0]
        return [np.concatenate(column) for column in zip(*found, strict=True)]

    def _check(self, arrays: Sequence[np.ndarray]) -> int:
        """The number of rows, the same for all inputs."""
        shapes = "; ".join(f"input {i} has shape {list(x.shape)}" for i, x in enumerate(arrays))
        if any(not x.ndim for x in arrays):
            raise ValueError(f"Batching input tensors must have at least one dimension: {shapes}.")
        size = len(arrays[0])
        if any(len(x) != size for x in arrays):
            raise ValueError(
                "Batching input tensors supplied in a given op invocation must have equal "
                f"0th-dimension size: {shapes}."
            )
        if size > self._largest and not self._may_split:
            raise ValueError(
                f"Task size {size} is larger than maximum input batch size {self._largest}. Pass "
                "enable_large_batch_splitting=True to have it split."
            )
        return size

    def _room(self, size: int, led: list[_Batch]) -> _Batch:
        """The open batch, if the task fits or may be split; a new one that this call leads."""
        batch = self._open
        if batch is not None and (self._may_split or batch.size + size <= self._largest):
            return batch
        if batch is not None:
            self._close(batch)
        if self._waiting >= self._most:
            # Others wait for what this call has opened already.
            for own in led:
                own.error = _full(self._most)
                self._close(own)
                self._waiting -= 1
                own.done.set()
            raise _full(self._most)
        self._waiting += 1
        batch = self._open = _Batch()
        led.append(batch)
        return batch

    def _close(self, batch: _Batch) -> None:
        if self._open is batch:
            self._open = None
        batch.closed.set()

    def _lead(self, batch: _Batch) -> None:
        """Waits until a batch is full or its time is over, and runs it."""
        batch.closed.wait(self._seconds)
        if self._slots is not None:
            self._slots.acquire()
        try:
            with self._lock:
                self._close(batch)
                self._waiting -= 1
            self._run(batch)
        except BaseException as error:
            batch.error = error
        finally:
            if self._slots is not None:
                self._slots.release()
            batch.done.set()

    def _run(self, batch: _Batch) -> None:
        size = next((n for n in self._allowed if n >= batch.size), batch.size)
        padding = size - batch.size if self._pads else 0
        columns = []
        for column in zip(*batch.tasks, strict=True):
            first = column[0][:1]
            columns.append(np.concatenate([*column, *[first] * padding]))
        outputs = [np.asarray(y) for y in run_on_host(self._f, [*columns, *batch.captured])]
        for y in outputs:
            if not y.ndim or len(y) != batch.size + padding:
                raise errors.FailedPreconditionError(
                    None,
                    None,
                    f"Each output must have a row for each of the {batch.size + padding} rows of "
                    f"the batch, of which {padding} are padding; received shape {list(y.shape)}.",
                )
        start = 0
        for task in batch.tasks:
            end = start + len(task[0])
            batch.results.append([y[start:end] for y in outputs])
            start = end


def _full(most: int) -> errors.OpError:
    return errors.UnavailableError(
        None,
        None,
        f"The batch scheduling queue to which this task was submitted is full: {most} batches "
        "wait. Raise max_enqueued_batches, or try again later.",
    )


_batchers: weakref.WeakKeyDictionary[FuncGraph, Batcher] = weakref.WeakKeyDictionary()
_guard = threading.Lock()


@op("in_tensors: Tin[], captured_tensors: Tcaptured[] -> out_tensors: Tout[]", jit=False)
def BatchFunction(
    xp: Any,
    in_tensors: Any,
    captured_tensors: Any,
    *,
    f: Function,
    num_batch_threads: int,
    max_batch_size: int,
    batch_timeout_micros: int,
    max_enqueued_batches: int = 10,
    allowed_batch_sizes: list[int] = _NONE,
    container: str = "",
    shared_name: str = "",
    batching_queue: str = "",
    low_priority_max_batch_size: int = 0,
    low_priority_batch_timeout_micros: int = 0,
    low_priority_allowed_batch_sizes: list[int] = _NONE,
    low_priority_max_enqueued_batches: int = 0,
    mixed_priority_policy: Literal[
        "low_priority_padding_with_max_batch_size",
        "low_priority_padding_with_next_allowed_batch_size",
        "priority_isolation",
        "priority_merge",
    ] = "low_priority_padding_with_max_batch_size",
    batch_padding_policy: Literal[
        "PAD_UP", "BATCH_DOWN", "MINIMIZE_TPU_COST_PER_REQUEST"
    ] = "PAD_UP",
    Tout: list[DType],
    enable_large_batch_splitting: bool = False,
) -> Any:
    with _guard:
        batcher = _batchers.get(f)
        if batcher is None:
            _check_sizes(allowed_batch_sizes, max_batch_size, enable_large_batch_splitting)
            batcher = _batchers[f] = Batcher(
                f,
                num_batch_threads,
                max_batch_size,
                batch_timeout_micros * _SECONDS,
                max_enqueued_batches,
                allowed_batch_sizes,
                enable_large_batch_splitting,
            )
    return batcher(in_tensors, captured_tensors)


def _check_sizes(allowed: Sequence[int], largest: int, may_split: bool) -> None:
    if any(a >= b for a, b in itertools.pairwise(allowed)):
        raise ValueError(
            f"allowed_batch_sizes entries must be monotonically increasing; received {allowed}."
        )
    if allowed and (allowed[-1] > largest if may_split else allowed[-1] != largest):
        raise ValueError(
            "The last of allowed_batch_sizes must be max_batch_size, and no more where tasks are "
            f"split; received {allowed} and {largest}."
        )


@BatchFunction.shape
def batch_function_shape(call: Any) -> Any:
    return [y.raw_shape for y in call.attrs["f"].outputs]


def nondifferentiable_batch_function(
    num_batch_threads: int,
    max_batch_size: int,
    batch_timeout_micros: int,
    allowed_batch_sizes: Sequence[int] | None = None,
    max_enqueued_batches: int = 10,
    autograph: bool = True,
    enable_large_batch_splitting: bool = True,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A decorator that gathers the calls of several threads into batches.

    The rows of calls that arrive within `batch_timeout_micros` are joined along the first axis, the
    function runs once for all of them, and each call is given its rows.

    Args:
      num_batch_threads: How many batches may run at a time.
      max_batch_size: The most rows of a batch.
      batch_timeout_micros: How long a batch that is not full waits for more, in microseconds.
      allowed_batch_sizes: Sizes to which batches are padded with copies of the first row, in
        increasing order; the last is `max_batch_size`. None: batches are not padded.
      max_enqueued_batches: The most batches that wait.
      autograph: Whether the function's Python control flow is converted.
      enable_large_batch_splitting: Whether a call with more rows than a batch holds is split.

    Returns:
      The decorator. What it makes takes tensors `[rows, ...]`, all with as many rows, and gives
      what the function gives, whose tensors must have a row for each; it has no gradient.

    Raises:
      tf.errors.InvalidArgumentError: A call's tensors have no rows, or not as many.
      tf.errors.FailedPreconditionError: The function's result has another number of rows.
      tf.errors.UnavailableError: Too many batches wait.

    Example:
      >>> import tenfold as tf
      >>> @tf.nondifferentiable_batch_function(1, 4, 1000, allowed_batch_sizes=[2, 4])
      ... def doubled(x):
      ...     return x * 2.0
      >>> doubled(tf.constant([1.0, 2.0, 3.0])).numpy().tolist()
      [2.0, 4.0, 6.0]
    """

    def decorator(fn: Callable[..., Any]) -> Callable[..., Any]:
        traced = function(fn, autograph=autograph)

        def decorated(*args: Any) -> Any:
            tensors = [to_tensor(x) for x in args]
            specs = [TensorSpec(_any_rows(x.raw_shape), x.dtype) for x in tensors]
            concrete = traced.get_concrete_function(*specs)
            graph = concrete.graph
            outputs = BatchFunction(
                tensors,
                graph.external_captures,
                f=graph,
                num_batch_threads=num_batch_threads,
                max_batch_size=max_batch_size,
                batch_timeout_micros=batch_timeout_micros,
                max_enqueued_batches=max_enqueued_batches,
                allowed_batch_sizes=list(allowed_batch_sizes or ()),
                enable_large_batch_splitting=enable_large_batch_splitting,
                Tout=[y.dtype for y in graph.outputs],
            )
            return structure.pack_sequence_as(concrete.structured_outputs, outputs)

        return decorated

    return decorator


def _any_rows(shape: Any) -> Any:
    return (None, *shape[1:]) if shape else shape
