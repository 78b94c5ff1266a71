"""Resizing: forms of arguments, and sizes that are not known while tracing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import uniform

IMAGE = uniform(2, 9, 12, 3)
METHODS = [v for k, v in vars(tf.image.ResizeMethod).items() if k.isupper()]


def test_a_plain_image_stays_plain() -> None:
    image = np.full((5, 7, 2), 0.3, np.float32)
    for method in METHODS:
        for antialias in (False, True):
            found = tf.image.resize(image, [3, 11], method, antialias=antialias)
            np.testing.assert_allclose(found, 0.3, rtol=1e-5, err_msg=method)


@pytest.mark.parametrize(
    "size", [[2], [1.0, 2.0], [[1, 2]], [1, 2, 3]], ids=["one", "floats", "matrix", "three"]
)
def test_other_sizes_are_refused(size: Any) -> None:
    with pytest.raises(ValueError, match="'size' must be a 1-D"):
        tf.image.resize(IMAGE, size)


def test_other_ranks_and_methods_are_refused() -> None:
    with pytest.raises(ValueError, match="either 3 or 4 dimensions"):
        tf.image.resize(IMAGE[0, ..., 0], [2, 2])
    with pytest.raises(ValueError, match="not implemented: 'cubist'"):
        tf.image.resize(IMAGE, [2, 2], "cubist")
    with pytest.raises(ValueError, match="target_width must be > 0"):
        tf.image.resize_with_pad(IMAGE, 3, 0)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", [(None, None, None, 3), (None, None, None, None)], ids=str)
def test_a_function_resizes_images_of_any_size(method: str, shape: Any) -> None:
    @tf.function(input_signature=[tf.TensorSpec(shape)])
    def half(images: Any) -> Any:
        size = tf.shape(images)[1:3] // 2
        return tf.image.resize(images, size, method, antialias=True)

    for image in (IMAGE, IMAGE[:, 1:, :7]):
        wanted = [n // 2 for n in image.shape[1:3]]
        expected = tf.image.resize(image, wanted, method, antialias=True)
        np.testing.assert_allclose(half(tf.constant(image)), expected, rtol=1e-5, atol=1e-6)


def test_known_sizes_are_noted_while_tracing() -> None:
    def traced(f: Any, shape: Any) -> Any:
        function = tf.function(lambda x: f(x)).get_concrete_function(tf.TensorSpec(shape))
        return function.outputs[0].shape.as_list()

    assert traced(lambda x: tf.image.resize(x, [5, 6]), [None, None, 3]) == [5, 6, 3]
    assert traced(lambda x: tf.image.resize_with_pad(x, 5, 6), [2, None, None, 3]) == [2, 5, 6, 3]
    found = traced(lambda x: tf.image.resize_with_crop_or_pad(x, 5, 6), [None, None, 1])
    assert found == [5, 6, 1]
    assert traced(lambda x: tf.image.central_crop(x, 0.5), [8, None, 3]) == [4, None, 3]


def test_the_gradient_reaches_every_pixel_that_was_used() -> None:
    image = tf.constant(IMAGE)
    for method in ("bilinear", "bicubic", "lanczos3"):
        with tf.GradientTape() as tape:
            tape.watch(image)
            total = tf.reduce_sum(tf.image.resize(image, [4, 5], method, antialias=True))
        gradient = tape.gradient(total, image)
        # Each pixel of the result is a weighted mean, so the weights of all sum to their number.
        assert float(tf.reduce_sum(gradient)) == pytest.approx(2 * 3 * 20, rel=1e-4)


def test_infinities_stay_where_they_are() -> None:
    image = np.zeros((1, 1, 12, 1), np.float32)
    image[0, 0, 0] = np.inf
    found = tf.image.resize(image, [1, 6], antialias=True)[0, 0, :, 0].numpy()
    assert np.isinf(found[0]) and (found[2:] == 0).all()


@pytest.mark.parametrize("height", [3, 4, 7, 13])
@pytest.mark.parametrize("width", [5, 8, 21])
def test_the_kept_proportions_are_known_in_a_graph(height: int, width: int) -> None:
    def resized(images: Any) -> Any:
        return tf.image.resize(images, [9, 10], preserve_aspect_ratio=True)

    known = tf.TensorSpec([1, height, width, 2])
    unknown = tf.TensorSpec([1, None, None, 2])
    static = tf.function(resized).get_concrete_function(known).output_shapes
    found = tf.function(resized, input_signature=[unknown])(tf.zeros(known.shape))
    assert static.as_list() == found.shape.as_list()


def test_a_graph_names_a_resize_as_tensorflow_does() -> None:
    with tf.Graph().as_default():
        assert tf.image.resize(tf.ones([1, 2, 2, 1]), [3, 3]).op.name == "resize/ResizeBilinear"
