"""Python's operators on KerasTensors: `x + 1`, `x[:, 0]`, `-x`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tenfold as tf
from tenfold.keras.keras_tensor import KerasTensor
from tenfold.keras.naming import unique_name
from tenfold.keras.operation import Operation


class Operator(Operation):
    """An operator as a node of a functional model.

    Args:
        operator: a name of the table below, such as "add".
        name: its name; one is made from the operator where None.

    Raises:
        ValueError: the table has no such operator.

    Example:
        >>> from tenfold.keras.keras_tensor import KerasTensor
        >>> (KerasTensor((None, 4)) * 2.0).shape
        (None, 4)
    """

    def __init__(self, operator: str, name: str | None = None) -> None:
        if operator not in _FUNCTIONS:
            raise ValueError(
                f"Operator: received {operator!r}; expected one of {', '.join(_FUNCTIONS)}."
            )
        super().__init__(name or unique_name(operator))
        self.operator = operator

    def call(self, *args: Any) -> Any:
        """Applies the operator to tensors."""
        return _FUNCTIONS[self.operator](*args)

    def get_config(self) -> dict[str, Any]:
        return {"operator": self.operator, "name": self.name}


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "true_divide": lambda x, y: x / y,
    "floor_divide": lambda x, y: x // y,
    "mod": lambda x, y: x % y,
    "power": lambda x, y: x**y,
    "matmul": lambda x, y: tf.matmul(x, y),
    "logical_and": lambda x, y: x & y,
    "logical_or": lambda x, y: x | y,
    "logical_xor": lambda x, y: x ^ y,
    "less": lambda x, y: x < y,
    "less_equal": lambda x, y: x <= y,
    "greater": lambda x, y: x > y,
    "greater_equal": lambda x, y: x >= y,
    "negative": lambda x: -x,
    "absolute": lambda x: abs(x),
    "logical_not": lambda x: ~x,
    "get_item": lambda x, key: x[key],
    "reshape": lambda x, newshape: tf.reshape(x, newshape),
    "squeeze": lambda x, axis=None: tf.squeeze(x, axis),
}
_METHODS = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "truediv": "true_divide",
    "floordiv": "floor_divide",
    "mod": "mod",
    "pow": "power",
    "matmul": "matmul",
    "and": "logical_and",
    "or": "logical_or",
    "xor": "logical_xor",
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
    "neg": "negative",
    "abs": "absolute",
    "invert": "logical_not",
    "getitem": "get_item",
}
_REVERSIBLE = tuple(_METHODS)[:11]


def _method(operator: str, is_swapped: bool = False) -> Callable[..., Any]:
    def method(self: KerasTensor, *others: Any) -> Any:
        return Operator(operator)(*(*others, self) if is_swapped else (self, *others))

    method.__doc__ = f"Applies {operator!r} as a node of a functional model."
    return method


for _suffix, _operator in _METHODS.items():
    setattr(KerasTensor, f"__{_suffix}__", _method(_operator))
    if _suffix in _REVERSIBLE:
        setattr(KerasTensor, f"__r{_suffix}__", _method(_operator, is_swapped=True))
for _operator in ("reshape", "squeeze"):
    setattr(KerasTensor, _operator, _method(_operator))
