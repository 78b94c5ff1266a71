"""Cutting signals into overlapping frames, and adding frames up again."""

from __future__ import annotations

from typing import Any

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int32
from tenfold.core.op import call

from .transforms import ends_of, rank_of, size_of


def frame(
    signal: Any,
    frame_length: Any,
    frame_step: Any,
    pad_end: bool = False,
    pad_value: Any = 0,
    axis: Any = -1,
    name: str | None = None,
) -> Any:
    """Cuts an axis into frames, which overlap where they are longer than the step.

    Args:
      signal: A tensor `[..., samples, ...]`.
      frame_length: The samples of a frame.
      frame_step: The samples from one frame's beginning to the next one's.
      pad_end: Whether a frame begins at every step within the signal, and is filled up with
        `pad_value`; if not, only whole frames are cut.
      pad_value: What stands for samples beyond the end.
      axis: The axis to cut.
      name: A name for the op.

    Returns:
      A tensor `[..., frames, frame_length, ...]`.

    Raises:
      ValueError: A length or a step that is not a scalar.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.frame([1, 2, 3, 4, 5], 3, 2).numpy().tolist()
      [[1, 2, 3], [3, 4, 5]]
    """
    signal = to_tensor(signal)
    length, step = scalar(frame_length, "frame_length"), scalar(frame_step, "frame_step")
    rank = rank_of(signal)
    if isinstance(axis, int) and isinstance(rank, int):
        place: Any = rules.normalize_axis(axis, rank)
        samples = size_of(signal, place)
    else:
        place = call("FloorMod", scalar(axis, "axis"), rank)
        samples = call("Shape", signal)[place]
    if pad_end:
        count = -call("FloorDiv", -samples, step)
        missing = call("Maximum", 0, length + step * (count - 1) - samples)
        filled = to_tensor(pad_value, signal.dtype)
        signal = call("PadV2", signal, ends_of(rank, place, missing), filled)
    else:
        count = call("Maximum", 0, 1 + call("FloorDiv", samples - length, step))
    first = call("ExpandDims", call("Range", 0, count, 1) * step, 1)
    index = first + call("Range", 0, length, 1)
    sizes = call("Shape", signal)
    outer, inner = sizes[:place], sizes[place + 1 :]
    flat = call("Pack", [call("Prod", outer, [0]), sizes[place], call("Prod", inner, [0])])
    frames = call("GatherV2", call("Reshape", signal, flat), index, 1)
    whole = call("ConcatV2", [outer, call("Pack", [count, length]), inner], 0)
    return call("Reshape", frames, whole, name=name)


def scalar(value: Any, name: str) -> Any:
    """An argument that counts samples, as an int32 scalar."""
    value = to_tensor(value, dtype_hint=int32)
    if not value.shape.is_compatible_with([]):
        raise ValueError(f"{name} must be a scalar; received shape {value.shape}.")
    if not value.dtype.is_integer:
        raise ValueError(f"{name} must be an integer; received {value.dtype.name}.")
    return value if value.dtype is int32 else call("Cast", value, DstT=int32)


def overlap_and_add(signal: Any, frame_step: Any, name: str | None = None) -> Any:
    """Adds frames up, each moved by the step against the one before.

    Args:
      signal: Frames `[..., frames, frame_length]`.
      frame_step: The samples from one frame's beginning to the next one's.
      name: A name for the op.

    Returns:
      A tensor `[..., (frames - 1) * frame_step + frame_length]`.

    Raises:
      ValueError: A signal of rank 0 or 1, or a step that is not an integer scalar.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.overlap_and_add([[1, 2, 3], [10, 20, 30]], 2).numpy().tolist()
      [1, 2, 13, 20, 30]
    """
    signal = to_tensor(signal)
    if signal.raw_shape is not None and len(signal.raw_shape) < 2:
        raise ValueError(f"signal must have rank 2 or more; received shape {signal.shape}.")
    step = to_tensor(frame_step)
    if not step.dtype.is_integer:
        raise ValueError(f"frame_step must be an integer; received {step.dtype!r}.")
    step = scalar(step, "frame_step")
    outer, frames, length = call("Shape", signal)[:-2], size_of(signal, -2), size_of(signal, -1)
    # Each frame is cut into segments of one step. Rows of segments, one for each place in the
    # frame, are skewed against each other by rows of zeros; then the columns are summed.
    segments = -call("FloorDiv", -length, step)
    rank = rank_of(signal)
    signal = call("Pad", signal, ends_of(rank, rank - 1, segments * step - length))
    signal = call("Pad", signal, ends_of(rank, rank - 2, segments))
    signal = _reshaped(signal, outer, [frames + segments, segments, step])
    lead = call("Range", 0, rank - 2, 1)
    order = call("ConcatV2", [lead, rank - 2 + call("ConcatV2", [[1, 0], [2]], 0)], 0)
    signal = call("Transpose", signal, order)
    signal = _reshaped(signal, outer, [(frames + segments) * segments, step])
    columns = frames + segments - 1
    signal = _reshaped(signal[..., : columns * segments, :], outer, [segments, columns, step])
    signal = _reshaped(call("Sum", signal, [-3]), outer, [columns * step])
    return call("Identity", signal[..., : (frames - 1) * step + length], name=name)


def _reshaped(x: Any, outer: Any, inner: list[Any]) -> Any:
    return call("Reshape", x, call("ConcatV2", [outer, call("Pack", inner)], 0))
