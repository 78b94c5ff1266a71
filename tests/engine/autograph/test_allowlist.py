"""Whose code is converted."""

from __future__ import annotations

import functools
import json

import numpy as np
import pytest

import tenfold as tf
from tenfold.engine.autograph.allowlist import is_converted


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        (__file__, True),
        (json.__file__, False),
        (functools.__file__, False),
        (np.__file__, False),
        ("/env/lib/python3.11/site-packages/jax/_src/core.py", False),
        (tf.__file__, False),
        ("<frozen importlib._bootstrap>", False),
        ("<stdin>", True),
        ("/tmp/ipykernel_12/34.py", True),
        ("/usr/lib/python3/dist-packages/numpy/core.py", False),
        ("/env/lib/python3.11/site-packages/somebodys_layers/__init__.py", True),
        ("/env/lib/python3.11/site-packages/mock.py", False),
    ],
)
def test_files(filename: str, expected: bool) -> None:
    assert is_converted(filename) is expected
