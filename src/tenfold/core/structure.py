"""Nested structures: what `tf.nest` does with lists, tuples, dicts and their kin.

Mappings are visited in the order of their sorted keys and rebuilt in their own order. A type's way
of being taken apart and rebuilt is looked up once and kept in a table.
"""

from __future__ import annotations

import operator
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, MappingView, Sequence
from typing import Any, NamedTuple


class _Kind(NamedTuple):
    """How values of one type are taken apart and rebuilt."""

    children: Callable[[Any], Sequence[Any]]
    rebuild: Callable[[Any, Sequence[Any]], Any]
    names: Callable[[Any], Sequence[Any]]  # a child's key, field name or position
    family: str  # "mapping", "namedtuple" or "other": what decides whether two types match


def _sorted_keys(mapping: Mapping[Any, Any]) -> list[Any]:
    try:
        return sorted(mapping)
    except TypeError:
        raise TypeError(
            f"nest: the keys of a mapping must be sortable; received {list(mapping)}. Use keys of "
            "one type."
        ) from None


def _mapping_children(mapping: Mapping[Any, Any]) -> list[Any]:
    return [mapping[key] for key in _sorted_keys(mapping)]


def _mapping_pairs(mapping: Mapping[Any, Any], children: Sequence[Any]) -> list[tuple[Any, Any]]:
    """The mapping's own keys, in their own order, with the new children."""
    packed = dict(zip(_sorted_keys(mapping), children, strict=True))
    return [(key, packed[key]) for key in mapping]


def _rebuild_mapping(mapping: Mapping[Any, Any], children: Sequence[Any]) -> Any:
    return type(mapping)(_mapping_pairs(mapping, children))  # type: ignore[call-arg]


def _rebuild_defaultdict(mapping: defaultdict[Any, Any], children: Sequence[Any]) -> Any:
    return type(mapping)(mapping.default_factory, _mapping_pairs(mapping, children))


def _positions(value: Any) -> range:
    return range(len(value))


def _itself(value: Any) -> Any:
    return value


def _rebuild_sequence(value: Any, children: Sequence[Any]) -> Any:
    return type(value)(children)


def _rebuild_fields(value: Any, children: Sequence[Any]) -> Any:
    return type(value)(*children)


def _rebuild_list(value: Any, children: Sequence[Any]) -> list[Any]:
    return list(children)


def _attrs_names(value: Any) -> list[str]:
    return [field.name for field in type(value).__attrs_attrs__]


def _attrs_children(value: Any) -> list[Any]:
    return [getattr(value, name) for name in _attrs_names(value)]


def _own_children(value: Any) -> Sequence[Any]:
    return value.__tf_flatten__()[1]


def _rebuild_own(value: Any, children: Sequence[Any]) -> Any:
    return type(value).__tf_unflatten__(value.__tf_flatten__()[0], tuple(children))


def _own_names(value: Any) -> range:
    return range(len(_own_children(value)))


_MAPPING = _Kind(_mapping_children, _rebuild_mapping, _sorted_keys, "mapping")
_DEFAULTDICT = _MAPPING._replace(rebuild=_rebuild_defaultdict)
_SEQUENCE = _Kind(_itself, _rebuild_sequence, _positions, "other")
_NAMEDTUPLE = _Kind(_itself, _rebuild_fields, lambda value: value._fields, "namedtuple")
_VIEW = _Kind(list, _rebuild_list, _positions, "other")
_ATTRS = _Kind(_attrs_children, _rebuild_fields, _attrs_names, "other")
_OWN = _Kind(_own_children, _rebuild_own, _own_names, "other")

_UNSEEN: Any = object()
# None stands for a leaf. Filled with other types as they are met.
_KINDS: dict[type, _Kind | None] = {
    list: _SEQUENCE,
    tuple: _SEQUENCE,
    dict: _MAPPING,
    OrderedDict: _MAPPING,
    defaultdict: _DEFAULTDICT,
    range: _VIEW,
    str: None,
    bytes: None,
    bytearray: None,
}
# Whether a type's values, or specs, come apart where composites are expanded.
_IS_COMPOSITE: dict[type, bool] = {}


