"""tf.test.Benchmark: methods that measure, found by name and run by tf.test.main."""

from __future__ import annotations

import json
import os
import pathlib
import re
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any, ClassVar

from .evaluating import evaluate

_REPORTS = "TEST_REPORT_FILE_PREFIX"  # where reports go, as TensorFlow's tools expect it


class Benchmark:
    """Measurements: each method whose name begins with `benchmark`.

    Run by `tf.test.main` with `--benchmarks=PATTERN`.

    Example:
      >>> import tenfold as tf
      >>> class Square(tf.test.Benchmark):
      ...     def benchmark_small(self):
      ...         self.report_benchmark(iters=1, wall_time=0.5, name="square")
      >>> Square().benchmark_small()
      entry {"name": "square", "iters": 1, "wall_time": 0.5}
    """

    _known: ClassVar[list[type[Benchmark]]] = []

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Benchmark._known.append(cls)

    @classmethod
    def is_abstract(cls) -> bool:
        """Whether the class measures nothing of its own: whether it is a base of others."""
        return not any(name.startswith("benchmark") for name in vars(cls))

    def evaluate(self, tensors: Any) -> Any:
        """The values of a structure of tensors.

        Args:
          tensors: A structure of tensors and variables.

        Returns:
          The same structure of NumPy arrays.
        """
        return evaluate(tensors)

    def report_benchmark(
        self,
        iters: int | None = None,
        cpu_time: float | None = None,
        wall_time: float | None = None,
        throughput: float | None = None,
        extras: dict[str, Any] | None = None,
        name: str | None = None,
        metrics: list[dict[str, Any]] | None = None,
    ) -> None:
        """Prints a measurement; writes it to a file too, where TEST_REPORT_FILE_PREFIX is set.

        Args:
          iters: How often it was done.
          cpu_time: Seconds of computing for each.
          wall_time: Seconds for each.
          throughput: Megabytes per second.
          extras: Further texts and numbers.
          name: What was measured; the class and the method by default.
          metrics: Further measurements: dictionaries with `name` and `value`.

        Raises:
          TypeError: `metrics` is no list of dictionaries with `name` and `value`.
        """
        for metric in metrics or ():
            if not isinstance(metric, dict) or not {"name", "value"} <= metric.keys():
                raise TypeError(
                    "report_benchmark: metrics must be dictionaries with name and value; "
                    f"received {metric!r}."
                )
        entry = {
            "name": name or f"{type(self).__name__}.{_method_name()}",
            "iters": iters,
            "cpu_time": cpu_time,
            "wall_time": wall_time,
            "throughput": throughput,
            "extras": extras,
            "metrics": metrics,
        }
        text = json.dumps({k: v for k, v in entry.items() if v is not None})
        print("entry", text)
        prefix = os.environ.get(_REPORTS)
        if prefix:
            with pathlib.Path(prefix + entry["name"].replace("/", "__")).open("a") as file:
                file.write(text + "\n")

    def run_op_benchmark(
        self,
        sess: Any,
        op_or_tensor: Any,
        feed_dict: dict[Any, Any] | None = None,
        burn_iters: int = 2,
        min_iters: int = 10,
        store_trace: bool = False,
        store_memory_usage: bool = True,
        name: str | None = None,
        extras: dict[str, Any] | None = None,
        mbs: float = 0,
    ) -> dict[str, Any]:
        """Measures how long a session takes for a fetch, and reports the median.

        Args:
          sess: An object with `run`: a session.
          op_or_tensor: What it runs.
          feed_dict: Values for placeholders.
          burn_iters: How often it runs before it is measured.
          min_iters: How often it is measured.
          store_trace: Accepted for TensorFlow's sake.
          store_memory_usage: Accepted for TensorFlow's sake.
          name: What is measured.
          extras: Further texts and numbers for the report.
          mbs: Megabytes that one run moves, for the throughput.

        Returns:
          The report: `iters`, `wall_time` in seconds, `throughput`, `extras`, `name`.
        """
        args = () if feed_dict is None else (feed_dict,)
        for _ in range(burn_iters):
            sess.run(op_or_tensor, *args)
        seconds = []
        for _ in range(min_iters):
            start = time.perf_counter()
            sess.run(op_or_tensor, *args)
            seconds.append(time.perf_counter() - start)
        median = statistics.median(seconds) if seconds else -1.0
        found = dict(extras or {})
        if seconds:
            found["wall_time_mean"] = statistics.mean(seconds)
            found["wall_time_stdev"] = statistics.pstdev(seconds)
        report = {
            "iters": min_iters,
            "wall_time": median,
            "throughput": mbs / median if median > 0 else 0.0,
            "extras": found,
            "name": name or f"{type(self).__name__}.{_method_name()}",
        }
        self.report_benchmark(**report)
        return report


def _method_name() -> str:
    """The name of the benchmark's method that is running: the first one up the stack."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_name.startswith("benchmark"):
            return frame.f_code.co_name
        frame = frame.f_back
    return "benchmark"


def _methods() -> Iterator[tuple[str, type[Benchmark], str]]:
    for cls in Benchmark._known:
        for name in vars(cls):
            if name.startswith("benchmark") and callable(getattr(cls, name)):
                yield f"{cls.__name__}.{name}", cls, name


def run_benchmarks(pattern: str) -> None:
    """Runs the benchmarks whose names have a pattern; `all` stands for every one."""
    pattern = ".*" if pattern == "all" else pattern
    for full_name, cls, name in _methods():
        if re.search(pattern, full_name):
            getattr(cls(), name)()


def benchmark_config() -> dict[str, Any]:
    """Options for sessions that are measured: none are needed.

    Returns:
      An empty dictionary.

    Example:
      >>> import tenfold as tf
      >>> tf.test.benchmark_config()
      {}
    """
    return {}
