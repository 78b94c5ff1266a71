"""Eager work on large arrays: the cost of the arithmetic and of the memory that it writes."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

# Elements, as rows of a matrix: a million, and ten.
SHAPES = {"1e6": (1000, 1000), "1e7": (2500, 4000)}
LOOP_SECONDS = 0.03
# So many calls have nearly all kernels compiled that will be.
CALLS = 2500
Cases = dict[str, Callable[[], Any]]


def cases(lib: str) -> Cases:
    """The cases, by name."""
    if lib not in ("tenfold", "tensorflow"):
        return {}  # the same source runs on both, and on no other library
    tf = import_module(lib)
    found: Cases = {}
    for size, shape in SHAPES.items():
        found |= {f"{name}, {size}": case for name, case in _of_shape(tf, shape).items()}
    generator = np.random.default_rng(0)
    a = tf.constant(generator.normal(size=(512, 512)).astype("float32"))
    found |= {f"{name}, 1e6": case for name, case in _special(tf, SHAPES["1e6"]).items()}
    return found | {"matmul 512x512": lambda: tf.matmul(a, a)} | _settled(tf)


def _settled(tf: Any) -> Cases:
    """Kernels that compiled ones have taken the place of by then."""
    x = tf.constant(np.random.default_rng(0).normal(size=SHAPES["1e6"]).astype("float32"))
    image = tf.reshape(x[:, :784], [1000, 28, 28, 1])
    kernel = tf.ones([3, 3, 1, 4])
    functions: dict[str, Callable[[], Any]] = {
        "erf": lambda: tf.math.erf(x),
        "erfc": lambda: tf.math.erfc(x),
        "bessel_i0e": lambda: tf.math.bessel_i0e(x),
        "cumsum": lambda: tf.cumsum(x, -1),
        "sigmoid": lambda: tf.sigmoid(x),
        "log_softmax": lambda: tf.nn.log_softmax(x),
        "depthwise_conv2d": lambda: tf.nn.depthwise_conv2d(image, kernel, [1, 1, 1, 1], "SAME"),
    }
    for function in functions.values():
        for _ in range(CALLS):
            function()
    return {f"{name}, 1e6, after {CALLS} calls": f for name, f in functions.items()}


def _of_shape(tf: Any, shape: tuple[int, ...]) -> Cases:
    generator = np.random.default_rng(0)
    x = tf.constant(generator.normal(size=shape).astype("float32"))
    y = tf.constant(generator.normal(size=shape).astype("float32"))
    positive = x > 0
    halves = tf.split(x, 2)
    reductions = {"sum": tf.reduce_sum, "mean": tf.reduce_mean, "max": tf.reduce_max}
    found: Cases = {
        "add": lambda: x + y,
        "add 1": lambda: x + 1.0,
        "multiply": lambda: x * y,
        "greater": lambda: x > y,
        "exp": lambda: tf.exp(x),
        "tanh": lambda: tf.tanh(x),
        "sigmoid": lambda: tf.sigmoid(x),
        "relu": lambda: tf.nn.relu(x),
        "sqrt": lambda: tf.sqrt(x),
        "where": lambda: tf.where(positive, x, y),
        "cast to int32": lambda: tf.cast(x, tf.int32),
        "cast to float64": lambda: tf.cast(x, tf.float64),
        "transpose": lambda: tf.transpose(x),
        "concat": lambda: tf.concat(halves, 0),
        "argmax": lambda: tf.argmax(x, -1),
        "softmax": lambda: tf.nn.softmax(x),
        **_further(tf, x, y),
    }
    for name, reduction in reductions.items():
        for axis in (None, 0, -1):
            found[f"{name} over axis {axis}"] = _reduction(reduction, x, axis)
    return found


def _further(tf: Any, x: Any, y: Any) -> Cases:
    positive = tf.abs(x)
    yes = x > 0
    rows = tf.range(0, x.shape[0], 2)
    whole = tf.cast(1000 * x, tf.int32)
    classes = tf.cast(tf.argmax(x, -1), tf.int32)
    labels = tf.nn.softmax(y)
    divisors = tf.abs(whole) + 1
    mixed = tf.range(x.shape[0]) * 7 % 100
    groups = tf.sort(mixed)
    bias = x[0]
    short = tf.reshape(x, [-1, 10])
    return {
        "max of rows of 10": lambda: tf.reduce_max(short, -1),
        "sum of rows of 10": lambda: tf.reduce_sum(short, -1),
        "softmax of rows of 10": lambda: tf.nn.softmax(short),
        "log": lambda: tf.math.log(positive),
        "rsqrt": lambda: tf.math.rsqrt(positive),
        "square": lambda: tf.square(x),
        "pow": lambda: tf.pow(positive, y),
        "erf": lambda: tf.math.erf(x),
        "gelu": lambda: tf.nn.gelu(x),
        "softplus": lambda: tf.nn.softplus(x),
        "leaky_relu": lambda: tf.nn.leaky_relu(x),
        "add a row": lambda: x + bias,
        "less a column": lambda: x - x[:, :1],
        "clip_by_value": lambda: tf.clip_by_value(x, -1.0, 1.0),
        "argmax over axis 0": lambda: tf.argmax(x, 0),
        "product over axis -1": lambda: tf.reduce_prod(x, -1),
        "any": lambda: tf.reduce_any(yes),
        "all over axis -1": lambda: tf.reduce_all(yes, -1),
        "cumsum": lambda: tf.cumsum(x, -1),
        "one_hot": lambda: tf.one_hot(classes, x.shape[1]),
        "gather rows": lambda: tf.gather(x, rows),
        "transpose and add": lambda: tf.transpose(x) + 1.0,
        "stack": lambda: tf.stack([x, y]),
        "tile": lambda: tf.tile(x, [2, 1]),
        "boolean_mask": lambda: tf.boolean_mask(x, yes),
        "cumsum over axis 0": lambda: tf.cumsum(x, 0),
        "floordiv of integers": lambda: whole // divisors,
        "divide_no_nan": lambda: tf.math.divide_no_nan(x, y),
        "segment_sum": lambda: tf.math.segment_sum(x, groups),
        "unsorted_segment_sum": lambda: tf.math.unsorted_segment_sum(x, mixed, 100),
        "sort": lambda: tf.sort(x),
        "argsort": lambda: tf.argsort(x),
        "top_k": lambda: tf.nn.top_k(x, 5),
        "unique": lambda: tf.unique(tf.reshape(whole, [-1])),
        "moments": lambda: tf.nn.moments(x, 0),
        "log_softmax": lambda: tf.nn.log_softmax(x),
        "softmax_cross_entropy": lambda: tf.nn.softmax_cross_entropy_with_logits(labels, x),
        "sparse_softmax_cross_entropy": lambda: tf.nn.sparse_softmax_cross_entropy_with_logits(
            classes, x
        ),
        "random.normal": lambda: tf.random.normal(x.shape),
        "random.uniform": lambda: tf.random.uniform(x.shape),
        "random.shuffle": lambda: tf.random.shuffle(x),
        "random.stateless_uniform": lambda: tf.random.stateless_uniform(x.shape, [1, 2]),
        "random.stateless_normal": lambda: tf.random.stateless_normal(x.shape, [1, 2]),
        "random.stateless_truncated_normal": lambda: tf.random.stateless_truncated_normal(
            x.shape, [1, 2]
        ),
    }


def _special(tf: Any, shape: tuple[int, ...]) -> Cases:
    generator = np.random.default_rng(0)

    def between(low: float, high: float) -> Any:
        return tf.constant(generator.uniform(low, high, shape).astype("float32"))

    a, b, x = between(0.5, 6.0), between(0.5, 6.0), between(0.3, 8.0)
    part, either = between(0.001, 0.999), between(-0.999, 0.999)
    return {
        "lgamma": lambda: tf.math.lgamma(x),
        "digamma": lambda: tf.math.digamma(x),
        "erfc": lambda: tf.math.erfc(either),
        "erfinv": lambda: tf.math.erfinv(either),
        "igamma": lambda: tf.math.igamma(a, x),
        "betainc": lambda: tf.math.betainc(a, b, part),
        "bessel_i0e": lambda: tf.math.bessel_i0e(x),
    }


def _reduction(reduction: Callable[..., Any], x: Any, axis: int | None) -> Callable[[], Any]:
    return lambda: reduction(x, axis)
