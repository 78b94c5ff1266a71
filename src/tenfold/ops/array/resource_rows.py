"""Rows of a variable named by index rows: gathered, and written or combined in place."""

from __future__ import annotations

from typing import Any

from tenfold.core import rules
from tenfold.core.dtypes import INDEX, DType
from tenfold.core.op import call, op
from tenfold.engine.variables.resource_ops import current, rewrite, variable_shape_of
from tenfold.engine.variables.storage import storage_of

from .gathering import GatherNd
from .scattering import write


@op("resource: resource, indices: Tindices -> output: dtype", stateful=True, Tindices=INDEX)
def ResourceGatherNd(xp: Any, resource: Any, indices: Any, *, dtype: DType) -> Any:
    return GatherNd.kernel(xp, current(xp, storage_of(resource)), indices)


@ResourceGatherNd.shape
def resource_gather_nd_shape(call: Any) -> Any:
    shape, indices = variable_shape_of(call.inputs[0]), call.inputs[1].raw_shape
    if shape is None or not indices or indices[-1] is None:
        return None
    return (*indices[:-1], *shape[indices[-1] :])


@ResourceGatherNd.gradient
def resource_gather_nd_gradient(done: Any, dy: Any) -> Any:
    handle, indices = done.inputs
    shape = call("VariableShape", handle, out_type=indices.dtype)
    return call("ScatterNd", indices, dy, shape), None


def _write(xp: Any, how: str, ref: Any, indices: Any, updates: Any, policy: str) -> None:
    rewrite(xp, ref, lambda held: write(xp, held, indices, updates, how, policy))


_SCATTER = "ref: resource, indices: Tindices, updates: T ->"


@op(_SCATTER, stateful=True, shape=rules.nothing, Tindices=INDEX)
def ResourceScatterNdUpdate(
    xp: Any,
    ref: Any,
    indices: Any,
    updates: Any,
    *,
    use_locking: bool = True,
    bad_indices_policy: str = "",
) -> None:
    _write(xp, "set", ref, indices, updates, bad_indices_policy)


ResourceScatterNdUpdate.not_differentiable()


@op(_SCATTER, stateful=True, shape=rules.nothing, Tindices=INDEX)
def ResourceScatterNdAdd(
    xp: Any,
    ref: Any,
    indices: Any,
    updates: Any,
    *,
    use_locking: bool = True,
    bad_indices_policy: str = "",
) -> None:
    _write(xp, "add", ref, indices, updates, bad_indices_policy)


ResourceScatterNdAdd.not_differentiable()


@op(_SCATTER, stateful=True, shape=rules.nothing, Tindices=INDEX)
def ResourceScatterNdSub(
    xp: Any,
    ref: Any,
    indices: Any,
    updates: Any,
    *,
    use_locking: bool = True,
    bad_indices_policy: str = "",
) -> None:
    _write(xp, "add", ref, indices, -updates, bad_indices_policy)


ResourceScatterNdSub.not_differentiable()


@op(_SCATTER, stateful=True, shape=rules.nothing, Tindices=INDEX)
def ResourceScatterNdMin(
    xp: Any,
    ref: Any,
    indices: Any,
    updates: Any,
    *,
    use_locking: bool = True,
    bad_indices_policy: str = "",
) -> None:
    _write(xp, "min", ref, indices, updates, bad_indices_policy)


ResourceScatterNdMin.not_differentiable()


@op(_SCATTER, stateful=True, shape=rules.nothing, Tindices=INDEX)
def ResourceScatterNdMax(
    xp: Any,
    ref: Any,
    indices: Any,
    updates: Any,
    *,
    use_locking: bool = True,
    bad_indices_policy: str = "",
) -> None:
    _write(xp, "max", ref, indices, updates, bad_indices_policy)


ResourceScatterNdMax.not_differentiable()
