"""The base of metrics: variables that gather values, and a result made of them."""

from __future__ import annotations

from typing import Any

import tenfold as tf
from tenfold.keras import initializers
from tenfold.keras.naming import auto_name, snake_case
from tenfold.keras.variable import make_variable


class Metric:
    """Gathers values over batches.

    Subclasses make variables in `__init__` with `add_variable`, and define `update_state` and
    `result`.

    Args:
        dtype: dtype it computes in; float32 by default.
        name: its name in logs.
    """

    def __init__(self, dtype: Any = None, name: str | None = None) -> None:
        self.name = name or auto_name(snake_case(type(self).__name__))
        self.dtype = tf.as_dtype(dtype or "float32").name
        self._variables: list[Any] = []
        # "up" where greater is better, "down" where smaller is; None where the metric cannot tell.
        self.direction: str | None = None

    def add_variable(
        self,
        shape: Any,
        initializer: Any = None,
        dtype: Any = None,
        aggregation: str = "sum",
        name: str | None = None,
    ) -> Any:
        """Makes a variable that `reset_state` sets back.

        Args:
            shape: its shape.
            initializer: its first value; zeros by default.
            dtype: its dtype; the metric's by default.
            aggregation: how replicas of it are joined.
            name: its name.

        Returns:
            A `tf.Variable`.
        """
        dtype = dtype or self.dtype
        make = initializers.get(initializer or "zeros")
        with tf.init_scope():
            variable = make_variable(
                make(tuple(shape), dtype=dtype), (self.name,), name, trainable=False
            )
        self._variables.append(variable)
        return variable

    def add_weight(
        self, shape: Any = (), initializer: Any = None, dtype: Any = None, name: str | None = None
    ) -> Any:
        """The same as `add_variable`."""
        return self.add_variable(shape, initializer, dtype, name=name)

    @property
    def variables(self) -> list[Any]:
        """Its variables, in the order they were made."""
        return self._variables

    def reset_state(self) -> None:
        """Sets all variables to zero."""
        for variable in self._variables:
            variable.assign(tf.zeros(variable.shape, variable.dtype))

    def update_state(self, *args: Any, **kwargs: Any) -> None:
        """Takes in a batch; subclasses define it."""
        raise TypeError(f"Metric {type(self).__name__} does not define `update_state()`.")

    def result(self) -> Any:
        """The value so far; subclasses define it."""
        raise TypeError(f"Metric {type(self).__name__} does not define `result()`.")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Takes in a batch and returns the value so far."""
        self.update_state(*args, **kwargs)
        return self.result()

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {"name": self.name, "dtype": self.dtype}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """A metric from its configuration."""
        return cls(**config)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"