def _classify(cls: type) -> _Kind | None:
    if hasattr(cls, "__attrs_attrs__"):
        return _ATTRS
    if hasattr(cls, "__tf_flatten__") and hasattr(cls, "__tf_unflatten__"):
        return _OWN
    if issubclass(cls, tuple) and hasattr(cls, "_fields"):
        return _NAMEDTUPLE
    if issubclass(cls, defaultdict):
        return _DEFAULTDICT
    if issubclass(cls, Mapping):
        return _MAPPING
    if issubclass(cls, MappingView):
        return _VIEW
    if issubclass(cls, Sequence) and not issubclass(cls, str | bytes | bytearray | memoryview):
        return _SEQUENCE
    return None


def _kind(value: Any) -> _Kind | None:
    """How `value` is taken apart; None if it is a leaf."""
    cls = type(value)
    kind = _KINDS.get(cls, _UNSEEN)
    if kind is _UNSEEN:
        kind = _KINDS[cls] = _classify(cls)
    return kind


def _is_composite(value: Any) -> bool:
    """Whether `value` is a composite tensor, or the type spec of one."""
    cls = type(value)
    known = _IS_COMPOSITE.get(cls)
    if known is None:
        has_spec = hasattr(cls, "_type_spec")
        is_spec = hasattr(cls, "_to_components") and hasattr(cls, "_component_specs")
        known = (has_spec or is_spec) and not getattr(cls, "_is_atomic", False)
        _IS_COMPOSITE[cls] = known
    return known


def _spec_of(composite: Any) -> Any:
    """The type spec of a composite tensor; a type spec itself."""
    return composite._type_spec if hasattr(type(composite), "_type_spec") else composite


def _components(composite: Any) -> Any:
    """The nested components of a composite tensor, or the component specs of a type spec."""
    spec = _spec_of(composite)
    return spec._component_specs if spec is composite else spec._to_components(composite)


def is_nested(structure: Any) -> bool:
    """Whether `structure` is a nested structure and not a leaf.

    Args:
        structure: Any value.

    Returns:
        True for lists, tuples, mappings and their kin, attrs classes, and classes that define
        `__tf_flatten__`; False for leaves, among them strings, sets, arrays and tensors.

    >>> is_nested([1, 2]), is_nested("ab")
    (True, False)
    """
    return _kind(structure) is not None


def flatten(structure: Any, expand_composites: bool = False) -> list[Any]:
    """The leaves of a structure, in order.

    Args:
        structure: A nested structure, or a leaf.
        expand_composites: Whether composite tensors come apart into their components.

    Returns:
        A new list of leaves; mappings contribute theirs in the order of the sorted keys.

    Raises:
        TypeError: If the keys of a mapping cannot be sorted.

    >>> flatten([1, (2, [3]), {"b": 5, "a": 4}])
    [1, 2, 3, 4, 5]
    """
    if expand_composites:
        leaves: list[Any] = []
        _flatten_expanded(structure, leaves)
        return leaves
    kind = _KINDS.get(type(structure), _UNSEEN)
    if kind is _UNSEEN:
        kind = _kind(structure)
    if kind is None:
        return [structure]
    leaves = []
    _flatten_children(kind.children(structure), leaves)
    return leaves


def _flatten_children(children: Iterable[Any], leaves: list[Any]) -> None:
    known = _KINDS
    for child in children:
        kind = known.get(type(child), _UNSEEN)
        if kind is _UNSEEN:
            kind = _kind(child)
        if kind is None:
            leaves.append(child)
        else:
            _flatten_children(kind.children(child), leaves)


def _flatten_expanded(value: Any, leaves: list[Any]) -> None:
    if _is_composite(value):
        _flatten_expanded(_components(value), leaves)
        return
    kind = _kind(value)
    if kind is None:
        leaves.append(value)
        return
    for child in kind.children(value):
        _flatten_expanded(child, leaves)


