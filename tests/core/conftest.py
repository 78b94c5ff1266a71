"""A stand-in for tensors, for tests of what lies below them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenfold.core import spec
from tenfold.core.dtypes import DType, as_dtype
from tenfold.core.shapes import TensorShape


class FakeTensor:
    """An array with a `DType` and a `TensorShape`."""

    def __init__(self, value: Any, dtype: DType | None = None) -> None:
        self.array = np.asarray(value, None if dtype is None else dtype.np)
        self.dtype = as_dtype(self.array.dtype)
        self.shape = TensorShape(self.array.shape)

    def consumers(self) -> list[str]:
        return [f"op of {self.array.tolist()}"]

    def __repr__(self) -> str:
        return f"FakeTensor({self.array.tolist()})"


def convert(value: Any, dtype: DType | None) -> FakeTensor:
    if not isinstance(value, bool | int | float | str | list | np.ndarray):
        raise TypeError(f"{value} does not convert to {dtype}")
    return FakeTensor(value, dtype)


@pytest.fixture
def tensor(monkeypatch: pytest.MonkeyPatch) -> type[FakeTensor]:
    """The class of tensors while a test runs."""
    monkeypatch.setattr(spec, "_tensor_types", (FakeTensor,))
    monkeypatch.setattr(spec, "_converter", convert)
    return FakeTensor
