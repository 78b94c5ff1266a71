"""Tests of extension types."""

# Annotations are evaluated here: the classes are local to tests and so is the class of tensors.

import copy
import inspect
import pickle
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, List, Tuple, Union  # noqa: UP035  both spellings are tested

import numpy as np
import pytest

from tenfold.core import dtypes, extension
from tenfold.core.extension import BatchableExtensionType, ExtensionType
from tenfold.core.extension_field import ImmutableDict
from tenfold.core.shapes import TensorShape
from tenfold.core.spec import TensorSpec, type_spec_from_value
from tenfold.core.structure import flatten, map_structure


class Static(ExtensionType):
    a: int = 3
    b: float = 1.5
    c: str = "s"
    d: bool = True
    e: bytes = b"x"
    f: TensorShape = (2, None)  # type: ignore[assignment]
    g: dtypes.DType = dtypes.float32
    h: tuple[int, ...] = (1, 2)
    i: Mapping[str, int] = {"z": 1}
    k: int | str = 4
    n: tuple[int, str] = (1, "a")
    m: None = None


class Linked(ExtensionType):
    value: int
    rest: "Linked | None" = None


@pytest.fixture
def types(tensor: Any) -> SimpleNamespace:
    class Masked(ExtensionType):
        values: tensor
        mask: tensor

        def __validate__(self) -> None:
            self.values.shape.assert_is_compatible_with(self.mask.shape)

        @property
        def shape(self) -> TensorShape:
            return self.values.shape

    class Many(ExtensionType):
        first: Masked
        rest: tuple[Masked, ...] = ()
        named: Mapping[str, tensor] = {}
        extra: tensor | None = None

    class Rows(BatchableExtensionType):
        x: tensor
        k: int = 3

    return SimpleNamespace(Masked=Masked, Many=Many, Rows=Rows)