def pack_sequence_as(structure: Any, flat_sequence: Any, expand_composites: bool = False) -> Any:
    """A structure like `structure` with the leaves `flat_sequence`.

    Args:
        structure: A nested structure, or a leaf.
        flat_sequence: A sequence of as many leaves as `structure` has, in the order of `flatten`.
        expand_composites: Whether composite tensors are rebuilt from their components.

    Returns:
        The new structure.

    Raises:
        TypeError: If `flat_sequence` is no sequence.
        ValueError: If it has more or fewer leaves.

    >>> pack_sequence_as({"b": 0, "a": [0, 0]}, [1, 2, 3])
    {'b': 3, 'a': [1, 2]}
    """
    if not is_nested(flat_sequence):
        raise TypeError(
            f"pack_sequence_as: flat_sequence is {flat_sequence!r} of type "
            f"{type(flat_sequence).__name__}; expected a list of leaves."
        )
    flat = list(flat_sequence)
    leaves = flatten(structure, expand_composites)
    if len(leaves) != len(flat):
        raise ValueError(
            f"Could not pack sequence. Structure had {len(leaves)} leaves, but flat_sequence had "
            f"{len(flat)} items. Structure: {structure}, flat_sequence: {flat}."
        )
    if (
        type(structure) is list
        and len(structure) == len(leaves)
        and all(map(operator.is_, structure, leaves))
    ):
        return flat
    return _pack(structure, iter(flat), expand_composites)


def _pack(structure: Any, leaves: Iterator[Any], expand: bool) -> Any:
    if expand and _is_composite(structure):
        packed = _pack(_components(structure), leaves, expand)
        return _spec_of(structure)._from_components(packed)
    kind = _kind(structure)
    if kind is None:
        return next(leaves)
    children = [_pack(child, leaves, expand) for child in kind.children(structure)]
    return kind.rebuild(structure, children)


def map_structure(func: Callable[..., Any], *structure: Any, **kwargs: Any) -> Any:
    """Apply `func` to the leaves of one or more structures of one form.

    Args:
        func: A function of as many arguments as there are structures.
        *structure: Structures of the same form.
        **kwargs: `check_types` (default True): whether the types of the containers must agree too.
            `expand_composites` (default False): whether composite tensors come apart.

    Returns:
        A structure like the first, of the results.

    Raises:
        TypeError: If `func` cannot be called, or if the types of containers differ.
        ValueError: If the forms differ, no structure is given, or another keyword is.

    >>> map_structure(lambda x, y: x + y, {"a": [1, 2]}, {"a": [10, 20]})
    {'a': [11, 22]}
    """
    if not callable(func):
        raise TypeError(f"map_structure: func must be callable, got: {func!r}")
    check_types, expand = _structure_options("map_structure", kwargs)
    if not structure:
        raise ValueError("map_structure: must provide at least one structure.")
    if len(structure) == 1:
        return _map_one(func, structure[0], expand)
    first, *others = structure
    for other in others:
        assert_same_structure(first, other, check_types, expand)
    flat = [flatten(one, expand) for one in structure]
    results = [func(*leaves) for leaves in zip(*flat, strict=True)]
    return _pack(first, iter(results), expand)


def _structure_options(function: str, kwargs: dict[str, Any]) -> tuple[bool, bool]:
    options = {"check_types": True, "expand_composites": False}
    unknown = set(kwargs) - set(options)
    if unknown:
        raise ValueError(
            f"{function}: only the keywords `check_types` and `expand_composites` are valid; "
            f"received {sorted(unknown)}."
        )
    options.update(kwargs)
    return options["check_types"], options["expand_composites"]


def _map_one(func: Callable[..., Any], value: Any, expand: bool) -> Any:
    if expand and _is_composite(value):
        return _spec_of(value)._from_components(_map_one(func, _components(value), expand))
    kind = _kind(value)
    if kind is None:
        return func(value)
    children = [_map_one(func, child, expand) for child in kind.children(value)]
    return kind.rebuild(value, children)


