"""Programs that run in TensorFlow and in tenfold alike: each takes the library, then its inputs.

What a program computes depends on its inputs alone. `needs` names ops without which a library
cannot run it; `needs_in_frames` those that it needs besides in TensorFlow 1's form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Program:
    """A function of the library and of tensors, with inputs to try it on.

    unknown: The axes of the inputs whose size the trace is not told.
    """

    function: Callable[..., Any]
    inputs: tuple[np.ndarray, ...]
    unknown: Sequence[int] = ()
    needs: tuple[str, ...] = ()
    needs_in_frames: tuple[str, ...] = ()

    def specs(self, tf: Any) -> list[Any]:
        """What the trace is told of each input."""
        return [
            tf.TensorSpec(
                [None if i in self.unknown else d for i, d in enumerate(x.shape)], x.dtype
            )
            for x in self.inputs
        ]


def _values(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng([seed, *shape]).normal(size=shape).astype(np.float32)


def dense(tf: Any, x: Any) -> Any:
    w = tf.constant(_values(3, 4, seed=1))
    return tf.nn.softmax(tf.nn.relu(tf.matmul(x, w) + 1.0))


def convolutions(tf: Any, x: Any) -> Any:
    h = tf.nn.conv2d(x, _values(3, 3, 2, 4, seed=1), [1, 1], "SAME")
    h = tf.nn.bias_add(h, _values(4, seed=2))
    scale, shift = np.full(4, 1.5, np.float32), np.full(4, 0.25, np.float32)
    h = tf.nn.batch_normalization(h, shift, scale, shift, scale, 1e-3)
    h = tf.nn.max_pool2d(tf.nn.relu(h), 2, 2, "VALID")
    h = tf.nn.depthwise_conv2d(h, _values(2, 2, 4, 1, seed=3), [1, 1, 1, 1], "SAME")
    h = tf.nn.avg_pool2d(h, 2, 1, "SAME")
    return tf.reduce_mean(h, [1, 2])


def shapes_from_values(tf: Any, x: Any) -> Any:
    size = tf.shape(x)
    flat = tf.reshape(x, [size[0], -1])
    padded = tf.concat([flat, tf.zeros([size[0], 2])], 1)
    return tf.transpose(padded), tf.range(size[0]), tf.tile(flat[:1], [size[1], 1])


def many_outputs(tf: Any, x: Any) -> Any:
    left, right = tf.split(x, 2, axis=1)
    rows = tf.unstack(left)
    best = tf.math.top_k(right, 2)
    return {"sum": tf.add_n(rows), "best": best.values, "where": best.indices}


def indices(tf: Any, x: Any, i: Any) -> Any:
    rows = tf.gather(x, i)
    hot = tf.one_hot(i, 5, 2.0, -1.0)
    return rows, hot, tf.gather_nd(x, tf.stack([i, i], 1)), tf.where(x > 0, x, -x)


def strided(tf: Any, x: Any) -> Any:
    return x[1:, ::2], x[..., -1], x[:, None, 0], tf.cast(x[0], tf.int32), tf.cast(x, tf.bool)


def slope(tf: Any, x: Any) -> Any:
    y = tf.reduce_sum(tf.tanh(x) * tf.nn.softplus(x))
    return tf.gradients(y, x)[0]


def calls(tf: Any, x: Any) -> Any:
    @tf.function
    def inner(a: Any, b: Any) -> Any:
        return a * b + 1.0, a - b

    total, difference = inner(x, x + 1.0)
    again, _ = inner(total, difference)
    return again, difference


def branches(tf: Any, x: Any) -> Any:
    def deep() -> Any:
        return tf.cond(tf.reduce_max(x) > 100.0, lambda: x - 1.0, lambda: x * 3.0)

    return tf.cond(tf.reduce_sum(x) > 0.0, deep, lambda: tf.abs(x))


def loop(tf: Any, x: Any) -> Any:
    def body(i: Any, y: Any) -> Any:
        return i + 1, tf.where(tf.equal(i % 2, 0), y * 1.5, y + x)

    return tf.while_loop(lambda i, y: i < 5, body, [tf.constant(0), x])


def branch_in_loop(tf: Any, x: Any, n: Any) -> Any:
    def body(i: Any, y: Any) -> Any:
        return i + 1, tf.cond(
            tf.equal(i % 2, 0), lambda: y + tf.cast(i, tf.float32), lambda: y * 2.0
        )

    return tf.while_loop(lambda i, y: i < n, body, [tf.constant(0), x])[1]


def loop_in_loop(tf: Any, x: Any) -> Any:
    def outer(i: Any, y: Any) -> Any:
        _, z = tf.while_loop(lambda j, z: j < i, lambda j, z: (j + 1, z + x), [tf.constant(0), y])
        return i + 1, z * 0.5

    return tf.while_loop(lambda i, y: i < 4, outer, [tf.constant(0), x])


def slope_of_a_branch(tf: Any, x: Any) -> Any:
    y = tf.cond(tf.reduce_sum(x) > 0.0, lambda: tf.exp(x), lambda: x * x)
    return tf.gradients(y, x)[0]


def cases(tf: Any, x: Any, i: Any) -> Any:
    return tf.switch_case(i, [lambda: x + 1.0, lambda: x * 2.0, lambda: tf.reverse(x, [0])])


def branches_in_a_row(tf: Any, x: Any, p: Any) -> Any:
    a = tf.cond(p, lambda: x * 2.0, lambda: x + 1.0)
    b = tf.cond(p, lambda: a * 2.0, lambda: a + 1.0)
    c = tf.cond(tf.logical_not(p), lambda: (a * 2.0, b), lambda: (a + 1.0, b * b))
    return a, b, c


def constant_branches(tf: Any, p: Any) -> Any:
    return tf.cond(p, lambda: tf.constant(3.0), lambda: tf.constant(4.0))


def slope_of_branches(tf: Any, x: Any) -> Any:
    def deep() -> Any:
        return tf.cond(tf.reduce_max(x) > 1.0, lambda: tf.exp(x), lambda: x * 3.0)

    y = tf.cond(tf.reduce_sum(x) > 0.0, deep, lambda: x * x)
    return y, tf.gradients(y, x)[0]


def loop_in_branch(tf: Any, x: Any, p: Any) -> Any:
    def looping() -> Any:
        start = [tf.constant(0), x]
        return tf.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, y * x), start)[1]

    return tf.cond(p, looping, lambda: x + 1.0)


def slope_of_a_loop(tf: Any, x: Any) -> Any:
    start = [tf.constant(0), x]
    y = tf.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, y * x), start)[1]
    return y, tf.gradients(y, x)[0]


def recurrence(tf: Any, x: Any) -> Any:
    steps = tf.TensorArray(tf.float32, 4).unstack(x)
    states = tf.TensorArray(tf.float32, 4)

    def body(i: Any, h: Any, states: Any) -> Any:
        h = tf.tanh(steps.read(i) + h)
        return i + 1, h, states.write(i, h)

    start = [tf.constant(0), tf.zeros([2, 3]), states]
    _, h, states = tf.while_loop(lambda i, h, s: i < 4, body, start)
    return h, states.stack()


def slope_of_loops_in_loops(tf: Any, x: Any, n: Any) -> Any:
    def outer(i: Any, y: Any) -> Any:
        start = [tf.constant(0), y]
        y = tf.while_loop(lambda j, y: j < i, lambda j, y: (j + 1, tf.sin(y) * x), start)[1]
        return i + 1, y + x

    y = tf.while_loop(lambda i, y: i < n, outer, [tf.constant(0), x])[1]
    return y, tf.gradients(y, x)[0]


def slope_of_an_endless_loop(tf: Any, x: Any) -> Any:
    y = tf.while_loop(lambda y: tf.reduce_sum(y) < 50.0, lambda y: [y * y + x], [x])
    y = y[0] if isinstance(y, (list, tuple)) else y
    return y, tf.gradients(y, x)[0]


def growing_array(tf: Any, x: Any, n: Any) -> Any:
    array = tf.TensorArray(tf.float32, 0, dynamic_size=True, element_shape=[2])

    def body(i: Any, y: Any, array: Any) -> Any:
        return i + 1, y * x, array.write(i, y)

    array = tf.while_loop(lambda i, *_: i < n, body, [tf.constant(0), x, array])[2]
    rows = array.stack()
    return rows, array.size(), tf.gradients(rows, x)[0]


def arrays(tf: Any, x: Any) -> Any:
    parts = tf.TensorArray(tf.float32, 2, infer_shape=False).split(x, [1, 2])
    array = tf.TensorArray(tf.float32, 3, clear_after_read=False).unstack(x)
    moved = tf.TensorArray(tf.float32, 3, element_shape=[2]).scatter([2, 0, 1], x)
    return parts.concat(), array.read(1) + array.read(1), array.gather([2, 0]), moved.stack()


def mapped(tf: Any, x: Any) -> Any:
    squares = tf.map_fn(lambda row: tf.reduce_sum(row * row), x)
    sums = tf.scan(lambda a, row: a + row, x)
    last = tf.foldl(lambda a, row: a * 0.5 + row, x)
    return squares, sums, last, tf.gradients(squares, x)[0], tf.gradients(sums, x)[0]


def slope_of_cases(tf: Any, x: Any, i: Any) -> Any:
    y = tf.switch_case(i, [lambda: x * x, lambda: tf.exp(x), lambda: x], default=lambda: -x)
    return y, tf.gradients(y, x)[0]


def checked(tf: Any, x: Any) -> Any:
    with tf.control_dependencies([tf.debugging.Assert(tf.reduce_min(x) > -100.0, [x])]):
        return tf.identity(x) * 2.0


POSITIVE, NEGATIVE = np.abs(_values(2, 3)), -np.abs(_values(2, 3))
YES, NO = np.array(True), np.array(False)
FEW = np.array([0, 2, 1], np.int32)
PROGRAMS = {
    "dense": Program(dense, (_values(2, 3),), unknown=[0]),
    "convolutions": Program(convolutions, (_values(2, 6, 6, 2),), unknown=[0]),
    "shapes_from_values": Program(shapes_from_values, (_values(2, 3, 2),), unknown=[0, 1]),
    "many_outputs": Program(many_outputs, (_values(3, 6),)),
    "indices": Program(indices, (_values(3, 4), FEW)),
    "strided": Program(strided, (_values(3, 4),)),
    "slope": Program(slope, (_values(2, 2),)),
    "calls": Program(calls, (_values(2, 2),)),
    "branches": Program(branches, (POSITIVE,), needs=("StatelessIf",)),
    "branches_not_taken": Program(branches, (NEGATIVE,), needs=("StatelessIf",)),
    "loop": Program(loop, (_values(2),), needs=("StatelessWhile",)),
    "branch_in_loop": Program(
        branch_in_loop,
        (_values(2), np.array(5, np.int32)),
        needs=("StatelessIf", "StatelessWhile"),
    ),
    "loop_in_loop": Program(loop_in_loop, (_values(2),), needs=("StatelessWhile",)),
    "slope_of_a_branch": Program(slope_of_a_branch, (POSITIVE,), needs=("StatelessIf",)),
    "branches_in_a_row": Program(branches_in_a_row, (POSITIVE, NO), needs=("StatelessIf",)),
    "constant_branches": Program(constant_branches, (YES,), needs=("StatelessIf",)),
    "slope_of_branches": Program(slope_of_branches, (POSITIVE,), needs=("StatelessIf",)),
    "loop_in_branch": Program(
        loop_in_branch, (POSITIVE, YES), needs=("StatelessIf", "StatelessWhile")
    ),
    "slope_of_a_loop": Program(
        slope_of_a_loop, (POSITIVE,), needs=("StatelessWhile",), needs_in_frames=("StackV2",)
    ),
    "recurrence": Program(
        recurrence,
        (_values(4, 2, 3),),
        needs=("StatelessWhile", "TensorListReserve"),
        needs_in_frames=("TensorArrayV3",),
    ),
    "checked": Program(checked, (_values(2),), needs=("StatelessIf", "Assert")),
    "slope_of_loops_in_loops": Program(
        slope_of_loops_in_loops,
        (POSITIVE, np.array(3, np.int32)),
        needs=("StatelessWhile",),
        needs_in_frames=("StackV2",),
    ),
    "slope_of_an_endless_loop": Program(
        slope_of_an_endless_loop,
        (POSITIVE + 0.5,),
        needs=("StatelessWhile",),
        needs_in_frames=("StackV2",),
    ),
    "growing_array": Program(
        growing_array,
        (_values(2), np.array(3, np.int32)),
        needs=("StatelessWhile", "TensorListReserve"),
        needs_in_frames=("TensorArrayV3",),
    ),
    "arrays": Program(
        arrays, (_values(3, 2),), needs=("TensorListSplit",), needs_in_frames=("TensorArrayV3",)
    ),
    "mapped": Program(
        mapped,
        (_values(3, 2),),
        needs=("StatelessWhile", "TensorListReserve"),
        needs_in_frames=("TensorArrayV3",),
    ),
    "slope_of_cases": Program(
        slope_of_cases, (_values(3), np.array(1, np.int32)), needs=("StatelessCase",)
    ),
    "cases": Program(cases, (_values(3), np.array(2, np.int32)), needs=("StatelessCase",)),
}


def flat(found: Any) -> list[Any]:
    """The results of a program in a fixed order."""
    if isinstance(found, dict):
        return [x for key in sorted(found) for x in flat(found[key])]
    if isinstance(found, (list, tuple)):
        return [x for part in found for x in flat(part)]
    return [found]
