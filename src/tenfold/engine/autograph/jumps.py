"""Jumps as flags: the part of a block behind a jump runs only where the jump was not taken.

`returns` and `break_continue` both lower their statements with it. Where a branch of an `if` always
jumps, what follows moves into the other branch; elsewhere a guard on the flags precedes it.
"""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Sequence

from .converter import at, negated
from .errors import UnsupportedLanguageElementError

_LOOPS = (ast.While, ast.For, ast.AsyncFor)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Jumps(ABC):
    """Lowers the jumps of one kind in a block."""

    @abstractmethod
    def flags_of(self, node: ast.stmt) -> list[str]:
        """The flags that a statement may set, itself or in its blocks."""

    @abstractmethod
    def lower_jump(self, node: ast.stmt) -> list[ast.stmt] | None:
        """What stands for a jump of this kind; None where the statement is no such jump."""

    @abstractmethod
    def lower_loop(self, node: ast.While | ast.For) -> list[ast.stmt]:
        """What stands for a loop that may set flags."""

    @abstractmethod
    def ends(self, node: ast.stmt) -> bool:
        """Whether a statement itself is a jump behind which nothing runs."""

    def always_ends(self, statements: Sequence[ast.stmt]) -> bool:
        """Whether the end of the block is never reached."""
        for node in statements:
            if self.ends(node):
                return True
            if isinstance(node, ast.If) and node.orelse:
                if self.always_ends(node.body) and self.always_ends(node.orelse):
                    return True
            elif isinstance(node, (ast.With, ast.AsyncWith)) and self.always_ends(node.body):
                # A context manager may swallow exceptions, but no jump.
                return True
            elif isinstance(node, ast.While) and _is_endless(node):
                return True
        return False

    def lower(self, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
        """The block with its jumps lowered."""
        out: list[ast.stmt] = []
        for index, node in enumerate(statements):
            jump = self.lower_jump(node)
            if jump is not None:
                return [*out, *jump]
            flags = [] if isinstance(node, _SCOPES) else self.flags_of(node)
            if not flags:
                out.append(node)
                continue
            return [*out, *self._lower_compound(node, flags, list(statements[index + 1 :]))]
        return out

    def _lower_compound(
        self, node: ast.stmt, flags: list[str], rest: list[ast.stmt]
    ) -> list[ast.stmt]:
        if isinstance(node, ast.If):
            ends, otherwise_ends = self.always_ends(node.body), self.always_ends(node.orelse)
            if ends and otherwise_ends:
                rest = []
            elif ends:
                node.orelse, rest = [*node.orelse, *rest], []
            elif otherwise_ends:
                node.body, rest = [*node.body, *rest], []
            node.body, node.orelse = self.lower(node.body), self.lower(node.orelse)
            lowered: list[ast.stmt] = [node]
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            node.body = self.lower(node.body)
            lowered = [node]
        elif isinstance(node, (ast.Try, ast.TryStar)):
            lowered = [self._lower_try(node)]
        elif isinstance(node, ast.Match):
            for case in node.cases:
                case.body = self.lower(case.body)
            lowered = [node]
        elif isinstance(node, (ast.While, ast.For)):
            lowered = self.lower_loop(node)
        else:
            raise AssertionError(f"{type(node).__name__} holds no blocks")
        if rest:
            lowered.append(guard(flags, self.lower(rest), rest[0]))
        return lowered

    def _lower_try(self, node: ast.Try | ast.TryStar) -> ast.stmt:
        for statement in node.finalbody:
            if self.ends(statement) or self.flags_of(statement):
                # There it also drops the exception on its way, which a flag cannot.
                raise UnsupportedLanguageElementError(
                    f"line {statement.lineno}: `return`, `break` and `continue` in a `finally` "
                    "block are not supported. Move the jump behind the `try`."
                )
        flags = [f for s in node.body for f in ([*self.flags_of(s)] if not self._own(s) else [])]
        node.body = self.lower(node.body)
        orelse = self.lower(node.orelse)
        if flags and orelse:
            orelse = [guard(list(dict.fromkeys(flags)), orelse, orelse[0])]
        node.orelse = orelse
        for handler in node.handlers:
            handler.body = self.lower(handler.body)
        return node

    def _own(self, node: ast.stmt) -> bool:
        return isinstance(node, _SCOPES)


def guard(flags: Sequence[str], statements: list[ast.stmt], place: ast.stmt) -> ast.stmt:
    """`if not flag: statements`, at the place of the first of them."""
    tests: list[ast.expr] = [negated(flag) for flag in flags]
    test = tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), tests)
    return at(ast.If(test, statements, []), place)


def jumps_in(node: ast.stmt, kinds: tuple[type[ast.stmt], ...], into_loops: bool) -> list[ast.stmt]:
    """The statements of some kinds in a statement, those of nested functions excepted."""
    if isinstance(node, kinds):
        return [node]
    if isinstance(node, _SCOPES):
        return []
    found: list[ast.stmt] = []
    if isinstance(node, _LOOPS) and not into_loops:
        for statement in node.orelse:  # a jump there belongs to the loop around
            found.extend(jumps_in(statement, kinds, into_loops))
        return found
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            found.extend(jumps_in(child, kinds, into_loops))
        elif isinstance(child, (ast.ExceptHandler, ast.match_case)):
            for statement in child.body:
                found.extend(jumps_in(statement, kinds, into_loops))
    return found


def _is_endless(node: ast.While) -> bool:
    """Whether a loop only ends by leaving the function."""
    always = isinstance(node.test, ast.Constant) and bool(node.test.value)
    return always and not any(jumps_in(s, (ast.Break,), into_loops=False) for s in node.body)
