"""Calls: `f(x)` becomes `ag__.callee(f)(x)`, which calls the converted `f`, if there is one.

The operator only looks the function up, so a traceback goes from the user's caller to the user's
function without a frame between them.
"""

from __future__ import annotations

import ast

from .converter import RUNTIME, Converter, at, is_plain, load, operator


class Calls(Converter):
    """Converts every call, in comprehensions and lambdas too."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if is_plain(node) or _is_operator(node.func):
            return node
        node.func = at(operator("callee", node.func), node.func)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        # What Python itself calls of a class, such as a property, cannot be converted at the call.
        node.decorator_list.append(at(ast.Attribute(load(RUNTIME), "own_class", ast.Load()), node))
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        # Decorators are called by Python itself, and what they do is no part of the graph.
        decorators, node.decorator_list = node.decorator_list, []
        made = super().visit_FunctionDef(node)
        node.decorator_list = decorators
        return made


def _is_operator(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == RUNTIME
    )
