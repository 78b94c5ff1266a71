"""Image files as tensors. Formats are told by content, so most ops read more than their own.

Reading needs Pillow (`pip install tenfold[image]`), but for BMP. PNG, BMP, GIF and WebP give
TensorFlow's pixels exactly; so does JPEG with `dct_method="INTEGER_ACCURATE"`. Pillow has no other
transform: with the other methods TensorFlow's pixels differ by a few levels, and more at the edges
of colours with `fancy_upscaling=False`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType, as_dtype, float32, int32, int64, uint8, uint16
from tenfold.core.op import call, op

from . import bmp, gif, jpeg, png
from .formats import format_of, invalid, jxl, webp
from .intensity import convert_image_dtype

_RATIOS = (1, 2, 4, 8)
_METHODS = ("", "INTEGER_FAST", "INTEGER_ACCURATE")


def _bytes_of(contents: Any) -> bytes:
    if contents.ndim:
        invalid(f"`contents` must be scalar but got shape {list(contents.shape)}.")
    return contents.item()


def _check_channels(channels: int) -> None:
    if channels not in (0, 1, 3, 4):
        invalid(f"`channels` must be 0, 1, 3 or 4 but got {channels}.")


def _channels_shape(done: Any) -> Any:
    rules.merge(done.inputs[0].raw_shape, ())
    channels = done.attrs["channels"]
    if channels < 0:
        raise ValueError(f"channels must not be negative; received {channels}.")
    return (None, None, channels or None)


def _check_jpeg(channels: int, ratio: int, dct_method: str) -> None:
    _check_channels(channels)
    if ratio not in _RATIOS:
        invalid(f"ratio must be 1, 2, 4, or 8, got {ratio}.")
    if dct_method not in _METHODS:
        invalid(f"dct_method must be one of {_METHODS}; received {dct_method!r}.")


def _wrong_op(kind: str, reader: str) -> None:
    name = kind.lower().replace("jpeg xl", "jxl")
    invalid(
        f"Trying to decode {kind} format using {reader}. Use tf.io.decode_{name} or "
        "tf.io.decode_image instead."
    )


def _still(contents: bytes, reader: str, channels: int, ratio: int, recover: bool) -> Any:
    """One picture of the formats that DecodeJpeg and DecodePng both read."""
    kind = format_of(contents)
    if kind == "JPEG":
        return jpeg.read(contents, channels, ratio, recover)
    if kind == "PNG":
        return png.read(contents, channels, sixteen=False)
    if kind == "GIF":
        return gif.read(contents, channels, first_only=True)[0]
    return _wrong_op(kind, reader)


@op("contents: string -> image: uint8", shape=_channels_shape, jit=False)
def DecodeJpeg(
    xp: Any,
    contents: Any,
    *,
    channels: int = 0,
    ratio: int = 1,
    fancy_upscaling: bool = True,
    try_recover_truncated: bool = False,
    acceptable_fraction: float = 1.0,
    dct_method: str = "",
) -> Any:
    _check_jpeg(channels, ratio, dct_method)
    data = _bytes_of(contents)
    return _still(data, "DecodeJpeg", channels, ratio, try_recover_truncated)


def decode_jpeg(
    contents: Any,
    channels: int = 0,
    ratio: int = 1,
    fancy_upscaling: bool = True,
    try_recover_truncated: bool = False,
    acceptable_fraction: float = 1,
    dct_method: str = "",
    name: str | None = None,
) -> Any:
    """The pixels of a JPEG file; PNG files and GIF files of one frame are read as well.

    Args:
      contents: A scalar string, the bytes of the file.
      channels: 1 for grayscale, 3 for RGB, 0 for what the file has.
      ratio: 1, 2, 4 or 8: reads the image that many times smaller, faster than resizing it.
      fancy_upscaling: Whether colours stored at half size are smoothed; always so here.
      try_recover_truncated: Whether a file that ends too early gives what there is of it.
      acceptable_fraction: The share of rows that must be there to be recovered; not looked at.
      dct_method: INTEGER_FAST, INTEGER_ACCURATE, or empty for the reader's choice. All are
        computed accurately here.
      name: A name for the op.

    Returns:
      uint8 `[height, width, channels]`.

    Raises:
      tf.errors.InvalidArgumentError: The bytes are not such a file, or an argument is out of range.
      ModuleNotFoundError: Pillow is not installed.

    Example:
      >>> import tenfold as tf
      >>> contents = tf.io.encode_jpeg(tf.zeros([4, 6, 3], tf.uint8))
      >>> tf.io.decode_jpeg(contents).shape
      TensorShape([4, 6, 3])
    """
    return DecodeJpeg(
        contents,
        channels=channels,
        ratio=ratio,
        fancy_upscaling=fancy_upscaling,
        try_recover_truncated=try_recover_truncated,
        acceptable_fraction=acceptable_fraction,
        dct_method=dct_method,
        name=name,
    )


def _window_shape(done: Any) -> Any:
    window = rules.value_of(done.inputs[1])
    height, width = (None, None) if window is None else window.reshape(-1)[2:].tolist()
    return rules.merge(_channels_shape(done), (height, width, None))


@op(
    "contents: string, crop_window: int32 -> image: uint8",
    shape=rules.shaped(_window_shape, "", "4"),
    jit=False,
)
def DecodeAndCropJpeg(
    xp: Any,
    contents: Any,
    crop_window: Any,
    *,
    channels: int = 0,
    ratio: int = 1,
    fancy_upscaling: bool = True,
    try_recover_truncated: bool = False,
    acceptable_fraction: float = 1.0,
    dct_method: str = "",
) -> Any:
    _check_jpeg(channels, ratio, dct_method)
    data = _bytes_of(contents)
    if format_of(data) != "JPEG":
        _wrong_op(format_of(data), "DecodeAndCropJpeg")
    if crop_window.shape != (4,):
        invalid(f"crop_window must have four elements; received {list(crop_window.shape)}.")
    top, left, height, width = crop_window.tolist()
    image = jpeg.read(data, channels, ratio, try_recover_truncated)
    inside = top >= 0 and left >= 0 and top + height <= len(image)
    if not inside or left + width > image.shape[1] or height <= 0 or width <= 0:
        invalid(
            f"Invalid JPEG data or crop window: {[top, left, height, width]} for an image of "
            f"{list(image.shape[:2])}."
        )
    return np.ascontiguousarray(image[top : top + height, left : left + width])


def decode_and_crop_jpeg(
    contents: Any,
    crop_window: Any,
    channels: int = 0,
    ratio: int = 1,
    fancy_upscaling: bool = True,
    try_recover_truncated: bool = False,
    acceptable_fraction: float = 1,
    dct_method: str = "",
    name: str | None = None,
) -> Any:
    """A part of a JPEG file's pixels.

    Args:
      contents: A scalar string, the bytes of the file.
      crop_window: int32 `[4]`: the first row and column, the height and the width of the part.
      channels: 1 for grayscale, 3 for RGB, 0 for what the file has.
      ratio: 1, 2, 4 or 8: reads the image that many times smaller; the part is of that image.
      fancy_upscaling: As for `tf.io.decode_jpeg`.
      try_recover_truncated: Whether a file that ends too early gives what there is of it.
      acceptable_fraction: As for `tf.io.decode_jpeg`.
      dct_method: As for `tf.io.decode_jpeg`.
      name: A name for the op.

    Returns:
      uint8 `[height, width, channels]`.

    Raises:
      tf.errors.InvalidArgumentError: It is no JPEG file, or the part reaches beyond the image.
      ModuleNotFoundError: Pillow is not installed.

    Example:
      >>> import tenfold as tf
      >>> contents = tf.io.encode_jpeg(tf.zeros([4, 6, 3], tf.uint8))
      >>> tf.io.decode_and_crop_jpeg(contents, [1, 2, 2, 3]).shape
      TensorShape([2, 3, 3])
    """
    return DecodeAndCropJpeg(
        contents,
        crop_window,
        channels=channels,
        ratio=ratio,
        fancy_upscaling=fancy_upscaling,
        try_recover_truncated=try_recover_truncated,
        acceptable_fraction=acceptable_fraction,
        dct_method=dct_method,
        name=name,
    )


def _three(done: Any) -> Any:
    return (3,)


@op(
    "contents: string -> image_shape: output_type",
    output_type=(int32, int64),
    shape=_three,
    jit=False,
)
def ExtractJpegShape(xp: Any, contents: Any, *, output_type: DType = int32) -> Any:
    return np.array(jpeg.shape_of(_bytes_of(contents)), output_type.np)


def extract_jpeg_shape(contents: Any, output_type: Any = int32, name: str | None = None) -> Any:
    """Height, width and channels of a JPEG file, without decoding it.

    Args:
      contents: A scalar string, the bytes of the file.
      output_type: int32 or int64.
      name: A name for the op.

    Returns:
      `[3]` of that dtype.

    Raises:
      tf.errors.InvalidArgumentError: It is no JPEG file.

    Example:
      >>> import tenfold as tf
      >>> contents = tf.io.encode_jpeg(tf.zeros([4, 6, 3], tf.uint8))
      >>> tf.io.extract_jpeg_shape(contents).numpy().tolist()
      [4, 6, 3]
    """
    return ExtractJpegShape(contents, output_type=output_type, name=name)


def is_jpeg(contents: Any, name: str | None = None) -> Any:
    """Whether strings begin as JPEG files do.

    Args:
      contents: Strings of any shape.
      name: A name for the op.

    Returns:
      A bool tensor of the same shape.

    Example:
      >>> import tenfold as tf
      >>> bool(tf.io.is_jpeg(tf.io.encode_jpeg(tf.zeros([4, 6, 3], tf.uint8))))
      True
    """
    return call("Equal", call("Substr", contents, 0, 3), b"\xff\xd8\xff", name=name)


@op("contents: string -> image: dtype", dtype=(uint8, uint16), shape=_channels_shape, jit=False)
def DecodePng(xp: Any, contents: Any, *, channels: int = 0, dtype: DType = uint8) -> Any:
    _check_channels(channels)
    data = _bytes_of(contents)
    if format_of(data) == "PNG":
        return png.read(data, channels, sixteen=dtype is uint16)
    image = _still(data, "DecodePng", channels, 1, False)
    return image if dtype is uint8 else image * np.uint16(256)


def decode_png(
    contents: Any, channels: int = 0, dtype: Any = uint8, name: str | None = None
) -> Any:
    """The pixels of a PNG file; JPEG files and GIF files of one frame are read as well.

    Args:
      contents: A scalar string, the bytes of the file.
      channels: 1 for grayscale, 3 for RGB, 4 for RGB with opacity, 0 for what the file has.
      dtype: uint8 or uint16.
      name: A name for the op.

    Returns:
      `[height, width, channels]` of that dtype.

    Raises:
      tf.errors.InvalidArgumentError: The bytes are not such a file, or `channels` is another.
      ModuleNotFoundError: Pillow is not installed.

    Example:
      >>> import tenfold as tf
      >>> contents = tf.io.encode_png(tf.constant([[[1, 2, 3]]], tf.uint8))
      >>> tf.io.decode_png(contents).numpy().tolist()
      [[[1, 2, 3]]]
    """
    return DecodePng(contents, channels=channels, dtype=dtype, name=name)


def _frames_shape(done: Any) -> Any:
    rules.merge(done.inputs[0].raw_shape, ())
    return (None, None, None, 3)


@op("contents: string -> image: uint8", shape=_frames_shape, jit=False)
def DecodeGif(xp: Any, contents: Any) -> Any:
    data = _bytes_of(contents)
    if format_of(data) == "GIF":
        return gif.read(data, 3)
    return _still(data, "DecodeGif", 3, 1, False)[None]


def decode_gif(contents: Any, name: str | None = None) -> Any:
    """The frames of a GIF file; JPEG and PNG files are read as one frame.

    Each frame is drawn over the one before, whatever the file says of disposal.

    Args:
      contents: A scalar string, the bytes of the file.
      name: A name for the op.

    Returns:
      uint8 `[frames, height, width, 3]`.

    Raises:
      tf.errors.InvalidArgumentError: The bytes are not such a file.
      ModuleNotFoundError: Pillow is not installed.

    Example:
      >>> import tenfold as tf
      >>> contents = tf.io.encode_png(tf.constant([[[1, 2, 3]]], tf.uint8))
      >>> tf.io.decode_gif(contents).numpy().tolist()
      [[[[1, 2, 3]]]]
    """
    return DecodeGif(contents, name=name)


@op("contents: string -> image: uint8", shape=_channels_shape, jit=False)
def DecodeBmp(xp: Any, contents: Any, *, channels: int = 0) -> Any:
    _check_channels(channels)
    data = _bytes_of(contents)
    if format_of(data) != "BMP":
        _wrong_op(format_of(data), "DecodeBmp")
    return bmp.read(data, channels)


def decode_bmp(contents: Any, channels: int = 0, name: str | None = None) -> Any:
    """The pixels of a BMP file.

    Args:
      contents: A scalar string, the bytes of the file.
      channels: 3 for RGB, 4 for RGB with opacity, 0 for what the file has.
      name: A name for the op.

    Returns:
      uint8 `[height, width, channels]`.

    Raises:
      tf.errors.InvalidArgumentError: It is no BMP file of 8, 24 or 32 bits a pixel.

    Example:
      >>> import struct
      >>> import tenfold as tf
      >>> header = struct.pack("<2sIIIIiiHH", b"BM", 58, 0, 54, 40, 1, 1, 1, 24) + bytes(24)
      >>> tf.io.decode_bmp(header + bytes([3, 2, 1, 0])).numpy().tolist()
      [[[1, 2, 3]]]
    """
    return DecodeBmp(contents, channels=channels, name=name)


def _webp_shape(done: Any) -> Any:
    return (None, *_channels_shape(done))


@op("contents: string -> image: dtype", dtype=(uint8,), shape=_webp_shape, jit=False)
def DecodeWebP(xp: Any, contents: Any, *, channels: int = 0, dtype: DType = uint8) -> Any:
    _check_channels(channels)
    data = _bytes_of(contents)
    if format_of(data) != "WebP":
        _wrong_op(format_of(data), "DecodeWebP")
    return webp(data, channels)


def decode_webp(
    contents: Any, channels: int = 0, dtype: Any = uint8, name: str | None = None
) -> Any:
    """The frames of a WebP file.

    Args:
      contents: A scalar string, the bytes of the file.
      channels: 3 or 4, which must be those of the file, or 0; animations have 4.
      dtype: uint8.
      name: A name for the op.

    Returns:
      uint8 `[frames, height, width, channels]`.

    Raises:
      tf.errors.InvalidArgumentError: It is no WebP file, or has other channels.
      ModuleNotFoundError: Pillow is not installed.

    Example:
      >>> import io
      >>> import tenfold as tf
      >>> from PIL import Image
      >>> file = io.BytesIO(); Image.new("RGB", (2, 1), (1, 2, 3)).save(file, "WEBP", lossless=True)
      >>> tf.io.decode_webp(file.getvalue()).numpy().tolist()
      [[[[1, 2, 3], [1, 2, 3]]]]
    """
    return DecodeWebP(contents, channels=channels, dtype=dtype, name=name)


@op("contents: string -> image: dtype", dtype=(uint8,), shape=_channels_shape, jit=False)
def DecodeJxl(xp: Any, contents: Any, *, channels: int = 0, dtype: DType = uint8) -> Any:
    _check_channels(channels)
    data = _bytes_of(contents)
    if format_of(data) != "JPEG XL":
        _wrong_op(format_of(data), "DecodeJxl")
    return jxl(data, channels)


def decode_jxl(
    contents: Any, channels: int = 0, dtype: Any = uint8, name: str | None = None
) -> Any:
    """The pixels of a JPEG XL file. Needs Pillow and `pip install pillow-jxl-plugin`.

    Args:
      contents: A scalar string, the bytes of the file.
      channels: 1, 3 or 4, which must be those of the file, or 0.
      dtype: uint8.
      name: A name for the op.

    Returns:
      uint8 `[height, width, channels]`.

    Raises:
      tf.errors.InvalidArgumentError: It is no JPEG XL file.
      ModuleNotFoundError: Pillow or the plugin is not installed.

    Example:
      >>> import tenfold as tf
      >>> tf.io.decode_jxl(b"no such file")
      Traceback (most recent call last):
      tenfold.core.errors.InvalidArgumentError: Unknown image file format. ...
    """
    return DecodeJxl(contents, channels=channels, dtype=dtype, name=name)


def _any_shape(done: Any) -> Any:
    rules.merge(done.inputs[0].raw_shape, ())
    return None


@op("contents: string -> image: dtype", dtype=(uint8, uint16, float32), shape=_any_shape, jit=False)
def DecodeImage(
    xp: Any,
    contents: Any,
    *,
    channels: int = 0,
    dtype: DType = uint8,
    expand_animations: bool = True,
) -> Any:
    _check_channels(channels)
    data = _bytes_of(contents)
    kind = format_of(data)
    if kind == "PNG":
        image = png.read(data, channels, sixteen=dtype is not uint8)
        return _as_float(image) if dtype is float32 else image
    if kind in ("WebP", "JPEG XL") and dtype is not uint8:
        invalid(f"{kind} only supports uint8 for dtype; received {dtype.name}.")
    image = _READERS[kind](data, channels)
    if image.ndim == 4 and not expand_animations:
        image = image[0]
    if dtype is uint16:
        return image * np.uint16(256)
    return _as_float(image) if dtype is float32 else image


# Every format but PNG, whose pixels may have more than 8 bits.
_READERS: dict[str, Callable[[bytes, int], np.ndarray]] = {
    "JPEG": lambda data, channels: jpeg.read(data, channels, 1, False),
    "GIF": gif.read,
    "BMP": bmp.read,
    "WebP": webp,
    "JPEG XL": jxl,
}


def _as_float(image: np.ndarray) -> np.ndarray:
    return image.astype(np.float32) * np.float32(1 / np.iinfo(image.dtype).max)


def decode_image(
    contents: Any,
    channels: int | None = None,
    dtype: Any = uint8,
    name: str | None = None,
    expand_animations: bool = True,
) -> Any:
    """The pixels of an image file of any format: JPEG, PNG, GIF, BMP, WebP or JPEG XL.

    Args:
      contents: A scalar string, the bytes of the file.
      channels: How many channels to give; None or 0 for what the file has.
      dtype: The dtype of the result; pixels are scaled to its range, [0, 1] if it is floating.
      name: A name for the op.
      expand_animations: Whether GIF and WebP files give all their frames, with an axis for them;
        otherwise they give the first frame.

    Returns:
      `[height, width, channels]`; `[frames, height, width, channels]` for GIF and WebP files.

    Raises:
      tf.errors.InvalidArgumentError: The bytes are no such file, or `channels` does not fit it.
      ModuleNotFoundError: Pillow is not installed.

    Example:
      >>> import tenfold as tf
      >>> contents = tf.io.encode_png(tf.constant([[[0, 255, 0]]], tf.uint8))
      >>> tf.io.decode_image(contents, dtype=tf.float32).numpy().tolist()
      [[[0.0, 1.0, 0.0]]]
    """
    wanted = as_dtype(dtype)
    read_as = wanted if wanted in (float32, uint8, uint16) else uint16
    depth = channels or 0
    image = DecodeImage(
        to_tensor(contents),
        channels=depth,
        dtype=read_as,
        expand_animations=expand_animations,
        name=name,
    )
    if read_as is not wanted:
        image = convert_image_dtype(image, wanted)
    if not expand_animations:
        image.set_shape([None, None, depth or None])
    return image
