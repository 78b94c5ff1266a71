"""Image files: which format they are in, and reading them with Pillow (the `image` extra)."""

from __future__ import annotations

import io
import itertools
import struct
from typing import Any, NoReturn

import numpy as np

from tenfold.core import errors

# The first bytes of each format, by the name that messages use.
_BEGINNINGS = (
    ("JPEG", b"\xff\xd8\xff"),
    ("PNG", b"\x89PNG\r\n\x1a\n"),
    ("GIF", b"GIF8"),
    ("BMP", b"BM"),
    ("JPEG XL", b"\xff\x0a"),
    ("JPEG XL", b"\x00\x00\x00\x0cJXL \r\n\x87\n"),
)
# What Pillow's readers raise on files that are damaged.
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error)


def invalid(message: str) -> NoReturn:
    raise errors.InvalidArgumentError(None, None, message)


def format_of(contents: bytes) -> str:
    """The format's name, told from the first bytes."""
    if not contents:
        invalid("Input is empty; expected the bytes of an image file.")
    for name, beginning in _BEGINNINGS:
        if contents.startswith(beginning):
            return name
    if contents[:4] == b"RIFF" and contents[8:12] == b"WEBP":
        return "WebP"
    invalid(
        "Unknown image file format. One of JPEG, JPEG XL, PNG, GIF, BMP, WebP required; the "
        f"{len(contents)} bytes begin with {contents[:8]!r}."
    )


def pillow() -> Any:
    """Pillow's `Image` module."""
    try:
        from PIL import Image
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "Reading and writing image files needs Pillow: pip install 'tenfold[image]'."
        ) from error
    return Image


def opened(contents: bytes, name: str, pillow_name: str) -> Any:
    """The file, opened by Pillow's reader of one format."""
    image = pillow()
    try:
        return image.open(io.BytesIO(contents), formats=[pillow_name])
    except _DAMAGE as error:
        raise damaged(contents, name, error) from None
    except image.DecompressionBombError as error:
        message = f"{error} Raise PIL.Image.MAX_IMAGE_PIXELS to read it all the same."
        raise errors.InvalidArgumentError(None, None, message) from None


def pixels(opened_file: Any, contents: bytes, name: str, mode: str = "") -> np.ndarray:
    """The pixels, `[h, w, channels]`, in a mode of Pillow's if one is given."""
    try:
        found = opened_file if mode in ("", opened_file.mode) else opened_file.convert(mode)
        array = np.asarray(found)
    except _DAMAGE as error:
        raise damaged(contents, name, error) from None
    return array[:, :, None] if array.ndim == 2 else array


def damaged(contents: bytes, name: str, error: Exception | str) -> Exception:
    message = f"Invalid {name} data, size {len(contents)}: {error}"
    return errors.InvalidArgumentError(None, None, message)


def frames_of(opened_file: Any, contents: bytes, name: str, mode: str) -> list[np.ndarray]:
    """All frames of an animation, up to the first that is damaged."""
    found: list[np.ndarray] = []
    try:
        # Pillow would go through the whole file to count them, and fail where it ends early.
        for number in itertools.count():
            opened_file.seek(number)
            found.append(np.array(opened_file.convert(mode)))
    except (EOFError, *_DAMAGE) as error:
        if not found:
            raise damaged(contents, name, error) from None
    return found


def webp(contents: bytes, channels: int) -> np.ndarray:
    """The frames of a WebP file, uint8 `[frames, h, w, 3 or 4]`; animations have 4 channels."""
    if channels not in (0, 3, 4):
        invalid(f"WebP only supports 3 or 4 channels; received channels={channels}.")
    file = opened(contents, "WebP", "WEBP")
    depth = 4 if file.n_frames > 1 or file.mode == "RGBA" else 3
    if channels not in (0, depth):
        invalid(f"The WebP image has {depth} channels; received channels={channels}.")
    return np.stack(frames_of(file, contents, "WebP", "RGBA" if depth == 4 else "RGB"))


def jxl(contents: bytes, channels: int) -> np.ndarray:
    """The pixels of a JPEG XL file, uint8 `[h, w, channels]`: needs Pillow's plugin for it."""
    try:
        import pillow_jxl  # noqa: F401
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "Reading JPEG XL needs Pillow and its plugin: "
            "pip install 'tenfold[image]' pillow-jxl-plugin."
        ) from error
    image = pixels(opened(contents, "JPEG XL", "JXL"), contents, "JPEG XL")
    if channels not in (0, image.shape[2]):
        invalid(f"The JPEG XL image has {image.shape[2]} channels; received channels={channels}.")
    return image
