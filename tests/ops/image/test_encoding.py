"""Written files come back, and other readers read them."""

from __future__ import annotations

import io

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import ints

pillow = pytest.importorskip("PIL.Image")


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16], ids=["uint8", "uint16"])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_png_comes_back(channels: int, dtype: type) -> None:
    image = ints(7, 9, channels, low=0, high=np.iinfo(dtype).max + 1, dtype=dtype)
    smooth = np.add.accumulate(image // 40, 1, dtype=dtype)
    for pixels in (image, smooth, image[:1], image[:, :1]):
        contents = tf.io.encode_png(pixels)
        np.testing.assert_array_equal(tf.io.decode_png(contents, dtype=dtype), pixels)
        assert pillow.open(io.BytesIO(contents.numpy())).size == pixels.shape[1::-1]


def test_png_takes_batches() -> None:
    images = ints(2, 3, 4, 5, 1, low=0, high=256, dtype=np.uint8)
    contents = tf.io.encode_png(images).numpy()
    assert contents.shape == (2, 3)
    np.testing.assert_array_equal(tf.io.decode_png(contents[1, 2]), images[1, 2])


def test_smooth_images_are_packed_well() -> None:
    ramp = np.broadcast_to(np.arange(200, dtype=np.uint8)[:, None, None], (200, 200, 3))
    assert len(tf.io.encode_png(ramp).numpy()) < ramp.size / 100
    small = len(tf.io.encode_png(ramp, compression=9).numpy())
    assert small < len(tf.io.encode_png(ramp, compression=0).numpy())


def test_what_cannot_be_written_is_refused() -> None:
    with pytest.raises(tf.errors.InternalError, match="has no pixels"):
        tf.io.encode_png(np.zeros((0, 3, 1), np.uint8))
    with pytest.raises(tf.errors.InternalError, match="has no pixels"):
        tf.io.encode_jpeg(np.zeros((3, 0, 1), np.uint8))
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"quality must be in \[0, 100\]"):
        tf.io.encode_jpeg(np.zeros((3, 3, 1), np.uint8), quality=101)


def test_jpeg_keeps_density_and_metadata() -> None:
    contents = tf.io.encode_jpeg(
        np.zeros((8, 8, 3), np.uint8),
        density_unit="cm",
        x_density=20,
        y_density=40,
        xmp_metadata="<x/>",
    ).numpy()
    found = pillow.open(io.BytesIO(contents))
    assert (found.info["jfif_unit"], found.info["jfif_density"]) == (2, (20, 40))
    assert b"<x/>" in contents
