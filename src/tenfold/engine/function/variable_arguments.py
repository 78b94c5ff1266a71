"""Variables as arguments: one trace serves all of a kind; those a function holds stand apart."""

from __future__ import annotations

import functools
import types
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from tenfold.core import structure
from tenfold.core.dtypes import DType, as_dtype, resource
from tenfold.core.shapes import TensorShape
from tenfold.core.spec import TypeSpec
from tenfold.core.tensor import EagerTensor, Tensor
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.engine.variables.storage import Storage, make_handle
from tenfold.engine.variables.variable import Variable


class VariableSpec(TypeSpec):
    """What a trace knows of a variable among its arguments.

    Args:
      shape, dtype, trainable: Those of the variable.
      alias_id: Its place among the variables of the call: the same variable, given twice, has one.
    """

    __slots__ = ("alias_id", "dtype", "shape", "trainable")
    _is_atomic = True

    def __init__(
        self, shape: Any, dtype: Any, trainable: bool = True, alias_id: int | None = None
    ) -> None:
        self.shape = TensorShape(shape)
        self.dtype: DType = as_dtype(dtype)
        self.trainable = trainable
        self.alias_id = alias_id

    @classmethod
    def of(cls, variable: Variable, alias_id: int) -> VariableSpec:
        return cls(variable.shape, variable.dtype, variable.trainable, alias_id)

    @property
    def value_type(self) -> type:
        return Variable

    @property
    def _component_specs(self) -> Any:
        return self

    def _to_components(self, value: Any) -> Any:
        return value

    def _from_components(self, components: Any) -> Any:
        return components

    def _serialize(self) -> tuple[Any, ...]:
        return self.shape, self.dtype, self.trainable, self.alias_id

    def __repr__(self) -> str:
        return (
            f"VariableSpec(shape={self.shape}, dtype={self.dtype!r}, trainable={self.trainable}, "
            f"alias_id={self.alias_id})"
        )


def is_input(value: Any) -> bool:
    """Whether a variable is passed by its handle: not one that only a graph knows."""
    return isinstance(value, Variable) and isinstance(value.handle, EagerTensor)


class Given(list[Any]):
    """The tensors of a call, in order; a variable stands among them once, by its handle."""

    places: dict[int, int] | None = None  # of the handles, by id: a number for each variable

    def place_of(self, variable: Variable) -> int:
        """The number of a variable among those of the call."""
        if self.places is None:
            self.places = {}
        handle = variable.handle
        found = self.places.get(id(handle))
        if found is None:
            found = self.places[id(handle)] = len(self.places)
            self.append(handle)
        return found


def specs_of(values: Iterable[Any], spec_of: Callable[[Any], Any]) -> list[Any]:
    """What a trace knows of each argument, variables numbered."""
    given = Given()
    return [VariableSpec.of(v, given.place_of(v)) if is_input(v) else spec_of(v) for v in values]


def place(graph: FuncGraph, variable: Variable, name: str) -> Variable:
    """Makes an input of the graph stand for a variable's handle while the function is traced."""
    handle = variable.handle
    if id(handle) not in graph.captures:
        made = graph.placeholder(resource, (), name)
        graph.inputs.append(made)
        graph.captures[id(handle)] = (handle, made)
        # What tells shape and dtype, without keeping this variable alive.
        storage = Storage(None, variable.dtype, variable.raw_shape, variable.name)
        graph.sources[id(made)] = make_handle(storage)
    return variable


def release(graph: FuncGraph) -> None:
    """Parts the traced graph from the variables that it was traced with."""
    inside = {id(x) for x in graph.inputs if x.dtype is resource}
    if not inside:
        return
    placed = {key for key, (_, x) in graph.captures.items() if id(x) in inside}
    for key in placed:
        del graph.captures[key]
    graph.variables = [v for v in graph.variables if id(v.handle) not in placed]


def variable_of(handle: Any) -> Any:
    """The variable of a handle that was passed to a function; None if there is none any more."""
    if handle.dtype is not resource or not isinstance(handle, EagerTensor):
        return None
    held = getattr(handle._value.item(), "variable", None)
    return None if held is None else held()


class Held:
    """The variables that a function reaches by itself: passed to it too, they get their own trace.

    A trace in which one variable stands for an argument and is also read from outside would, for
    another argument, read that one in both places.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._storages: weakref.WeakSet[Any] | None = None

    def among(self, handles: Sequence[Any]) -> list[Any]:
        """The storages of those handles whose variables the function holds."""
        if self._storages is None:
            self._storages = weakref.WeakSet(
                v.handle._value.item() for v in within_reach(self._function) if is_input(v)
            )
        storages = (h._value.item() for h in handles if h.dtype is resource)
        return [s for s in storages if s in self._storages]

    def learn(self, captured: Iterable[Any]) -> None:
        """Adds what a trace turned out to capture."""
        if self._storages is not None:
            for x in captured:
                if isinstance(x, EagerTensor) and x.dtype is resource:
                    held = x._value.item()
                    if isinstance(held, Storage):
                        self._storages.add(held)


def within_reach(function: Callable[..., Any]) -> Iterator[Variable]:
    """The variables in a function's closure, its object and the globals that it names."""
    seen: set[int] = set()
    waiting: list[Any] = [function]
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, Variable):
            yield value
        elif isinstance(value, weakref.ref):
            waiting.append(value())
        elif isinstance(value, functools.partial):
            waiting.extend([value.func, *value.args, *value.keywords.values()])
        elif isinstance(value, types.MethodType):
            waiting.extend([value.__func__, value.__self__])
        elif isinstance(value, types.FunctionType):
            waiting.extend(_named_in(value))
        elif isinstance(value, (list, tuple, dict)):
            waiting.extend(x for x in structure.flatten(value) if isinstance(x, Variable))
        elif not isinstance(value, (type, types.ModuleType, Tensor)) and hasattr(value, "__dict__"):
            held = structure.flatten(list(vars(value).values()))
            waiting.extend(x for x in held if isinstance(x, Variable))


def _named_in(function: types.FunctionType) -> Iterator[Any]:
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # a name that has no value yet
            continue
    for name in function.__code__.co_names:
        value = function.__globals__.get(name)
        if isinstance(value, types.FunctionType) and value.__module__ != function.__module__:
            continue
        yield value
