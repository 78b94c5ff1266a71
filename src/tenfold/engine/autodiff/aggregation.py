"""tf.AggregationMethod: how tf.gradients adds the gradients that meet at a tensor."""

from __future__ import annotations


class AggregationMethod:
    """Names for ways of adding gradients; all give the same sum here.

    Example:
      >>> import tenfold as tf
      >>> tf.AggregationMethod.DEFAULT == tf.AggregationMethod.ADD_N
      True
    """

    ADD_N = 0
    DEFAULT = ADD_N
    EXPERIMENTAL_TREE = 1
    EXPERIMENTAL_ACCUMULATE_N = 2
