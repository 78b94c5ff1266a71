"""The variables of layers, metrics and optimizers: they know the path on which they were made."""

from __future__ import annotations

from typing import Any

import tenfold as tf


class Variable(tf.Variable):
    """A `tf.Variable` with Keras' name, `kernel`, and path, `sequential/dense/kernel`.

    Args:
        value: its first value.
        path: the names of what holds it, outermost first.
        name: its own name.
        trainable: whether training changes it.
        dtype: its dtype; the value's by default.
        regularizer: a penalty on it.
        constraint: a projection, applied after each update.
    """

    def __init__(
        self,
        value: Any,
        path: tuple[str, ...] = (),
        name: str | None = None,
        trainable: bool = True,
        dtype: Any = None,
        regularizer: Any = None,
        constraint: Any = None,
    ) -> None:
        super().__init__(
            value, trainable=trainable, name=name or "variable", dtype=dtype, constraint=constraint
        )
        self._plain_name = name or "variable"
        self._path = "/".join((*path, self._plain_name))
        self.regularizer = regularizer

    @property
    def name(self) -> str:
        return self._plain_name

    @property
    def trainable(self) -> bool:
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = value

    @property
    def path(self) -> str:
        return self._path

    def __deepcopy__(self, memo: dict[int, Any]) -> Variable:
        copied = _restore(*self._parts())
        memo[id(self)] = copied
        return copied

    def __reduce__(self) -> Any:
        return _restore, self._parts()

    def _parts(self) -> tuple[Any, ...]:
        held = (self.regularizer, self.constraint)
        return self.numpy(), self._path, self.trainable, self.dtype, *held

    def __repr__(self) -> str:
        return (
            f"<Variable path={self._path}, shape={tuple(self.shape)}, dtype={self.dtype.name}, "
            f"value={self.numpy()}>"
        )


def make_variable(value: Any, path: tuple[str, ...], name: str | None, **kwargs: Any) -> Any:
    """A variable of Keras', or where a graph for sessions is built, one of that graph's."""
    if tf.executing_eagerly():
        return Variable(value, path, name, **kwargs)
    regularizer = kwargs.pop("regularizer", None)
    made = tf.Variable(value, name=name or "variable", **kwargs)
    made.regularizer = regularizer
    return made


def _restore(
    value: Any, path: str, trainable: bool, dtype: Any, regularizer: Any, constraint: Any
) -> Variable:
    *outer, name = path.split("/")
    return Variable(value, tuple(outer), name, trainable, dtype, regularizer, constraint)
