"""Functions under the arguments of TensorFlow 1 that TensorFlow and tenfold both run."""

from __future__ import annotations

from typing import Any

import numpy as np


def numbers(*shape: int, start: int = 0) -> Any:
    return np.sin(np.arange(int(np.prod(shape))) + start).astype(np.float32).reshape(shape)


WEIGHTS, BIASES, INPUTS = numbers(7, 3), numbers(7), numbers(4, 3, start=5)
LABELS = np.array([[1], [2], [0], [6]])
IMAGE = numbers(1, 5, 5, 2)
TABLES = [numbers(3, 3), numbers(2, 3, start=9), numbers(2, 3, start=15)]
IDS = [0, 1, 2, 5, 6, 3]
SEQUENCES = numbers(4, 2, 4)


def sampled(tf: Any) -> Any:
    chances = np.array([[0.1], [0.2], [0.3], [0.4]], np.float32)
    return (tf.constant([1, 3, 5], tf.int64), tf.constant(chances), tf.constant([0.1, 0.2, 0.3]))


def sparse(tf: Any, values: Any) -> Any:
    return tf.SparseTensor([[0, 0], [0, 1], [2, 0]], tf.constant(values, tf.int64), [3, 2])


FUNCTIONS = {
    "nce_loss": lambda tf: tf.nn.nce_loss(
        WEIGHTS, BIASES, LABELS, INPUTS, 3, 7, sampled_values=sampled(tf)
    ),
    "sampled_softmax_loss": lambda tf: tf.nn.sampled_softmax_loss(
        WEIGHTS, BIASES, LABELS, INPUTS, 3, 7, sampled_values=sampled(tf)
    ),
    "embedding_lookup_mod": lambda tf: tf.nn.embedding_lookup(
        [tf.constant(t) for t in TABLES], IDS
    ),
    "embedding_lookup_div": lambda tf: tf.nn.embedding_lookup(
        [tf.constant(t) for t in TABLES], IDS, "div"
    ),
    "embedding_lookup_sparse": lambda tf: tf.nn.embedding_lookup_sparse(
        [tf.constant(t) for t in TABLES], sparse(tf, [1, 4, 6]), None, combiner="sum"
    ),
    "safe_embedding_lookup_sparse": lambda tf: tf.nn.safe_embedding_lookup_sparse(
        tf.constant(WEIGHTS), sparse(tf, [1, 4, 6])
    ),
    "convolution": lambda tf: tf.nn.convolution(
        IMAGE, numbers(2, 2, 2, 3), "SAME", dilation_rate=[2, 2]
    ),
    "conv2d_backprop_filter": lambda tf: tf.nn.conv2d_backprop_filter(
        IMAGE, [2, 2, 2, 3], numbers(1, 4, 4, 3), [1, 1, 1, 1], "VALID"
    ),
    "conv2d_backprop_input": lambda tf: tf.nn.conv2d_backprop_input(
        [1, 5, 5, 2], numbers(2, 2, 2, 3), numbers(1, 4, 4, 3), [1, 1, 1, 1], "VALID"
    ),
    "conv3d_transpose": lambda tf: tf.nn.conv3d_transpose(
        numbers(1, 2, 2, 2, 1), numbers(2, 2, 2, 1, 1), [1, 4, 4, 4, 1], [1, 2, 2, 2, 1]
    ),
    "depthwise_conv2d_native": lambda tf: tf.nn.depthwise_conv2d_native(
        IMAGE, numbers(2, 2, 2, 1), [1, 1, 1, 1], "SAME"
    ),
    "depthwise_backprop_input": lambda tf: tf.nn.depthwise_conv2d_native_backprop_input(
        [1, 5, 5, 2], numbers(2, 2, 2, 1), IMAGE, [1, 1, 1, 1], "SAME"
    ),
    "depthwise_backprop_filter": lambda tf: tf.nn.depthwise_conv2d_native_backprop_filter(
        IMAGE, [2, 2, 2, 1], IMAGE, [1, 1, 1, 1], "SAME"
    ),
    "pool": lambda tf: tf.nn.pool(IMAGE, [2, 2], "MAX", "SAME", strides=[2, 2]),
    "dilation2d": lambda tf: tf.nn.dilation2d(
        IMAGE, numbers(2, 2, 2), [1, 1, 1, 1], [1, 1, 1, 1], "SAME"
    ),
    "erosion2d": lambda tf: tf.nn.erosion2d(
        IMAGE, numbers(2, 2, 2), [1, 1, 1, 1], [1, 1, 1, 1], "SAME"
    ),
    "max_pool_with_argmax": lambda tf: tf.nn.max_pool_with_argmax(
        IMAGE, [1, 2, 2, 1], [1, 2, 2, 1], "SAME"
    ),
    "fractional_max_pool": lambda tf: tf.nn.fractional_max_pool(
        IMAGE, [1, 1.5, 1.5, 1], seed=1, seed2=2, deterministic=True
    ),
    "fractional_avg_pool": lambda tf: tf.nn.fractional_avg_pool(
        IMAGE, [1, 1.5, 1.5, 1], seed=1, seed2=2, deterministic=True
    ),
    "crelu": lambda tf: tf.nn.crelu(INPUTS),
    "weighted_moments": lambda tf: tf.nn.weighted_moments(INPUTS, [0], numbers(4, 1) + 2.0),
    "sufficient_statistics": lambda tf: tf.nn.sufficient_statistics(INPUTS, [0])[:3],
    "batch_norm_with_global_normalization": lambda tf: tf.nn.batch_norm_with_global_normalization(
        IMAGE, numbers(2), numbers(2) + 1.0, numbers(2), numbers(2) + 2.0, 1e-3, True
    ),
    "in_top_k": lambda tf: tf.nn.in_top_k(INPUTS, [0, 1, 2, 0], 2),
    "ctc_loss": lambda tf: tf.nn.ctc_loss(
        tf.SparseTensor([[0, 0], [0, 1], [1, 0]], tf.constant([1, 0, 2]), [2, 2]),
        SEQUENCES,
        [4, 3],
    ),
    "ctc_beam_search_decoder": lambda tf: tf.nn.ctc_beam_search_decoder(SEQUENCES, [4, 3])[1],
    "space_to_depth": lambda tf: tf.nn.space_to_depth(numbers(1, 4, 4, 2), 2),
    "depth_to_space": lambda tf: tf.nn.depth_to_space(numbers(1, 2, 2, 8), 2),
    "resize_images": lambda tf: tf.image.resize_images(IMAGE, [8, 3]),
    "resize_images_nearest": lambda tf: tf.image.resize_images(IMAGE[0], [3, 7], 1),
    "resize_images_bicubic": lambda tf: tf.image.resize_images(IMAGE, [7, 7], 2, True),
    "resize_images_area": lambda tf: tf.image.resize_images(IMAGE, [3, 3], 3),
    "resize_images_in_proportion": lambda tf: tf.image.resize_images(
        IMAGE, [8, 3], preserve_aspect_ratio=True
    ),
    "resize_images_same": lambda tf: tf.image.resize_images(np.array(IMAGE * 9, np.int32), [5, 5]),
    "resize_bilinear": lambda tf: tf.image.resize_bilinear(IMAGE, [8, 3], half_pixel_centers=True),
    "resize_image_with_pad": lambda tf: tf.image.resize_image_with_pad(IMAGE, 4, 7),
    "extract_image_patches": lambda tf: tf.extract_image_patches(
        IMAGE, [1, 2, 2, 1], [1, 2, 2, 1], [1, 1, 1, 1], "VALID"
    ),
    "confusion_matrix": lambda tf: tf.confusion_matrix([0, 2, 1], [1, 2, 1], 4, tf.float32),
    "batch_gather": lambda tf: tf.batch_gather(INPUTS, [[0], [2], [1], [1]]),
    "setdiff1d": lambda tf: tf.setdiff1d([1, 2, 3, 2], [2]),
    "clip_by_average_norm": lambda tf: tf.clip_by_average_norm(INPUTS, 0.1),
    "div_no_nan": lambda tf: tf.div_no_nan([1.0, 2.0], [0.0, 4.0]),
    "multinomial": lambda tf: tf.multinomial(INPUTS, 5, seed=3),
    "random_poisson": lambda tf: tf.random_poisson([2.0, 20.0], [6], seed=3),
    "verify_tensor_all_finite": lambda tf: tf.verify_tensor_all_finite(INPUTS, "no"),
}


def function_value(tf: Any, name: str) -> list[Any]:
    """What a session finds for a function: a list of arrays."""
    with tf.Graph().as_default(), tf.Session() as session:
        found = session.run(FUNCTIONS[name](tf))
    return [np.asarray(x) for x in found] if isinstance(found, (list, tuple)) else [found]
