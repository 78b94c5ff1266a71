"""Programs of TensorFlow 1 against the losses that TensorFlow finds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tenfold.compat.v1 as tf
from tenfold.core.compiling import Schedule
from tenfold.engine.graph import executable

from .classic_programs import PROGRAMS, run_program

GOLDENS = json.loads((Path(__file__).parent / "goldens.json").read_text())["programs"]
COMPILED = ("k_means", "policy_gradient")  # compiling all of them takes a minute


@pytest.fixture(autouse=True)
def version_1() -> Iterator[None]:
    tf.disable_v2_behavior()
    yield
    tf.reset_default_graph()
    tf.enable_v2_behavior()


def compared(name: str) -> None:
    found, wanted = run_program(tf, name), GOLDENS[name]
    assert len(found) == len(wanted)
    for x, y in zip(found, wanted, strict=True):
        np.testing.assert_allclose(x, y, rtol=2e-4, atol=2e-5)


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_find_what_they_find_in_tensorflow(name: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(executable, "schedule_of", lambda *_: Schedule(10**9, 10**9))
    compared(name)


@pytest.mark.parametrize("name", COMPILED)
def test_programs_find_the_same_compiled(name: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(executable, "schedule_of", lambda *_: Schedule(4, 8))
    compared(name)
