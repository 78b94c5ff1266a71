"""What `Session.run` is asked for: structures of graph elements, taken apart and put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from tenfold.core.sparse_tensor import SparseTensor
from tenfold.core.tensor import Tensor
from tenfold.engine.autodiff.indexed_slices import IndexedSlices
from tenfold.engine.graph.node import Node


class SparseTensorValue(NamedTuple):
    """The value of a SparseTensor: what a session returns and may be fed."""

    indices: Any
    values: Any
    dense_shape: Any


class IndexedSlicesValue(NamedTuple):
    """The value of an IndexedSlices: what a session returns and may be fed."""

    values: Any
    indices: Any
    dense_shape: Any


class Fetches:
    """A structure of fetches: its elements, each once, and how to put their values in their places.

    Raises:
      TypeError: A fetch is of no kind that can be fetched.
      ValueError: A fetch is no element of the graph.
    """

    def __init__(self, graph: Any, fetches: Any) -> None:
        self._graph = graph
        self.elements: list[Any] = []
        self._places: dict[int, int] = {}
        self.pack = self._packer(fetches)

    def _packer(self, fetch: Any) -> Callable[[Sequence[Any]], Any]:
        if fetch is None:
            raise TypeError('Argument `fetch` = None has invalid type "NoneType". Cannot be None')
        if isinstance(fetch, (list, tuple)) and not isinstance(fetch, Tensor):
            return self._packer_of_sequence(fetch)
        if isinstance(fetch, Mapping):
            keys = list(fetch)
            parts = [self._packer(fetch[key]) for key in keys]
            kind: Any = type(fetch) if not hasattr(fetch, "default_factory") else dict
            return lambda found: kind(
                (key, part(found)) for key, part in zip(keys, parts, strict=True)
            )
        if isinstance(fetch, SparseTensor):
            names = ("indices", "values", "dense_shape")
            return self._packer_of_parts(fetch, names, SparseTensorValue)
        if isinstance(fetch, IndexedSlices):
            return self._packer_of_parts(
                fetch, ("values", "indices", "dense_shape"), IndexedSlicesValue
            )
        place = self._place(self._element(fetch))
        return lambda found: found[place]

    def _packer_of_sequence(self, fetch: Any) -> Callable[[Sequence[Any]], Any]:
        parts = [self._packer(x) for x in fetch]
        if hasattr(fetch, "_fields"):
            return lambda found: type(fetch)(*(part(found) for part in parts))
        kind = tuple if isinstance(fetch, tuple) else list
        return lambda found: kind(part(found) for part in parts)

    def _packer_of_parts(
        self, fetch: Any, names: Sequence[str], kind: Callable[..., Any]
    ) -> Callable[[Sequence[Any]], Any]:
        parts = [getattr(fetch, name) for name in names]
        packers = [None if x is None else self._packer(x) for x in parts]
        return lambda found: kind(*(None if p is None else p(found) for p in packers))

    def _place(self, element: Any) -> int:
        if id(element) not in self._places:
            self._places[id(element)] = len(self.elements)
            self.elements.append(element)
        return self._places[id(element)]

    def _element(self, fetch: Any) -> Any:
        try:
            return graph_element(self._graph, fetch)
        except TypeError as error:
            raise TypeError(
                f'Argument `fetch` = {fetch} has invalid type "{type(fetch).__name__}" must be a '
                f"string or Tensor. ({error})"
            ) from None
        except (ValueError, KeyError) as error:
            raise ValueError(
                f"Argument `fetch` = {fetch} cannot be interpreted as a Tensor. ({error})"
            ) from None


def graph_element(graph: Any, obj: Any) -> Any:
    """The tensor or operation of `graph` that an object, or a name, stands for.

    Raises:
      TypeError: The object is neither.
      KeyError: The graph has no element of that name.
      ValueError: It is an element of another graph.
    """
    if isinstance(obj, bytes):
        obj = obj.decode()
    if isinstance(obj, str):
        return _named(graph, obj)
    element = getattr(obj, "_as_graph_element", lambda: obj)()
    if not isinstance(element, (Tensor, Node)):
        raise TypeError(f"Can not convert a {type(obj).__name__} into a Tensor or Operation.")
    kind = "Tensor" if isinstance(element, Tensor) else "Operation"
    if getattr(element, "_node", element) is element and isinstance(element, Tensor):
        raise ValueError(f"{kind} {element} is not an element of this graph.")  # it is eager
    if element.graph is not graph:
        raise ValueError(f"{kind} {element} is not an element of this graph.")
    return element


def _named(graph: Any, name: str) -> Any:
    operation, _, index = name.partition(":")
    node = graph.named(operation)
    if not index:
        if node is None:
            raise KeyError(f"The name {name!r} refers to an Operation not in the graph.")
        return node
    if node is None:
        raise KeyError(
            f"The name {name!r} refers to a Tensor which does not exist. The operation, "
            f"{operation!r}, does not exist in the graph."
        )
    if not index.isdigit() or int(index) >= len(node.outputs):
        raise KeyError(
            f"The name {name!r} refers to a Tensor which does not exist. The operation, "
            f"{operation!r}, exists but only has {len(node.outputs)} outputs."
        )
    return node.outputs[int(index)]


def to_user(value: Any) -> Any:
    """A raw value as a session returns it: an array of the user's own, a scalar for rank 0."""
    array = np.array(value)
    return array if array.ndim else array[()]
