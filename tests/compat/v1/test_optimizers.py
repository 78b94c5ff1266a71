"""The optimizers of TensorFlow 1, step by step against TensorFlow's results."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import tenfold.compat.v1 as tf

from .optimizer_cases import OPTIMIZERS, training_run

GOLDENS = json.loads((Path(__file__).parent / "goldens.json").read_text())


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_training_equals_tensorflows(name: str) -> None:
    found = training_run(tf, OPTIMIZERS[name])
    for key, expected in GOLDENS[name].items():
        np.testing.assert_allclose(found[key], expected, rtol=2e-5, atol=2e-6, err_msg=key)
