"""Brings a function's tree into the form that the converters expect.

What would change its meaning once blocks become functions is written out: private names, `super()`
without arguments, annotations of locals; `global` and `nonlocal` go to the top.
"""

from __future__ import annotations

import ast

from .converter import Converter, is_generator, load
from .parsing import Found, FunctionNode, mangle


def canonicalize(found: Found) -> FunctionNode:
    """The function's own node, without decorators, defaults and annotations.

    The function object carries those; only its code is made anew.
    """
    node = found.node
    _Mangler(found.class_name).mangle_function(node)
    if isinstance(node, ast.Lambda):
        _drop_defaults(node.args)
        return node
    node.decorator_list = []
    node.returns = None
    _drop_defaults(node.args)
    _drop_annotations(node.args)
    return _Canonical().visit(node)


def _drop_defaults(arguments: ast.arguments) -> None:
    # None stands in: parameters must keep their kinds, and the function object has the values.
    arguments.defaults = [ast.Constant(None) for _ in arguments.defaults]
    arguments.kw_defaults = [
        None if d is None else ast.Constant(None) for d in arguments.kw_defaults
    ]


def _drop_annotations(arguments: ast.arguments) -> None:
    for argument in ast.walk(arguments):
        if isinstance(argument, ast.arg):
            argument.annotation = None


class _Mangler(ast.NodeTransformer):
    """Writes private names as the surrounding class sees them."""

    def __init__(self, class_name: str) -> None:
        self._class = class_name

    def mangle_function(self, node: FunctionNode) -> None:
        if self._class:
            self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = mangle(node.name, self._class)
        return node  # Python mangles inside it, by its own name

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = mangle(node.id, self._class)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        node.attr = mangle(node.attr, self._class)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        self.generic_visit(node)
        node.arg = mangle(node.arg, self._class)
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        self.generic_visit(node)
        if node.arg is not None:
            node.arg = mangle(node.arg, self._class)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.name = mangle(node.name, self._class)
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        self.generic_visit(node)
        if node.name is not None:
            node.name = mangle(node.name, self._class)
        return node

    def visit_Global(self, node: ast.Global) -> ast.AST:
        node.names = [mangle(n, self._class) for n in node.names]
        return node

    visit_Nonlocal = visit_Global  # type: ignore[assignment]


class _Canonical(Converter):
    """The rewriting of one function after another, outermost first."""

    def __init__(self) -> None:
        self._declared: list[ast.stmt] = []
        self._first: str | None = None

    def visit_function(self, node: ast.FunctionDef) -> ast.AST:
        saved = self._declared, self._first
        self._declared = []
        positional = [*node.args.posonlyargs, *node.args.args]
        self._first = positional[0].arg if positional else None
        body = self.visit_block(node.body)
        start = 1 if ast.get_docstring(node, clean=False) is not None else 0
        node.body = [*body[:start], *self._declared, *body[start:]]
        node.body = node.body or [ast.copy_location(ast.Pass(), node)]
        self._declared, self._first = saved
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        saved, self._first = self._first, None
        positional = [*node.args.posonlyargs, *node.args.args]
        if positional:
            self._first = positional[0].arg
        self.generic_visit(node)
        self._first = saved
        return node

    def visit_Global(self, node: ast.Global) -> None:
        self._declared.append(node)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        self._declared.append(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        # Locals' annotations are not evaluated, and an annotated name could not be `nonlocal`.
        self.generic_visit(node)
        if node.value is None:
            if isinstance(node.target, ast.Name):
                # `x: int` makes x a local of the function; a block that never runs does too.
                return ast.copy_location(ast.If(ast.Constant(False), [_bind(node)], []), node)
            return None
        return ast.copy_location(ast.Assign([node.target], node.value), node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        is_super = isinstance(node.func, ast.Name) and node.func.id == "super"
        if is_super and not node.args and not node.keywords and self._first:
            node.args = [
                ast.copy_location(load("__class__"), node),
                ast.copy_location(load(self._first), node),
            ]
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        # A block may have lost its only statement.
        if isinstance(getattr(node, "body", None), list) and not node.body:  # type: ignore[attr-defined]
            node.body = [ast.copy_location(ast.Pass(), node)]  # type: ignore[attr-defined]
        return node


def _bind(node: ast.AnnAssign) -> ast.stmt:
    bound = ast.Assign([node.target], ast.copy_location(ast.Constant(None), node))
    return ast.copy_location(bound, node)


def declared_outside(node: ast.FunctionDef) -> tuple[set[str], set[str]]:
    """The names that a canonical function declares `global`, and `nonlocal`."""
    declared: tuple[set[str], set[str]] = set(), set()
    if not is_generator(node):
        for statement in node.body:
            if isinstance(statement, ast.Global):
                declared[0].update(statement.names)
            elif isinstance(statement, ast.Nonlocal):
                declared[1].update(statement.names)
    return declared