def assert_same_structure(
    nest1: Any, nest2: Any, check_types: bool = True, expand_composites: bool = False
) -> None:
    """Check that two structures have the same form.

    Args:
        nest1: A structure, or a leaf.
        nest2: Another.
        check_types: Whether the types of the containers must agree too; mappings of different
            types agree if their keys do, and named tuples if their names and fields do.
        expand_composites: Whether composite tensors are compared component by component.

    Raises:
        TypeError: If only the types of containers differ.
        ValueError: If the forms differ.

    >>> assert_same_structure([1, {"a": 2}], ["x", {"a": "y"}])
    """
    found = _difference(nest1, nest2, check_types, expand_composites, "")
    if found is not None:
        error, where, what = found
        at = f" at {where}" if where else ""
        raise error(
            f"The two structures don't have the same nested structure{at}: {what}\n"
            f"First structure: {_outline(nest1)}\nSecond structure: {_outline(nest2)}"
        )


_Difference = tuple[type[Exception], str, str]


def _difference(a: Any, b: Any, check_types: bool, expand: bool, where: str) -> _Difference | None:
    """The first difference of two structures: error class, path, and what differs."""
    if expand and (_is_composite(a) or _is_composite(b)):
        return _composite_difference(a, b, check_types, where)
    kind, other = _kind(a), _kind(b)
    if kind is None and other is None:
        return None
    if kind is None or other is None:
        nested, leaf = (b, a) if kind is None else (a, b)
        what = f"{_typed(nested)} is a sequence, while {_typed(leaf)} is not."
        return ValueError, where, what
    if check_types:
        if kind.family == other.family == "mapping":
            if set(a) != set(b):
                what = f"the two dictionaries don't have the same keys: {list(a)} and {list(b)}."
                return ValueError, where, what
        elif not _same_type(a, b, kind, other):
            what = f"the two have not the same sequence type: {_typed(a)} and {_typed(b)}."
            return TypeError, where, what
    first, second = kind.children(a), other.children(b)
    if len(first) != len(second):
        what = (
            "the two don't have the same number of elements: "
            f"{len(first)} in {_typed(a)}, {len(second)} in {_typed(b)}."
        )
        return ValueError, where, what
    for name, x, y in zip(kind.names(a), first, second, strict=True):
        found = _difference(x, y, check_types, expand, f"{where}[{name!r}]")
        if found is not None:
            return found
    return None


def _composite_difference(a: Any, b: Any, check_types: bool, where: str) -> _Difference | None:
    if not (_is_composite(a) and _is_composite(b)):
        composite, other = (a, b) if _is_composite(a) else (b, a)
        what = f"{_typed(composite)} is a composite, while {_typed(other)} is not."
        return ValueError, where, what
    spec, other_spec = _spec_of(a), _spec_of(b)
    if check_types and spec.most_specific_common_supertype([other_spec]) is None:
        return TypeError, where, f"incompatible composite types: {spec} and {other_spec}."
    return _difference(_components(a), _components(b), check_types, True, where)


def _same_type(a: Any, b: Any, kind: _Kind, other: _Kind) -> bool:
    """Whether two containers, not both mappings, count as of one type."""
    x, y = type(a), type(b)
    if x is y:
        return True
    if kind.family == other.family == "namedtuple":
        return x.__name__ == y.__name__ and x._fields == y._fields
    # Wrappers that track a list's changes are lists.
    return issubclass(x, list) and issubclass(y, list) and (issubclass(x, y) or issubclass(y, x))


def _typed(value: Any) -> str:
    return f"{value!r} of type {type(value).__name__}"


def _outline(structure: Any) -> str:
    """The structure with a dot for each leaf."""
    if _kind(structure) is None:
        return "."
    return str(map_structure(lambda _: _DOT, structure))


class _Dot:
    """A leaf in an outline."""

    def __repr__(self) -> str:
        return "."


_DOT = _Dot()


def flatten_with_tuple_paths(
    structure: Any, expand_composites: bool = False
) -> list[tuple[tuple[Any, ...], Any]]:
    """The leaves of a structure, each with its path of keys, field names and positions.

    >>> flatten_with_tuple_paths({"a": [1, 2]})
    [(('a', 0), 1), (('a', 1), 2)]
    """
    found: list[tuple[tuple[Any, ...], Any]] = []

    def visit(value: Any, path: tuple[Any, ...]) -> None:
        if expand_composites and _is_composite(value):
            value = _components(value)
        kind = _kind(value)
        if kind is None:
            found.append((path, value))
            return
        for name, child in zip(kind.names(value), kind.children(value), strict=True):
            visit(child, (*path, name))

    visit(structure, ())
    return found


