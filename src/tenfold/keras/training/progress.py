"""The progress bar people know."""

from __future__ import annotations

import sys
import time
from typing import Any

WIDTH = 20


class Progbar:
    """Shows how far an epoch has come, with the averages of values.

    Args:
      target: The number of steps, None if unknown.
      width: Accepted for Keras' sake; the bar has 20 places.
      verbose: 0 nothing, 1 a bar, 2 one line at the end.
      interval: Seconds between two drawings.
      stateful_metrics: Names of values to show as they are, not averaged.
      unit_name: What a step is called.

    Example:
      >>> import tenfold as tf
      >>> bar = tf.keras.utils.Progbar(2, verbose=2)
      >>> bar.update(1, [("loss", 1.0)])
    """

    def __init__(
        self,
        target: int | None,
        width: int = WIDTH,
        verbose: int = 1,
        interval: float = 0.05,
        stateful_metrics: Any = None,
        unit_name: str = "step",
    ) -> None:
        self.target = target
        self.verbose = verbose
        self.interval = interval
        self.unit_name = unit_name
        self.stateful_metrics = set(stateful_metrics or ())
        self._values: dict[str, list[float]] = {}
        self._start = time.perf_counter()
        self._last_drawn = 0.0
        self._width_drawn = 0
        self._seen = 0
        self._dynamic = sys.stdout.isatty() or "ipykernel" in sys.modules

    def due(self, current: int) -> bool:
        """Whether the bar would be drawn now: only then are values worth computing."""
        if self.verbose == 0:
            return False
        if self.target is not None and current >= self.target:
            return True
        return self.verbose == 1 and time.perf_counter() - self._last_drawn >= self.interval

    def update(self, current: int, values: Any = None, finalize: bool | None = None) -> None:
        """Notes values (pairs of name and number) and draws the bar if it is time.

        Args:
          current: Steps done.
          values: `[(name, value), ...]`.
          finalize: Whether this is the last drawing; by default when the target is reached.
        """
        for name, value in values or ():
            if name in self.stateful_metrics:
                self._values[name] = [value, 1]
            else:
                total = self._values.setdefault(name, [0.0, 0])
                total[0] += value * max(current - self._seen, 1)
                total[1] += max(current - self._seen, 1)
        self._seen = current
        if finalize is None:
            finalize = self.target is not None and current >= self.target
        if self.verbose == 1 and (finalize or self.due(current)):
            self._draw_bar(current, finalize)
        elif self.verbose == 2 and finalize:
            self._draw_line(current)

    def add(self, n: int, values: Any = None) -> None:
        self.update(self._seen + n, values)

    def _draw_bar(self, current: int, finalize: bool) -> None:
        now = time.perf_counter()
        self._last_drawn = now
        text = self._bar(current) + self._timing(current, now, finalize) + self._info()
        if self._dynamic:
            sys.stdout.write("\b" * self._width_drawn + "\r")
        pad = " " * max(0, self._width_drawn - len(text))
        end = "\n" if finalize or not self._dynamic else ""
        sys.stdout.write(text + pad + end)
        sys.stdout.flush()
        self._width_drawn = len(text)

    def _bar(self, current: int) -> str:
        if self.target is None:
            return f"{current}/Unknown "
        filled = int(WIDTH * min(current / max(self.target, 1), 1.0))
        count = f"{current:>{len(str(self.target))}}/{self.target}"
        if not self._dynamic:
            return f"{count} {'━' * WIDTH if filled == WIDTH else '━' * filled:<{WIDTH}} "
        done, rest = "━" * filled, "━" * (WIDTH - filled)
        return f"\033[1m{count}\033[0m \033[32m{done}\033[0m\033[37m{rest}\033[0m "

    def _timing(self, current: int, now: float, finalize: bool) -> str:
        each = (now - self._start) / max(current, 1)
        left = now - self._start
        if not finalize and self.target is not None:
            left = each * (self.target - current)
        return f"{_clock(left)} {_duration(each)}/{self.unit_name}"

    def _draw_line(self, current: int) -> None:
        now = time.perf_counter()
        count = f"{current}/{self.target if self.target is not None else 'Unknown'}"
        each = (now - self._start) / max(current, 1)
        seconds = f"{now - self._start:.0f}s"
        line = f"{count} - {seconds} - {_duration(each)}/{self.unit_name}{self._info()}\n"
        sys.stdout.write(line)
        sys.stdout.flush()

    def _info(self) -> str:
        parts = []
        for name, (total, count) in self._values.items():
            value = total / max(count, 1)
            parts.append(
                f" - {name}: {value:.4f}" if abs(value) > 1e-3 else f" - {name}: {value:.4e}"
            )
        return "".join(parts)


def _clock(seconds: float) -> str:
    if seconds > 3600:
        return f"{int(seconds // 3600)}:{int(seconds % 3600 // 60):02d}:{int(seconds % 60):02d}"
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}" if seconds > 60 else f"{int(seconds)}s"


def _duration(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.0f}s"
    return f"{seconds * 1e3:.0f}ms" if seconds >= 1e-3 else f"{seconds * 1e6:.0f}us"
