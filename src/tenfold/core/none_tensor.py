"""None where a spec is asked for: a value that is made of no tensors."""

from __future__ import annotations

from typing import Any

from tenfold.core.composite import CompositeTensor
from tenfold.core.spec import BatchableTypeSpec


class NoneTensor(CompositeTensor):
    """What stands for None as a composite of no tensors."""

    @property
    def _type_spec(self) -> NoneTensorSpec:
        return NoneTensorSpec()


class NoneTensorSpec(BatchableTypeSpec):
    """The spec of None.

    Example:
      >>> import tenfold as tf
      >>> tf.NoneTensorSpec().is_compatible_with(None), tf.NoneTensorSpec().flatten()
      (True, [])
    """

    __slots__ = ()

    @classmethod
    def from_value(cls, value: Any) -> NoneTensorSpec:
        """The spec of None, or of a `NoneTensor`.

        Args:
          value: The value, of which nothing is asked.

        Returns:
          The spec.
        """
        return cls()

    @property
    def value_type(self) -> type:
        """The class that stands for None as a composite."""
        return NoneTensor

    def is_compatible_with(self, spec_or_value: Any) -> bool:
        """Whether a value is None, or a spec is of None.

        Args:
          spec_or_value: A value or a spec.

        Returns:
          True for None, for a `NoneTensor`, and for a `NoneTensorSpec`.
        """
        return spec_or_value is None or isinstance(spec_or_value, NoneTensor | NoneTensorSpec)

    def most_specific_compatible_shape(self, other: Any) -> NoneTensorSpec:
        """The spec itself, which fits nothing but specs of None.

        Args:
          other: A spec.

        Returns:
          The spec.

        Raises:
          ValueError: `other` is no spec of None.
        """
        if type(self) is not type(other):
            raise ValueError(f"No TypeSpec is compatible with both {self} and {other}.")
        return self

    def _serialize(self) -> tuple[Any, ...]:
        return ()

    @property
    def _component_specs(self) -> Any:
        return []

    def _to_components(self, value: Any) -> Any:
        return []

    def _from_components(self, components: Any) -> None:
        return None

    def _batch(self, batch_size: int | None) -> NoneTensorSpec:
        return NoneTensorSpec()

    def _unbatch(self) -> NoneTensorSpec:
        return NoneTensorSpec()
