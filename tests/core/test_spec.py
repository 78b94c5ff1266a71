"""Tests of type specs."""

from __future__ import annotations

import pickle
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tenfold.core import dtypes, spec
from tenfold.core.shapes import TensorShape
from tenfold.core.spec import (
    BatchableTypeSpec,
    TensorSpec,
    TypeSpec,
    type_spec_from_value,
)

A = TensorSpec([None, 3])
B = TensorSpec([2, 3], "float32", "x")
CONTEXT = SimpleNamespace(allow_specs=True)


class Box:
    def __init__(self, x: Any) -> None:
        self.x = x


class BoxSpec(TypeSpec):
    def __init__(self, shape: Any, dtype: Any, options: dict[str, str]) -> None:
        self.shape, self.dtype, self.options = TensorShape(shape), dtype, options

    @property
    def value_type(self) -> type:
        return Box

    def _serialize(self) -> tuple[Any, ...]:
        return self.shape, self.dtype, self.options

    @property
    def _component_specs(self) -> Any:
        return {"x": TensorSpec(self.shape, self.dtype, name="n")}

    def _to_components(self, value: Box) -> Any:
        return {"x": value.x}

    def _from_components(self, components: Any) -> Box:
        return Box(components["x"])


WIDE = BoxSpec([2, None], dtypes.float32, {"tag": "a"})
NARROW = BoxSpec([2, 3], dtypes.float32, {"tag": "a"})
OTHER = BoxSpec([2, 3], dtypes.float32, {"tag": "b"})


def test_tensor_spec_facts() -> None:
    assert (A.shape, A.dtype, A.name, B.name) == ([None, 3], dtypes.float32, None, "x")
    assert repr(A) == "TensorSpec(shape=(None, 3), dtype=tf.float32, name=None)"
    assert repr(TensorSpec(None, "int32")).startswith("TensorSpec(shape=<unknown>, dtype=tf.int32")
    assert TensorSpec([None, 3]) == A
    assert hash(TensorSpec([None, 3])) == hash(A)
    assert TensorSpec([2, 3]) != B
    assert A != 3
    assert pickle.loads(pickle.dumps(B)) == B
    with pytest.raises(AttributeError):
        A.shape = [1]  # type: ignore[misc, assignment]


def test_tensor_spec_compatibility(tensor: Any) -> None:
    value = tensor(np.zeros([2, 3], np.float32))
    assert A.is_compatible_with(value)
    assert A.is_compatible_with(B)
    assert B.is_compatible_with(A)
    assert not A.is_compatible_with(TensorSpec([2, 3], "int32"))
    assert not A.is_compatible_with(value.array)
    assert not A.is_compatible_with(3)


def test_tensor_spec_subtypes() -> None:
    plain = TensorSpec([2, 3])
    assert plain.is_subtype_of(A)
    assert plain.is_subtype_of(TensorSpec([None, 3], name="z"))
    assert not B.is_subtype_of(A)
    assert not B.is_subtype_of(TensorSpec([2, 3], name="z"))
    assert not A.is_subtype_of(plain)
    assert not plain.is_subtype_of(3)
    merged = B.most_specific_common_supertype([TensorSpec([4, 3], name="x")])
    assert merged == TensorSpec([None, 3], name="x")
    for other in (A, TensorSpec([2, 3], "int32", "x"), 3):
        assert B.most_specific_common_supertype([other]) is None
    with pytest.raises(ValueError, match="No TypeSpec is compatible with both"):
        B.most_specific_compatible_type(A)


def test_tensor_spec_from_others(tensor: Any) -> None:
    assert TensorSpec.from_spec(A, "n") == TensorSpec([None, 3], name="n")
    assert TensorSpec.from_spec(B) == B
    value = tensor([1, 2])
    assert TensorSpec.from_tensor(value, "n") == TensorSpec([2], "int64", "n")
    value.op = SimpleNamespace(name="made")
    assert TensorSpec.from_tensor(value).name == "made"
    with pytest.raises(ValueError, match=r"should be a tf\.Tensor"):
        TensorSpec.from_tensor(3)


def test_tensor_spec_and_tensors(tensor: Any) -> None:
    value = tensor(np.zeros([2, 3], np.float32))
    assert A.to_tensors(value) == [value]
    assert A.from_tensors(iter([value])) is value
    assert A.flatten() == [A]
    assert A.value_type is tensor
    assert A.cast(value, None) is value
    assert A.cast([[1, 2, 3]], None).dtype is dtypes.float32
    assert A.cast(TensorSpec([2, 3]), CONTEXT) is A
    for misfit in (TensorSpec([4]), TensorSpec([2, 3], "int32")):
        with pytest.raises(TypeError, match="Can not cast"):
            misfit.to_tensors(value)
    with pytest.raises(TypeError, match="not a subtype"):
        TensorSpec([2, 3]).cast(A, CONTEXT)
    context = SimpleNamespace(new_placeholder=lambda wanted: ("symbol", wanted))
    assert A.placeholder_value(context) == ("symbol", A)


