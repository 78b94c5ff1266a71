"""What is known about a linear operator before it exists: its spec, for functions and nests."""

from __future__ import annotations

from typing import Any

from tenfold.core import structure
from tenfold.core.spec import TypeSpec, type_spec_from_value


class LinearOperatorSpec(TypeSpec):
    """The spec of operators: their class, the specs of their tensors, and all else they hold.

    Args:
      operator_class: The class of the operators.
      param_specs: Specs of the arguments that are tensors or operators, by name.
      other_params: The arguments that are neither, by name.
    """

    __slots__ = ("_class", "_other_params", "_param_specs")

    def __init__(
        self, operator_class: type, param_specs: dict[str, Any], other_params: dict[str, Any]
    ) -> None:
        self._class = operator_class
        self._param_specs = param_specs
        self._other_params = other_params

    @classmethod
    def from_operator(cls, operator: Any) -> LinearOperatorSpec:
        """The spec of an operator."""
        tensors, others = operator._tensors_and_others()
        specs = {k: structure.map_structure(_spec_of, v) for k, v in tensors.items()}
        return cls(type(operator), specs, others)

    @property
    def value_type(self) -> type:
        """The class of the operators."""
        return self._class

    def _serialize(self) -> tuple[Any, ...]:
        return self._class, self._param_specs, self._other_params

    @property
    def _component_specs(self) -> Any:
        return self._param_specs

    def _to_components(self, value: Any) -> Any:
        return value._tensors_and_others()[0]

    def _from_components(self, components: Any) -> Any:
        return self._class(**components, **self._other_params)


def _spec_of(value: Any) -> Any:
    return type_spec_from_value(value)
