"""Blocks as functions: what `branches` and `loops` have in common.

A block becomes a function that declares what it binds `nonlocal`. Its cells are the variables
themselves, so the operators can read, reset and set them, and a name that has no value stays one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from .activity import Activity, activity_of, parts_set_by
from .canonical import declared_outside
from .converter import (
    Converter,
    Names,
    at,
    constant,
    function_def,
    is_generator,
    operator,
    strings,
    thunk,
)
from .liveness import captured_names


class Blocks(Converter):
    """A converter that makes functions of blocks; it knows the scope that it is in."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._globals: set[str] = set()
        self.captured: set[str] = set()
        self._rebound: list[str] = []

    def visit_function(self, node: ast.FunctionDef) -> ast.AST:
        node.args = self.visit(node.args)
        saved = self._globals, self.captured, self._rebound
        if node.name not in self.names.functions:
            self._globals = declared_outside(node)[0]
            self.captured = captured_names(node)
            self._rebound = _rebound_by_calls(node)
        node.body = self.visit_block(node.body)
        self._globals, self.captured, self._rebound = saved
        return node

    def activity(self, statements: Sequence[ast.AST]) -> Activity:
        """What a block does; a call in it may also bind what nested functions declare nonlocal."""
        found = activity_of(statements)
        if self._rebound and any(isinstance(n, ast.Call) for s in statements for n in ast.walk(s)):
            for name in self._rebound:
                found.bound.setdefault(name)
        return found

    def block(
        self,
        stem: str,
        body: Sequence[ast.stmt],
        bound: Iterable[str],
        place: ast.AST,
        parameters: Sequence[str] = (),
    ) -> ast.FunctionDef:
        """A function that runs a block; `bound` are the names that the block binds."""
        declared: list[ast.stmt] = []
        shared = [n for n in bound if n in self._globals]
        local = [n for n in bound if n not in self._globals]
        if shared:
            declared.append(ast.Global(shared))
        if local:
            declared.append(ast.Nonlocal(local))
        name = self.names.function(stem)
        statements = [*declared, *body] or [ast.Pass()]
        return at(function_def(name, parameters, statements), place)


def parts(statements: Sequence[ast.AST]) -> ast.Tuple:
    """The parts of objects that a block sets, as operators take them."""
    made: list[ast.expr] = []
    found = parts_set_by(statements)
    for text in sorted(found, key=lambda t: (len(t), t)):  # an object before its own parts
        part = found[text]
        owner = thunk(_reading(part.value))
        if isinstance(part, ast.Attribute):
            made.append(operator("Attribute", constant(text), owner, constant(part.attr)))
        else:
            made.append(operator("Item", constant(text), owner, thunk(_reading(part.slice))))
    return ast.Tuple(made, ast.Load())


def _reading(node: ast.expr) -> ast.expr:
    """A copy of an assigned expression that reads it; its place is still to be given."""
    copy = ast.parse(ast.unparse(node), mode="eval").body
    for part in ast.walk(copy):
        for attribute in ("lineno", "col_offset", "end_lineno", "end_col_offset"):
            part.__dict__.pop(attribute, None)
    return copy


def ordered(names: Iterable[str], bound: Activity) -> ast.Tuple:
    """Names as a tuple of strings, in the order in which the text binds them."""
    wanted = set(names)
    return strings(n for n in bound.bound if n in wanted)


def bind_locals(node: ast.FunctionDef, names: Names) -> None:
    """Makes every name that a block declares `nonlocal` a local of its function.

    Blocks took their bindings with them. `if False: y = None` binds again, and never runs.
    """
    for nested in _scopes(node.body, names):
        bind_locals(nested, names)
    if is_generator(node):
        return
    declared: dict[str, None] = {}
    for statement in _statements_of_blocks(node.body, names):
        if isinstance(statement, ast.Nonlocal):
            declared.update(dict.fromkeys(statement.names))
    shared, outside = declared_outside(node)
    parameters = {a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg)}
    own = set(_bound_directly(node))
    missing = [n for n in declared if n not in shared | outside | parameters | own]
    if missing:
        binding = ast.Assign([ast.Name(n, ast.Store()) for n in missing], constant(None))
        never = at(ast.If(constant(False), [binding], []), node.body[0])
        start = 1 if ast.get_docstring(node, clean=False) is not None else 0
        while isinstance(node.body[start], (ast.Global, ast.Nonlocal)):
            start += 1
        node.body.insert(start, never)


def _bound_directly(node: ast.FunctionDef) -> Iterable[str]:
    return activity_of(node.body).bound


def _rebound_by_calls(node: ast.FunctionDef) -> list[str]:
    """The variables of a function that functions nested in it assign to."""
    nested = [n for s in node.body for n in ast.walk(s) if isinstance(n, ast.FunctionDef)]
    declared = [s for n in nested for s in ast.walk(n) if isinstance(s, ast.Nonlocal)]
    own = {a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg)}
    own.update(_bound_directly(node))
    shared, outside = declared_outside(node)
    own -= shared | outside
    return [name for name in dict.fromkeys(x for s in declared for x in s.names) if name in own]


def _scopes(nodes: Iterable[ast.AST], names: Names) -> Iterable[ast.FunctionDef]:
    """The user's functions that are nested in a body, directly or in blocks of it."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and node.name not in names.functions:
            yield node
        elif not isinstance(node, (ast.ClassDef, ast.AsyncFunctionDef)):
            yield from _scopes(ast.iter_child_nodes(node), names)


def _statements_of_blocks(nodes: Iterable[ast.AST], names: Names) -> Iterable[ast.stmt]:
    """The statements of the blocks of a body, blocks within blocks included."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            if node.name in names.functions:
                yield from node.body
                yield from _statements_of_blocks(node.body, names)
        elif not isinstance(node, (ast.ClassDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield from _statements_of_blocks(ast.iter_child_nodes(node), names)