def test_value_type_needs_a_class_of_tensors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spec, "_tensor_types", ())
    monkeypatch.setattr(spec, "_converter", None)
    with pytest.raises(TypeError, match="no class of tensors"):
        _ = A.value_type
    with pytest.raises(TypeError, match="no converter"):
        spec.convert_to_tensor(3)


def test_registered_tensors_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spec, "_tensor_types", ())
    assert spec.register_tensor_type(Box) is spec.register_tensor_type(Box) is Box
    assert spec.tensor_types() == (Box,)
    assert spec.is_tensor(Box(1))
    assert not spec.is_tensor(1)


def test_batching() -> None:
    assert isinstance(A, BatchableTypeSpec)
    assert B._batch(4) == TensorSpec([4, 2, 3])
    assert B._batch(None) == TensorSpec([None, 2, 3])
    assert B._unbatch() == TensorSpec([3])
    assert TensorSpec(None)._unbatch() == TensorSpec(None)
    with pytest.raises(ValueError, match="rank >= 1"):
        TensorSpec([])._unbatch()


def test_own_spec_compares_by_its_serialisation() -> None:
    assert BoxSpec([2, None], dtypes.float32, {"tag": "a"}) == WIDE
    assert hash(BoxSpec([2, None], dtypes.float32, {"tag": "a"})) == hash(WIDE)
    assert WIDE != NARROW
    assert A != WIDE
    assert repr(WIDE) == "BoxSpec(TensorShape([2, None]), tf.float32, {'tag': 'a'})"
    assert pickle.loads(pickle.dumps(WIDE)) == WIDE
    assert WIDE.is_compatible_with(NARROW)
    assert not WIDE.is_compatible_with(OTHER)
    assert NARROW.is_subtype_of(WIDE)
    assert not WIDE.is_subtype_of(NARROW)
    assert not OTHER.is_subtype_of(WIDE)
    assert WIDE.most_specific_common_supertype([NARROW]) == WIDE
    assert WIDE.most_specific_common_supertype([OTHER]) is None
    assert WIDE.most_specific_common_supertype([A]) is None
    assert NARROW.most_specific_compatible_type(WIDE) == WIDE


def test_own_spec_and_components(tensor: Any) -> None:
    value = Box(tensor(np.zeros([2, 3], np.float32)))
    assert WIDE.flatten() == [TensorSpec([2, None], name="n")]
    assert WIDE.to_tensors(value) == [value.x]
    assert WIDE.from_tensors(iter([value.x])).x is value.x
    assert WIDE._from_tensor_list(WIDE._to_tensor_list(value)).x is value.x
    assert WIDE._flat_tensor_specs == WIDE.flatten()
    assert WIDE.cast(value, None) is value
    assert WIDE.cast(Box([[1, 2], [3, 4]]), None).x.dtype is dtypes.float32
    assert WIDE.cast(NARROW, CONTEXT) is WIDE
    with pytest.raises(TypeError, match="expected a Box, got a int"):
        WIDE.cast(3, None)
    with pytest.raises(TypeError, match="not a subtype"):
        WIDE.cast(OTHER, CONTEXT)
    context = SimpleNamespace(new_placeholder=lambda wanted: wanted.shape)
    assert WIDE.placeholder_value(context).x == [2, None]


def test_loosened_specs() -> None:
    assert WIDE._with_tensor_ranks_only().shape == [None, None]
    assert A._with_tensor_ranks_only() == TensorSpec([None, None])
    assert B._without_tensor_names() == TensorSpec([2, 3])
    assert WIDE._without_tensor_names() == WIDE


def test_abstract() -> None:
    with pytest.raises(TypeError, match="abstract"):
        TypeSpec()  # type: ignore[abstract]


def test_spec_from_value(tensor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spec, "_spec_makers", {})
    monkeypatch.setattr(spec, "_spec_makers_of_subclasses", [])
    assert type_spec_from_value(tensor([1, 2])) == TensorSpec([2], "int64")
    assert type_spec_from_value(np.zeros([2])) == TensorSpec([2], "float64")
    assert type_spec_from_value(np.float32(2)) == TensorSpec([], "float32")
    assert type_spec_from_value([1.0, 2.0]) == TensorSpec([2], "float64")
    for without in (object(), A, Box(1)):
        with pytest.raises(TypeError, match="Could not build a TypeSpec"):
            type_spec_from_value(without)
    spec.register_type_spec_from_value_converter(Box, lambda box: NARROW)
    assert type_spec_from_value(Box(1)) is NARROW

    class Crate(Box):
        pass

    with pytest.raises(TypeError, match="Crate"):
        type_spec_from_value(Crate(1))
    spec.register_type_spec_from_value_converter(Box, lambda box: WIDE, allow_subclass=True)
    assert type_spec_from_value(Crate(1)) is WIDE
    assert WIDE.is_compatible_with(Box(1))
