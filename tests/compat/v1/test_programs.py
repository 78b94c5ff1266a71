"""Whole programs in the manner of 2016, run unchanged as programs of TensorFlow."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import tenfold

FOLDER = Path(__file__).parent / "programs"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(tenfold.__file__).parent.parent)}


@pytest.mark.parametrize("name", ["softmax_regression", "convolutional_network"])
def test_a_program_learns(name: str) -> None:
    command = [sys.executable, "-m", "tenfold.cli", "run", str(FOLDER / f"{name}.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT)
    assert (done.returncode, done.stderr) == (0, "")
    found = re.search(r"^accuracy (\S+)", done.stdout, re.MULTILINE)
    assert found is not None
    assert float(found[1]) > 0.95
