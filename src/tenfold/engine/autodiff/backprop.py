"""The reverse pass: walks recorded calls back and adds up gradients. It fits on a card."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tenfold.core.dispatch import Call
from tenfold.core.op import call, registry
from tenfold.core.tensor import Tensor

from .indexed_slices import add

# What users registered for ops by name: a gradient, or None where none flows.
registered: dict[str, Callable[..., Any] | None] = {}


def backprop(
    calls: Iterable[Any], targets: Sequence[Tensor], seeds: Sequence[Any], sources: Sequence[Any]
) -> list[Any]:
    """Gradients of the targets, weighted by the seeds, with respect to each source (or None).

    Args:
      calls: What was executed between sources and targets, in the order of execution.
      targets: Tensors.
      seeds: The gradient that arrives at each target; None for none.
      sources: Tensors, or variables' handles.
    """
    kept = set(map(id, sources))
    grads: dict[int, Any] = {}
    for target, seed in zip(targets, seeds, strict=True):
        if seed is not None:
            grads[id(target)] = add(grads[id(target)], seed) if id(target) in grads else seed
    between, reached = _between(calls, kept)
    for done in reversed(between):
        dys, arrives = [], False
        for key in map(id, done.outputs):
            dy = grads.get(key) if key in kept else grads.pop(key, None)
            dys.append(dy)
            arrives = arrives or dy is not None
        if arrives:
            if type(done) is Call:
                done.wanted = reached
            dxs = input_gradients(done, dys)
            if type(done) is Call:
                done.wanted = None
            # A loop that is asked for its gradient may have got further inputs.
            for x, dx in zip(done.inputs, dxs, strict=True):
                if dx is not None and (key := id(x)) in reached:
                    known = grads.get(key)
                    grads[key] = dx if known is None else add(known, dx)
    return [grads.get(id(s)) for s in sources]


def _between(calls: Iterable[Any], sources: set[int]) -> tuple[list[Any], set[int]]:
    """The calls that depend on a source, and the ids of the sources and of what depends on them."""
    reached, found = set(sources), []
    for done in calls:
        if not reached.isdisjoint(map(id, done.inputs)):
            reached.update(map(id, done.outputs))
            found.append(done)
    return found, reached


# The attribute of a node that names another gradient than that of its op.
_OVERRIDE = "_gradient_op_type"


def _overriding(name: str) -> Any:
    known = registry.get(name)
    if known is not None:
        return known.gradient_function
    if name not in registered:
        raise LookupError(
            f"gradient registry has no entry for: {name}. Register it with "
            f"@tf.RegisterGradient({name!r})."
        )
    return registered[name]


def input_gradients(done: Any, dys: Sequence[Any]) -> Sequence[Any]:
    """The gradient of one call: what its op registered, with zeros for outputs nobody used."""
    op = done.op
    gradient = op.gradient_function
    if type(done) is not Call and _OVERRIDE in done.attrs:
        gradient = _overriding(done.attrs[_OVERRIDE])
    if gradient is None and op.differentiable:
        if op.name not in registered:
            raise LookupError(
                f"No gradient is defined for the op {op.name}. Use tf.stop_gradient around it, or "
                f"register one with @tf.RegisterGradient({op.name!r})."
            )
        gradient = registered[op.name]
    if gradient is None or not op.differentiable:
        return [None] * len(done.inputs)
    if len(done.outputs) > 1 and not op.accepts_none:
        dys = [
            zeros_like(y) if dy is None and (y.dtype.is_floating or y.dtype.is_complex) else dy
            for y, dy in zip(done.outputs, dys, strict=True)
        ]
    found = gradient(done, *dys)
    return found if isinstance(found, (list, tuple)) else [found]


def zeros_like(x: Tensor) -> Tensor:
    return call("ZerosLike", x)


def ones_like(x: Tensor) -> Tensor:
    return call("OnesLike", x)
