"""JPEG files: read and written with Pillow, so by libjpeg-turbo, as TensorFlow does."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np

from .formats import damaged, invalid, opened, pillow, pixels

_START_OF_SCAN, _END_OF_IMAGE = b"\xff\xda", b"\xff\xd9"
# Frame headers: all markers from C0 to CF but for tables of Huffman codes, JPG and arithmetic.
_FRAMES = {m for m in range(0xC0, 0xD0) if m not in (0xC4, 0xC8, 0xCC)}
_ALONE = {0x01, *range(0xD0, 0xD9)}
_UNITS = {"in": 1, "cm": 2}
# Where the JFIF header, which comes first, has unit and densities.
_DENSITY = slice(13, 18)


def shape_of(contents: bytes) -> tuple[int, int, int]:
    """Height, width and number of channels, from the headers alone."""
    at = 2
    while contents.startswith(b"\xff\xd8") and at + 9 < len(contents) and contents[at] == 0xFF:
        marker = contents[at + 1]
        if marker == 0xFF:  # a byte of filling
            at += 1
        elif marker in _ALONE:
            at += 2
        elif marker in _FRAMES:
            height, width, channels = struct.unpack_from(">HHB", contents, at + 5)
            return height, width, channels
        else:
            at += 2 + struct.unpack_from(">H", contents, at + 2)[0]
    raise damaged(contents, "JPEG", "no frame header was found.")


def read(contents: bytes, channels: int, ratio: int, recover: bool) -> np.ndarray:
    """The pixels, uint8 `[h, w, channels]`.

    Args:
      contents: A JPEG file.
      channels: 1 or 3, or 0 for those of the file (3 for CMYK).
      ratio: 1, 2, 4 or 8: by how much the image is read smaller.
      recover: Whether a file that ends too early gives what there is of it.
    """
    if channels not in (0, 1, 3):
        invalid(f"JPEG does not support {channels} channels; pass 0, 1 or 3.")
    whole = contents.rfind(_END_OF_IMAGE) > contents.rfind(_START_OF_SCAN)
    if not whole:
        if not recover:
            raise damaged(
                contents, "JPEG", "the file ends too early. try_recover_truncated=True reads it."
            )
        contents += _END_OF_IMAGE
    file = opened(contents, "JPEG", "JPEG")
    width, height = file.size
    mode = _mode(file.mode, channels)
    # Pillow takes a size, and the scale from how often that goes into the image.
    file.draft(mode, (max(1, width // ratio), max(1, height // ratio)))
    if file.mode == "CMYK":
        return _from_cmyk(pixels(file, contents, "JPEG"), channels)
    rest = ratio // (-(-width // file.size[0]) if ratio > 1 else 1)
    if rest > 1:  # an image so small that its scale was not reached
        file = file.reduce(rest)
    return pixels(file, contents, "JPEG", mode)


def _mode(stored: str, channels: int) -> str:
    if stored == "CMYK":
        return "CMYK"
    return {0: stored, 1: "L", 3: "RGB"}[channels]


def _from_cmyk(image: np.ndarray, channels: int) -> np.ndarray:
    """RGB of inks, which Pillow gives as amounts: white is 0."""
    light = 255 - image.astype(np.int64)
    colours = (light[:, :, :3] * light[:, :, 3:] // 255).astype(np.uint8)
    if channels == 1:
        return np.asarray(pillow().fromarray(colours).convert("L"))[:, :, None]
    return colours


def written(image: np.ndarray, quality: int, **options: Any) -> bytes:
    """A JPEG file of uint8 pixels `[h, w, 1 or 3]`.

    Args:
      image: The pixels.
      quality: From 0 to 100.
      **options: Those of the op EncodeJpeg, without its format.
    """
    gray = image.shape[2] == 1
    halve = options.get("chroma_downsampling", True) and not gray
    colours = image[:, :, 0] if gray else image
    buffer = io.BytesIO()
    extra = {"xmp": options["xmp_metadata"].encode()} if options.get("xmp_metadata") else {}
    pillow().fromarray(np.ascontiguousarray(colours)).save(
        buffer,
        "JPEG",
        quality=quality,
        progressive=options.get("progressive", False),
        optimize=options.get("optimize_size", False),
        subsampling=2 if halve else 0,
        dpi=(300, 300),
        **extra,
    )
    data = bytearray(buffer.getvalue())
    unit = _UNITS[options.get("density_unit", "in")]
    densities = options.get("x_density", 300), options.get("y_density", 300)
    data[_DENSITY] = struct.pack(">BHH", unit, *densities)
    return bytes(data)
