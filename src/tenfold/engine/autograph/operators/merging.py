"""What two branches leave behind, brought together: the same variables, structures and dtypes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from tenfold.core import structure
from tenfold.core.tensor import Tensor

from . import symbolic
from .places import UNBOUND
from .stand_ins import Form, form_of
from .values import as_leaf, has_tensor_form, kind_of, leaves_of

MAIN, ELSE = "main", "else"
EMPTY: Mapping[int, Any] = MappingProxyType({})


class FormsNeeded(Exception):
    """The branch that was built first must be built again: it lacks values of the second.

    forms: The variables that it lacks, by position, and the forms of their values.
    """

    def __init__(self, forms: dict[int, Form]) -> None:
        super().__init__("a branch that jumps lacks values")
        self.forms = forms


class Watched(NamedTuple):
    """A variable that a conditional may set.

    name: As messages name it.
    required: Whether it must have a value after the conditional.
    kind: "result" for a function's return value, "flag" for whether a jump was taken.
    """

    name: str
    required: bool
    kind: str = ""


class Merging:
    """The outputs of a conditional, variable by variable.

    The branch that is built first hands out all its leaves that have a tensor form; the second is
    held to them, and errors name the variable. Where one branch jumps and the other goes on, or
    one returns a value, the other has stand-ins that nobody reads.

    Args:
        watched: The variables.
        where: The place of the statement.
        forms: What the first branch is known to lack, from an earlier attempt.
    """

    def __init__(
        self, watched: Sequence[Watched], where: str, forms: Mapping[int, Form] = EMPTY
    ) -> None:
        self._watched = watched
        self._where = where
        self._forms = forms
        self._first = ""
        self._values: dict[str, list[Any]] = {}

    def leaves(self, side: str, values: list[Any]) -> list[Any]:
        """The tensors that a branch hands out for the values that its variables have."""
        if not self._first:
            self._first = side
            for index, form in self._forms.items():
                if values[index] is UNBOUND:
                    values[index] = form.make()
            self._values[side] = values
            return [as_leaf(leaf) for v in values for leaf in _tensor_leaves(v)]
        self._values[side] = values
        self._check_forms(side)
        out: list[Any] = []
        for index, (mine, theirs) in enumerate(zip(values, self._values[self._first], strict=True)):
            out += self._match(index, side, mine, theirs)
        return out

    def _may_lack(self, index: int, side: str) -> bool:
        """Whether nobody reads the variable after this branch."""
        jumped = any(
            w.kind == "flag" and value is True
            for w, value in zip(self._watched, self._values[side], strict=True)
        )
        return jumped or self._watched[index].kind == "result"

    def _check_forms(self, side: str) -> None:
        """Asks for another attempt where the first branch needs to know what this one has."""
        forms = {}
        for index, theirs in enumerate(self._values[self._first]):
            mine = self._values[side][index]
            if theirs is UNBOUND and mine is not UNBOUND and self._may_lack(index, self._first):
                form = form_of(mine)
                if form is not None and not self._may_lack_both(index):
                    forms[index] = form
        if forms:
            raise FormsNeeded(forms)

    def _may_lack_both(self, index: int) -> bool:
        """Whether nobody reads the variable after either branch: both jump."""
        is_result = self._watched[index].kind == "result"
        return not is_result and self._may_lack(index, MAIN) and self._may_lack(index, ELSE)

    def _match(self, index: int, side: str, mine: Any, theirs: Any) -> list[Any]:
        """The leaves of the second branch for one variable."""
        if theirs is UNBOUND:
            if mine is not UNBOUND and not self._may_lack(index, self._first):
                self._check_may_miss(index, self._first)
            return []
        if mine is UNBOUND:
            if not self._may_lack(index, side):
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
        if self._watched[index].required:
            raise ValueError(
                f"{self._watched[index].name} must also be initialized in the {side} branch: it "
                f"may be undefined after the statement at {self._where}. Set it in both branches, "
                "or before."
            )

    def _check_structure(self, index: int, main: Any, orelse: Any) -> None:
        try:
            structure.assert_same_structure(main, orelse)
        except (TypeError, ValueError) as error:
            if main is None or orelse is None:
                self._complain_of_kinds(index, main, orelse)
            raise TypeError(
                f"{self._watched[index].name} must have the same nested structure in the main and "
                f"else branches of the statement at {self._where}: {error}"
            ) from None

    def _check_dtypes(self, index: int, main: Any, orelse: Any) -> None:
        a, b = as_leaf(main), as_leaf(orelse)
        if isinstance(a, Tensor) and isinstance(b, Tensor) and a.dtype is not b.dtype:
            raise TypeError(
                f"{self._watched[index].name} has dtype {a.dtype.name} in the main branch, but "
                f"dtype {b.dtype.name} in the else branch, at {self._where}. Cast one of them."
            )

    def _complain_of_kinds(self, index: int, main: Any, orelse: Any) -> None:
        name = self._watched[index].name
        if main is None or orelse is None:
            empty, full = (MAIN, ELSE) if main is None else (ELSE, MAIN)
            if self._watched[index].kind == "result":
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
            if main[index] is orelse[index] is before[index]:
                made.append(value)  # touched by neither
            elif self._is_lost(index):
                made.append(UNBOUND)
            else:
                made.append(structure.pack_sequence_as(value, leaves))
        return made

    def _is_lost(self, index: int) -> bool:
        """Whether a branch left the variable without a value, and went on."""
        return any(
            self._values[side][index] is UNBOUND and not self._may_lack(index, side)
            for side in (MAIN, ELSE)
        )

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
