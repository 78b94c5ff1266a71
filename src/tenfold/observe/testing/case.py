"""tf.test.TestCase and tf.test.main."""

from __future__ import annotations

import contextlib
import io
import random
import shutil
import sys
import tempfile
import threading
import unittest
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tenfold.core import random_state
from tenfold.core.context import building, state
from tenfold.core.tensor import Operators

from .array_assertions import ArrayAssertions
from .benchmarking import run_benchmarks
from .container_assertions import ContainerAssertions
from .order_assertions import OrderAssertions

SEED = 87654321


class EagerSession:
    """What `cached_session` gives: it runs nothing, since values are there at once."""

    def __init__(self, case: ArrayAssertions) -> None:
        self._case = case

    def run(self, fetches: Any, *args: Any, **kwargs: Any) -> Any:
        """The values of a structure of tensors."""
        return self._case.evaluate(fetches)


class CapturedWrites:
    """The texts that were written to a stream while they were captured."""

    def __init__(self, kept: io.StringIO) -> None:
        self._kept = kept

    def contents(self) -> str:
        return self._kept.getvalue()


class CheckedThread:
    """A thread whose exception comes out where it is joined, as a failure of the test."""

    def __init__(self, case: TestCase, target: Callable[..., Any], args: Any, kwargs: Any) -> None:
        self._case = case
        self._call = lambda: target(*(args or ()), **(kwargs or {}))
        self._thread = threading.Thread(target=self._protected)
        self._error: BaseException | None = None

    def _protected(self) -> None:
        try:
            self._call()
        except BaseException as error:  # told to the thread that joins
            self._error = error

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        self._thread.join()
        if self._error is not None:
            self._case.fail(f"Error in checkedThread: {self._error!r}")

    def is_alive(self) -> bool:
        return self._thread.is_alive()


class TestCase(ArrayAssertions, ContainerAssertions, OrderAssertions):
    """A test case with assertions about tensors, and a fixed seed for each test.

    Example:
      >>> import tenfold as tf
      >>> class SquareTest(tf.test.TestCase):
      ...     def test_values(self):
      ...         self.assertAllClose(tf.square([1.0, 2.0]), [1.0, 4.0])
      >>> SquareTest("test_values").run().wasSuccessful()
      True
    """

    def __init__(self, methodName: str = "runTest") -> None:
        super().__init__(methodName)
        self._folder: str | None = None
        self._threads: list[CheckedThread] = []

    def setUp(self) -> None:
        """Sets the seeds of Python, NumPy and the ops."""
        super().setUp()
        random.seed(SEED)
        np.random.seed(SEED)
        random_state.set_seed(SEED)

    def tearDown(self) -> None:
        """Fails if a checked thread still runs; removes the temporary folder."""
        running = [thread for thread in self._threads if thread.is_alive()]
        self._threads.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
        super().tearDown()
        self.assertEmpty(running, "A checked thread was not joined.")

    def get_temp_dir(self) -> str:
        """A folder for files of this test, which is removed after it."""
        if self._folder is None:
            self._folder = tempfile.mkdtemp()
        return self._folder

    def evaluate_if_both_tensors(self, a: Any, b: Any) -> tuple[Any, Any]:
        """The values of both if both are tensors, else both as they are."""
        both = isinstance(a, Operators) and isinstance(b, Operators)
        return (self.evaluate(a), self.evaluate(b)) if both else (a, b)

    @contextlib.contextmanager
    def cached_session(
        self, graph: Any = None, config: Any = None, use_gpu: bool = True, force_gpu: bool = False
    ) -> Iterator[Any]:
        """A context whose session evaluates tensors at once.

        Args:
          graph: Accepted for TensorFlow's sake, as are the others.
          config: A session's options.
          use_gpu: Whether a GPU may be used.
          force_gpu: Whether it must be.
        """
        yield EagerSession(self)

    @contextlib.contextmanager
    def session(
        self, graph: Any = None, config: Any = None, use_gpu: bool = True, force_gpu: bool = False
    ) -> Iterator[Any]:
        """A context whose session evaluates tensors at once.

        Args:
          graph: Accepted for TensorFlow's sake, as are the others.
          config: A session's options.
          use_gpu: Whether a GPU may be used.
          force_gpu: Whether it must be.
        """
        with building(state.graph):
            yield EagerSession(self)

    @contextlib.contextmanager
    def captureWritesToStream(self, stream: Any) -> Iterator[CapturedWrites]:
        """Keeps what is written to a stream, such as `sys.stderr`, within the block."""
        kept, name = io.StringIO(), None
        for candidate in ("stdout", "stderr"):
            if getattr(sys, candidate) is stream:
                name = candidate
        if name is None:
            raise ValueError(
                f"captureWritesToStream: received {stream!r}; pass sys.stdout or sys.stderr."
            )
        setattr(sys, name, kept)
        try:
            yield CapturedWrites(kept)
        finally:
            setattr(sys, name, stream)

    def checkedThread(
        self,
        target: Callable[..., Any],
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> CheckedThread:
        """A thread that must be joined, and whose exceptions fail the test there."""
        thread = CheckedThread(self, target, args, kwargs)
        self._threads.append(thread)
        return thread


def main(argv: list[str] | None = None) -> None:
    """Runs the tests of the program's main module, and ends the program.

    With `--benchmarks=PATTERN` the benchmarks whose names match run instead.

    Args:
      argv: The command line; that of the process by default.

    Example:
      >>> import tenfold as tf
      >>> if __name__ == "__main__":
      ...     tf.test.main()
    """
    words = sys.argv if argv is None else argv
    patterns = [w.removeprefix("--benchmarks=") for w in words if w.startswith("--benchmarks=")]
    if patterns:
        run_benchmarks(patterns[-1])
        return
    unittest.main(module="__main__", argv=words)
