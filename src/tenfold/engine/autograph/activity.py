"""What code does to variables: which it reads, which it binds, which parts of objects it sets.

All for one function scope: what nested functions read of it counts as captured, since they may be
called at any later time; what comprehensions bind is their own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


class Activity(ast.NodeVisitor):
    """Reads, bindings and captures of the code it visits.

    read: Names whose value is used.
    bound: Names that are assigned, deleted, imported or defined, in the order of the text.
    captured: Names that nested functions use from outside of themselves.
    parts: Attributes and items that are assigned (`self.x`, `d["a"]`), by their text.
    """

    def __init__(self) -> None:
        self.read: set[str] = set()
        self.bound: dict[str, None] = {}
        self.captured: set[str] = set()
        self.parts: dict[str, ast.Attribute | ast.Subscript] = {}

    def visit_all(self, nodes: Iterable[ast.AST]) -> Activity:
        for node in nodes:
            self.visit(node)
        return self

    def _bind(self, name: str) -> None:
        self.bound.setdefault(name)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.read.add(node.id)
        else:
            self._bind(node.id)
            if isinstance(node.ctx, ast.Del):
                self.read.add(node.id)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.read.add(node.target.id)
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self._note_part(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self._note_part(node)

    def _note_part(self, node: ast.Attribute | ast.Subscript) -> None:
        if not isinstance(node.ctx, ast.Load) and is_simple(node):
            self.parts.setdefault(ast.unparse(node), node)
        self.generic_visit(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name is not None:
            self._bind(node.name)
        self.generic_visit(node)

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            self._bind((alias.asname or alias.name).partition(".")[0])

    visit_ImportFrom = visit_Import

    def visit_MatchAs(self, node: ast.MatchAs | ast.MatchStar) -> None:
        if node.name is not None:
            self._bind(node.name)
        self.generic_visit(node)

    visit_MatchStar = visit_MatchAs

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        if node.rest is not None:
            self._bind(node.rest)
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._bind(node.name)
        self.visit_all(node.decorator_list)
        self._visit_signature(node.args)
        if node.returns is not None:
            self.visit(node.returns)
        self._capture(free_names(node))

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._bind(node.name)
        self.visit_all([*node.decorator_list, *node.bases, *node.keywords])
        free = free_names(node)
        self.read |= free  # its body runs at once
        self._capture(free)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._visit_signature(node.args)
        self._capture(free_names(node))

    def _visit_signature(self, arguments: ast.arguments) -> None:
        self.visit_all(arguments.defaults)
        self.visit_all(d for d in arguments.kw_defaults if d is not None)
        for argument in ast.walk(arguments):
            if isinstance(argument, ast.arg) and argument.annotation is not None:
                self.visit(argument.annotation)

    def _capture(self, names: set[str]) -> None:
        self.captured |= names

    def visit_ListComp(self, node: ast.expr) -> None:
        inner = Activity()
        inner.generic_visit(node)
        targets = _comprehension_targets(node)
        self.read |= inner.read - targets
        self.captured |= inner.captured - targets
        if isinstance(node, ast.GeneratorExp):
            self.captured |= inner.read - targets
        # `:=` inside a comprehension binds in the function.
        for name in inner.bound:
            if name not in targets:
                self._bind(name)
        self.parts.update(inner.parts)

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp


def _comprehension_targets(node: ast.expr) -> set[str]:
    found: set[str] = set()
    for generator in node.generators:  # type: ignore[attr-defined]
        found |= {n.id for n in ast.walk(generator.target) if isinstance(n, ast.Name)}
    return found


def free_names(node: ast.AST) -> set[str]:
    """The names that a nested function, lambda or class takes from outside of itself."""
    inner = Activity()
    own: set[str] = set()
    outside: set[str] = set()
    if isinstance(node, ast.Lambda):
        own = _parameters(node.args)
        inner.visit(node.body)
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        own = _parameters(node.args)
        inner.visit_all(node.body)
        for statement in _statements(node.body):
            if isinstance(statement, (ast.Nonlocal, ast.Global)):
                outside |= set(statement.names)
        own |= set(inner.bound) - outside
    elif isinstance(node, ast.ClassDef):
        inner.visit_all(node.body)
        # A class body may read a name from outside before it binds it: none is its own for sure.
        own = set()
    return (inner.read | inner.captured | outside) - own


def _parameters(arguments: ast.arguments) -> set[str]:
    return {a.arg for a in ast.walk(arguments) if isinstance(a, ast.arg)}


def _statements(body: Sequence[ast.stmt]) -> Iterable[ast.stmt]:
    """All statements of a body, those of nested functions and classes excepted."""
    for statement in body:
        yield statement
        if isinstance(statement, _SCOPES):
            continue
        for child in ast.iter_child_nodes(statement):
            if isinstance(child, ast.stmt):
                yield from _statements([child])
            elif isinstance(child, (ast.ExceptHandler, ast.match_case)):
                yield from _statements(child.body)


def is_simple(node: ast.expr) -> bool:
    """Whether a part's text always means the same place: names, attributes and constants only."""
    if isinstance(node, ast.Name):
        return True
    if isinstance(node, ast.Attribute):
        return is_simple(node.value)
    if isinstance(node, ast.Subscript):
        index = node.slice
        if isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub):
            index = index.operand
        return is_simple(node.value) and (isinstance(index, ast.Constant) or is_simple(index))
    return False


def activity_of(nodes: Iterable[ast.AST]) -> Activity:
    """What a block of statements does to variables."""
    return Activity().visit_all(nodes)


def names_in(node: ast.AST) -> set[str]:
    """The names that an expression reads."""
    found = Activity()
    found.visit(node)
    return found.read | found.captured


def parts_set_by(nodes: Sequence[ast.AST]) -> dict[str, ast.Attribute | ast.Subscript]:
    """The parts that a block sets and that mean the same place before, in and after it."""
    found = activity_of(nodes)
    return {
        text: part
        for text, part in found.parts.items()
        if not ({n.id for n in ast.walk(part) if isinstance(n, ast.Name)} & set(found.bound))
    }
