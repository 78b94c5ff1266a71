"""NumPy behaviour for a test, and its end: it is switched on for the whole of a program."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tenfold.core.tensor import Operators, Tensor
from tenfold.ops.numpy_api import behavior, weak
from tenfold.ops.numpy_api.promotion import settings


@pytest.fixture
def restored() -> Iterator[None]:
    """Takes back what the test switched on."""
    # Loaded first, so that what is restored is not the methods that load others.
    assert behavior
    before = [(cls, dict(vars(cls))) for cls in (Operators, Tensor)]
    yield
    for cls, attributes in before:
        for name in set(vars(cls)) - set(attributes):
            delattr(cls, name)
        for name, value in attributes.items():
            if vars(cls)[name] is not value:
                setattr(cls, name, value)
    if settings.mode in ("all", "safe"):
        weak.switch(None)
    settings.prefer_float32, settings.mode = False, "legacy"


@pytest.fixture
def numpy_behavior(restored: None) -> None:
    """NumPy behaviour in its usual mode."""
    behavior.experimental_enable_numpy_behavior()
