"""tf.compat.v1.assign and its kin: functions of a variable, as they were before its methods."""

from __future__ import annotations

from typing import Any

from tenfold.engine.autodiff.indexed_slices import IndexedSlices


def assign(
    ref: Any,
    value: Any,
    validate_shape: bool | None = None,
    use_locking: bool | None = None,
    name: str | None = None,
) -> Any:
    """Replaces a variable's value.

    Args:
      ref: A variable.
      value: A value of its dtype.
      validate_shape: Accepted for TensorFlow's sake: that is the variable's own property.
      use_locking: Accepted for TensorFlow's sake.
      name: A name.

    Returns:
      The variable, read after the assignment.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     v = tf.Variable(1.0)
      ...     session.run(tf.assign(v, 5.0)).item()
      5.0
    """
    return ref.assign(value, name=name)


def assign_add(
    ref: Any, value: Any, use_locking: bool | None = None, name: str | None = None
) -> Any:
    """Adds to a variable's value; see `tf.compat.v1.assign`."""
    return ref.assign_add(value, name=name)


def assign_sub(
    ref: Any, value: Any, use_locking: bool | None = None, name: str | None = None
) -> Any:
    """Subtracts from a variable's value; see `tf.compat.v1.assign`."""
    return ref.assign_sub(value, name=name)


def count_up_to(ref: Any, limit: int, name: str | None = None) -> Any:
    """Adds one to a variable and gives the value before, up to a limit."""
    return ref.count_up_to(limit)


def scatter_update(
    ref: Any, indices: Any, updates: Any, use_locking: bool = True, name: str | None = None
) -> Any:
    """Replaces rows of a variable.

    Args:
      ref: A variable.
      indices: The rows' indices.
      updates: Their new values, of shape `indices.shape + ref.shape[1:]`.
      use_locking: Accepted for TensorFlow's sake.
      name: A name.

    Returns:
      The variable, read after the change.
    """
    return ref.scatter_update(IndexedSlices(updates, indices), name=name)


def scatter_add(
    ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: str | None = None
) -> Any:
    """Adds to rows of a variable; see `tf.compat.v1.scatter_update`."""
    return ref.scatter_add(IndexedSlices(updates, indices), name=name)


def scatter_sub(
    ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: str | None = None
) -> Any:
    """Subtracts from rows of a variable; see `tf.compat.v1.scatter_update`."""
    return ref.scatter_sub(IndexedSlices(updates, indices), name=name)


def scatter_mul(
    ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: str | None = None
) -> Any:
    """Multiplies rows of a variable; see `tf.compat.v1.scatter_update`."""
    return ref.scatter_mul(IndexedSlices(updates, indices), name=name)


def scatter_div(
    ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: str | None = None
) -> Any:
    """Divides rows of a variable; see `tf.compat.v1.scatter_update`."""
    return ref.scatter_div(IndexedSlices(updates, indices), name=name)


def scatter_min(
    ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: str | None = None
) -> Any:
    """The smaller of rows of a variable and of updates; see `tf.compat.v1.scatter_update`."""
    return ref.scatter_min(IndexedSlices(updates, indices), name=name)


def scatter_max(
    ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: str | None = None
) -> Any:
    """The larger of rows of a variable and of updates; see `tf.compat.v1.scatter_update`."""
    return ref.scatter_max(IndexedSlices(updates, indices), name=name)


def scatter_nd_update(
    ref: Any, indices: Any, updates: Any, use_locking: bool = True, name: str | None = None
) -> Any:
    """Replaces the places of a variable that index vectors name."""
    return ref.scatter_nd_update(indices, updates, name=name)


def scatter_nd_add(
    ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: str | None = None
) -> Any:
    """Adds at the places of a variable that index vectors name."""
    return ref.scatter_nd_add(indices, updates, name=name)


def scatter_nd_sub(
    ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: str | None = None
) -> Any:
    """Subtracts at the places of a variable that index vectors name."""
    return ref.scatter_nd_sub(indices, updates, name=name)


def batch_scatter_update(
    ref: Any, indices: Any, updates: Any, use_locking: bool = True, name: str | None = None
) -> Any:
    """Replaces entries of a variable, in each row those that the row's indices name.

    Args:
      ref: A variable, [batch, entries, ...].
      indices: [batch, n].
      updates: The new values, [batch, n, ...].
      use_locking: Accepted for TensorFlow's sake.
      name: A name.

    Returns:
      The variable, read after the change.
    """
    return ref.batch_scatter_update(IndexedSlices(updates, indices), name=name)
