"""BMP files: rows of blue, green, red (and alpha), or of one byte a pixel."""

from __future__ import annotations

import struct

import numpy as np

from .formats import damaged, invalid

# Up to the number of bits of a pixel.
_HEADER = 32


def read(contents: bytes, channels: int) -> np.ndarray:
    """The pixels, uint8 `[h, w, channels]`; a palette is not looked at, as in TensorFlow.

    Args:
      contents: An uncompressed BMP file of 8, 24 or 32 bits a pixel.
      channels: 3 or 4, or 0 for those of the file.
    """
    if channels not in (0, 3, 4):
        invalid(f"`channels` must be 0, 3 or 4 for BMP, but got {channels}.")
    if len(contents) < _HEADER:
        invalid(f"Incomplete bmp content: {len(contents)} bytes; the header takes {_HEADER}.")
    start, width, height, bits = struct.unpack_from("<I4xiixxH", contents, 10)
    depth = bits // 8
    if depth not in (1, 3, 4):
        invalid(f"A BMP pixel must have 8, 24 or 32 bits; this file has {bits}.")
    if width <= 0 or not height:
        raise damaged(contents, "BMP", f"its size is {width} by {height}.")
    row = -(-width * depth // 4) * 4
    if start + row * abs(height) != len(contents):
        raise damaged(
            contents, "BMP", f"expected a header of {start} and {abs(height)} rows of {row} bytes."
        )
    rows = np.frombuffer(contents, np.uint8, offset=start).reshape(abs(height), row)
    image = rows[:: -1 if height > 0 else 1, : width * depth].reshape(abs(height), width, depth)
    if depth > 1:
        image = image[:, :, [2, 1, 0, 3][:depth]]
    return _with_channels(image, channels or depth)


def _with_channels(image: np.ndarray, channels: int) -> np.ndarray:
    depth = image.shape[2]
    if channels == depth or channels < depth:
        return np.ascontiguousarray(image[:, :, :channels])
    if depth == 1:
        image = np.repeat(image, 3, 2)
    if channels == 4:
        image = np.concatenate([image, np.full_like(image[:, :, :1], 255)], 2)
    return np.ascontiguousarray(image)
