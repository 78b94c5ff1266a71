"""What a user sees of an error that nobody caught."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import tenfold as tf
{setting}

def step(x):
    return tf.matmul(x, x)

try:
    step(tf.ones([2, 3]))
except Exception as error:
    raise ValueError("told") from error
"""


def shown(tmp_path: Path, setting: str) -> str:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(setting=setting))
    run = subprocess.run([sys.executable, str(program)], capture_output=True, text=True)
    assert run.returncode == 1
    return run.stderr


def test_an_uncaught_error_ends_at_the_users_line(tmp_path: Path) -> None:
    text = shown(tmp_path, "")
    assert "return tf.matmul(x, x)" in text and "ValueError: told" in text
    assert "inner dimensions differ" in text
    assert "tenfold/ops" not in text and "tenfold/core/dispatch" not in text


@pytest.mark.parametrize("setting", ["tf.debugging.disable_traceback_filtering()"])
def test_all_frames_are_shown_to_who_asks(tmp_path: Path, setting: str) -> None:
    assert "tenfold/ops/linalg/products.py" in shown(tmp_path, setting)
