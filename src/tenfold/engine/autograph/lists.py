"""With `Feature.LISTS`: `x[i] = y` for tensors, and `append` and `pop` for TensorArrays.

x[i] = y             x = ag__.set_item(x, i, y)
x.append(y)          x = ag__.list_append(x, y)
y = x.pop()          x, y = ag__.list_pop(x)
"""

from __future__ import annotations

import ast

from .converter import Converter, at, load, operator, store


class Lists(Converter):
    """Converts what changes a list in place, for lists that are variables."""

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        self.generic_visit(node)
        if len(node.targets) != 1:
            return node
        (target,) = node.targets
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            name = target.value.id
            index = target.slice
            made = operator("set_item", load(name), _as_value(index), node.value)
            return at(ast.Assign([store(name)], made), node)
        name = _called(node.value, "pop", 0)
        if name is not None:
            pair = ast.Tuple([store(name), target], ast.Store())
            return at(ast.Assign([pair], operator("list_pop", load(name))), node)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        self.generic_visit(node)
        name = _called(node.value, "append", 1)
        if name is None:
            return node
        assert isinstance(node.value, ast.Call)
        made = operator("list_append", load(name), node.value.args[0])
        return at(ast.Assign([store(name)], made), node)


def _called(node: ast.expr, method: str, count: int) -> str | None:
    """The variable of whose method this is a call."""
    if not isinstance(node, ast.Call) or len(node.args) != count or node.keywords:
        return None
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr != method:
        return None
    return function.value.id if isinstance(function.value, ast.Name) else None


def _as_value(index: ast.expr) -> ast.expr:
    """An index as an expression: slices are written out."""
    if isinstance(index, ast.Slice):
        bounds = [b or ast.Constant(None) for b in (index.lower, index.upper, index.step)]
        return operator("slice_", *bounds)
    if isinstance(index, ast.Tuple):
        return ast.Tuple([_as_value(e) for e in index.elts], ast.Load())
    return index
