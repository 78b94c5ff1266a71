"""`tf.autograph.experimental.set_loop_options`, which the conversion takes out of loops."""

from __future__ import annotations

from typing import Any

UNSET: Any = object()


def set_loop_options(
    parallel_iterations: Any = UNSET,
    swap_memory: Any = UNSET,
    maximum_iterations: Any = UNSET,
    shape_invariants: Any = UNSET,
) -> None:
    """Says how the loop in whose body it stands is to run, where it runs in a graph.

    Args:
      parallel_iterations: Accepted for TensorFlow's sake.
      swap_memory: Accepted for TensorFlow's sake.
      maximum_iterations: After so many iterations the loop ends.
      shape_invariants: Pairs of a variable and the `tf.TensorShape` that it keeps throughout the
        loop, for variables that change their shape.

    Example:
      >>> import tenfold as tf
      >>> @tf.function
      ... def doubled(x, n):
      ...     for _ in tf.range(n):
      ...         tf.autograph.experimental.set_loop_options(
      ...             shape_invariants=[(x, tf.TensorShape([None]))]
      ...         )
      ...         x = tf.concat([x, x], 0)
      ...     return x
      >>> doubled(tf.constant([1.0]), tf.constant(2)).shape
      TensorShape([4])
    """
