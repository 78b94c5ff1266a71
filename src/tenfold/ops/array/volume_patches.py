"""tf.extract_volume_patches: the content of a sliding three-dimensional window."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, Literal

from tenfold.core import errors, rules
from tenfold.core.dtypes import REAL
from tenfold.core.op import call as run
from tenfold.core.op import op
from tenfold.core.tensor import Tensor


def _checked(ksizes: Sequence[int], strides: Sequence[int]) -> None:
    for name, values in (("ksizes", ksizes), ("strides", strides)):
        if len(values) != 5:
            raise ValueError(f"{name} must have five entries; received {list(values)}.")
        if values[0] != 1 or values[4] != 1:
            raise errors.UnimplementedError(
                None,
                None,
                f"Only support {name} across space: [1, planes, rows, columns, 1]; "
                f"received {list(values)}.",
            )


def _margins(sizes: Any, ksizes: Any, strides: Any, padding: str) -> list[tuple[int, int]]:
    """How many zeros come before and after along each of the three axes."""
    margins = []
    for size, kernel, stride in zip(sizes, ksizes[1:4], strides[1:4]):
        count = rules.window(size, kernel, stride, padding) or 0
        total = max(0, (count - 1) * stride + kernel - size) if padding == "SAME" else 0
        margins.append((total // 2, total - total // 2))
    return margins


def _shape(call: Any) -> Any:
    shape, attrs = call.inputs[0].raw_shape, call.attrs
    _checked(attrs["ksizes"], attrs["strides"])
    if shape is None:
        return (None,) * 5
    if len(shape) != 5:
        raise ValueError(f"input must be 5-dimensional: received shape {list(shape)}.")
    windows = [
        rules.window(d, k, s, attrs["padding"])
        for d, k, s in zip(shape[1:4], attrs["ksizes"][1:4], attrs["strides"][1:4])
    ]
    k = attrs["ksizes"]
    depth = None if shape[4] is None else shape[4] * k[1] * k[2] * k[3]
    return (shape[0], *windows, depth)


@op("input: T -> patches: T", T=REAL, shape=_shape)
def ExtractVolumePatches(
    xp: Any,
    input: Any,
    *,
    ksizes: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
) -> Any:
    _checked(ksizes, strides)
    if input.ndim != 5:
        raise ValueError(f"input must be 5-dimensional: received shape {list(input.shape)}.")
    margins = _margins(input.shape[1:4], ksizes, strides, padding)
    padded = xp.pad(input, [(0, 0), *margins, (0, 0)])
    counts = [
        rules.window(d, k, s, padding) or 0
        for d, k, s in zip(input.shape[1:4], ksizes[1:4], strides[1:4])
    ]
    parts = []
    for offsets in itertools.product(*(range(k) for k in ksizes[1:4])):
        window = [
            slice(o, o + (n - 1) * s + 1, s) if n else slice(0, 0)
            for o, n, s in zip(offsets, counts, strides[1:4])
        ]
        parts.append(padded[(slice(None), *window)])
    return xp.concatenate(parts, -1)


@ExtractVolumePatches.gradient
def extract_volume_patches_gradient(call: Any, dy: Any) -> Any:
    x, attrs = call.inputs[0], call.attrs
    ksizes, strides = attrs["ksizes"], attrs["strides"]
    shape = x.raw_shape
    if shape is None or None in shape[1:4]:
        raise ValueError(
            "extract_volume_patches: its gradient needs to know the sizes of the volume; "
            f"received shape {x.shape}."
        )
    margins = _margins(shape[1:4], ksizes, strides, attrs["padding"])
    size = run("Shape", x)
    before = [0, *(low for low, _ in margins), 0]
    padded = size + [0, *(low + high for low, high in margins), 0]
    counts = dy.raw_shape[1:4]
    offsets = list(itertools.product(*(range(k) for k in ksizes[1:4])))
    total: Any = None
    for offset, part in zip(offsets, run("Split", -1, dy, num_split=len(offsets))):
        begin = [0, *offset, 0]
        ends = [o + (n - 1) * s + 1 if n else 0 for o, n, s in zip(offset, counts, strides[1:4])]
        # The batch and the channels are whole.
        placed = run(
            "StridedSliceGrad",
            *(padded, begin, [0, *ends, 0], list(strides), part),
            begin_mask=0b10001,
            end_mask=0b10001,
        )
        total = placed if total is None else total + placed
    return (run("Slice", total, before, size),)


def extract_volume_patches(
    input: Any,
    ksizes: Sequence[int],
    strides: Sequence[int],
    padding: str,
    name: str | None = None,
) -> Tensor:
    """Puts what each window of a volume holds into the channels.

    Args:
      input: A tensor of numbers, of shape [batch, planes, rows, columns, channels].
      ksizes: The window's size, [1, planes, rows, columns, 1].
      strides: The steps between windows, [1, planes, rows, columns, 1].
      padding: "VALID", or "SAME" for zeros around the volume.
      name: A name for the op.

    Returns:
      A tensor of shape [batch, windows, windows, windows, window's elements * channels].

    Raises:
      tf.errors.InvalidArgumentError: There are not five sizes or steps, or the rank is not 5.
      tf.errors.UnimplementedError: A window goes over several volumes or part of the channels.

    Example:
      >>> import tenfold as tf
      >>> x = tf.reshape(tf.range(8.0), [1, 2, 2, 2, 1])
      >>> patches = tf.extract_volume_patches(x, [1, 2, 2, 2, 1], [1, 1, 1, 1, 1], "VALID")
      >>> patches.numpy().ravel().tolist()
      [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]
    """
    return ExtractVolumePatches(
        input, ksizes=list(ksizes), strides=list(strides), padding=padding, name=name
    )
