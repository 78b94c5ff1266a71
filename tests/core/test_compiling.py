"""When compiled code takes over, and the threads that compile it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tenfold.core import compiling
from tenfold.core.compiling import LEAST, MOST, later, schedule


def test_compiling_pays_once_it_would_have_saved_what_it_takes() -> None:
    assert schedule(1e-3, 0.3) == (100, 300)
    assert schedule(1e-3, 0.3, hurry=3) == (33, 100)


def test_the_number_of_calls_has_limits() -> None:
    assert schedule(1e-9, 0.3) == (MOST // 3, MOST)
    assert schedule(5.0, 0.3) == (max(1, LEAST // 3), LEAST)


def test_work_is_done_by_another_thread_and_what_that_needs_at_once() -> None:
    def outer() -> int:
        inner = later(lambda: 41)
        assert inner.done()
        return inner.result() + 1

    assert later(outer).result() == 42
    failed = later(lambda: later(lambda: 1 / 0))
    assert isinstance(failed.result().exception(), ZeroDivisionError)


FORKING = """
import os
from tenfold.core.compiling import later

later(lambda: None).result()
child = os.fork()
if child == 0:
    os._exit(later(lambda: 17).result(timeout=20))
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_process_starts_its_own_threads() -> None:
    # In a process of its own: others here may have loaded jax, which refuses to be forked.
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORKING]
    paths = {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    assert subprocess.run(command, env=os.environ | paths, timeout=60).returncode == 17


def test_no_compiler_without_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENFOLD_COMPILE", "0")
    assert not compiling.compiler_available.__wrapped__()
