"""The progress bar: one line for each epoch, written again as batches go by."""

from __future__ import annotations

import math
import sys
import time
from typing import Any

from tenfold.keras.callbacks.base import as_number


class Progbar:
    """A bar of steps with the time that they take and what they log.

    Args:
        target: number of steps, or None.
        width: cells of the bar.
        verbose: 0 silent, 1 a bar, 2 a line at the end.
        interval: seconds between two drawings.
        unit_name: what a step is called.

    >>> import tenfold as tf
    >>> tf.keras.utils.Progbar(10, verbose=0).update(3)
    """

    def __init__(
        self,
        target: int | None,
        width: int = 20,
        verbose: int = 1,
        interval: float = 0.05,
        unit_name: str = "step",
    ) -> None:
        self.target, self.width, self.verbose = target, width, verbose
        self.interval, self.unit_name = interval, unit_name
        self._values: dict[str, Any] = {}
        self._start = self._step_start = time.time()
        self._first_step: float | None = None
        self._last_update = 0.0
        self._last_width = 0
        self._seen = 0

    def update(self, current: int, values: Any = None, finalize: bool | None = None) -> None:
        """Draws the bar, where it is time to.

        Args:
            current: steps done.
            values: pairs of a name and a number or scalar tensor.
            finalize: whether this was the last step; decided by the target by default.
        """
        if finalize is None:
            finalize = self.target is not None and current >= self.target
        self._seen = current
        self._values.update(values or ())
        now = time.time()
        if self._first_step is None and current >= 1:
            self._first_step = now  # it compiles: later steps are timed from here
            self._time_per_step = (now - self._start) / current
        elif current > 1 and self._first_step is not None:
            self._time_per_step = (now - self._first_step) / (current - 1)
        step_time = getattr(self, "_time_per_step", 0.0)
        if self.verbose == 1 and (finalize or now - self._last_update >= self.interval):
            self._draw(current, now, step_time, finalize)
            self._last_update = now
        elif self.verbose == 2 and finalize and self.target:
            digits = len(str(self.target))
            line = f"{current:{digits}d}/{self.target} - {now - self._start:.0f}s -"
            print(line + self._rate(step_time) + self._metrics(), flush=True)

    def add(self, n: int, values: Any = None) -> None:
        """Draws the bar `n` steps further."""
        self.update(self._seen + n, values)

    def _draw(self, current: int, now: float, step_time: float, finalize: bool) -> None:
        if self.target:
            done = int(self.width * current / self.target)
            count = f"{current:{int(math.log10(self.target)) + 1}d}/{self.target}"
            left = self.width - done
            green = f"\x1b[32m{'━' * done}\x1b[0m" if done else ""
            bar = f"\x1b[1m{count}\x1b[0m {green}\x1b[37m{'━' * left}\x1b[0m"
            plain = len(count) + 1 + self.width
        else:
            bar = f"{current:7d}/Unknown"
            plain = len(bar)
        if self.target and not finalize:
            clock = _duration(step_time * (self.target - current))
        else:
            clock = f"{now - self._start:.0f}s"
        rest = self._rate(step_time) + self._metrics()
        plain += 1 + len(clock) + len(rest)
        back = "\b" * self._last_width + "\r"
        pad = " " * max(0, self._last_width - plain)
        end = "\n" if finalize else ""
        sys.stdout.write(f"{back}{bar} \x1b[1m{clock}\x1b[0m{rest}{pad}{end}")
        sys.stdout.flush()
        self._last_width = plain

    def _rate(self, seconds: float) -> str:
        if seconds >= 1 or seconds == 0:
            return f" {seconds:.0f}s/{self.unit_name}"
        if seconds >= 1e-3:
            return f" {seconds * 1e3:.0f}ms/{self.unit_name}"
        return f" {seconds * 1e6:.0f}us/{self.unit_name}"

    def _metrics(self) -> str:
        text = ""
        for name, value in self._values.items():
            number = as_number(value)
            text += f" - {name}: " + (f"{number:.4f}" if abs(number) > 1e-3 else f"{number:.4e}")
        return text


def _duration(seconds: float) -> str:
    total = int(seconds)
    if total > 3600:
        return f"{total // 3600}:{total % 3600 // 60:02d}:{total % 60:02d}"
    return f"{total // 60}:{total % 60:02d}" if total > 60 else f"{total}s"
