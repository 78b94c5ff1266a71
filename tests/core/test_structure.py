"""Tests of nested structures."""

from __future__ import annotations

from collections import OrderedDict, defaultdict, namedtuple
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tenfold.core import structure as nest

Pair = namedtuple("Pair", "b a")
Other = namedtuple("Other", "b a")


class Frozen(Mapping):
    def __init__(self, items: Any) -> None:
        self.items_ = dict(items)

    def __getitem__(self, key: str) -> Any:
        return self.items_[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.items_)

    def __len__(self) -> int:
        return len(self.items_)


@dataclass
class Masked:
    name: str
    value: Any

    def __tf_flatten__(self) -> tuple[tuple[str], tuple[Any]]:
        return (self.name,), (self.value,)

    @classmethod
    def __tf_unflatten__(cls, metadata: tuple[str], components: tuple[Any]) -> Masked:
        return cls(metadata[0], components[0])


class Attrs:
    __attrs_attrs__ = (SimpleNamespace(name="y"), SimpleNamespace(name="x"))

    def __init__(self, y: Any, x: Any) -> None:
        self.y, self.x = y, x


class Rows:
    """A composite of two components."""

    def __init__(self, values: Any, splits: Any) -> None:
        self.values, self.splits = values, splits

    @property
    def _type_spec(self) -> RowsSpec:
        return RowsSpec()


class RowsSpec:
    _component_specs = ("values", "splits")

    def _to_components(self, value: Rows) -> list[Any]:
        return [value.values, value.splits]

    def _from_components(self, components: list[Any]) -> Rows:
        return Rows(*components)

    def most_specific_common_supertype(self, others: list[Any]) -> Any:
        return self if all(isinstance(other, RowsSpec) for other in others) else None


DEFAULT = defaultdict(int, {"b": 1, "a": 2})
LEAVES = [3, None, "abc", b"x", np.array([1, 2]), {1, 2}, Ellipsis]


@pytest.mark.parametrize("leaf", LEAVES, ids=str)
def test_leaves(leaf: Any) -> None:
    assert not nest.is_nested(leaf)
    (only,) = nest.flatten(leaf)
    assert only is leaf
    assert nest.map_structure(lambda x: (x, 1), leaf) == (leaf, 1)
    assert nest.pack_sequence_as(leaf, ["new"]) == "new"


@pytest.mark.parametrize(
    ("structure", "leaves"),
    [
        ([1, (2, [3]), {"b": 5, "a": 4}], [1, 2, 3, 4, 5]),
        (Pair(1, 2), [1, 2]),
        (Frozen({"b": 1, "a": 2}), [2, 1]),
        (DEFAULT, [2, 1]),
        (DEFAULT.keys(), ["b", "a"]),
        (DEFAULT.values(), [1, 2]),
        (range(3), [0, 1, 2]),
        (Masked("q", [1, 2]), [1, 2]),
        (Attrs(1, [2]), [1, 2]),
        ({(1, 2): 1, (0, 1): 2}, [2, 1]),
        ([], []),
        ({}, []),
    ],
)
def test_flatten(structure: Any, leaves: list[Any]) -> None:
    assert nest.is_nested(structure)
    assert nest.flatten(structure) == leaves


def test_unsortable_keys() -> None:
    with pytest.raises(TypeError, match="must be sortable"):
        nest.flatten({1: 2, "a": 3})


def test_map_keeps_type_and_order() -> None:
    def double(x: int) -> int:
        return 2 * x

    assert nest.map_structure(double, [1, (2,)]) == [2, (4,)]
    mapped = nest.map_structure(double, {"b": 1, "a": 2})
    assert list(mapped.items()) == [("b", 2), ("a", 4)]
    ordered = nest.map_structure(double, OrderedDict([("b", 1), ("a", 2)]))
    assert type(ordered) is OrderedDict
    assert list(ordered.items()) == [("b", 2), ("a", 4)]
    default = nest.map_structure(double, DEFAULT)
    assert (type(default), default.default_factory) == (defaultdict, int)
    assert list(default.items()) == [("b", 2), ("a", 4)]
    assert nest.map_structure(double, Pair(1, 2)) == Pair(2, 4)
    frozen = nest.map_structure(double, Frozen({"b": 1, "a": 2}))
    assert list(frozen.items()) == [("b", 2), ("a", 4)]
    assert nest.map_structure(double, Masked("q", [1])) == Masked("q", [2])
    attrs = nest.map_structure(double, Attrs(1, 2))
    assert (type(attrs), attrs.y, attrs.x) == (Attrs, 2, 4)


def test_map_over_several() -> None:
    def add(x: int, y: int) -> int:
        return x + y

    assert nest.map_structure(add, {"a": 1}, OrderedDict(a=2)) == {"a": 3}
    assert nest.map_structure(add, Masked("q", [1]), Masked("r", [2])) == Masked("q", [3])
    assert nest.map_structure(add, [1, 2], (1, 2), check_types=False) == [2, 4]
    assert nest.map_structure(add, {"a": 1}, {"b": 1}, check_types=False) == {"a": 2}


