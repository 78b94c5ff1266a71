"""Max pooling that also says where each maximum was."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import INDEX, REAL, DType, as_dtype, int64
from tenfold.core.op import op
from tenfold.core.row_groups import combine_at

from .convolve import explicit, per_axis
from .window_pooling import attributes, check_pooled, geometry, lowest, pool_shape
from .windows import Windows, pad


def _argmax_shapes(call: Any) -> Any:
    shape = pool_shape(call)
    return [shape, shape]


def _plane(ksize: Any, strides: Any, padding: str) -> dict[str, Any]:
    return attributes(ksize, strides, padding, "NHWC")


def _places(x: Any, w: Windows) -> np.ndarray:
    """The number of each entry within its image, padded with -1: `[1, *padded, channels]`."""
    shape = (1, *w.sizes, x.shape[-1])
    places = np.arange(np.prod(shape), dtype=np.int64).reshape(shape)
    return pad(np, places, w, -1)


@op(
    "input: T -> output: T, argmax: Targmax",
    T=REAL,
    Targmax=INDEX,
    shape=_argmax_shapes,
)
def MaxPoolWithArgmax(
    xp: Any,
    input: Any,
    *,
    ksize: list[int],
    strides: list[int],
    Targmax: DType = int64,
    padding: Literal["SAME", "VALID"],
    include_batch_in_index: bool = False,
) -> Any:
    if input.ndim != 4:
        raise ValueError(f"input must be 4-dimensional; received {list(input.shape)}.")
    w = geometry(input.shape[1:-1], _plane(ksize, strides, padding))
    padded, places = pad(xp, input, w, lowest(input.dtype)), _places(input, w)
    shape = (input.shape[0], *w.out, input.shape[-1])
    best = xp.full(shape, lowest(input.dtype), input.dtype)
    found = xp.full(shape, -1, np.int64)
    for tap in w.taps():
        at = w.slices(tap)
        # A padded pixel never wins, not even over the lowest number or NaN.
        better = (padded[at] > best) | ((found < 0) & (places[at] >= 0))
        best, found = xp.where(better, padded[at], best), xp.where(better, places[at], found)
    if include_batch_in_index:
        found = found + _batch_offsets(input.shape)
    return best, found.astype(Targmax.np)


def _batch_offsets(shape: tuple[int, ...]) -> np.ndarray:
    size = int(np.prod(shape[1:]))
    return (np.arange(shape[0], dtype=np.int64) * size).reshape(-1, 1, 1, 1)


@MaxPoolWithArgmax.gradient
def max_pool_with_argmax_gradient(call: Any, dy: Any, _: Any) -> Any:
    return (MaxPoolGradWithArgmax(call.inputs[0], dy, call.outputs[1], **_shared(call)),)


def _shared(call: Any) -> dict[str, Any]:
    names = ("ksize", "strides", "padding", "include_batch_in_index")
    return {n: call.attrs[n] for n in names}


def _flat_places(xp: Any, argmax: Any, shape: tuple[int, ...], include_batch: bool) -> Any:
    """Where in the flattened images the maxima were."""
    places = argmax.astype(np.int64)
    if not include_batch:
        places = places + _batch_offsets(shape)
    outside = ((places < 0) | (places >= int(np.prod(shape)))).any()
    xp.raise_if(
        outside, "InvalidArgumentError", f"argmax points outside of images of shape {list(shape)}."
    )
    return places.reshape(-1)


@op("input: T, grad: T, argmax: Targmax -> output: T", T=REAL, Targmax=INDEX, shape=rules.same)
def MaxPoolGradWithArgmax(
    xp: Any,
    input: Any,
    grad: Any,
    argmax: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    include_batch_in_index: bool = False,
) -> Any:
    check_pooled(input, _plane(ksize, strides, padding), grad=grad, argmax=argmax)
    places = _flat_places(xp, argmax, input.shape, include_batch_in_index)
    if xp.compiled:
        total = xp.zeros(input.size, grad.dtype).at[places].add(grad.reshape(-1))
    else:
        total = np.zeros(input.size, grad.dtype)
        combine_at(np.add, total, [places], grad.reshape(-1))
    return total.reshape(input.shape)


@MaxPoolGradWithArgmax.gradient
def max_pool_grad_with_argmax_gradient(call: Any, ddx: Any) -> Any:
    x, _, argmax = call.inputs
    return None, MaxPoolGradGradWithArgmax(x, ddx, argmax, **_shared(call)), None


@op(
    "input: T, grad: T, argmax: Targmax -> output: T",
    T=REAL,
    Targmax=INDEX,
    shape=rules.same_as(2),
)
def MaxPoolGradGradWithArgmax(
    xp: Any,
    input: Any,
    grad: Any,
    argmax: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    include_batch_in_index: bool = False,
) -> Any:
    if grad.shape != input.shape:
        raise ValueError("grad must have the shape of input.")
    check_pooled(input, _plane(ksize, strides, padding), argmax=argmax)
    places = _flat_places(xp, argmax, input.shape, include_batch_in_index)
    return xp.take(grad.reshape(-1), places).reshape(argmax.shape)


@MaxPoolGradGradWithArgmax.gradient
def max_pool_grad_grad_with_argmax_gradient(call: Any, ddy: Any) -> Any:
    x, _, argmax = call.inputs
    return None, MaxPoolGradWithArgmax(x, ddy, argmax, **_shared(call)), None


def max_pool_with_argmax(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NHWC",
    output_dtype: Any = int64,
    include_batch_in_index: bool = False,
    name: str | None = None,
) -> Any:
    """The maximum of each window of an image, and where it was.

    Args:
      input: Images `[batch, height, width, channels]`.
      ksize: The window's sizes: an integer, or 1, 2 or 4 integers.
      strides: How far the window moves, in the form of `ksize`.
      padding: `"SAME"` or `"VALID"`.
      data_format: `"NHWC"`.
      output_dtype: The dtype of the places: int32 or int64.
      include_batch_in_index: Whether places count through the whole batch, or begin with each
        image.
      name: A name for the op.

    Returns:
      The maxima and their places, both `[batch, new height, new width, channels]`. The place of
      `[y, x, c]` is `(y * width + x) * channels + c`; the first among equal values counts.

    Raises:
      ValueError: Another `data_format`.

    Example:
      >>> import tenfold as tf
      >>> y, at = tf.nn.max_pool_with_argmax([[[[1.0], [5.0]], [[2.0], [3.0]]]], 2, 2, "VALID")
      >>> y.numpy().ravel().tolist(), at.numpy().ravel().tolist()
      ([5.0], [1])
    """
    if data_format != "NHWC":
        raise ValueError(f"`data_format` values other than 'NHWC' are not supported: {data_format}")
    return MaxPoolWithArgmax(
        to_tensor(input),
        ksize=per_axis(ksize, 2, data_format, "ksize"),
        strides=per_axis(strides, 2, data_format, "strides"),
        Targmax=as_dtype(output_dtype),
        padding=explicit(padding)[0],
        include_batch_in_index=include_batch_in_index,
        name=name,
    )
