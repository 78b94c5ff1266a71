"""When compiled code takes over from NumPy, and the threads that compile it."""

from __future__ import annotations

import functools
import importlib.util
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple

# The fewest and the most calls that NumPy runs before compiled code does.
LEAST, MOST = 4, 2048
# What XLA takes whatever it compiles, in seconds on one ordinary core: half of what its import
# does.
COMPILING = 0.3


class Schedule(NamedTuple):
    """From which call on XLA compiles in the background, and from which what it made runs."""

    begin: int
    switch: int


def schedule(saving: float, compiling: float, hurry: int = 1) -> Schedule:
    """When compiling pays: the rule for renting or buying.

    NumPy runs calls until compiled ones would have saved about what the compiler takes. Then no
    number of calls costs much more than twice what the better choice would have. What goes in is
    counted, not timed, so that the same program switches at the same call each time it runs.

    Args:
      saving: What a compiled call saves, in seconds; more than 0.
      compiling: What the compiler takes, in seconds.
      hurry: What the number of calls is divided by.
    """
    switch = min(MOST, max(LEAST, int(compiling / saving) // hurry))
    return Schedule(max(1, switch // 3), switch)


@functools.cache
def compiler_available() -> bool:
    """Whether functions are compiled: jax is installed and TENFOLD_COMPILE is not 0."""
    return os.environ.get("TENFOLD_COMPILE", "1") != "0" and (
        importlib.util.find_spec("jax") is not None
    )


_THREAD_NAME = "tenfold-compile"


@functools.cache
def _compiling_threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max(1, (os.cpu_count() or 1) // 2), _THREAD_NAME)


if hasattr(os, "register_at_fork"):  # a forked process has none of the threads of its parent
    os.register_at_fork(after_in_child=_compiling_threads.cache_clear)


def later(work: Callable[[], Any]) -> Future[Any]:
    """Has work done by a thread that compiles; such a thread does its own work at once."""
    if not threading.current_thread().name.startswith(_THREAD_NAME):
        return _compiling_threads().submit(work)
    done: Future[Any] = Future()
    try:
        done.set_result(work())
    except Exception as error:
        done.set_exception(error)
    return done
