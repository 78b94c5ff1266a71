"""The geometry of windows: each combination is worked out once."""

from __future__ import annotations

from typing import Any

import pytest

from tenfold.ops.nn import windows


def test_a_geometry_is_worked_out_once_for_each_combination(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[Any] = []

    @windows.remembered
    def geometry(sizes: Any, kernel: Any, attrs: dict[str, Any]) -> windows.Windows:
        calls.append(attrs["strides"])
        return windows.windows(sizes, kernel, attrs["strides"], attrs["padding"])

    first = geometry((5, 5), [3, 3], {"strides": [1, 1], "padding": "SAME"})
    assert geometry([5, 5], (3, 3), {"strides": (1, 1), "padding": "SAME"}) is first
    other = geometry((5, 5), (3, 3), {"strides": [2, 2], "padding": "SAME"})
    assert (first.out, other.out) == ((5, 5), (3, 3)) and calls == [[1, 1], [2, 2]]
    for _ in range(2):
        with pytest.raises(ValueError, match="negative"):
            geometry((1, 1), (3, 3), {"strides": [1, 1], "padding": "VALID"})
    monkeypatch.setattr(windows, "_KNOWN", 2)
    geometry((6, 6), (3, 3), {"strides": [2, 2], "padding": "SAME"})
    geometry((5, 5), (3, 3), {"strides": [2, 2], "padding": "SAME"})
    assert len(calls) == 6  # those that were not refused, and one that was forgotten
