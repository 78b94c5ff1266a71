"""What a loop in the graph carries from one iteration to the next."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from tenfold.core import structure
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import Tensor

from ..converter import RUNTIME
from . import symbolic
from .places import UNBOUND, Place, Snapshot
from .stand_ins import form_of
from .values import as_leaf, has_tensor_form, kind_of, leaves_of


class Carry:
    """The variables of a loop as leaves, there and back; errors name the variable.

    A variable that has no value before the loop (or None) starts as zeros of the form that one
    iteration, built and thrown away, gives it.

    Args:
        places: The variables that an iteration sets and that are read later.
        everything: These, and all else that an iteration may set.
        where: The place of the loop.
    """

    def __init__(self, places: Sequence[Place], everything: Sequence[Place], where: str) -> None:
        self._where = where
        self._before = Snapshot(everything)
        self._places = list(places)
        self._initial: list[Any] = [p.get() for p in places]
        self._originals = list(self._initial)
        self._invariants: dict[tuple[int, int], Any] = {}
        self._last: list[Any] = list(self._initial)
        self.made_up: list[str] = []

    @property
    def before(self) -> Snapshot:
        return self._before

    def make_up(self, iterate: Callable[[], None], without: Sequence[str]) -> None:
        """Gives first values to the variables that have none.

        Args:
            iterate: Runs one iteration.
            without: The names whose first value nobody can see: targets of the loop.
        """
        missing = [i for i, v in enumerate(self._initial) if v is UNBOUND or v is None]
        if not missing:
            return
        with symbolic.scratch():
            try:
                # As tensors, since conditions on them are tensors in the loop too.
                self.load(self.leaves())
                iterate()
            except NameError as error:
                self._explain(error, [self._places[i].name for i in missing])
            found = [p.get() for p in self._places]
            forms = {i: form_of(found[i]) for i in missing if found[i] is not UNBOUND}
        self._before.restore()
        for index, form in forms.items():
            if form is None:
                continue
            self._initial[index] = form.make()
            for number, (_, shape) in enumerate(form.leaves):
                if shape is not None and None in shape:
                    self._invariants[index, number] = TensorShape(shape)
            name = self._places[index].name
            if name not in without and not name.startswith(RUNTIME):
                self.made_up.append(name)

    def _explain(self, error: NameError, missing: Sequence[str]) -> None:
        found = re.search(r"variable '(\w+)'", str(error))
        name = found[1] if found else error.name
        if name not in missing:
            raise error
        raise ValueError(
            f"'{name}' must be defined before the loop at {self._where}: an iteration reads it "
            "before it sets it. Give it its first value before the loop."
        ) from error

    def set_invariants(self, given: Sequence[tuple[Any, Any]]) -> None:
        """Notes the shapes that the user allows, given for the values of variables."""
        for value, shape in given:
            for index, initial in enumerate(self._originals):
                if initial is not value:
                    continue
                leaves = leaves_of(initial)
                shapes = [shape] if len(leaves) == 1 else structure.flatten_up_to(initial, shape)
                for number, (leaf, one) in enumerate(zip(leaves, shapes, strict=True)):
                    if one is not None and isinstance(as_leaf(leaf), Tensor):
                        one = TensorShape(one)
                    if one is not None:
                        self._invariants[index, number] = one

    def leaves(self) -> list[Any]:
        """The loop's leaves before the first iteration."""
        return [as_leaf(x) for v in self._initial for x in _tensor_leaves(v)]

    def invariants(self) -> list[Any] | None:
        """The shape of each leaf; None where each keeps the one that it has."""
        if not self._invariants:
            return None
        out = []
        for index, value in enumerate(self._initial):
            for number, leaf in enumerate(leaves_of(value) if value is not UNBOUND else ()):
                if has_tensor_form(leaf):
                    out.append(self._invariants.get((index, number)) or _own_shape(as_leaf(leaf)))
        return out

    def load(self, leaves: Sequence[Any]) -> None:
        """Gives the variables the values that stand for an iteration's start."""
        self._before.restore()
        remaining = iter(leaves)
        for place, value in zip(self._places, self._initial, strict=True):
            if value is not UNBOUND:
                _set(place, _rebuild(value, remaining))

    def collect(self) -> list[Any]:
        """The leaves at the end of an iteration, held to those at its start."""
        out: list[Any] = []
        self._last = [p.get() for p in self._places]
        for index, (first, last) in enumerate(zip(self._initial, self._last, strict=True)):
            if first is not UNBOUND:
                out += self._compare(index, first, last)
        return out

    def finish(self, leaves: Sequence[Any]) -> None:
        """Gives the variables their values after the loop."""
        self._before.restore()
        remaining = iter(leaves)
        for place, first, last in zip(self._places, self._initial, self._last, strict=True):
            if first is not UNBOUND:
                _set(place, _rebuild(first, remaining))
            elif last is not UNBOUND and not _tensor_leaves(last):
                place.set(last)  # Python's own: the same in every iteration

    def _compare(self, index: int, first: Any, last: Any) -> list[Any]:
        name = self._name(index)
        if last is UNBOUND:
            raise ValueError(
                f"{name} is deleted in the loop at {self._where}, where each iteration needs it."
            )
        try:
            structure.assert_same_structure(first, last)
        except (TypeError, ValueError) as error:
            if last is None:
                self._complain_of_none(name, first)
            raise TypeError(
                f"{name} does not have the same nested structure after one iteration of the loop "
                f"at {self._where}: {error}"
            ) from None
        out = []
        for number, (a, b) in enumerate(zip(leaves_of(first), leaves_of(last), strict=True)):
            if has_tensor_form(a):
                if b is None:
                    self._complain_of_none(name, a)
                out.append(self._compare_leaf(name, (index, number), as_leaf(a), b))
            elif a is not b:
                raise ValueError(
                    f"{name} is {kind_of(a)} before the loop at {self._where}, and {kind_of(b)} "
                    "after one iteration. A loop over tensors can only carry tensors."
                )
        return out

    def _compare_leaf(self, name: str, key: tuple[int, int], first: Any, last: Any) -> Any:
        if not has_tensor_form(last):
            raise TypeError(
                f"{name} is {kind_of(first)} before the loop at {self._where}, and "
                f"{kind_of(last)} after one iteration. A loop over tensors can only carry tensors."
            )
        last = as_leaf(last)
        if not isinstance(first, Tensor) or not isinstance(last, Tensor):
            return last
        if first.dtype is not last.dtype:
            raise TypeError(
                f"{name} has dtype {first.dtype.name} before the loop, but dtype "
                f"{last.dtype.name} after one iteration, at {self._where}. Give it a first "
                f"value of dtype {last.dtype.name}, or cast it back."
            )
        wanted = self._invariants.get(key)
        allowed = first.shape if wanted is None else wanted
        if isinstance(allowed, TensorShape) and last.shape.rank is None is not allowed.rank:
            last = symbolic.ensure_shape(last, allowed)
        if isinstance(allowed, TensorShape) and not _covers(allowed, last.shape):
            if wanted is not None:
                raise ValueError(
                    f"{name} has shape {last.shape} after one iteration of the loop at "
                    f"{self._where}, which does not conform with the shape invariant {wanted}."
                )
            raise ValueError(
                f"{name} has shape {_dims(first.shape)} before the loop, but shape "
                f"{_dims(last.shape)} after one iteration, at {self._where}. Use "
                "tf.autograph.experimental.set_loop_options to set shape invariants."
            )
        return last

    def _complain_of_none(self, name: str, first: Any) -> None:
        raise ValueError(
            f"{name} is None at the end of an iteration, and {kind_of(first)} before the loop at "
            f"{self._where}. Give it a tensor in every iteration."
        )

    def _name(self, index: int) -> str:
        name = self._places[index].name
        return "the return value" if name.startswith(RUNTIME) else f"'{name}'"


def _tensor_leaves(value: Any) -> list[Any]:
    return [] if value is UNBOUND else [x for x in leaves_of(value) if has_tensor_form(x)]


def _own_shape(leaf: Any) -> Any:
    return leaf.shape if isinstance(leaf, Tensor) else leaf._type_spec


def _set(place: Place, value: Any) -> None:
    if place.get() is not value:
        place.set(value)


def _rebuild(value: Any, remaining: Any) -> Any:
    leaves = [next(remaining) if has_tensor_form(x) else x for x in leaves_of(value)]
    return structure.pack_sequence_as(value, leaves)


def _covers(allowed: TensorShape, shape: TensorShape) -> bool:
    """Whether every shape that `shape` may turn out to be is one that is allowed."""
    if allowed.rank is None:
        return True
    if shape.rank != allowed.rank:
        return False
    return all(a is None or a == b for a, b in zip(allowed.as_list(), shape.as_list(), strict=True))


def _dims(shape: TensorShape) -> str:
    return "<unknown>" if shape.rank is None else str(tuple(shape.as_list()))
