"""The ops that programs use most, each on 2x2 matrices: what a call of it costs."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

ROWS = [[1.0, 2.0], [3.0, 4.0]]
LOOP_SECONDS = 0.01
Cases = dict[str, Callable[[], Any]]


def cases(lib: str) -> Cases:
    """The cases, by name."""
    if lib not in ("tenfold", "tensorflow"):
        return {}  # the same source runs on both, and on no other library
    tf = import_module(lib)
    return {
        name: case
        for family in (_making, _arithmetic, _reducing, _arranging, _choosing, _nets, _random)
        for name, case in family(tf).items()
    }


def _making(tf: Any) -> Cases:
    x = tf.constant(ROWS)
    variable = tf.Variable(ROWS)
    return {
        "constant": lambda: tf.constant(ROWS),
        "convert_to_tensor": lambda: tf.convert_to_tensor(ROWS),
        "convert_to_tensor of a tensor": lambda: tf.convert_to_tensor(x),
        "Variable": lambda: tf.Variable(x),
        "Variable.assign": lambda: variable.assign(x),
        "Variable.assign_add": lambda: variable.assign_add(x),
        "Variable + tensor": lambda: variable + x,
        "zeros": lambda: tf.zeros((2, 2)),
        "ones": lambda: tf.ones((2, 2)),
        "fill": lambda: tf.fill((2, 2), 1.0),
        "eye": lambda: tf.eye(2),
        "zeros_like": lambda: tf.zeros_like(x),
        "ones_like": lambda: tf.ones_like(x),
        "range": lambda: tf.range(4),
        "linspace": lambda: tf.linspace(0.0, 1.0, 4),
        "identity": lambda: tf.identity(x),
        "stop_gradient": lambda: tf.stop_gradient(x),
        "shape": lambda: tf.shape(x),
        "size": lambda: tf.size(x),
        "rank": lambda: tf.rank(x),
        "x.numpy()": lambda: x.numpy(),
        "x.shape": lambda: x.shape,
    }


def _arithmetic(tf: Any) -> Cases:
    x, y = tf.constant(ROWS), tf.constant(ROWS)
    yes = tf.constant([[True, False], [True, True]])
    two = {
        "add": tf.add,
        "subtract": tf.subtract,
        "multiply": tf.multiply,
        "divide": tf.divide,
        "pow": tf.pow,
        "maximum": tf.maximum,
        "minimum": tf.minimum,
        "equal": tf.equal,
        "not_equal": tf.not_equal,
        "greater": tf.greater,
        "less": tf.less,
        "matmul": tf.matmul,
        "math.floordiv": tf.math.floordiv,
        "math.squared_difference": tf.math.squared_difference,
    }
    one = {
        "square": tf.square,
        "sqrt": tf.sqrt,
        "abs": tf.abs,
        "exp": tf.exp,
        "math.log": tf.math.log,
        "sigmoid": tf.sigmoid,
        "tanh": tf.tanh,
        "math.sin": tf.math.sin,
        "round": tf.round,
        "sign": tf.sign,
        "floor": tf.floor,
    }
    return {
        **{name: _call(function, x, y) for name, function in two.items()},
        **{name: _call(function, x) for name, function in one.items()},
        "x + 1.0": lambda: x + 1.0,
        "2.0 * x": lambda: 2.0 * x,
        "x ** 2": lambda: x**2,
        "-x": lambda: -x,
        "x > 1.0": lambda: x > 1.0,
        "logical_and": lambda: tf.logical_and(yes, yes),
        "math.logical_not": lambda: tf.math.logical_not(yes),
        "clip_by_value": lambda: tf.clip_by_value(x, 1.5, 3.0),
        "clip_by_norm": lambda: tf.clip_by_norm(x, 1.0),
        "add_n": lambda: tf.add_n([x, y]),
        "tensordot": lambda: tf.tensordot(x, y, 1),
        "einsum": lambda: tf.einsum("ij,jk->ik", x, y),
        "cast": lambda: tf.cast(x, tf.int32),
    }


def _reducing(tf: Any) -> Cases:
    x = tf.constant(ROWS)
    return {
        "reduce_sum": lambda: tf.reduce_sum(x),
        "reduce_sum, axis 1": lambda: tf.reduce_sum(x, 1),
        "reduce_sum, axes [0, 1]": lambda: tf.reduce_sum(x, [0, 1]),
        "reduce_mean": lambda: tf.reduce_mean(x),
        "reduce_mean, axis -1, kept": lambda: tf.reduce_mean(x, axis=-1, keepdims=True),
        "reduce_max": lambda: tf.reduce_max(x),
        "reduce_min": lambda: tf.reduce_min(x),
        "math.reduce_std": lambda: tf.math.reduce_std(x),
        "norm": lambda: tf.norm(x),
        "argmax": lambda: tf.argmax(x, 1),
        "cumsum": lambda: tf.cumsum(x),
        "nn.l2_loss": lambda: tf.nn.l2_loss(x),
        "nn.moments": lambda: tf.nn.moments(x, 0),
        "math.l2_normalize": lambda: tf.math.l2_normalize(x),
    }


def _arranging(tf: Any) -> Cases:
    x, y = tf.constant(ROWS), tf.constant(ROWS)
    column = tf.constant([[1.0], [2.0]])
    return {
        "reshape": lambda: tf.reshape(x, (4, 1)),
        "reshape to [-1]": lambda: tf.reshape(x, [-1]),
        "expand_dims": lambda: tf.expand_dims(x, 0),
        "squeeze": lambda: tf.squeeze(column),
        "squeeze, axis 1": lambda: tf.squeeze(column, 1),
        "transpose": lambda: tf.transpose(x),
        "transpose, perm": lambda: tf.transpose(x, (1, 0)),
        "concat": lambda: tf.concat([x, y], 0),
        "stack": lambda: tf.stack([x, y]),
        "unstack": lambda: tf.unstack(x),
        "split": lambda: tf.split(x, 2),
        "tile": lambda: tf.tile(x, (1, 2)),
        "pad": lambda: tf.pad(x, [[1, 1], [0, 0]]),
        "broadcast_to": lambda: tf.broadcast_to(x, (3, 2, 2)),
        "slice": lambda: tf.slice(x, [0, 0], [1, 2]),
        "x[0]": lambda: x[0],
        "x[:, 1]": lambda: x[:, 1],
        "x[..., tf.newaxis]": lambda: x[..., tf.newaxis],
        "meshgrid": lambda: tf.meshgrid(x[0], x[0]),
        "reverse": lambda: tf.reverse(x, [0]),
    }


def _choosing(tf: Any) -> Cases:
    x, y = tf.constant(ROWS), tf.constant(ROWS)
    yes = tf.constant([[True, False], [True, True]])
    where = tf.constant([1, 0])
    pairs = tf.constant([[0, 1], [1, 1]])
    updates = tf.constant([1.0, 2.0])
    return {
        "where": lambda: tf.where(yes, x, y),
        "where, indices": lambda: tf.where(yes),
        "boolean_mask": lambda: tf.boolean_mask(x, yes),
        "gather": lambda: tf.gather(x, where),
        "gather_nd": lambda: tf.gather_nd(x, pairs),
        "tensor_scatter_nd_add": lambda: tf.tensor_scatter_nd_add(x, pairs, updates),
        "one_hot": lambda: tf.one_hot(where, 2),
        "nn.top_k": lambda: tf.nn.top_k(x, 1),
        "sort": lambda: tf.sort(x),
        "nn.embedding_lookup": lambda: tf.nn.embedding_lookup(x, where),
    }


def _nets(tf: Any) -> Cases:
    x = tf.constant(ROWS)
    labels = tf.constant([1, 0])
    bias = tf.constant([1.0, 2.0])
    image, window = tf.ones((1, 2, 2, 1)), tf.ones((2, 2, 1, 1))
    return {
        "nn.relu": lambda: tf.nn.relu(x),
        "nn.leaky_relu": lambda: tf.nn.leaky_relu(x),
        "nn.softmax": lambda: tf.nn.softmax(x),
        "nn.log_softmax": lambda: tf.nn.log_softmax(x),
        "nn.bias_add": lambda: tf.nn.bias_add(x, bias),
        "nn.conv2d": lambda: tf.nn.conv2d(image, window, 1, "SAME"),
        "nn.max_pool2d": lambda: tf.nn.max_pool2d(image, 2, 2, "SAME"),
        "nn.dropout": lambda: tf.nn.dropout(x, 0.5),
        "nn.sigmoid_cross_entropy_with_logits": lambda: tf.nn.sigmoid_cross_entropy_with_logits(
            labels=x, logits=x
        ),
        "nn.softmax_cross_entropy_with_logits": lambda: tf.nn.softmax_cross_entropy_with_logits(
            labels=x, logits=x
        ),
        "nn.sparse_softmax_cross_entropy_with_logits": lambda: (
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=x)
        ),
    }


def _random(tf: Any) -> Cases:
    x = tf.constant(ROWS)
    return {
        "random.normal": lambda: tf.random.normal((2, 2)),
        "random.uniform": lambda: tf.random.uniform((2, 2)),
        "random.truncated_normal": lambda: tf.random.truncated_normal((2, 2)),
        "random.stateless_normal": lambda: tf.random.stateless_normal((2, 2), (1, 2)),
        "random.shuffle": lambda: tf.random.shuffle(x),
        "random.categorical": lambda: tf.random.categorical(x, 1),
        "nest.map_structure": lambda: tf.nest.map_structure(lambda leaf: leaf, [x, x]),
    }


def _call(function: Callable[..., Any], *inputs: Any) -> Callable[[], Any]:
    return lambda: function(*inputs)