def test_static_fields() -> None:
    static = Static()
    assert repr(static) == (
        "Static(a=3, b=1.5, c='s', d=True, e=b'x', f=TensorShape([2, None]), g=tf.float32, "
        "h=(1, 2), i={'z': 1}, k=4, n=(1, 'a'), m=None)"
    )
    changed = Static(4, f=[3], g="int32", h=[1], i={"b": 1, "a": 2}, k="x")
    assert (changed.a, changed.f, changed.g, changed.h) == (4, [3], dtypes.int32, (1,))
    assert isinstance(changed.i, ImmutableDict)
    assert changed.i == {"b": 1, "a": 2}
    assert changed.k == "x"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"a": "x"}, "a: expected 'int', got 'str'"),
        ({"a": 1.0}, "a: expected 'int', got 'float'"),
        ({"a": np.int32(3)}, "a: expected 'int', got 'int32'"),
        ({"b": 1}, "b: expected 'float', got 'int'"),
        ({"d": 1}, "d: expected 'bool', got 'int'"),
        ({"f": "x"}, "f: expected a TensorShape"),
        ({"g": "x"}, "g: expected a DType"),
        ({"h": (1, "a")}, r"h\[1\]: expected 'int', got 'str'"),
        ({"h": 3}, "h: expected tuple, got 'int'"),
        ({"i": {"a": "b"}}, r"i\['a'\]: expected 'int', got 'str'"),
        ({"i": {1: 2}}, r"i\[<key>\]: expected 'str', got 'int'"),
        ({"i": 3}, "i: expected mapping, got 'int'"),
        ({"k": 1.5}, "k: expected 'int' or 'str', got 'float'"),
        ({"n": (1,)}, "n: expected tuple with length 2, got length 1"),
        ({"m": 3}, "m: expected 'NoneType', got 'int'"),
        ({"zz": 3}, "unexpected keyword argument 'zz'"),
    ],
)
def test_refuses_other_values(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        Static(**fields)


def test_constructor_takes_fields_in_order(types: Any, tensor: Any) -> None:
    masked = types.Masked([1.0, 2.0], mask=[True, False])
    assert isinstance(masked.values, tensor)
    assert masked.shape == [2]
    with pytest.raises(TypeError, match="missing a required argument: 'mask'"):
        types.Masked([1])
    with pytest.raises(TypeError, match="too many positional"):
        types.Masked([1], [1], [1])
    with pytest.raises(TypeError, match="mask: expected a Tensor, got 'object'"):
        types.Masked([1], object())
    with pytest.raises(ValueError, match="are incompatible"):
        types.Masked([1], [True, False])
    assert list(inspect.signature(types.Masked).parameters) == ["values", "mask"]


def test_immutable(types: Any) -> None:
    masked = types.Masked([1], [True])
    for name in ("values", "other"):
        with pytest.raises(AttributeError, match=f"Cannot mutate attribute `{name}`"):
            setattr(masked, name, 3)
    with pytest.raises(AttributeError, match="Cannot mutate"):
        del masked.values
    with pytest.raises(AttributeError, match="Cannot mutate"):
        masked._type_spec.values = 3
    with pytest.raises(TypeError, match="unhashable"):
        hash(masked)


def test_type_spec(types: Any, tensor: Any) -> None:
    masked = types.Masked([1.0, 2.0], [True, False])
    spec = masked._type_spec
    assert spec is masked._type_spec
    assert repr(spec) == (
        "Masked.Spec(values=TensorSpec(shape=(2,), dtype=tf.float64, name=None), "
        "mask=TensorSpec(shape=(2,), dtype=tf.bool, name=None))"
    )
    made = types.Masked.Spec(values=TensorSpec([2], "float64"), mask=TensorSpec([2], "bool"))
    assert made == spec
    assert hash(made) == hash(spec)
    assert spec.value_type is types.Masked
    assert spec.values.dtype is dtypes.float64
    assert type_spec_from_value(masked) is spec
    assert spec.is_compatible_with(masked)
    longer = types.Masked([1.0, 2, 3], [True, False, True])._type_spec
    merged = spec.most_specific_common_supertype([longer])
    assert merged.values.shape == merged.mask.shape == [None]
    assert type(merged) is types.Masked.Spec
    assert longer.is_subtype_of(merged)
    with pytest.raises(TypeError, match="values: expected a TensorSpec, got 'list'"):
        types.Masked.Spec([2], 3)


def test_components(types: Any, tensor: Any) -> None:
    inner = types.Masked([1.0], [True])
    many = types.Many(inner, [types.Masked([2], [False])], {"b": [3], "a": 4}, 5)
    assert flatten(many) == [many]
    leaves = flatten(many, expand_composites=True)
    assert [leaf.array.tolist() for leaf in leaves] == [[1.0], [True], [2], [False], 4, [3], 5]
    doubled = map_structure(lambda x: tensor(x.array * 2), many, expand_composites=True)
    assert type(doubled) is types.Many
    assert doubled.rest[0].values.array.tolist() == [4]
    assert list(doubled.named) == ["b", "a"]
    assert doubled.named["a"].array.tolist() == 8
    spec = many._type_spec
    assert len(spec.flatten()) == 7
    assert spec.from_tensors(iter(leaves)).first.values is leaves[0]
    assert spec.to_tensors(many) == leaves
    names = map_structure(lambda x: "leaf", inner, expand_composites=True)
    assert (names.values, names.mask) == ("leaf", "leaf")
    assert flatten(Static(), expand_composites=True) == []


def test_optional_and_union_fields(types: Any, tensor: Any) -> None:
    class Choice(ExtensionType):
        x: Union[tensor, types.Masked]  # noqa: UP007
        y: Union[int, tensor]  # noqa: UP007

    assert types.Many(types.Masked([1], [True])).extra is None
    choice = Choice(3, 3)
    assert isinstance(choice.x, tensor)
    assert choice.y == 3
    masked = types.Masked([1], [True])
    choice = Choice(masked, [2])
    assert choice.x is masked
    assert isinstance(choice.y, tensor)
    assert choice._type_spec.x == masked._type_spec


def test_fields_with_specs(types: Any, tensor: Any) -> None:
    class Points(ExtensionType):
        at: TensorSpec([None, 2], dtypes.float32)
        where: types.Masked.Spec(TensorSpec([2], "int64"), TensorSpec([2], "bool"))

    masked = types.Masked([1, 2], [True, False])
    points = Points([[1, 2], [3, 4]], masked)
    assert points.at.dtype is dtypes.float32
    assert points._type_spec.at == TensorSpec([2, 2])
    with pytest.raises(TypeError, match=r"at: expected a value of TensorSpec\(shape=\(None, 2\)"):
        Points([1, 2], masked)
    with pytest.raises(TypeError, match="where: expected a value of"):
        Points([[1, 2]], types.Masked([1], [True]))
    with pytest.raises(TypeError, match="where: expected 'Masked', got 'int'"):
        Points([[1, 2]], 3)
    with pytest.raises(TypeError, match="at: expected a TensorSpec"):
        Points.Spec(3, masked._type_spec)


def test_equality(types: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def equal(a: list[Any], b: list[Any]) -> np.bool_:
        pairs = zip(a, b, strict=True)
        return np.bool_(all((x.array == y.array).all() for x, y in pairs))

    monkeypatch.setattr(extension, "_equal", equal)
    masked = types.Masked([1, 2], [True, False])
    assert masked == types.Masked([1, 2], [True, False])
    assert masked != types.Masked([1, 3], [True, False])
    assert (masked == types.Masked([1], [True])) is False
    assert (masked == 3) is False
    assert (masked != 3) is True
    assert (Static() == Static()) is True
    assert (Static() == Static(a=4)) is False
    monkeypatch.setattr(extension, "_equal", None)
    assert masked == masked._type_spec._from_components((masked.values, masked.mask))
    assert masked != types.Masked([1, 2], [True, False])


def test_pickle_and_copy() -> None:
    static = Static(a=5)
    assert static._type_spec.a == 5
    for again in (pickle.loads(pickle.dumps(static)), copy.deepcopy(static)):
        assert again == static
    assert pickle.loads(pickle.dumps(static._type_spec)) == static._type_spec


def test_field_of_its_own_class() -> None:
    linked = Linked(1, Linked(2))
    assert linked.rest is not None
    assert linked.rest.value == 2
    with pytest.raises(TypeError, match="rest: expected"):
        Linked(1, 2)  # type: ignore[arg-type]


def test_subclass_adds_fields(types: Any) -> None:
    class Weighted(types.Masked):
        weight: float = 2.0

    weighted = Weighted([1], [True])
    assert weighted.weight == 2.0
    assert weighted.shape == [1]
    assert repr(weighted._type_spec).endswith("weight=2.0)")
    assert weighted._type_spec.value_type is Weighted
    assert issubclass(Weighted.Spec, types.Masked.Spec)


def test_own_constructor(tensor: Any) -> None:
    class Doubled(ExtensionType):
        x: tensor
        y: int

        def __init__(self, x: list[int]) -> None:
            self.x = [2 * part for part in x]
            self.y = 1

    class Forgetful(ExtensionType):
        x: tensor

        def __init__(self, x: Any) -> None:
            pass

    class Stray(ExtensionType):
        x: int

        def __init__(self) -> None:
            self.z = 3

    class More(Doubled):
        w: int

        def __init__(self) -> None:
            super().__init__([3])
            self.w = 4

    doubled = Doubled([1])
    assert doubled.x.array.tolist() == [2]
    assert doubled._type_spec.x == TensorSpec([1], "int64")
    assert doubled._type_spec._from_components((tensor([7]),)).x.array.tolist() == [7]
    with pytest.raises(AttributeError, match="Cannot mutate"):
        doubled.y = 3
    with pytest.raises(ValueError, match=r"Missing required fields: \['x'\]"):
        Forgetful(1)
    with pytest.raises(AttributeError, match="`z`"):
        Stray()
    more = More()
    assert (more.x.array.tolist(), more.y, more.w) == ([6], 1, 4)


def test_members_of_a_nested_spec(tensor: Any) -> None:
    class Shaped(ExtensionType):
        x: tensor

        class Spec:
            @property
            def shape(self) -> TensorShape:
                return self.x.shape  # type: ignore[attr-defined]

    spec = Shaped([1, 2])._type_spec
    assert spec.shape == [2]
    assert isinstance(spec, extension.ExtensionTypeSpec)
    assert (type(spec).__name__, type(spec).__qualname__) == (
        "Shaped.Spec",
        Shaped.__qualname__ + ".Spec",
    )


def test_field_without_default_after_one_with_default() -> None:
    class Late(ExtensionType):
        x: int = 1
        y: int

    assert Late(y=2).y == 2
    assert Late(5, y=2).x == 5


@pytest.mark.parametrize("annotation", [list, List[int], np.ndarray, Any, dict[str, int]], ids=str)  # noqa: UP006
def test_refuses_annotations(annotation: Any) -> None:
    with pytest.raises(TypeError, match="In field 'x': unsupported type annotation"):

        class Bad(ExtensionType):
            x: annotation


def test_accepts_both_spellings_of_tuple() -> None:
    class Old(ExtensionType):
        x: Tuple[int, ...]  # noqa: UP006
        y: Union[int, None] = None  # noqa: UP007

    assert Old([1, 2]).x == (1, 2)


def test_refuses_declarations() -> None:
    with pytest.raises(ValueError, match="x is missing a type annotation"):

        class Bare(ExtensionType):
            x = 3

    for name in ("Spec", "_tf_extension_type_x", "self", "_type_spec"):
        with pytest.raises(ValueError, match=f"Field '{name}' is reserved"):
            type("Reserved", (ExtensionType,), {"__annotations__": {name: int}})
    with pytest.raises(TypeError, match="default value for x: expected 'int', got 'str'"):

        class Default(ExtensionType):
            x: int = "a"  # type: ignore[assignment]


def test_base_classes_are_abstract() -> None:
    for cls in (ExtensionType, BatchableExtensionType):
        with pytest.raises(AssertionError, match="abstract base class"):
            cls()
    with pytest.raises(TypeError, match="has no fields"):
        ExtensionType._tf_extension_type_fields()


def test_batchable(types: Any, tensor: Any) -> None:
    spec = types.Rows([[1, 2], [3, 4]])._type_spec
    assert spec._batch(5).x.shape == [5, 2, 2]
    assert spec._batch(None).k == 3
    assert spec._unbatch().x.shape == [2]

    class Holder(BatchableExtensionType):
        inner: types.Masked

    with pytest.raises(TypeError, match=r"cannot batch Masked\.Spec"):
        Holder(types.Masked([1], [True]))._type_spec._batch(2)


def test_annotation_may_name_a_later_class() -> None:
    class Early(ExtensionType):
        later: "Later"  # noqa: F821  defined below, after the class

    globals()["Later"] = Linked
    try:
        assert Early(Linked(1)).later.value == 1
        with pytest.raises(TypeError, match="later: expected 'Linked'"):
            Early(3)
    finally:
        del globals()["Later"]
