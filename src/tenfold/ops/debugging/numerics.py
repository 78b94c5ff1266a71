"""tf.debugging.enable_check_numerics: every op's floating outputs are checked as they come.

An inspector of the dispatcher: while none is set an op pays nothing for it.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tenfold.core import context, errors
from tenfold.core.context import state
from tenfold.core.op import call
from tenfold.core.tensor import EagerTensor

# Ops whose outputs may hold NaN that nobody computed with: they create, move or check values.
_LEFT_OUT = frozenset(
    (
        *("CheckNumerics", "CheckNumericsV2", "Const", "Placeholder", "PlaceholderWithDefault"),
        *("Identity", "IdentityN", "Reshape", "Squeeze", "ExpandDims", "ReadVariableOp", "Cast"),
        *("ConcatV2", "Pack", "Unpack", "Split", "SplitV", "Slice", "StridedSlice", "Transpose"),
        *("GatherV2", "ResourceGather", "Tile", "BroadcastTo", "Fill", "Print", "StopGradient"),
        *("PreventGradient", "EnsureShape", "ZerosLike", "OnesLike", "EagerPyFunc", "Where"),
    )
)


@dataclass(frozen=True, slots=True)
class NumericsInspector:
    """Checks the outputs of each op for NaN and infinities.

    stack_height_limit: How many frames of the user's program the error of a graph's op shows.
    path_length_limit: How many characters of a file's name it shows.
    """

    stack_height_limit: int
    path_length_limit: int

    def __call__(self, op: Any, inputs: Sequence[Any], outputs: Sequence[Any]) -> None:
        if op.name in _LEFT_OUT:
            return
        for slot, output in enumerate(outputs):
            if not output.dtype.is_floating or output.dtype.name not in _CHECKED:
                continue
            if isinstance(output, EagerTensor):
                self._check(op, inputs, slot, output, len(outputs))
            else:
                self._add_check(op, slot, output, len(outputs))

    def _check(self, op: Any, inputs: Sequence[Any], slot: int, output: Any, count: int) -> None:
        values = output._host()
        if np.isfinite(values).all():
            return
        kinds = {
            "-Inf": np.sum(values == -np.inf),
            "+Inf": np.sum(values == np.inf),
            "NaN": np.sum(np.isnan(values)),
        }
        lines = [
            f'!!! Detected Infinity or NaN in output {slot} of eagerly-executing op "{op.name}" '
            f"(# of outputs: {count}) !!!",
            f"  dtype: {output.dtype}",
            f"  shape: {output.shape}",
            *(f"  # of {kind} elements: {n}" for kind, n in kinds.items() if n),
            *(f"  Input tensor {i}: {x}" for i, x in enumerate(inputs)),
        ]
        found = " and ".join(kind for kind, n in kinds.items() if n)
        text = "\n".join(lines)
        raise errors.InvalidArgumentError(None, None, f"{text}\n : Tensor had {found} values")

    def _add_check(self, op: Any, slot: int, output: Any, count: int) -> None:
        message = (
            f"!!! Detected Infinity or NaN in output {slot} of graph op "
            f'"{output.op.name}" of type {op.name} (# of outputs: {count}) !!!\n'
            f"  dtype: {output.dtype}\n  shape: {output.shape}\n"
            f"  Stack trace of op's creation:\n{self._stack()}"
        )
        with _unobserved():
            call("CheckNumericsV2", output, message=message)

    def _stack(self) -> str:
        frames = traceback.extract_stack()[: -self.stack_height_limit - 1 : -1]
        return "\n".join(
            f"    {f.filename[-self.path_length_limit :]} (L{f.lineno}) {f.name}" for f in frames
        )


_CHECKED = frozenset(("bfloat16", "float16", "float32", "float64"))


class _unobserved:
    """Calls in the block are neither inspected nor recorded."""

    def __enter__(self) -> None:
        self._inspector, self._recorders = state.inspector, context.recorders(())
        self._recorders.__enter__()
        state.inspector = None

    def __exit__(self, *exc: object) -> None:
        state.inspector = self._inspector
        self._recorders.__exit__(None, None, None)


def enable_check_numerics(stack_height_limit: int = 30, path_length_limit: int = 50) -> None:
    """Makes every op of this thread raise an error where it gives NaN or an infinity.

    Functions that are traced from now on check as well; those traced before do not. Ops that only
    create or move values are passed over.

    Args:
      stack_height_limit: How many frames errors of a tf.function's op show of where it was made.
      path_length_limit: How many characters of each file's name they show, from its end.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.enable_check_numerics()
      >>> tf.math.log(-1.0)
      Traceback (most recent call last):
      ...
      tenfold.core.errors.InvalidArgumentError: !!! Detected Infinity or NaN in output 0 of ...
      >>> tf.debugging.disable_check_numerics()
    """
    state.inspector = NumericsInspector(stack_height_limit, path_length_limit)
    state.refresh()


def disable_check_numerics() -> None:
    """Ends what `tf.debugging.enable_check_numerics` began in this thread.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.disable_check_numerics()
      >>> tf.math.log(-1.0).numpy().item()
      nan
    """
    state.inspector = None
    state.refresh()
