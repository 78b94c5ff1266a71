"""Tests of composite tensors."""

from __future__ import annotations

from typing import Any

import pytest

from tenfold.core import composite
from tenfold.core.composite import CompositeTensor
from tenfold.core.shapes import TensorShape
from tenfold.core.spec import TensorSpec, TypeSpec, type_spec_from_value


class Pair(CompositeTensor):
    def __init__(self, a: Any, b: Any) -> None:
        self.a, self.b = a, b

    @property
    def _type_spec(self) -> PairSpec:
        return PairSpec(type_spec_from_value(self.a), type_spec_from_value(self.b))


class PairSpec(TypeSpec):
    def __init__(self, a: TypeSpec, b: TypeSpec) -> None:
        self.a, self.b = a, b

    @property
    def value_type(self) -> type:
        return Pair

    def _serialize(self) -> tuple[Any, ...]:
        return self.a, self.b

    @property
    def _component_specs(self) -> Any:
        return self.a, self.b

    def _to_components(self, value: Pair) -> Any:
        return value.a, value.b

    def _from_components(self, components: Any) -> Pair:
        return Pair(*components)


def test_expand_and_pack(tensor: Any) -> None:
    x, y, z = tensor(1), tensor([2.0]), tensor([3, 3])
    nested = Pair(x, Pair(y, z))
    assert composite.is_composite(nested)
    assert not composite.is_composite(x)
    assert composite.expand([nested, x]) == [x, y, z, x]
    packed = composite.pack([nested], [z, y, x])[0]
    assert (packed.a, packed.b.a, packed.b.b) == (z, y, x)


def test_spec_of_a_nested_composite(tensor: Any) -> None:
    nested = Pair(tensor(1), Pair(tensor([2.0]), tensor([3, 3])))
    spec = type_spec_from_value(nested)
    leaves = [TensorSpec([], "int64"), TensorSpec([1], "float64"), TensorSpec([2], "int64")]
    assert spec.flatten() == leaves
    assert spec.to_tensors(nested) == composite.expand(nested)
    rebuilt = spec.from_tensors(iter(composite.expand(nested)))
    assert rebuilt.b.b is nested.b.b
    assert spec.is_compatible_with(nested)
    wider = type_spec_from_value(Pair(tensor(1), Pair(tensor([2.0, 3.0]), tensor([3, 3]))))
    merged = spec.most_specific_common_supertype([wider])
    assert merged.b.a == TensorSpec([None], "float64")


def test_consumers(tensor: Any) -> None:
    x = tensor(1)
    assert Pair(x, Pair(tensor(2), x))._consumers() == ["op of 1", "op of 2"]


def test_refuses_shape_invariants_by_default(tensor: Any) -> None:
    with pytest.raises(ValueError, match=r"Pair does not accept the shape \(2,\)"):
        Pair(tensor(1), tensor(2))._shape_invariant_to_type_spec(TensorShape([2]))


def test_abstract() -> None:
    with pytest.raises(TypeError, match="abstract"):
        CompositeTensor()  # type: ignore[abstract]
