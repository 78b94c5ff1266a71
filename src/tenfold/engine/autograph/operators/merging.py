"""What two branches leave behind, brought together: the same variables, structures and dtypes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.core import structure
from tenfold.core.tensor import Tensor

from . import symbolic
from .places import UNBOUND
from .values import as_leaf, has_tensor_form, kind_of, leaves_of

MAIN, ELSE = "main", "else"


class NeedsOtherOrder(Exception):
    """The second branch returns a value of which the first must know the form."""


class Merging:
    """The outputs of a conditional, variable by variable.

    The branch that is built first hands out all its leaves that have a tensor form; the second is
    held to them, and errors name the variable.

    Args:
        names: The variables, as messages name them.
        required: For each, whether it must have a value after the conditional.
        results: For each, whether it is a function's return value: where one branch returns and the
            other goes on, the latter has a stand-in that nobody reads.
        where: The place of the statement.
    """

    def __init__(
        self, names: Sequence[str], required: Sequence[bool], results: Sequence[bool], where: str
    ) -> None:
        self._names = names
        self._required = required
        self._results = results
        self._where = where
        self._first = ""
        self._values: dict[str, list[Any]] = {}

    def leaves(self, side: str, values: list[Any]) -> list[Any]:
        """The tensors that a branch hands out for the values that its variables have."""
        self._values[side] = values
        if not self._first:
            self._first = side
            return [as_leaf(leaf) for v in values for leaf in _tensor_leaves(v)]
        out: list[Any] = []
        for index, (mine, theirs) in enumerate(zip(values, self._values[self._first], strict=True)):
            out += self._match(index, side, mine, theirs)
        return out

    def _match(self, index: int, side: str, mine: Any, theirs: Any) -> list[Any]:
        """The leaves of the second branch for one variable."""
        if theirs is UNBOUND:
            if mine is UNBOUND:
                return []
            if self._results[index]:
                raise NeedsOtherOrder
            self._check_may_miss(index, self._first)
            return []
        if mine is UNBOUND:
            if not self._results[index]:
                self._check_may_miss(index, side)
            return [_stand_in(leaf) for leaf in _tensor_leaves(theirs)]
        pair = (mine, theirs) if side == MAIN else (theirs, mine)
        self._check_structure(index, *pair)
        out = []
        for leaf, other in zip(leaves_of(mine), leaves_of(theirs), strict=True):
            main, orelse = (leaf, other) if side == MAIN else (other, leaf)
            if has_tensor_form(leaf) and has_tensor_form(other):
                tensor = as_leaf(leaf)
                self._check_dtypes(index, main, orelse)
                out.append(tensor)
            elif leaf is not other:
                self._complain_of_kinds(index, main, orelse)
        return out

    def _check_may_miss(self, index: int, side: str) -> None:
        if self._required[index]:
            raise ValueError(
                f"{self._names[index]} must also be initialized in the {side} branch: it may be "
                f"undefined after the statement at {self._where}. Set it in both branches, or "
                "before."
            )

    def _check_structure(self, index: int, main: Any, orelse: Any) -> None:
        try:
            structure.assert_same_structure(main, orelse)
        except (TypeError, ValueError) as error:
            if main is None or orelse is None:
                self._complain_of_kinds(index, main, orelse)
            raise TypeError(
                f"{self._names[index]} must have the same nested structure in the main and else "
                f"branches of the statement at {self._where}: {error}"
            ) from None

    def _check_dtypes(self, index: int, main: Any, orelse: Any) -> None:
        a, b = as_leaf(main), as_leaf(orelse)
        if isinstance(a, Tensor) and isinstance(b, Tensor) and a.dtype is not b.dtype:
            raise TypeError(
                f"{self._names[index]} has dtype {a.dtype.name} in the main branch, but dtype "
                f"{b.dtype.name} in the else branch, at {self._where}. Cast one of them."
            )

    def _complain_of_kinds(self, index: int, main: Any, orelse: Any) -> None:
        name = self._names[index]
        if main is None or orelse is None:
            empty, full = (MAIN, ELSE) if main is None else (ELSE, MAIN)
            if self._results[index]:
                raise ValueError(
                    "every branch must also have a return statement: one path of the function "
                    f"returns {kind_of(orelse if main is None else main)}, another returns None or "
                    f"ends without a return, at {self._where}. Return a tensor on every path."
                )
            raise ValueError(
                f"{name} is None at the end of the {empty} branch, but "
                f"{kind_of(orelse if main is None else main)} at the end of the {full} branch, at "
                f"{self._where}. Give it a tensor in both."
            )
        raise TypeError(
            f"{name} is {kind_of(main)} in the main branch and {kind_of(orelse)} in the else "
            f"branch, at {self._where}. A condition on a tensor can only choose between tensors."
        )

    def merged(self, outputs: Sequence[Any], before: Sequence[Any]) -> list[Any]:
        """The variables' values after the conditional.

        Args:
            outputs: What the conditional gave for the leaves.
            before: The values that the variables had before it.
        """
        remaining = iter(outputs)
        first, main, orelse = (self._values[s] for s in (self._first, MAIN, ELSE))
        made: list[Any] = []
        for index, value in enumerate(first):
            if value is UNBOUND:
                made.append(UNBOUND)
                continue
            leaves = [next(remaining) if has_tensor_form(x) else x for x in leaves_of(value)]
            missing = main[index] is UNBOUND or orelse[index] is UNBOUND
            if main[index] is orelse[index] is before[index]:
                made.append(value)  # touched by neither
            elif missing and not self._results[index]:
                made.append(UNBOUND)
            else:
                made.append(structure.pack_sequence_as(value, leaves))
        return made

    def same_flag(self, index: int) -> Any:
        """The Python boolean that both branches agree on; None if there is none."""
        main, orelse = self._values[MAIN][index], self._values[ELSE][index]
        return main if type(main) is bool and main is orelse else None


def _tensor_leaves(value: Any) -> list[Any]:
    return [] if value is UNBOUND else [x for x in leaves_of(value) if has_tensor_form(x)]


def _stand_in(leaf: Any) -> Any:
    """A value like a leaf of the other branch, for a variable that is not read in this case."""
    tensor = as_leaf(leaf)
    if not isinstance(tensor, Tensor):
        raise ValueError(
            f"A value of type {type(tensor).__name__} is set in one branch only. Set it in both "
            "branches, or before."
        )
    shape = tensor.raw_shape
    return symbolic.zeros(tensor.dtype, [] if shape is None else [d or 0 for d in shape])
