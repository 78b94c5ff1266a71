"""Samples for ops/image/decoding.py and ops/image/encoding.py.

The files are kept as text in `tests/ops/image/files.py`, which says how they were made.
"""

from typing import Any

import numpy as np

from tests.ops.image.files import BMP, GIF, JPEG, PNG, WEBP
from tests.ops.sample import Sample, ints, sample

ACCURATE = {"dct_method": "INTEGER_ACCURATE"}


def text(value: bytes) -> np.ndarray:
    box = np.empty((), object)
    box[()] = value
    return box


def file(value: bytes, *more: Any, **attrs: Any) -> Sample:
    return sample(text(value), *more, **attrs)


def window(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


def pixels(*shape: int, dtype: Any = np.uint8) -> np.ndarray:
    return ints(*shape, low=0, high=np.iinfo(dtype).max + 1, dtype=dtype)


def slope(height: int, width: int, channels: int) -> np.ndarray:
    """Smooth colours, which JPEG keeps well."""
    y, x = np.mgrid[:height, :width]
    planes = [(7 * x + 3 * y * (c + 1)) % 256 for c in range(channels)]
    return np.stack(planes, -1).astype(np.uint8)


BAD = (b"", b"no image", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n12345", b"GIF89a", b"BM12345")
VARIABLE = [np.array(q, np.int32) for q in (0, 50, 95, 100)]

SAMPLES = {
    "DecodeJpeg": [
        *(file(value, **ACCURATE) for value in JPEG.values()),
        *(file(JPEG["rgb"], channels=n, **ACCURATE) for n in (1, 3)),
        *(file(JPEG["gray"], channels=n, **ACCURATE) for n in (1, 3)),
        *(file(JPEG["cmyk"], channels=n, **ACCURATE) for n in (3,)),
        *(file(JPEG["rgb"], ratio=n, **ACCURATE) for n in (2, 4, 8)),
        *(file(JPEG["gray"], ratio=n, channels=3, **ACCURATE) for n in (2, 8)),
        file(PNG["rgba"], channels=3),
        file(GIF["single"]),
        file(GIF["animated"]),
        file(BMP["rgb"]),
        *(file(JPEG["rgb"], channels=n) for n in (2, 4, 5)),
        file(JPEG["rgb"], ratio=3),
        file(JPEG["rgb"], dct_method="FAST"),
        file(JPEG["rgb"][:-2]),
        file(JPEG["rgb"][:500]),
        *map(file, BAD),
        sample(np.array([JPEG["rgb"]] * 2, object)),
    ],
    "DecodeAndCropJpeg": [
        *(
            # Of colours at half size TensorFlow smooths what is left after the cut.
            file(JPEG["full"], window(*values), **ACCURATE)
            for values in ((0, 0, 5, 7), (3, 4, 9, 2), (0, 0, 17, 19), (16, 18, 1, 1))
        ),
        file(JPEG["gray"], window(1, 2, 3, 4), channels=3, **ACCURATE),
        *(
            file(JPEG["rgb"], window(*values), **ACCURATE)
            for values in ((-1, 0, 3, 3), (0, 0, 18, 3), (0, 17, 3, 3), (0, 0, 0, 3), (0, 1, 2))
        ),
        file(PNG["rgb"], window(0, 0, 1, 1)),
    ],
    "ExtractJpegShape": [
        *(file(value) for value in JPEG.values()),
        file(JPEG["rgb"], output_type="int64"),
        file(PNG["rgb"]),
        *map(file, BAD[:3]),
    ],
    "DecodePng": [
        *(file(value, channels=n) for value in PNG.values() for n in (0, 1, 3, 4)),
        *(file(value, channels=n, dtype="uint16") for value in PNG.values() for n in (0, 1, 4)),
        file(GIF["single"]),
        file(GIF["animated"]),
        file(BMP["rgb"]),
        file(PNG["rgb"], channels=2),
        file(PNG["rgb"][:40]),
        file(PNG["rgb"][:-20]),
        *map(file, BAD),
    ],
    "DecodeGif": [
        *(file(value) for value in GIF.values()),
        file(PNG["rgba"]),
        file(BMP["rgb"]),
        file(GIF["animated"][:-30]),
        file(GIF["animated"][:40]),
        *map(file, BAD),
    ],
    "DecodeBmp": [
        *(file(value, channels=n) for value in BMP.values() for n in (0, 1, 3, 4)),
        file(BMP["rgb"][:-9]),
        file(BMP["rgb"][:20]),
        file(PNG["rgb"]),
        *map(file, BAD),
    ],
    "DecodeWebP": [
        *(file(value, channels=n) for value in WEBP.values() for n in (0, 1, 3, 4)),
        file(WEBP["lossless"][:30]),
    ],
    "DecodeJxl": [*map(file, BAD[:2])],
    "DecodeImage": [
        *(
            file(value, dtype=dtype)
            for value in (PNG["rgb"], PNG["rgb16"], GIF["animated"], BMP["rgb"])
            for dtype in ("uint8", "uint16", "float32")
        ),
        *(
            file(value, expand_animations=False)
            for value in (PNG["gray"], GIF["animated"], GIF["single"], WEBP["animated"])
        ),
        *(file(WEBP["lossy"], dtype=dtype) for dtype in ("uint8", "uint16", "float32")),
        *(
            file(value, channels=n)
            for value in (PNG["gray"], GIF["single"], BMP["rgb"], WEBP["lossless"])
            for n in (1, 3, 4)
        ),
        file(JPEG["rgb"], channels=4),
        file(JPEG["rgb"][:500]),
        *map(file, BAD),
    ],
    "EncodeJpeg": [
        *(sample(slope(17, 19, n), quality=q) for n in (1, 3) for q in (0, 30, 95, 100)),
        *(
            sample(slope(17, 19, 3), **attrs)
            for attrs in (
                {"progressive": True},
                {"optimize_size": True},
                {"chroma_downsampling": False},
                {"density_unit": "cm", "x_density": 10, "y_density": 700},
                {"xmp_metadata": "<x/>"},
                {"format": "rgb"},
                {"format": "grayscale"},
                {"quality": 101},
                {"quality": -1},
            )
        ),
        sample(slope(17, 19, 1), format="rgb"),
        sample(slope(17, 19, 2)),
        sample(slope(17, 19, 3)[0]),
    ],
    "EncodeJpegVariableQuality": [
        *(sample(slope(9, 11, n), q) for n in (1, 3) for q in VARIABLE),
        sample(slope(9, 11, 3), np.array(101, np.int32)),
        sample(slope(9, 11, 3), np.array([5, 6], np.int32)),
        sample(slope(9, 11, 4), VARIABLE[0]),
    ],
    "EncodePng": [  # equal pixels, but other bytes: see tests/ops/image/test_encoding.py
        *(
            sample(pixels(2, 5, 6, n, dtype=dtype), golden=False)
            for n in (1, 2, 3, 4)
            for dtype in (np.uint8, np.uint16)
        ),
        sample(pixels(5, 6, 3), compression=9, golden=False),
        sample(pixels(0, 5, 6, 3), golden=False),
        sample(pixels(5, 6, 3), compression=10),
        sample(pixels(5, 6, 5)),
        sample(pixels(5, 6)),
    ],
}
