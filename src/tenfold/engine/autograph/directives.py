"""`set_loop_options` in the body of a loop: its keywords go to the loop itself."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from .converter import OPTIONS, Converter

Resolve = Callable[[ast.expr], Any]


class Directives(Converter):
    """Takes the calls of `set_loop_options` out of loop bodies.

    Args:
        resolve: Gives the object that an expression names in the function's surroundings, if any.
        directive: The function `set_loop_options`.
    """

    def __init__(self, resolve: Resolve, directive: Callable[..., Any]) -> None:
        self._resolve = resolve
        self._directive = directive

    def visit_While(self, node: ast.While) -> ast.AST:
        return self._visit_loop(node)

    def visit_For(self, node: ast.For) -> ast.AST:
        return self._visit_loop(node)

    def _visit_loop(self, node: ast.While | ast.For) -> ast.AST:
        self.generic_visit(node)
        keywords: list[ast.keyword] = []
        kept: list[ast.stmt] = []
        for statement in node.body:
            call = self._as_directive(statement)
            if call is None:
                kept.append(statement)
            else:
                keywords = _with_names(call)
        if keywords:
            setattr(node, OPTIONS, keywords)
        node.body = kept or [ast.copy_location(ast.Pass(), node)]
        return node

    def _as_directive(self, statement: ast.stmt) -> ast.Call | None:
        if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
            return None
        call = statement.value
        return call if self._resolve(call.func) is self._directive else None


PARAMETERS = ("parallel_iterations", "swap_memory", "maximum_iterations", "shape_invariants")


def _with_names(call: ast.Call) -> list[ast.keyword]:
    """The arguments of a directive, positional ones under their names."""
    positional = [
        ast.copy_location(ast.keyword(name, value), value)
        for name, value in zip(PARAMETERS, call.args)
    ]
    return [*positional, *call.keywords]
