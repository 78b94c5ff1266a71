"""Objects that hold state, and what they hold: what checkpoints and SavedModels walk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold.engine.variables.variable import Variable


class AutoTrackable:
    """An object whose attributes are followed to the state below it.

    Example:
      >>> import tenfold as tf
      >>> class Pair(tf.Module):
      ...     def __init__(self):
      ...         self.first, self.rest = tf.Variable(1.0), [tf.Variable(2.0)]
      >>> from tenfold.module.tracking import children
      >>> list(children(Pair()))
      ['first', 'rest']
    """

    def _trackable_children(self) -> dict[str, Any]:
        """What is tracked below this object, by attribute."""
        return {n: v for n, v in vars(self).items() if not n.startswith("_self_") and tracked(v)}


def tracked(value: Any) -> bool:
    """Whether a value is, or may hold, state: a variable, an object that tracks, a container."""
    if isinstance(value, (Variable, AutoTrackable)) or hasattr(value, "_trackable_children"):
        return True
    if isinstance(value, Mapping):
        return all(isinstance(k, str) for k in value) and any(map(tracked, value.values()))
    return isinstance(value, (list, tuple)) and any(map(tracked, value))


def children(value: Any) -> dict[str, Any]:
    """The tracked values directly below one: by attribute, by key, or by position.

    Args:
      value: Anything; what cannot hold state has no children.

    Returns:
      A dict in the order in which they were set.
    """
    if isinstance(value, Variable):
        return {}
    if isinstance(value, Mapping):
        return {k: v for k, v in value.items() if isinstance(k, str) and tracked(v)}
    if isinstance(value, (list, tuple)):
        return {str(i): v for i, v in enumerate(value) if tracked(v)}
    if hasattr(value, "_trackable_children"):
        return value._trackable_children()
    return {}
