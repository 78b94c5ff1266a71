"""Python's operators on symbolic tensors: each becomes a layer of the model."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from tenfold.keras.layer import Layer
from tenfold.keras.symbolic import KerasTensor

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "truediv": operator.truediv,
    "floordiv": operator.floordiv,
    "mod": operator.mod,
    "pow": operator.pow,
    "matmul": operator.matmul,
    "neg": operator.neg,
    "abs": operator.abs,
    "getitem": operator.getitem,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
REFLECTED = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul")


class Operator(Layer):
    """A layer that applies one of Python's operators.

    Args:
      function: The operator's name: "add", "mul", "getitem" ...
      operands: What stands beside the tensors, by position.
      name: A name; the operator's by default.
    """

    def __init__(
        self, function: str, operands: dict[int, Any] | None = None, name: str | None = None
    ) -> None:
        super().__init__(name=name)
        self.function = function
        self.operands = {int(place): value for place, value in (operands or {}).items()}

    def call(self, *tensors: Any) -> Any:
        rest = iter(tensors)
        count = len(tensors) + len(self.operands)
        values = [self.operands[i] if i in self.operands else next(rest) for i in range(count)]
        return FUNCTIONS[self.function](*values)

    def get_config(self) -> dict[str, Any]:
        return {"name": self.name, "function": self.function, "operands": self.operands}


def _apply(function: str, *values: Any) -> Any:
    tensors = [v for v in values if isinstance(v, KerasTensor)]
    operands = {i: v for i, v in enumerate(values) if not isinstance(v, KerasTensor)}
    return Operator(function, operands)(*tensors)


def _install(function: str) -> None:
    def forward(self: KerasTensor, *values: Any) -> Any:
        return _apply(function, self, *values)

    setattr(KerasTensor, f"__{function}__", forward)


def _install_reflected(function: str) -> None:
    def reflected(self: KerasTensor, value: Any) -> Any:
        return _apply(function, value, self)

    setattr(KerasTensor, f"__r{function}__", reflected)


for _name in FUNCTIONS:
    _install(_name)
for _name in REFLECTED:
    _install_reflected(_name)
