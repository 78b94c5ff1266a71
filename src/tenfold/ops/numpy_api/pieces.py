"""Arrays put together, cut in pieces, repeated and given borders."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core.op import call
from tenfold.ops.array import joining
from tenfold.ops.array.casting import cast

from .arranging import atleast_1d, atleast_2d, atleast_3d, ndim, ravel
from .filling import array
from .promotion import as_array, normal_axis, promoted, rank


def concatenate(arys: Sequence[Any], axis: int | None = 0) -> Any:
    """Arrays one after another.

    Args:
      arys: Arrays that differ along the axis at most.
      axis: The axis; None to put all elements in a row.

    Returns:
      A tensor of the dtype that they agree on.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.concatenate([[1, 2], [3.5]]).numpy().tolist()
      [1.0, 2.0, 3.5]
    """
    parts = promoted(*arys)
    if axis is None:
        return joining.concat([ravel(p) for p in parts], 0)
    return joining.concat(parts, axis)


def append(arr: Any, values: Any, axis: int | None = None) -> Any:
    """One array after another.

    Args:
      arr: The first.
      values: The second.
      axis: The axis; None to put all elements in a row.

    Returns:
      A tensor of the dtype that they agree on.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.append([1, 2], [3]).numpy().tolist()
      [1, 2, 3]
    """
    return concatenate([as_array(arr), as_array(values)], axis)


def stack(arrays: Sequence[Any], axis: int = 0) -> Any:
    """Arrays of one shape along a new axis.

    Args:
      arrays: The arrays.
      axis: Where the new axis stands.

    Returns:
      A tensor of the dtype that they agree on.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.stack([[1, 2], [3, 4]], axis=1).numpy().tolist()
      [[1, 3], [2, 4]]
    """
    return call("Pack", promoted(*arrays), axis=axis)


def vstack(tup: Sequence[Any]) -> Any:
    """Arrays one under another.

    Args:
      tup: Arrays; vectors are rows.

    Returns:
      A tensor of the dtype that they agree on.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.vstack([[1, 2], [3, 4]]).numpy().tolist()
      [[1, 2], [3, 4]]
    """
    return concatenate([atleast_2d(x) for x in promoted(*tup)], 0)


def hstack(tup: Sequence[Any]) -> Any:
    """Arrays side by side: along the second axis, vectors along their only one.

    Args:
      tup: Arrays.

    Returns:
      A tensor of the dtype that they agree on.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.hstack([[1, 2], [3, 4]]).numpy().tolist()
      [1, 2, 3, 4]
    """
    parts = [atleast_1d(x) for x in promoted(*tup)]
    return concatenate(parts, 0 if rank(parts[0]) == 1 else 1)


def dstack(tup: Sequence[Any]) -> Any:
    """Arrays one behind another: along the third axis.

    Args:
      tup: Arrays.

    Returns:
      A tensor of the dtype that they agree on.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.dstack([[1, 2], [3, 4]]).numpy().tolist()
      [[[1, 3], [2, 4]]]
    """
    return concatenate([atleast_3d(x) for x in promoted(*tup)], 2)


def split(ary: Any, indices_or_sections: int | Sequence[int], axis: int = 0) -> Any:
    """An array in pieces.

    Args:
      ary: An array of rank 1 or more.
      indices_or_sections: The number of pieces, which are of one length, or the indices to cut
        at.
      axis: The axis to cut along.

    Returns:
      A list of tensors.

    Raises:
      ValueError: The length is no multiple of that number.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> [x.numpy().tolist() for x in tnp.split([1, 2, 3, 4], [1, 3])]
      [[1], [2, 3], [4]]
    """
    x = as_array(ary)
    if isinstance(indices_or_sections, int):
        return joining.split(x, indices_or_sections, axis)
    cuts = [None, *np.asarray(indices_or_sections).tolist(), None]
    before = (slice(None),) * normal_axis(axis, rank(x))
    ends = itertools.pairwise(cuts)
    return [x[(*before, slice(start, stop))] for start, stop in ends]


def vsplit(ary: Any, indices_or_sections: int | Sequence[int]) -> Any:
    """An array cut along its first axis.

    Args:
      ary: An array of rank 2 or more.
      indices_or_sections: The number of pieces, or the indices to cut at.

    Returns:
      A list of tensors.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> [x.numpy().tolist() for x in tnp.vsplit([[1, 2], [3, 4]], 2)]
      [[[1, 2]], [[3, 4]]]
    """
    return _split_by_rank("vsplit", ary, indices_or_sections, 2, 0)


def hsplit(ary: Any, indices_or_sections: int | Sequence[int]) -> Any:
    """An array cut along its second axis, a vector along its only one.

    Args:
      ary: An array of rank 1 or more.
      indices_or_sections: The number of pieces, or the indices to cut at.

    Returns:
      A list of tensors.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> [x.numpy().tolist() for x in tnp.hsplit([[1, 2], [3, 4]], 2)]
      [[[1], [3]], [[2], [4]]]
    """
    return _split_by_rank("hsplit", ary, indices_or_sections, 1, 0 if ndim(ary) == 1 else 1)


def dsplit(ary: Any, indices_or_sections: int | Sequence[int]) -> Any:
    """An array cut along its third axis.

    Args:
      ary: An array of rank 3 or more.
      indices_or_sections: The number of pieces, or the indices to cut at.

    Returns:
      A list of tensors.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> [x.numpy().tolist() for x in tnp.dsplit([[[1, 2]]], 2)]
      [[[[1]]], [[[2]]]]
    """
    return _split_by_rank("dsplit", ary, indices_or_sections, 3, 2)


def _split_by_rank(name: str, a: Any, where: Any, least: int, axis: int) -> Any:
    x = as_array(a)
    if rank(x) < least:
        raise ValueError(f"{name}: rank {least} or more is needed; received shape {x.shape}.")
    return split(x, where, axis)


def tile(a: Any, reps: int | Sequence[int]) -> Any:
    """The array repeated as a whole.

    Args:
      a: An array, or what makes one.
      reps: How many times along each axis, counted from the last.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.tile([1, 2], 2).numpy().tolist()
      [1, 2, 1, 2]
    """
    times = np.atleast_1d(reps)
    x = array(a, ndmin=len(times))
    return call("Tile", x, np.r_[np.ones(rank(x) - len(times), np.int64), times])


def repeat(a: Any, repeats: int | Sequence[int], axis: int | None = None) -> Any:
    """Each element repeated.

    Args:
      a: An array, or what makes one.
      repeats: How many times, or how many for each along the axis.
      axis: The axis; None for all elements in a row.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.repeat([1, 2], [1, 3]).numpy().tolist()
      [1, 2, 2, 2]
    """
    x = as_array(a)
    return joining.repeat(x, repeats, axis)


def pad(array: Any, pad_width: Any, mode: str, **kwargs: Any) -> Any:
    """The array with a border.

    Args:
      array: An array, or what makes one.
      pad_width: How wide it is before and behind each axis: `((before, after), ...)`, one pair
        for all axes, or one number.
      mode: "constant", "reflect" (the edge is not repeated) or "symmetric" (it is).
      **kwargs: `constant_values`: what a constant border is made of.

    Returns:
      A tensor.

    Raises:
      ValueError: `mode` is another.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.pad([1, 2], 1, "constant").numpy().tolist()
      [0, 1, 2, 0]
    """
    x = as_array(array)
    if mode not in ("constant", "reflect", "symmetric"):
        raise ValueError(
            f"pad: mode must be 'constant', 'reflect' or 'symmetric'; received {mode!r}."
        )
    widths = np.broadcast_to(pad_width, (rank(x), 2))
    if mode != "constant":
        return call("MirrorPad", x, widths, mode=mode.upper())
    value = as_array(kwargs.get("constant_values", 0))
    return call("PadV2", x, widths, cast(value, x.dtype))
