"""GIF files, single and animated."""

from __future__ import annotations

import numpy as np

from .formats import damaged, frames_of, invalid, opened

_EXTENSION, _IMAGE, _CONTROL = 0x21, 0x2C, 0xF9
_SCREEN = 13  # the header and the size of the canvas
_KEEP = 1 << 2  # the disposal method that leaves a frame where it is
_DISPOSAL = 0b11100


def read(contents: bytes, channels: int, first_only: bool = False) -> np.ndarray:
    """The frames, uint8 `[frames, h, w, 3]`, each drawn over the one before.

    What a frame leaves transparent shows the frame before, or black; how frames say that they
    should be taken away again is ignored, as in TensorFlow.
    """
    if channels not in (0, 3):
        invalid(f"channels must be 0 or 3 for GIF, got {channels}.")
    try:
        kept = _keeping_frames(contents)
    except IndexError:
        if len(contents) <= _SCREEN:
            raise damaged(contents, "GIF", "it ends before the first frame.") from None
        kept = contents
    file = opened(kept, "GIF", "GIF")
    if first_only and _number_of_frames(file) > 1:
        invalid("This GIF is animated: tf.io.decode_gif and tf.io.decode_image read animations.")
    frames = np.stack(frames_of(file, contents, "GIF", "RGBA"))
    return np.where(frames[..., 3:] == 0, np.uint8(0), frames[..., :3])


def _number_of_frames(file: object) -> int:
    try:
        return int(getattr(file, "n_frames", 1))
    except (EOFError, IndexError):  # what there is ends early
        return 1


def _keeping_frames(contents: bytes) -> bytes:
    """The file with every frame marked to stay, which is how Pillow draws frames over others."""
    data = bytearray(contents)
    at = _SCREEN + _table(data[10])
    while at < len(data):
        kind = data[at]
        if kind == _EXTENSION:
            if data[at + 1] == _CONTROL:
                data[at + 3] = data[at + 3] & ~_DISPOSAL | _KEEP
            at = _after_blocks(data, at + 2)
        elif kind == _IMAGE:
            at = _after_blocks(data, at + 11 + _table(data[at + 9]))
        else:  # the end, or what no reader understands
            break
    return bytes(data)


def _table(flags: int) -> int:
    """The bytes of a table of colours."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytearray, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1
