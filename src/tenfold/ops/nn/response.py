"""Local response normalization: each entry divided by the power of its neighbouring channels."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import bfloat16, float16, float32
from tenfold.core.half_floats import widen
from tenfold.core.op import op
from tenfold.core.signature import Types

_IMAGE = Types((float16, bfloat16, float32), default=float32)


_images = rules.of_rank(4)


def _neighbours(xp: Any, x: Any, radius: int) -> Any:
    """The sum over the channels within `radius`, for each channel."""
    n = x.shape[-1]
    at = np.arange(n)
    band = (np.abs(at[:, None] - at[None, :]) <= radius).astype(x.dtype)
    return xp.matmul(x, band)


@op("input: T -> output: T", T=_IMAGE, shape=_images)
def LRN(
    xp: Any,
    input: Any,
    *,
    depth_radius: int = 5,
    bias: float = 1.0,
    alpha: float = 1.0,
    beta: float = 0.5,
) -> Any:
    if input.ndim != 4 or depth_radius < 0:
        raise ValueError(
            f"input must be 4-dimensional and depth_radius not negative; received "
            f"{list(input.shape)} and {depth_radius}."
        )
    x = widen(input)
    norm = bias + alpha * _neighbours(xp, x * x, depth_radius)
    return (x * norm**-beta).astype(input.dtype)


@LRN.gradient
def lrn_gradient(call: Any, dy: Any) -> Any:
    attrs = {n: call.attrs[n] for n in ("depth_radius", "bias", "alpha", "beta")}
    return (LRNGrad(dy, call.inputs[0], call.outputs[0], **attrs),)


@op(
    "input_grads: T, input_image: T, output_image: T -> output: T",
    T=_IMAGE,
    shape=rules.same,
)
def LRNGrad(
    xp: Any,
    input_grads: Any,
    input_image: Any,
    output_image: Any,
    *,
    depth_radius: int = 5,
    bias: float = 1.0,
    alpha: float = 1.0,
    beta: float = 0.5,
) -> Any:
    if not input_grads.shape == input_image.shape == output_image.shape:
        raise ValueError("input_grads, input_image and output_image must have the same shape.")
    dy, x, y = widen(input_grads), widen(input_image), widen(output_image)
    norm = bias + alpha * _neighbours(xp, x * x, depth_radius)
    shared = _neighbours(xp, dy * y / norm, depth_radius)
    dx = dy * norm**-beta - (2 * alpha * beta) * x * shared
    return dx.astype(input_grads.dtype)


def local_response_normalization(
    input: Any,
    depth_radius: int = 5,
    bias: float = 1,
    alpha: float = 1,
    beta: float = 0.5,
    name: str | None = None,
) -> Any:
    """Divides each entry of images by a power of the squares of its neighbouring channels.

    Args:
      input: Images `[batch, height, width, channels]`: float16, bfloat16 or float32.
      depth_radius: How many channels to either side count.
      bias: What is added to the squares, to keep away from zero.
      alpha: The weight of the sum of squares.
      beta: The power.
      name: A name for the op.

    Returns:
      `input / (bias + alpha * squares)**beta`, of the shape and dtype of `input`.

    Raises:
      tf.errors.InvalidArgumentError: `input` has another rank than 4.

    References:
      Krizhevsky et al., ImageNet Classification with Deep Convolutional Neural Networks (2012).

    Example:
      >>> import tenfold as tf
      >>> x = tf.constant([[[[2.0, 1.0]]]])
      >>> tf.nn.local_response_normalization(x, bias=3, beta=1).numpy().ravel().tolist()
      [0.25, 0.125]
    """
    return LRN(input, depth_radius=depth_radius, bias=bias, alpha=alpha, beta=beta, name=name)