def test_map_refuses_misuse() -> None:
    with pytest.raises(TypeError, match="must be callable"):
        nest.map_structure(3, [1])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="at least one structure"):
        nest.map_structure(len)
    with pytest.raises(ValueError, match="foo"):
        nest.map_structure(len, [1], foo=3)


@pytest.mark.parametrize(
    ("a", "b", "error", "message"),
    [
        ([1], [1, 2], ValueError, "number of elements"),
        (1, [1], ValueError, r"\[1\] of type list is a sequence, while 1 of type int is not"),
        ([1], (1,), TypeError, "sequence type"),
        ((1, 2), Pair(1, 2), TypeError, "sequence type"),
        (Pair(1, 2), Other(1, 2), TypeError, "sequence type"),
        (Pair(1, 2), namedtuple("Pair", "b c")(1, 2), TypeError, "sequence type"),
        ({"a": 1}, {"b": 1}, ValueError, "same keys"),
        ({"a": [1, 2]}, {"a": [1, [2]]}, ValueError, r"at \['a'\]\[1\]"),
    ],
)
def test_different_structures(a: Any, b: Any, error: type[Exception], message: str) -> None:
    for call in (nest.assert_same_structure, lambda x, y: nest.map_structure(max, x, y)):
        with pytest.raises(error, match=message):
            call(a, b)


def test_error_outlines_both() -> None:
    with pytest.raises(ValueError, match=r"First structure: \[\., \{'a': \.\}\]"):
        nest.assert_same_structure([1, {"a": 2}], [1])


def test_same_structures() -> None:
    class Tracked(list):
        pass

    nest.assert_same_structure([[1], 2], Tracked([[3], 4]))
    nest.assert_same_structure(Pair(1, 2), namedtuple("Pair", "b a")(1, 2))
    nest.assert_same_structure({"a": 1}, Frozen({"a": 1}))
    with pytest.raises(ValueError, match="sequence"):
        nest.assert_same_structure([[1]], [1], check_types=False)


def test_pack() -> None:
    assert nest.pack_sequence_as([1, [2, 3]], [4, 5, 6]) == [4, [5, 6]]
    assert nest.pack_sequence_as({"b": 1, "a": 2}, (10, 20)) == {"b": 20, "a": 10}
    assert nest.pack_sequence_as(DEFAULT.keys(), [4, 5]) == [4, 5]
    with pytest.raises(ValueError, match="3 leaves, but flat_sequence had 2"):
        nest.pack_sequence_as([1, [2, 3]], [4, 5])
    with pytest.raises(ValueError, match="1 leaves, but flat_sequence had 2"):
        nest.pack_sequence_as(1, [4, 5])
    with pytest.raises(TypeError, match="expected a list"):
        nest.pack_sequence_as([1], 4)


def test_composites_are_leaves_unless_expanded() -> None:
    rows = Rows(1, [2, 3])
    assert nest.flatten([rows]) == [rows]
    assert nest.flatten([rows, 4], expand_composites=True) == [1, 2, 3, 4]
    assert nest.flatten(RowsSpec(), expand_composites=True) == ["values", "splits"]
    mapped = nest.map_structure(lambda x: x * 2, rows, expand_composites=True)
    assert (type(mapped), mapped.values, mapped.splits) == (Rows, 2, [4, 6])
    added = nest.map_structure(max, rows, Rows(5, [1, 9]), expand_composites=True)
    assert (added.values, added.splits) == (5, [2, 9])
    packed = nest.pack_sequence_as([rows], [7, 8, 9], expand_composites=True)
    assert packed[0].splits == [8, 9]
    nest.assert_same_structure(rows, 1)
    with pytest.raises(ValueError, match="is a composite"):
        nest.assert_same_structure(rows, 1, expand_composites=True)


def test_paths() -> None:
    paths = nest.flatten_with_tuple_paths({"a": [1, Pair(2, 3)]})
    assert paths == [(("a", 0), 1), (("a", 1, "b"), 2), (("a", 1, "a"), 3)]


def test_up_to() -> None:
    assert nest.flatten_up_to([1, 2], [[1, 2], 3]) == [[1, 2], 3]
    assert nest.flatten_up_to(1, [3]) == [[3]]
    assert nest.flatten_up_to([1], (3,), check_types=False) == [3]
    assert nest.map_structure_up_to(1, lambda x: x, [1, [2]]) == [1, [2]]


@pytest.mark.parametrize(
    ("shallow", "deep", "error", "message"),
    [
        ([1, 2], [1, 2, 3], ValueError, "length 3"),
        ([1, [2]], [[1], 3], TypeError, "must also be a sequence"),
        ([1], (3,), TypeError, "type tuple"),
        ({"a": 1}, {"b": 1}, ValueError, "keys"),
        ({"a": 1}, {"a": 1, "b": 2}, ValueError, "length 2"),
    ],
)
def test_up_to_refuses(shallow: Any, deep: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        nest.flatten_up_to(shallow, deep)
