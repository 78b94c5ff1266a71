"""PNG files of 8 and of 16 bits."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np

from .formats import damaged, opened, pixels

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GRAY, _RGB, _PALETTE, _GRAY_ALPHA, _RGBA = 0, 2, 3, 4, 6
_COLOUR_TYPES = {1: _GRAY, 2: _GRAY_ALPHA, 3: _RGB, 4: _RGBA}
# How much red, green and blue weigh in the brightness, in parts of 2 ** 15.
_BRIGHTNESS = np.array([9797, 19234, 3737], np.int64)
# What a chunk has around its body: length, kind and checksum.
_AROUND = 12
_HEADER = struct.Struct(">I4sIIBBBBB")


def read(contents: bytes, channels: int, sixteen: bool) -> np.ndarray:
    """The pixels, `[h, w, channels]`.

    Args:
      contents: A PNG file of any kind.
      channels: 1 to 4, or 0 for those of the file.
      sixteen: Whether the result is uint16, else uint8.
    """
    try:
        *_, bits, kind, _, _, _ = _HEADER.unpack_from(contents, len(_SIGNATURE))
    except struct.error as error:
        raise damaged(contents, "PNG", error) from None
    if not _is_whole(contents):
        raise damaged(contents, "PNG", "it ends too early.")
    image = _sixteen_bits(contents, kind) if bits == 16 else _samples(contents, kind, channels)
    # TensorFlow's quirk: what is opaque is the greatest value of the file's own depth.
    image = _with_channels(image, channels or image.shape[2], (1 << bits) - 1)
    if sixteen and image.dtype == np.uint8:
        return image * np.uint16(257)
    if not sixteen and image.dtype == np.uint16:
        return (image >> 8).astype(np.uint8)
    return image


def _is_whole(contents: bytes) -> bool:
    """Whether the chunks are all there, up to the last."""
    at = len(_SIGNATURE)
    while at + _AROUND <= len(contents):
        length, kind = struct.unpack_from(">I4s", contents, at)
        at += _AROUND + length
        if kind == b"IEND":
            return at <= len(contents)
    return False


def _samples(contents: bytes, kind: int, channels: int) -> np.ndarray:
    """What a file of up to 8 bits stores, palettes looked up."""
    file = opened(contents, "PNG", "PNG")
    clear = "transparency" in file.info
    if kind == _PALETTE:
        return pixels(file, contents, "PNG", "RGBA" if clear else "RGB")
    if clear and channels == 4:  # one colour is transparent: only shown where alpha is asked for
        return pixels(file, contents, "PNG", "RGBA")
    return pixels(file, contents, "PNG", "L" if file.mode == "1" else file.mode)


def _sixteen_bits(contents: bytes, kind: int) -> np.ndarray:
    """Samples of 16 bits, of which Pillow reads the upper or the lower half at a time."""
    if kind == _GRAY:
        return pixels(opened(contents, "PNG", "PNG"), contents, "PNG").astype(np.uint16)
    if kind == _GRAY_ALPHA:  # its bytes lie as those of an image of four channels of 8 bits
        four = opened(_as_four_bytes(contents), "PNG", "PNG")
        halves = pixels(four, contents, "PNG").astype(np.uint16)
        return halves[..., ::2] << 8 | halves[..., 1::2]
    upper = pixels(opened(contents, "PNG", "PNG"), contents, "PNG").astype(np.uint16)
    file = opened(contents, "PNG", "PNG")
    # The same bytes read as if the lower half came last.
    file.tile = [_lower_half(tile) for tile in file.tile]
    return upper << 8 | pixels(file, contents, "PNG")


def _lower_half(tile: Any) -> tuple[Any, ...]:
    codec, extents, offset, layout = tile[:4]
    return codec, extents, offset, layout.replace(";16B", ";16L")


def _as_four_bytes(contents: bytes) -> bytes:
    start = len(_SIGNATURE)
    header = bytearray(contents[start : start + 25])
    header[16:18] = bytes((8, _RGBA))
    header[21:] = struct.pack(">I", zlib.crc32(header[4:21]))
    return contents[:start] + bytes(header) + contents[start + 25 :]


def _with_channels(image: np.ndarray, channels: int, opaque: int) -> np.ndarray:
    depth = image.shape[2]
    if channels == depth:
        return image
    alpha = image[:, :, depth - 1 :] if depth in (2, 4) else None
    colours = image if alpha is None else image[:, :, : depth - 1]
    if channels < 3 and colours.shape[2] == 3:
        rounding = 0 if image.dtype == np.uint8 else 1 << 14
        mixed = (colours.astype(np.int64) @ _BRIGHTNESS + rounding) >> 15
        colours = mixed.astype(image.dtype)[:, :, None]
    elif channels >= 3 and colours.shape[2] == 1:
        colours = np.repeat(colours, 3, 2)
    if channels in (1, 3):
        return np.ascontiguousarray(colours)
    if alpha is None:
        alpha = np.full_like(colours[:, :, :1], opaque)
    return np.concatenate([colours, alpha], 2)


def written(image: np.ndarray, compression: int) -> bytes:
    """A PNG file of uint8 or uint16 pixels `[h, w, 1 to 4]`."""
    height, width, depth = image.shape
    bits = 8 * image.dtype.itemsize
    header = struct.pack(">IIBBBBB", width, height, bits, _COLOUR_TYPES[depth], 0, 0, 0)
    rows = np.ascontiguousarray(image.astype(f">u{bits // 8}")).view(np.uint8)
    data = zlib.compress(_filtered(rows.reshape(height, -1), depth * bits // 8), compression)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    check = zlib.crc32(body, zlib.crc32(kind))
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)


def _filtered(rows: np.ndarray, step: int) -> bytes:
    """Each row as differences from its neighbours: the kind whose differences are the least."""
    left, above, corner = (np.zeros_like(rows) for _ in range(3))
    left[:, step:] = rows[:, :-step]
    above[1:] = rows[:-1]
    corner[1:, step:] = rows[:-1, :-step]
    mean = ((left.astype(np.uint16) + above) >> 1).astype(np.uint8)
    kinds = [rows - guess for guess in (0, left, above, mean, _paeth(left, above, corner))]
    weights = [np.abs(kind.view(np.int8).astype(np.int64)).sum(1) for kind in kinds]
    best = np.argmin(weights, 0)
    chosen = np.stack(kinds)[best, np.arange(len(rows))]
    return np.concatenate([best.astype(np.uint8)[:, None], chosen], 1).tobytes()


def _paeth(left: np.ndarray, above: np.ndarray, corner: np.ndarray) -> np.ndarray:
    """Of the three neighbours the one nearest to left + above - corner."""
    a, b, c = (x.astype(np.int16) for x in (left, above, corner))
    to_left, to_above, to_corner = np.abs(b - c), np.abs(a - c), np.abs(a + b - 2 * c)
    first = (to_left <= to_above) & (to_left <= to_corner)
    return np.where(first, left, np.where(to_above <= to_corner, above, corner))
