"""The ops on optional values, with which TensorFlow passes a branch's inner values to its gradient.

A branch that was not taken has none, so the gradient gets each value as an Optional.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core import errors, rules
from tenfold.core.boxes import boxed, is_boxed
from tenfold.core.dtypes import DType
from tenfold.core.op import call, op, registry
from tenfold.core.shapes import TensorShape


class Held:
    """What an Optional holds: the values of its components, or None."""

    __slots__ = ("values",)

    def __init__(self, values: tuple[Any, ...] | None) -> None:
        self.values = values


def optional_of(value: Any) -> Held | None:
    """The Optional in a raw value, if there is one."""
    held = value.item() if is_boxed(value) else None
    return held if isinstance(held, Held) else None


def with_components(xp: Any, op: str, optionals: Sequence[Any]) -> np.ndarray:
    """An Optional of what an op makes of the components of others; of nothing where they are none.

    Args:
      xp: The namespace.
      op: The name of an op of one tensor, or of a list of tensors where there are several.
      optionals: The Optionals.

    Raises:
      tf.errors.InvalidArgumentError: Some have values and some have none.
    """
    values = [x.values for x in optionals]
    if None in values:
        if any(v is not None for v in values):
            raise errors.InvalidArgumentError(
                None, None, f"{op}: some of the given optionals have values, and some have none."
            )
        return _boxed(None)
    kernel = registry[op].kernel
    several = len(values) > 1
    parts = zip(*values, strict=True)
    return _boxed(tuple(kernel(xp, list(p) if several else p[0]) for p in parts))


def _boxed(values: tuple[Any, ...] | None) -> np.ndarray:
    return boxed(Held(values))


@op("components: Toutput_types[] -> optional: variant", jit=False, shape=rules.scalar)
def OptionalFromValue(xp: Any, components: Any) -> Any:
    return _boxed(tuple(components))


@OptionalFromValue.gradient
def optional_from_value_gradient(done: Any, dy: Any) -> Any:
    return call(
        "OptionalGetValue",
        dy,
        output_types=[x.dtype for x in done.inputs],
        output_shapes=[x.raw_shape for x in done.inputs],
    )


@op(" -> optional: variant", jit=False, shape=rules.scalar)
def OptionalNone(xp: Any) -> Any:
    return _boxed(None)


OptionalNone.not_differentiable()


@op("optional: variant -> has_value: bool", jit=False, shape=rules.scalar)
def OptionalHasValue(xp: Any, optional: Any) -> Any:
    return np.asarray(optional.item().values is not None)


OptionalHasValue.not_differentiable()


@op("optional: variant -> components: output_types[]", jit=False)
def OptionalGetValue(
    xp: Any, optional: Any, *, output_types: list[DType], output_shapes: list[TensorShape]
) -> Any:
    values = optional.item().values
    if values is None:
        raise errors.InvalidArgumentError(
            None, None, "The given optional does not have a value: ask OptionalHasValue first."
        )
    return list(values)


@OptionalGetValue.shape
def optional_get_value_shape(call: Any) -> Any:
    shapes = call.attrs["output_shapes"]
    return list(shapes) if len(shapes) == len(call.attrs["output_types"]) else None


@OptionalGetValue.gradient
def optional_get_value_gradient(done: Any, *dys: Any) -> Any:
    zeros = [call("ZerosLike", y) if dy is None else dy for y, dy in zip(done.outputs, dys)]
    return call("OptionalFromValue", zeros)
