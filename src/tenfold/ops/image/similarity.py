"""How alike two images are, and how much an image varies: PSNR, SSIM, total variation, edges."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import errors, rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import float32
from tenfold.core.errors import InvalidArgumentError
from tenfold.core.op import call
from tenfold.engine.control_flow.dependencies import assert_that, control_dependencies
from tenfold.ops.array.shaping import reshape
from tenfold.ops.math.reducing import reduce_mean, reduce_sum
from tenfold.ops.nn.depthwise import depthwise_conv2d

from .intensity import convert_image_dtype

_PIXELS = [-3, -2, -1]
# How much each scale counts in MS-SSIM: table of Wang et al. (2003).
_SCALES = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
_SOBEL = np.array(
    [[[-1, -2, -1], [0, 0, 0], [1, 2, 1]], [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]], np.float32
)


def _check_alike(a: Any, b: Any) -> None:
    """Images `[..., height, width, channels]` of one size, whose batches broadcast."""
    first, second = a.raw_shape, b.raw_shape
    for shape in (first, second):
        if shape is not None and len(shape) < 3:
            raise ValueError(f"images must have rank 3 or more; received shape {list(shape)}.")
    if first is None or second is None:
        return
    rules.merge(first[-3:], second[-3:])
    for m, n in zip(reversed(first[:-3]), reversed(second[:-3])):
        if m != n and None not in (m, n) and 1 not in (m, n):
            raise ValueError(f"Two images are not compatible: {list(first)} and {list(second)}.")


def _as_floats(a: Any, b: Any, max_val: Any) -> tuple[Any, Any, Any]:
    """Both images and the greatest value in float32, scaled alike."""
    greatest = convert_image_dtype(call("Cast", max_val, DstT=a.dtype), float32)
    return convert_image_dtype(a, float32), convert_image_dtype(b, float32), greatest


def psnr(a: Any, b: Any, max_val: Any, name: str | None = None) -> Any:
    """Peak signal-to-noise ratio: how small the squared error is, in decibels.

    Args:
      a: Images, `[..., height, width, channels]`.
      b: Images of the same size and dtype; their batches broadcast.
      max_val: How far pixel values can be apart.
      name: A name for the op.

    Returns:
      float32 `[...]`: the higher the more alike; infinite for equal images.

    Raises:
      ValueError: The images differ in size.

    Example:
      >>> import tenfold as tf
      >>> a = tf.zeros([4, 4, 1])
      >>> round(float(tf.image.psnr(a, a + 0.1, max_val=1.0)), 3)
      20.0
    """
    a, b = to_tensor(a), to_tensor(b)
    x, y, greatest = _as_floats(a, b, max_val)
    _check_alike(x, y)
    error = reduce_mean(call("SquaredDifference", x, y), _PIXELS)
    signal = 20.0 * call("Log", greatest) / math.log(10.0)
    noise = call("Mul", to_tensor(np.float32(10 / math.log(10.0))), call("Log", error))
    return call("Sub", signal, noise, name=name)


def _window(size: int, sigma: float) -> np.ndarray:
    """A Gaussian `[size, size, 1, 1]` of sum 1."""
    at = np.arange(size, dtype=np.float32) - np.float32(size - 1) / np.float32(2)
    power = at * at * (np.float32(-0.5) / np.float32(sigma) ** 2)
    weight = np.exp(power[:, None] + power[None, :])
    return (weight / weight.sum(dtype=np.float64)).astype(np.float32)[:, :, None, None]


def _known_size(value: Any, name: str) -> Any:
    found = rules.value_of(value) if hasattr(value, "dtype") and not np.isscalar(value) else value
    if found is None:
        raise ValueError(f"{name} must be known when the function is traced; received {value!r}.")
    return np.asarray(found).item()


class _Filter:
    """The weighted mean of each window of an image, `[..., h, w, c]` to `[..., h', w', c]`."""

    def __init__(self, size: Any, sigma: Any) -> None:
        self.size = int(_known_size(size, "filter_size"))
        if self.size < 1:
            text = f"filter_size must be positive; received {self.size}."
            raise InvalidArgumentError(None, None, text)
        self.window = _window(self.size, float(_known_size(sigma, "filter_sigma")))

    def __call__(self, x: Any) -> Any:
        shape = call("Shape", x)
        kernel = call("Tile", self.window, _per_channel(x, shape))
        flat = reshape(x, call("ConcatV2", [[-1], shape[-3:]], 0))
        y = depthwise_conv2d(flat, kernel, [1, 1, 1, 1], "VALID")
        return reshape(y, call("ConcatV2", [shape[:-3], call("Shape", y)[1:]], 0))


def _per_channel(x: Any, shape: Any) -> Any:
    """The multiples that repeat a kernel `[rows, columns, 1, n]` for each channel of images."""
    channels = None if x.raw_shape is None else x.raw_shape[-1]
    if channels is None:
        return call("Pack", [1, 1, shape[-1], 1])
    return np.array([1, 1, channels, 1], np.int32)


def _large_enough(x: Any, least: int) -> Any:
    """Images, once it is known that the filter fits into them."""
    shape = x.raw_shape
    sizes: tuple[int | None, ...] = (None,) if shape is None else shape[-3:-1]
    if any(n is not None and n < least for n in sizes):
        text = f"ssim: images {x.shape} are smaller than the filter, {least}."
        raise errors.InvalidArgumentError(None, None, text)
    if None not in sizes:
        return x
    found = call("Shape", x)[-3:-1]
    fits = call("All", call("GreaterEqual", found, least), [0])
    text = f"ssim: images are smaller than the filter, {least}; their height and width are"
    with control_dependencies([assert_that(fits, [text, found])]):
        return call("Identity", x)


def _compare(x: Any, y: Any, greatest: Any, mean: _Filter, k1: float, k2: float) -> tuple[Any, Any]:
    """Luminance times contrast-structure, and contrast-structure alone, of every window."""
    x, y = _large_enough(x, mean.size), _large_enough(y, mean.size)
    c1, c2 = call("Square", k1 * greatest), call("Square", k2 * greatest)
    mean_x, mean_y = mean(x), mean(y)
    product = mean_x * mean_y * 2.0
    squares = call("Square", mean_x) + call("Square", mean_y)
    luminance = (product + c1) / (squares + c1)
    covariance = mean(x * y) * 2.0 - product
    variance = mean(call("Square", x) + call("Square", y)) - squares
    structure = (covariance + c2) / (variance + c2)
    return luminance * structure, structure


def ssim(
    img1: Any,
    img2: Any,
    max_val: Any,
    filter_size: int = 11,
    filter_sigma: float = 1.5,
    k1: float = 0.01,
    k2: float = 0.03,
    return_index_map: bool = False,
) -> Any:
    """Structural similarity: how alike windows of two images are in mean, variance and pattern.

    Args:
      img1: Images, `[..., height, width, channels]`, at least `filter_size` high and wide.
      img2: Images of the same size and dtype; their batches broadcast.
      max_val: How far pixel values can be apart.
      filter_size: The size of the window.
      filter_sigma: The width of its Gaussian weights.
      k1: Steadies the comparison of means.
      k2: Steadies the comparison of variances.
      return_index_map: Whether the result says how alike each window is.

    Returns:
      float32 `[...]` in (-1, 1], 1 for equal images; or `[..., h, w]`, one number a window.

    Raises:
      ValueError: The images differ in size.
      tf.errors.InvalidArgumentError: They are smaller than the filter.

    Example:
      >>> import tenfold as tf
      >>> image = tf.reshape(tf.range(256.0), [16, 16, 1])
      >>> float(tf.image.ssim(image, image, max_val=255.0))
      1.0

    References:
      Wang et al., Image quality assessment: from error visibility to structural similarity (2004).
    """
    first, second = to_tensor(img1), to_tensor(img2)
    _check_alike(first, second)
    x, y, greatest = _as_floats(first, second, max_val)
    similarity, _ = _compare(x, y, greatest, _Filter(filter_size, filter_sigma), k1, k2)
    if not return_index_map:
        similarity = reduce_mean(similarity, [-3, -2])
    return reduce_mean(similarity, [-1])


def ssim_multiscale(
    img1: Any,
    img2: Any,
    max_val: Any,
    power_factors: Any = _SCALES,
    filter_size: int = 11,
    filter_sigma: float = 1.5,
    k1: float = 0.01,
    k2: float = 0.03,
) -> Any:
    """Structural similarity over several scales, each half as large as the one before.

    Args:
      img1: Images, `[..., height, width, channels]`, large enough for the filter at every scale.
      img2: Images of the same size and dtype; their batches broadcast.
      max_val: How far pixel values can be apart.
      power_factors: How much each scale counts, the largest first.
      filter_size: The size of the window.
      filter_sigma: The width of its Gaussian weights.
      k1: Steadies the comparison of means.
      k2: Steadies the comparison of variances.

    Returns:
      float32 `[...]` in [0, 1], 1 for equal images.

    Raises:
      ValueError: The images differ in size.
      tf.errors.InvalidArgumentError: They are smaller than the filter at some scale.

    Example:
      >>> import tenfold as tf
      >>> image = tf.reshape(tf.range(1024.0), [32, 32, 1])
      >>> float(tf.image.ssim_multiscale(image, image, 1023.0, [0.5, 0.5]))
      1.0

    References:
      Wang et al., Multiscale structural similarity for image quality assessment (2003).
    """
    first, second = to_tensor(img1), to_tensor(img2)
    _check_alike(first, second)
    x, y, greatest = _as_floats(first, second, max_val)
    mean = _Filter(filter_size, filter_sigma)
    factors: list[Any] = []
    structure = similarity = None
    for scale in range(len(power_factors)):
        if scale:
            x, y = _halved(x), _halved(y)
            factors.append(call("Relu", structure))
        similarity, structure = (
            reduce_mean(v, [-3, -2]) for v in _compare(x, y, greatest, mean, k1, k2)
        )
    factors.append(call("Relu", similarity))
    powers = call("Pow", call("Pack", factors, axis=-1), to_tensor(power_factors, float32))
    return reduce_mean(call("Prod", powers, [-1]), [-1])


def _halved(x: Any) -> Any:
    """The mean of each two by two pixels; odd sizes repeat the last row or column."""
    shape = call("Shape", x)
    flat = reshape(x, call("ConcatV2", [[-1], shape[-3:]], 0))
    odd = call("FloorMod", call("Shape", flat)[1:3], 2)
    after = call("ConcatV2", [[0], odd, [0]], 0)
    widths = call("Pack", [call("ZerosLike", after), after], axis=1)
    even = call("MirrorPad", flat, widths, mode="SYMMETRIC")
    window = [1, 2, 2, 1]
    y = call("AvgPool", even, ksize=window, strides=window, padding="VALID")
    return reshape(y, call("ConcatV2", [shape[:-3], call("Shape", y)[1:]], 0))


def _steps(images: Any, axis: int) -> Any:
    """What each pixel differs from the one before, along an axis counted from the end."""
    length = call("Shape", images)[axis]
    count = call("Maximum", length - 1, 0)
    ahead = call("GatherV2", images, call("Range", 1, count + 1, 1), images.ndim + axis)
    behind = call("GatherV2", images, call("Range", 0, count, 1), images.ndim + axis)
    return ahead - behind


def total_variation(images: Any, name: str | None = None) -> Any:
    """How much pixels differ from their neighbours, in all: a measure of noise.

    Args:
      images: `[batch, height, width, channels]` or `[height, width, channels]`.
      name: A name for the op.

    Returns:
      The sum of the differences: `[batch]`, or a scalar for one image, of the same dtype.

    Raises:
      ValueError: The rank is another.

    Example:
      >>> import tenfold as tf
      >>> float(tf.image.total_variation([[[1.0], [3.0]], [[1.0], [2.0]]]))
      4.0
    """
    images = to_tensor(images)
    if images.ndim not in (3, 4):
        raise ValueError(f"'images' must be either 3 or 4-dimensional; received {images.shape}.")
    axes = None if images.ndim == 3 else [1, 2, 3]
    down, along = (reduce_sum(call("Abs", _steps(images, axis)), axes) for axis in (-3, -2))
    return call("AddV2", down, along, name=name)


def image_gradients(image: Any) -> tuple[Any, Any]:
    """What each pixel differs from the one below, and from the one on its right.

    Args:
      image: `[batch, height, width, channels]`.

    Returns:
      dy and dx, of the same shape; the last row of dy and the last column of dx are zero.

    Raises:
      ValueError: The rank is another.

    Example:
      >>> import tenfold as tf
      >>> dy, dx = tf.image.image_gradients(tf.reshape(tf.range(4), [1, 2, 2, 1]))
      >>> dy[0, ..., 0].numpy().tolist(), dx[0, ..., 0].numpy().tolist()
      ([[2, 2], [0, 0]], [[1, 0], [1, 0]])
    """
    image = to_tensor(image)
    if image.ndim != 4:
        raise ValueError(
            f"image_gradients expects a 4D tensor [batch_size, h, w, d], not {image.shape}."
        )
    none, one = [0, 0], [0, 1]
    dy = call("Pad", _steps(image, -3), [none, one, none, none])
    dx = call("Pad", _steps(image, -2), [none, none, one, none])
    return dy, dx


def sobel_edges(image: Any) -> Any:
    """Edges: the slope of brightness in both directions, smoothed across it.

    Args:
      image: Floating images, `[batch, height, width, channels]`, at least 2 high and wide.

    Returns:
      `[batch, height, width, channels, 2]`: the slope downwards, and to the right.

    Example:
      >>> import tenfold as tf
      >>> image = tf.constant([[[[0.0], [0.0], [1.0]]] * 3])
      >>> tf.image.sobel_edges(image)[0, 1, :, 0, 1].numpy().tolist()
      [0.0, 4.0, 0.0]

    References:
      Sobel and Feldman, A 3x3 isotropic gradient operator for image processing (1968).
    """
    image = to_tensor(image)
    shape = call("Shape", image)
    kernels = to_tensor(np.moveaxis(_SOBEL, 0, -1)[:, :, None, :].astype(image.dtype.np))
    padded = call("MirrorPad", image, [[0, 0], [1, 1], [1, 1], [0, 0]], mode="REFLECT")
    kernel = call("Tile", kernels, _per_channel(image, shape))
    edges = depthwise_conv2d(padded, kernel, [1, 1, 1, 1], "VALID")
    return reshape(edges, call("ConcatV2", [shape, [2]], 0))
