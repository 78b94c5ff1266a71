"""tf.compat.v1.test.compute_gradient: gradients of a graph beside differences of its values."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.engine.autodiff import graph_gradients
from tenfold.engine.autodiff.check import as_reals, basis, real_of
from tenfold.engine.autodiff.indexed_slices import densify
from tenfold.engine.autodiff.tape import UnconnectedGradients
from tenfold.ops.array.creation import ones

from ..sessions import get_default_session


def compute_gradient(
    x: Any,
    x_shape: Any,
    y: Any,
    y_shape: Any,
    x_init_value: Any = None,
    delta: float = 1e-3,
    init_targets: Any = None,
    extra_feed_dict: Any = None,
) -> Any:
    """The Jacobian of `y` by `x`, by gradients and by differences, in the default session.

    Args:
      x: A tensor, or a list of them.
      x_shape: Its shape, or a list of shapes.
      y: A tensor.
      y_shape: Its shape.
      x_init_value: Where to take the Jacobian, an array or a list; random by default.
      delta: The size of the differences' steps.
      init_targets: Operations to run before.
      extra_feed_dict: What to feed besides.

    Returns:
      Two arrays [size of x, size of y], or a list of pairs; the real and the imaginary part of a
      complex number count as two.

    Example:
      >>> import numpy as np, tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session():
      ...     x = tf.constant([2.0])
      ...     tf.test.compute_gradient(x, [1], x * x, [1], np.array([2.0]))[0].tolist()
      [[4.0]]
    """
    session: Any = get_default_session()
    if session is None:
        raise ValueError("compute_gradient needs a session: use `with tf.Session():`.")
    for target in init_targets if isinstance(init_targets, (list, tuple)) else [init_targets]:
        if target is not None:
            session.run(target)
    several = isinstance(x, (list, tuple))
    xs, shapes = (list(x), list(x_shape)) if several else ([x], [x_shape])
    values = list(x_init_value) if several and x_init_value is not None else [x_init_value]
    values = values if len(values) == len(xs) else [None] * len(xs)
    rng = np.random.RandomState(0)
    starts = [
        rng.random_sample(shape) if value is None else np.asarray(value)
        for value, shape in zip(values, shapes, strict=True)
    ]
    starts = [v.astype(t.dtype.np).reshape(s) for v, t, s in zip(starts, xs, shapes, strict=True)]
    found = []
    for one, start in zip(xs, starts, strict=True):
        feeds = {**(extra_feed_dict or {}), one: start}  # the others keep their own values
        by_gradient = _by_gradient(session, one, y, y_shape, feeds)
        found.append((by_gradient, _by_difference(session, one, start, y, y_shape, feeds, delta)))
    return found if several else found[0]


def _by_gradient(session: Any, x: Any, y: Any, y_shape: Any, feeds: Any) -> np.ndarray:
    weights = ones(y_shape, y.dtype)
    (gradient,) = graph_gradients.gradients(
        y, [x], grad_ys=weights, unconnected_gradients=UnconnectedGradients.ZERO
    )
    dense = densify(gradient)
    units = basis(np.zeros(y_shape, y.dtype.np))
    columns = [as_reals(session.run(dense, {**feeds, weights: unit})) for unit in units]
    return np.array(columns, real_of(feeds[x].dtype)).reshape(len(units), as_reals(feeds[x]).size).T


def _by_difference(
    session: Any, x: Any, start: np.ndarray, y: Any, y_shape: Any, feeds: Any, delta: float
) -> np.ndarray:
    def at(value: np.ndarray) -> np.ndarray:
        return as_reals(session.run(y, {**feeds, x: value}))

    steps = [unit * start.dtype.type(delta) for unit in basis(start)]
    rows = [(at(start + step) - at(start - step)) / (2 * delta) for step in steps]
    return np.array(rows, real_of(start.dtype)).reshape(
        len(steps), as_reals(np.zeros(y_shape, y.dtype.np)).size
    )


def compute_gradient_error(
    x: Any,
    x_shape: Any,
    y: Any,
    y_shape: Any,
    x_init_value: Any = None,
    delta: float = 1e-3,
    init_targets: Any = None,
    extra_feed_dict: Any = None,
) -> float:
    """The largest difference between the two Jacobians of `compute_gradient`.

    Args:
      x, x_shape, y, y_shape, x_init_value, delta, init_targets, extra_feed_dict: As for
        `tf.compat.v1.test.compute_gradient`.

    Returns:
      A number.
    """
    found = compute_gradient(
        x, x_shape, y, y_shape, x_init_value, delta, init_targets, extra_feed_dict
    )
    pairs = found if isinstance(found, list) else [found]
    return max((float(np.max(np.abs(a - b))) for a, b in pairs if a.size), default=0.0)


def assert_equal_graph_def(
    actual: Any, expected: Any, checkpoint_v2: bool = False, hash_table_shared_name: bool = False
) -> None:
    """Raises an error unless two GraphDefs have the same nodes, in whatever order.

    Args:
      actual, expected: GraphDefs.
      checkpoint_v2, hash_table_shared_name: Whether names of files and tables may differ.

    Raises:
      AssertionError: They differ.
      TypeError: One is no GraphDef.
    """
    for name, message in (("actual", actual), ("expected", expected)):
        if not hasattr(message, "node"):
            raise TypeError(f"Expected tf.GraphDef for {name}, got {type(message).__name__}")
    ours, theirs = ({n.name: n for n in message.node} for message in (actual, expected))
    if ours.keys() != theirs.keys():
        only = [sorted(a.keys() - b.keys()) for a, b in ((ours, theirs), (theirs, ours))]
        raise AssertionError(f"Only actual has the nodes {only[0]}, only expected {only[1]}.")
    ignored = ("shared_name",) if hash_table_shared_name else ()
    for name, node in ours.items():
        if checkpoint_v2 and node.op in ("SaveV2", "RestoreV2", "ShardedFilename", "StringJoin"):
            continue
        a, b = (_comparable(n, ignored) for n in (node, theirs[name]))
        if a != b:
            raise AssertionError(f"The node {name!r} differs:\n{a}\nand\n{b}")


def _comparable(node: Any, ignored: tuple[str, ...]) -> Any:
    attrs = {key: str(value) for key, value in node.attr.items() if key not in ignored}
    return node.op, list(node.input), node.device, attrs
