"""Whether the running code is converted."""

from __future__ import annotations

import threading
from typing import Any

import tenfold as tf
from tenfold.engine.autograph import status


def test_blocks_nest() -> None:
    assert status.active() is None
    with status.using("outer"):
        with status.using(None):
            assert status.active() is None
        assert status.active() == "outer"
    assert status.active() is None


def test_each_thread_has_its_own() -> None:
    seen: list[Any] = []
    with status.using("here"):
        thread = threading.Thread(target=lambda: seen.append(status.active()))
        thread.start()
        thread.join()
    assert seen == [None]


def test_tracing_sets_it() -> None:
    seen: list[Any] = []

    def note(x: Any) -> Any:
        seen.append(status.active() is not None)
        return x

    tf.function(note)(tf.constant(1))
    tf.function(note, autograph=False)(tf.constant(1))
    tf.function(tf.autograph.experimental.do_not_convert(note))(tf.constant(1))
    assert seen == [True, False, False]
