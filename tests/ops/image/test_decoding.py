"""Reading image files: in functions, when damaged, and without Pillow."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.image.files import BMP, GIF, JPEG, JXL, PNG, WEBP


def test_a_function_reads_and_resizes() -> None:
    @tf.function(input_signature=[tf.TensorSpec([], tf.string)])
    def load(contents: Any) -> Any:
        image = tf.io.decode_image(contents, channels=3, expand_animations=False)
        return tf.image.resize(image, [4, 4])

    for contents in (JPEG["gray"], PNG["rgba"], GIF["animated"], BMP["rgb"]):
        image = tf.io.decode_image(contents, channels=3, expand_animations=False)
        np.testing.assert_allclose(load(contents), tf.image.resize(image, [4, 4]), rtol=1e-5)


def test_shapes_are_known_as_far_as_channels_say() -> None:
    def traced(read: Any) -> Any:
        spec = tf.TensorSpec([], tf.string)
        outputs = tf.function(lambda s: read(s)).get_concrete_function(spec).outputs
        return outputs[0].shape

    assert traced(lambda s: tf.io.decode_png(s, 3)).as_list() == [None, None, 3]
    assert traced(tf.io.decode_gif).as_list() == [None, None, None, 3]
    assert traced(lambda s: tf.io.decode_image(s)).rank is None
    still = traced(lambda s: tf.io.decode_image(s, 1, expand_animations=False))
    assert still.as_list() == [None, None, 1]


def test_a_truncated_jpeg_gives_what_there_is_of_it_if_asked() -> None:
    contents = JPEG["full"][:-10]
    with pytest.raises(tf.errors.InvalidArgumentError, match="ends too early"):
        tf.io.decode_jpeg(contents)
    found = tf.io.decode_jpeg(contents, try_recover_truncated=True).numpy()
    whole = tf.io.decode_jpeg(JPEG["full"]).numpy()
    np.testing.assert_array_equal(found[:8], whole[:8])


def test_a_small_jpeg_can_be_read_smaller_still() -> None:
    contents = tf.io.encode_jpeg(np.full((3, 20, 3), 80, np.uint8))
    found = tf.io.decode_jpeg(contents, ratio=8).numpy()
    assert found.shape == (1, 3, 3)
    assert abs(found.astype(int) - 80).max() <= 2


def test_a_damaged_file_is_refused_by_name() -> None:
    for contents, kind in ((PNG["rgb"], "PNG"), (GIF["single"], "GIF"), (WEBP["lossy"], "WebP")):
        with pytest.raises(tf.errors.InvalidArgumentError, match=f"Invalid {kind} data"):
            tf.io.decode_image(contents[:45])


def test_other_formats_are_refused_with_the_right_op() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"Use tf\.io\.decode_webp"):
        tf.io.decode_png(WEBP["lossy"])
    with pytest.raises(tf.errors.InvalidArgumentError, match="animated"):
        tf.io.decode_jpeg(GIF["animated"])


def test_frames_are_drawn_over_those_before() -> None:
    frames = tf.io.decode_gif(GIF["animated"]).numpy()
    first = tf.io.decode_image(GIF["animated"], expand_animations=False).numpy()
    np.testing.assert_array_equal(frames[0], first)
    assert len(frames) == 3


@pytest.mark.parametrize(
    "read", [lambda: tf.io.decode_jpeg(JPEG["rgb"]), lambda: tf.io.decode_png(PNG["rgb"])]
)
def test_without_pillow_the_extra_is_named(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'tenfold\[image\]'"):
        read()
    assert tf.io.decode_bmp(BMP["rgb"]).shape == [5, 6, 3]


def test_jpeg_xl_is_read_with_its_plugin() -> None:
    pytest.importorskip("pillow_jxl")
    for kind in ("rgb", "rgba"):
        expected = tf.io.decode_png(PNG[kind])
        np.testing.assert_array_equal(tf.io.decode_jxl(JXL[kind]), expected)
        np.testing.assert_array_equal(tf.io.decode_image(JXL[kind]), expected)
    with pytest.raises(tf.errors.InvalidArgumentError, match="has 4 channels"):
        tf.io.decode_jxl(JXL["rgba"], channels=3)


def test_without_its_plugin_jpeg_xl_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_jxl", None)
    with pytest.raises(ModuleNotFoundError, match="pillow-jxl-plugin"):
        tf.io.decode_jxl(b"\xff\x0a and more")


def test_frames_before_the_end_of_a_cut_animation_are_read() -> None:
    whole = tf.io.decode_gif(GIF["animated"]).numpy()
    found = {}
    for length in range(len(GIF["animated"]) - 1, 20, -1):
        try:
            frames = tf.io.decode_gif(GIF["animated"][:length]).numpy()
        except tf.errors.InvalidArgumentError:
            break
        found.setdefault(len(frames), frames)
    assert sorted(found) == list(range(1, len(whole) + 1))
    for count, frames in found.items():
        np.testing.assert_array_equal(frames[:-1], whole[: count - 1])
