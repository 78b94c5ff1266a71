"""Convolutions, dense layers, pooling, batch normalization and gradients; a training step."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

# A light function is compiled only after it has been called some hundred times.
WARM_SECONDS = 10.0
Cases = dict[str, Callable[[], Any]]

# name: image [batch, height, width, in], window, out, stride
CONVOLUTIONS: dict[str, tuple[tuple[int, ...], int, int, int]] = {
    "3x3, 1 to 32 channels, 28x28": ((128, 28, 28, 1), 3, 32, 1),
    "3x3, 3 to 64 channels, 32x32": ((128, 32, 32, 3), 3, 64, 1),
    "3x3, 32 to 64 channels, 13x13": ((128, 13, 13, 32), 3, 64, 1),
    "3x3, 64 to 128 channels, 16x16": ((128, 16, 16, 64), 3, 128, 1),
    "3x3, 128 to 256 channels, 8x8": ((128, 8, 8, 128), 3, 256, 1),
    "3x3 by 2, 32 to 64 channels, 28x28": ((64, 28, 28, 32), 3, 64, 2),
    "1x1, 64 to 256 channels, 16x16": ((64, 16, 16, 64), 1, 256, 1),
    "1x1 by 2, 128 to 256 channels, 16x16": ((64, 16, 16, 128), 1, 256, 2),
    "7x7 by 2, 3 to 64 channels, 112x112": ((8, 112, 112, 3), 7, 64, 2),
}
# name: image, window, stride
DEPTHWISE: dict[str, tuple[tuple[int, ...], int, int]] = {
    "depthwise 3x3, 64 channels, 32x32": ((32, 32, 32, 64), 3, 1),
    "depthwise 3x3 by 2, 64 channels, 32x32": ((32, 32, 32, 64), 3, 2),
}
POOLS: dict[str, tuple[tuple[int, ...], int, int]] = {
    "max-pool 2x2 by 2, 28x28x32": ((128, 28, 28, 32), 2, 2),
    "max-pool 2x2 by 2, 32x32x64": ((128, 32, 32, 64), 2, 2),
    "max-pool 3x3 by 2, 28x28x64": ((128, 28, 28, 64), 3, 2),
    "average-pool 2x2 by 2, 28x28x32": ((128, 28, 28, 32), 2, 2),
}
# name: inputs [batch, in], out
DENSE = {"dense, 3136 to 10": ((64, 3136), 10), "dense, 784 to 512": ((512, 784), 512)}
NORMS = {"batch norm, 28x28x64": (128, 28, 28, 64), "batch norm, 8x8x256": (128, 8, 8, 256)}


def cases(lib: str) -> Cases:
    """The cases, by name."""
    if lib not in ("tenfold", "tensorflow"):
        return {}  # the same source runs on both, and on no other library
    tf = import_module(lib)
    found: Cases = {}
    for name, (shape, window, out, stride) in CONVOLUTIONS.items():
        kernel = _random(tf, (window, window, shape[-1], out))
        found |= _two_inputs(tf, name, _conv(tf, stride), _random(tf, shape), kernel)
    for name, (shape, window, stride) in DEPTHWISE.items():
        kernel = _random(tf, (window, window, shape[-1], 1))
        found |= _two_inputs(tf, name, _depthwise(tf, stride), _random(tf, shape), kernel)
    for name, (shape, out) in DENSE.items():
        matrix = _random(tf, (shape[1], out))
        found |= _two_inputs(tf, name, lambda x, kernel: x @ kernel, _random(tf, shape), matrix)
    for name, (shape, window, stride) in POOLS.items():
        pool = tf.nn.max_pool2d if name.startswith("max") else tf.nn.avg_pool2d
        found |= _pooling(tf, name, pool, _random(tf, shape), window, stride)
    for name, shape in NORMS.items():
        found[f"{name}, training"] = _norm(tf, _random(tf, shape))
    found["training step of 2 convolutions, batch 64"] = _training(tf)
    return {name: _finished(tf, case) for name, case in found.items()}


def _random(tf: Any, shape: tuple[int, ...]) -> Any:
    """Random numbers, where a compiled function leaves its results, as it does activations."""
    values = np.random.default_rng(0).normal(size=shape).astype("float32")
    return tf.function(lambda x: x + 0.0, jit_compile=True)(tf.constant(values))


def _finished(tf: Any, case: Callable[[], Any]) -> Callable[[], Any]:
    """The case until its results are there: tenfold returns before its compiled calls are done."""

    def wait() -> None:
        for x in tf.nest.flatten(case()):
            x.__array__(copy=False)

    return wait if tf.__name__ == "tenfold" else case


def _conv(tf: Any, stride: int) -> Callable[[Any, Any], Any]:
    return lambda x, kernel: tf.nn.conv2d(x, kernel, stride, "SAME")


def _depthwise(tf: Any, stride: int) -> Callable[[Any, Any], Any]:
    return lambda x, kernel: tf.nn.depthwise_conv2d(x, kernel, [1, stride, stride, 1], "SAME")


def _two_inputs(tf: Any, name: str, op: Callable[[Any, Any], Any], x: Any, kernel: Any) -> Cases:
    """The op, and its gradient for the image and for the kernel, each alone."""
    dy = _random(tf, tuple(op(x, kernel).shape))

    @tf.function
    def forward(x: Any, kernel: Any) -> Any:
        return op(x, kernel)

    @tf.function
    def for_image(x: Any, kernel: Any, dy: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = op(x, kernel)
        return tape.gradient(y, x, dy)

    @tf.function
    def for_kernel(x: Any, kernel: Any, dy: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(kernel)
            y = op(x, kernel)
        return tape.gradient(y, kernel, dy)

    return {
        f"{name}: forward": lambda: forward(x, kernel),
        f"{name}: gradient for the image": lambda: for_image(x, kernel, dy),
        f"{name}: gradient for the kernel": lambda: for_kernel(x, kernel, dy),
    }


def _pooling(
    tf: Any, name: str, pool: Callable[..., Any], x: Any, window: int, stride: int
) -> Cases:
    dy = _random(tf, tuple(pool(x, window, stride, "SAME").shape))

    @tf.function
    def forward(x: Any) -> Any:
        return pool(x, window, stride, "SAME")

    @tf.function
    def both(x: Any, dy: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = pool(x, window, stride, "SAME")
        return y, tape.gradient(y, x, dy)

    return {
        f"{name}: forward": lambda: forward(x),
        f"{name}: forward and gradient": lambda: both(x, dy),
    }


def _norm(tf: Any, x: Any) -> Callable[[], Any]:
    """Training: normalizes with the moments of the batch, and all gradients."""
    ones = _random(tf, x.shape[-1:])
    normalize = _fused(tf)

    @tf.function
    def step(x: Any, gamma: Any, beta: Any, dy: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch([x, gamma, beta])
            y = normalize(x, gamma, beta)
        return y, tape.gradient(y, [x, gamma, beta], dy)

    return lambda: step(x, ones, ones, x)


def _fused(tf: Any) -> Callable[[Any, Any, Any], Any]:
    """The op that the layer calls."""
    if tf.__name__ == "tenfold":
        op = import_module("tenfold.core.op").registry["FusedBatchNormV3"]
        return lambda x, gamma, beta: op(x, gamma, beta, beta, gamma, epsilon=1e-3)[0]

    def normalize(x: Any, gamma: Any, beta: Any) -> Any:
        return tf.raw_ops.FusedBatchNormV3(
            x=x, scale=gamma, offset=beta, mean=beta, variance=gamma, epsilon=1e-3
        )[0]

    return normalize


def _training(tf: Any) -> Callable[[], Any]:
    """Twice convolution, batch normalization, relu and max-pooling, then a dense layer; SGD."""
    generator = np.random.default_rng(0)

    def weights(*shape: int) -> Any:
        return tf.Variable(generator.normal(0, 0.1, shape).astype("float32"))

    kernels = [weights(3, 3, 1, 32), weights(3, 3, 32, 64)]
    scales = [[tf.Variable(tf.ones(n)), tf.Variable(tf.zeros(n))] for n in (32, 64)]
    dense = weights(7 * 7 * 64, 10)
    trained = [*kernels, *(v for pair in scales for v in pair), dense]
    normalize = _fused(tf)
    images = tf.constant(generator.normal(size=(64, 28, 28, 1)).astype("float32"))
    labels = tf.constant(generator.integers(0, 10, 64))

    @tf.function
    def step(x: Any, labels: Any) -> Any:
        with tf.GradientTape() as tape:
            for kernel, (scale, offset) in zip(kernels, scales, strict=True):
                x = normalize(tf.nn.conv2d(x, kernel, 1, "SAME"), scale, offset)
                x = tf.nn.max_pool2d(tf.nn.relu(x), 2, 2, "SAME")
            logits = tf.reshape(x, [-1, 7 * 7 * 64]) @ dense
            loss = tf.reduce_mean(
                tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
            )
        for variable, gradient in zip(trained, tape.gradient(loss, trained), strict=True):
            variable.assign_sub(0.01 * gradient)
        return loss

    return lambda: step(images, labels)
