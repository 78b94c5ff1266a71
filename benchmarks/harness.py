"""Measures one suite on one library, in this process, and prints the result as JSON.

`python benchmarks/harness.py SUITE LIBRARY [--repeats 7] [--quick]`
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

from gauge import Gauge, warm_up

LIBRARIES = ("tenfold", "tensorflow", "torch", "jax")
Case = Callable[[], Any] | Gauge


def measure(
    case: Case, repeats: int, loop_seconds: float, warm_seconds: float = 0.0
) -> dict[str, Any]:
    """Measures a case.

    Args:
        case: a callable to time, or a `Gauge` to read.
        repeats: the number of timed loops; a gauge says for itself how often it is read.
        loop_seconds: how long one loop shall last: the number of calls in it is chosen for that.
        warm_seconds: how long the case may be warmed up, beyond its first calls.

    Returns:
        `median`, `minimum` and `unit`, with the number of calls in a loop as `calls`.
    """
    if isinstance(case, Gauge):
        values, unit, calls = [case.read() for _ in range(case.repeats)], case.unit, 1
    else:
        calls = _calls_for(case, loop_seconds, warm_seconds)
        values, unit = [_seconds_per_call(case, calls) for _ in range(repeats)], "s"
    return {"median": median(values), "minimum": min(values), "unit": unit, "calls": calls}


def _calls_for(case: Callable[[], Any], loop_seconds: float, warm_seconds: float) -> int:
    """Warms the case up, and doubles the number of calls until they fill a loop."""
    warm_up(case, warm_seconds)
    calls = 1
    while True:
        seconds = _seconds_per_call(case, calls) * calls
        if seconds >= loop_seconds / 2:
            return max(1, round(calls * loop_seconds / seconds))
        calls *= 2


def _seconds_per_call(case: Callable[[], Any], calls: int) -> float:
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        loop = range(calls)
        start = time.perf_counter()
        for _ in loop:
            case()
        return (time.perf_counter() - start) / calls
    finally:
        if was_enabled:
            gc.enable()


def measure_suite(suite: str, library: str, repeats: int, loop_seconds: float) -> dict[str, Any]:
    """Measures every case of a suite.

    A suite of many cases asks for shorter loops by a `LOOP_SECONDS` of its own, one of functions
    for more calls before the timed ones by its `WARM_SECONDS`.

    Returns:
        `cases`, a result or an `error` for each name; or `error` alone, where the suite as a whole
        cannot be set up on this library.
    """
    try:
        module = import_module(f"suites.{suite}")
        cases: dict[str, Case] = module.cases(library)
    except Exception as error:
        return {"error": _describe(error)}
    loop_seconds = min(loop_seconds, getattr(module, "LOOP_SECONDS", loop_seconds))
    warm_seconds = min(50 * loop_seconds, getattr(module, "WARM_SECONDS", 0.0))
    results: dict[str, Any] = {}
    for name, case in cases.items():
        try:
            results[name] = measure(case, repeats, loop_seconds, warm_seconds)
        except Exception as error:
            results[name] = {"error": _describe(error)}
    return {"cases": results}


def _describe(error: Exception) -> str:
    lines = str(error).splitlines() or [""]
    return f"{type(error).__name__}: {lines[0][:200]}"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suite")
    parser.add_argument("library", choices=LIBRARIES)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="short loops: does it run at all?")
    options = parser.parse_args()
    seconds = 0.01 if options.quick else 0.2
    repeats = 2 if options.quick else options.repeats
    result = measure_suite(options.suite, options.library, repeats, seconds)
    json.dump(result, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    sys.exit(main())