def flatten_up_to(
    shallow_tree: Any,
    input_tree: Any,
    check_types: bool = True,
    expand_composites: bool = False,
) -> list[Any]:
    """The parts of `input_tree` that stand where `shallow_tree` has its leaves.

    Args:
        shallow_tree: A structure whose form `input_tree` has at its top.
        input_tree: The structure to take apart.
        check_types: Whether the types of the containers must agree.
        expand_composites: Whether composite tensors come apart.

    Returns:
        A list of as many parts as `shallow_tree` has leaves.

    Raises:
        TypeError: If `input_tree` has a leaf, or another type of container, where
            `shallow_tree` has a container.
        ValueError: If a container has other keys or another length.

    >>> flatten_up_to([0, 0], [[1, 2], 3])
    [[1, 2], 3]
    """
    parts: list[Any] = []
    _flatten_up_to(shallow_tree, input_tree, check_types, expand_composites, parts)
    return parts


def _flatten_up_to(
    shallow: Any, deep: Any, check_types: bool, expand: bool, parts: list[Any]
) -> None:
    if expand and _is_composite(shallow):
        if not _is_composite(deep):
            raise TypeError(f"flatten_up_to: expected a composite, received {_typed(deep)}.")
        _flatten_up_to(_components(shallow), _components(deep), check_types, expand, parts)
        return
    kind = _kind(shallow)
    if kind is None:
        parts.append(deep)
        return
    other = _kind(deep)
    if other is None:
        raise TypeError(
            "If shallow structure is a sequence, input must also be a sequence; received "
            f"{_typed(deep)} where {_outline(shallow)} was expected."
        )
    both_map = kind.family == other.family == "mapping"
    if check_types and not both_map and not _same_type(shallow, deep, kind, other):
        raise TypeError(
            f"flatten_up_to: input has type {type(deep).__name__}, while the shallow structure has "
            f"type {type(shallow).__name__}."
        )
    first, second = kind.children(shallow), other.children(deep)
    if len(first) != len(second):
        raise ValueError(
            f"flatten_up_to: input has length {len(second)}, while the shallow structure has "
            f"length {len(first)}: {_typed(deep)} and {_outline(shallow)}."
        )
    if check_types and both_map and set(shallow) != set(deep):
        raise ValueError(
            f"flatten_up_to: input has the keys {list(deep)}, while the shallow structure has "
            f"{list(shallow)}."
        )
    for x, y in zip(first, second, strict=True):
        _flatten_up_to(x, y, check_types, expand, parts)


def map_structure_up_to(
    shallow_tree: Any, func: Callable[..., Any], *inputs: Any, **kwargs: Any
) -> Any:
    """Apply `func` to the parts of the inputs that stand where `shallow_tree` has its leaves.

    Args:
        shallow_tree: A structure whose form all inputs have at their top.
        func: A function of as many arguments as there are inputs.
        *inputs: Structures.
        **kwargs: `check_types` and `expand_composites`, as for `map_structure`.

    Returns:
        A structure like `shallow_tree`, of the results.

    Raises:
        TypeError: As `flatten_up_to`.
        ValueError: As `flatten_up_to`, or if there is no input.

    >>> map_structure_up_to([0, 0], lambda x, y: (x, y), [1, [2]], [3, 4])
    [(1, 3), ([2], 4)]
    """
    check_types, expand = _structure_options("map_structure_up_to", kwargs)
    if not inputs:
        raise ValueError("map_structure_up_to: must provide at least one input.")
    flat = [flatten_up_to(shallow_tree, one, check_types, expand) for one in inputs]
    results = [func(*parts) for parts in zip(*flat, strict=True)]
    return _pack(shallow_tree, iter(results), expand)
