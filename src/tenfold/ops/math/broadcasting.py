"""Which axes a gradient is summed over to undo broadcasting."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core.dtypes import INDEX, int32
from tenfold.core.op import op
from tenfold.core.signature import Types


@op("s0: T, s1: T -> r0: T, r1: T", T=Types(INDEX, default=int32))
def BroadcastGradientArgs(xp: Any, s0: Any, s1: Any) -> Any:
    # Shapes are host values also while compiling, and so is the result.
    a, b = xp.static(s0), xp.static(s1)
    ndim = max(a.size, b.size)
    left, right = ([1] * (ndim - s.size) + s.tolist() for s in (a, b))
    for m, n in zip(left, right):
        if m != n and 1 not in (m, n):
            raise ValueError(f"Shapes {a.tolist()} and {b.tolist()} do not broadcast.")
    if a.tolist() == b.tolist():
        empty = np.zeros(0, a.dtype)
        return empty, empty
    both = [m == n == 1 for m, n in zip(left, right)]
    return tuple(
        np.array([i for i, m in enumerate(sizes) if m == 1 or both[i]], a.dtype)
        for sizes in (left, right)
    )


@BroadcastGradientArgs.shape
def broadcastgradientargs_shape(call: Any) -> Any:
    return [(None,), (None,)]


BroadcastGradientArgs.not_differentiable()
