"""Names that programs use on their way from one version to the next."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import tenfold as v2  # noqa: F401 -- tf.compat.v2
from tenfold.core.dimension import Dimension
from tenfold.core.shapes import TensorShape

# Files written now may be read by programs three weeks older.
_HORIZON = datetime.date(2026, 1, 1)
_horizons: list[datetime.date] = [_HORIZON]


def forward_compatible(year: int, month: int, day: int) -> bool:
    """Whether a date lies before the horizon: what came with it may be relied on by then.

    Args:
      year, month, day: The date.

    Example:
      >>> import tenfold as tf
      >>> tf.compat.forward_compatible(2020, 1, 1)
      True
    """
    return _horizons[-1] > datetime.date(year, month, day)


@contextmanager
def forward_compatibility_horizon(year: int, month: int, day: int) -> Iterator[None]:
    """Inside, another date is the horizon: for tests.

    Args:
      year, month, day: The date.

    Example:
      >>> import tenfold as tf
      >>> with tf.compat.forward_compatibility_horizon(2030, 1, 2):
      ...     tf.compat.forward_compatible(2030, 1, 1)
      True
    """
    _horizons.append(datetime.date(year, month, day))
    try:
        yield
    finally:
        _horizons.pop()


def dimension_value(dimension: Any) -> Any:
    """A size as an integer or None, in whatever form shapes have it.

    Args:
      dimension: An element of a shape.

    Example:
      >>> import tenfold as tf
      >>> [tf.compat.dimension_value(size) for size in tf.TensorShape([2, None])]
      [2, None]
    """
    return dimension.value if hasattr(dimension, "value") else dimension


def dimension_at_index(shape: Any, index: int) -> Dimension:
    """The size of one axis as a Dimension.

    Args:
      shape: A `tf.TensorShape`.
      index: The axis.

    Example:
      >>> import tenfold as tf
      >>> tf.compat.dimension_at_index(tf.TensorShape([2, None]), 1)
      Dimension(None)
    """
    shape = TensorShape(shape)
    return Dimension(None if shape.rank is None else dimension_value(shape[index]))
