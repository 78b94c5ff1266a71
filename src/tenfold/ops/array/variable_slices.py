"""ResourceStridedSliceAssign: what `v[1:3].assign(x)` writes."""

from __future__ import annotations

from typing import Any

from tenfold.core import rules
from tenfold.core.dtypes import INDEX
from tenfold.core.op import op
from tenfold.engine.variables.resource_ops import rewrite

from .slicing import index_of, put


@op(
    "ref: resource, begin: Index, end: Index, strides: Index, value: T ->",
    stateful=True,
    shape=rules.nothing,
    Index=INDEX,
)
def ResourceStridedSliceAssign(
    xp: Any,
    ref: Any,
    begin: Any,
    end: Any,
    strides: Any,
    value: Any,
    *,
    begin_mask: int = 0,
    end_mask: int = 0,
    ellipsis_mask: int = 0,
    new_axis_mask: int = 0,
    shrink_axis_mask: int = 0,
) -> None:
    masks = (begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask)

    def change(held: Any) -> Any:
        return put(xp, held, index_of(xp, held.shape, begin, end, strides, masks), value)

    rewrite(xp, ref, change)


ResourceStridedSliceAssign.not_differentiable()
