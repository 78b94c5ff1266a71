"""Which variables are still needed: after each `if`, and before and after each loop.

A backward pass over statements whose jumps have been lowered already (`returns`, `break_continue`):
control leaves a block at its end, by an exception, or by a `return` at the end of the function.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from .activity import activity_of, names_in
from .converter import EXTRA_TEST, LIVE_AFTER, LIVE_BEFORE, is_generator


def annotate(node: ast.FunctionDef) -> None:
    """Leaves the live variables on the `if`s and loops of a function and those nested in it."""
    if is_generator(node):
        return
    _Liveness().before(node.body, set())
    for nested in _nested(node.body):
        annotate(nested)


def _nested(nodes: Sequence[ast.AST]) -> list[ast.FunctionDef]:
    found: list[ast.FunctionDef] = []
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            found.append(node)
        elif not isinstance(node, (ast.ClassDef, ast.AsyncFunctionDef)):
            found.extend(_nested(list(ast.iter_child_nodes(node))))
    return found


class _Liveness:
    """The pass over one function. `_handled` are the variables that a handler around may need."""

    def __init__(self) -> None:
        self._handled: set[str] = set()

    def before(self, statements: Sequence[ast.stmt], after: set[str]) -> set[str]:
        live = after | self._handled
        for statement in reversed(statements):
            live = self._statement(statement, live) | self._handled
        return live

    def _statement(self, node: ast.stmt, after: set[str]) -> set[str]:
        if isinstance(node, ast.If):
            setattr(node, LIVE_AFTER, after)
            taken, left = self.before(node.body, after), self.before(node.orelse, after)
            return taken | left | names_in(node.test)
        if isinstance(node, ast.While):
            return self._loop(node, after, names_in(node.test), set())
        if isinstance(node, ast.For):
            extra = getattr(node, EXTRA_TEST, None)
            test = set() if extra is None else names_in(extra)
            found = activity_of([node.target])
            head = self._loop(node, after, test | found.read, set(found.bound))
            return head | names_in(node.iter)
        if isinstance(node, (ast.With, ast.AsyncWith)):
            return self._with(node, after)
        if isinstance(node, (ast.Try, ast.TryStar)):
            return self._try(node, after)
        if isinstance(node, ast.Match):
            found = set(after)
            for case in node.cases:
                found |= self.before(case.body, after)
                found |= activity_of([case.pattern]).read
                found |= set() if case.guard is None else names_in(case.guard)
            return found | names_in(node.subject)
        return self._simple(node, after)

    def _loop(
        self, node: ast.While | ast.For, after: set[str], test: set[str], targets: set[str]
    ) -> set[str]:
        head = after | test
        while True:
            grown = head | (self.before(node.body, head) - targets)
            if grown == head:
                break
            head = grown
        setattr(node, LIVE_AFTER, after)
        setattr(node, LIVE_BEFORE, head)
        return head

    def _with(self, node: ast.With | ast.AsyncWith, after: set[str]) -> set[str]:
        live = self.before(node.body, after)
        found = activity_of(node.items)
        return (live - set(found.bound)) | found.read | found.captured

    def _try(self, node: ast.Try | ast.TryStar, after: set[str]) -> set[str]:
        saved = self._handled
        final = self.before(node.finalbody, after) if node.finalbody else after
        if node.finalbody:
            self._handled = saved | final
        handlers = set(self._handled)
        for handler in node.handlers:
            caught = self.before(handler.body, final) - {handler.name or ""}
            handlers |= caught
            handlers |= set() if handler.type is None else names_in(handler.type)
        orelse = self.before(node.orelse, final)
        self._handled = handlers
        live = self.before(node.body, orelse)
        self._handled = saved
        return live

    def _simple(self, node: ast.stmt, after: set[str]) -> set[str]:
        found = activity_of([node])
        if isinstance(node, (ast.Return, ast.Raise)):
            after = self._handled
        if isinstance(node, ast.Assert):
            return after | found.read | found.captured
        return (after - set(found.bound)) | found.read | found.captured


# What looks at variables by their names.
_LOOKS = frozenset(("locals", "vars", "dir", "eval", "exec"))


def captured_names(node: ast.FunctionDef) -> set[str]:
    """The variables of a function that may be needed at any time, since functions in it use them.

    Those that it declares `global` or `nonlocal` are among them: others may look at any time. All
    are, where it calls `locals` or its like.
    """
    activity = activity_of(node.body)
    found = activity.captured
    for statement in node.body:
        if isinstance(statement, (ast.Global, ast.Nonlocal)):
            found |= set(statement.names)
    if activity.read & _LOOKS:
        found |= set(activity.bound)
    return found
