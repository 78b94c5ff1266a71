"""Numbers and lists that refer to the axes of one data format, rewritten for another."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import INDEX, int32
from tenfold.core.op import op
from tenfold.core.signature import Types

_INDEX = Types(INDEX, default=int32)


def _check(source: str, target: str) -> None:
    if len(source) not in (4, 5) or sorted(source) != sorted(target):
        raise ValueError(
            f"src_format and dst_format must be permutations of 4 or 5 letters; received "
            f"{source!r} and {target!r}."
        )


@op("x: T -> y: T", T=_INDEX, shape=rules.same)
def DataFormatDimMap(xp: Any, x: Any, *, src_format: str = "NHWC", dst_format: str = "NCHW") -> Any:
    _check(src_format, dst_format)
    ndim = len(src_format)
    xp.raise_if(
        ((x < -ndim) | (x >= ndim)).any(),
        "InvalidArgumentError",
        f"Dimension indices must be within [{-ndim}, {ndim}).",
    )
    places = np.array([dst_format.index(letter) for letter in src_format], x.dtype)
    return xp.take(xp.asarray(places), xp.where(x < 0, x + ndim, x)).astype(x.dtype)


DataFormatDimMap.not_differentiable()


@op("x: T -> y: T", T=_INDEX, shape=rules.same)
def DataFormatVecPermute(
    xp: Any, x: Any, *, src_format: str = "NHWC", dst_format: str = "NCHW"
) -> Any:
    _check(src_format, dst_format)
    if x.ndim not in (1, 2) or (x.ndim == 2 and x.shape[1] != 2):
        raise ValueError(f"x must be [n] or [n, 2]; received {list(x.shape)}.")
    source, target = src_format, dst_format
    if len(x) == len(source) - 2:  # space only
        source, target = ("".join(c for c in f if c not in "NC") for f in (source, target))
    if len(x) != len(source):
        raise ValueError(
            f"x must have {len(src_format) - 2} or {len(src_format)} rows; received {len(x)}."
        )
    return x[np.array([source.index(letter) for letter in target])]


DataFormatVecPermute.not_differentiable()
