"""Any op over space made a dilated one, by moving every n-th pixel into the batch; and `pool`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int32
from tenfold.core.op import call

from .pools import pool_by_rank
from .windows import channels_first


def with_space_to_batch(
    input: Any,
    dilation_rate: Any,
    padding: str,
    op: Callable[[Any, int, str], Any],
    filter_shape: Any = None,
    spatial_dims: Sequence[int] | None = None,
    data_format: str | None = None,
) -> Any:
    """Applies an op over space to every n-th pixel, for all n places to begin: a dilated op.

    Args:
      input: `[batch, *space, ...]`, or channels second for a `data_format` that starts with NC.
      dilation_rate: The distance between pixels, one integer for each of `spatial_dims`.
      padding: `"SAME"` or `"VALID"`.
      op: A function of the rearranged input, the number of spatial axes, and the padding that it
        should use.
      filter_shape: The sizes of the op's window, needed for `"SAME"` unless all rates are 1.
      spatial_dims: The axes that are dilated; by default the first ones after the batch (and the
        channels, where they are second).
      data_format: Where the channels stand.

    Returns:
      What the op gives, its pixels back in their places.

    Raises:
      ValueError: A rate is not positive, the padding is another word, or `filter_shape` is missing.

    Example:
      >>> import tenfold as tf
      >>> x = tf.reshape(tf.range(6.0), [1, 6, 1])
      >>> neighbours = lambda v, rank, padding: v[:, 1:] - v[:, :-1]
      >>> tf.nn.with_space_to_batch(x, [2], "VALID", neighbours).numpy().ravel().tolist()
      [2.0, 2.0, 2.0, 2.0]
    """
    x = to_tensor(input)
    rates = _integers(dilation_rate, "dilation_rate")
    if min(rates, default=1) < 1:
        raise ValueError(f"`dilation_rate` must be positive. Received: dilation_rate={rates}")
    if padding not in ("SAME", "VALID"):
        raise ValueError(f"`padding` must be one of 'SAME' or 'VALID'. Received: padding={padding}")
    first = 2 if data_format is not None and channels_first(data_format) else 1
    axes = list(range(first, first + len(rates))) if spatial_dims is None else sorted(spatial_dims)
    if len(axes) != len(rates) or min(axes, default=1) < 1:
        raise ValueError(f"`spatial_dims` must be {len(rates)} positive axes. Received: {axes}")
    if all(r == 1 for r in rates):
        return op(x, len(rates), padding)
    before, after = _paddings(padding, filter_shape, rates)
    block = [rates[axes.index(i)] if i in axes else 1 for i in range(1, axes[-1] + 1)]
    base = [
        [before[axes.index(i)], after[axes.index(i)]] if i in axes else [0, 0]
        for i in range(1, axes[-1] + 1)
    ]
    extra = _up_to_blocks(x, block, base)
    starts, ends = call("Pack", [b for b, _ in base]), call("Pack", [e for _, e in base])
    pads = call("Pack", [starts, ends + extra], axis=1)
    crops = call("Pack", [call("ZerosLike", extra), extra], axis=1)
    y = op(call("SpaceToBatchND", x, block, pads), len(rates), "VALID")
    return call("BatchToSpaceND", y, block, crops)


def _integers(value: Any, name: str) -> list[int]:
    known = rules.value_of(to_tensor(value))
    if known is None:
        raise ValueError(f"`{name}` must be known while the function is traced. Received: {value}")
    return [int(n) for n in known.ravel()]


def _paddings(padding: str, filter_shape: Any, rates: list[int]) -> tuple[list[int], list[int]]:
    """What is padded before and after each dilated axis."""
    if padding == "VALID":
        return [0] * len(rates), [0] * len(rates)
    if filter_shape is None:
        raise ValueError("`filter_shape` must be given for padding 'SAME'; received None.")
    sizes = _integers(filter_shape, "filter_shape")
    reach = [(n - 1) * r for n, r in zip(sizes, rates)]
    return [n // 2 for n in reach], [n - n // 2 for n in reach]


def _up_to_blocks(x: Any, block: list[int], base: list[list[int]]) -> Any:
    """How much more is padded after each axis so that blocks cover it, int32."""
    known = x.raw_shape
    inner = None if known is None else known[1 : 1 + len(block)]
    if inner is not None and None not in inner:
        return to_tensor([-(n + sum(p)) % b for n, p, b in zip(inner, base, block)], int32)
    sizes = call("Shape", x)[1 : 1 + len(block)]
    return call("FloorMod", call("Neg", sizes + [sum(p) for p in base]), block)


def pool(
    input: Any,
    window_shape: Any,
    pooling_type: str,
    strides: Any = None,
    padding: Any = "VALID",
    data_format: str | None = None,
    dilations: Any = None,
    name: str | None = None,
) -> Any:
    """The maximum or mean of each window, over one, two or three spatial axes.

    Args:
      input: `[batch, *space, channels]`, or channels second for a `data_format` like `"NCHW"`.
      window_shape: The window's size along each spatial axis.
      pooling_type: `"MAX"` or `"AVG"`.
      strides: How far the window moves along each spatial axis; 1 by default.
      padding: `"SAME"` or `"VALID"`, or (two spatial axes, maximum) explicit pairs for each axis.
      data_format: By default channels last.
      dilations: The distance between the window's pixels along each spatial axis; 1 by default.
      name: A name for the op.

    Returns:
      `[batch, *new space, channels]` (channels second where they are in `input`).

    Raises:
      ValueError: Another pooling type, or dilations together with strides or padding `"SAME"`.

    Example:
      >>> import tenfold as tf
      >>> x = tf.reshape(tf.range(6.0), [1, 6, 1])
      >>> tf.nn.pool(x, [2], "MAX", dilations=[3]).numpy().ravel().tolist()
      [3.0, 4.0, 5.0]
    """
    sizes = list(window_shape)
    rank = len(sizes)
    if pooling_type not in ("MAX", "AVG"):
        raise ValueError(f"`pooling_type` must be 'MAX' or 'AVG'. Received: {pooling_type!r}")
    steps = [1] * rank if strides is None else list(strides)
    rates = [1] * rank if dilations is None else list(dilations)
    for given, word in ((steps, "strides"), (rates, "dilations")):
        if len(given) != rank:
            raise ValueError(f"`{word}` must have {rank} entries. Received: {given}")
    dilated = max(rates) > 1
    if dilated and max(steps) > 1:
        raise ValueError(
            f"`strides > 1` not supported in conjunction with `dilations > 1`. Received: "
            f"strides={steps} and dilations={rates}"
        )
    if dilated and padding != "VALID":
        raise ValueError(
            f"Pooling with dilations > 1 needs padding 'VALID'. Received: padding={padding} and "
            f"dilations={rates}"
        )

    def pooled(x: Any, _: int, how: Any) -> Any:
        return pool_by_rank(pooling_type, x, rank, sizes, steps, how, data_format, name)

    if not dilated:
        return pooled(to_tensor(input), rank, padding)
    return with_space_to_batch(input, rates, padding, pooled, data_format=data_format)
