"""`and`, `or`, `not`, chained comparison and `a if b else c`, which Python cannot overload.

    a and b              ag__.and_(a, lambda: b)
    not a                ag__.not_(a)
    a < b < c            ag__.chain(a, "<", lambda: b, "<", lambda: c)
    a if b else c        ag__.if_exp(b, lambda: a, lambda: c, "a if b else c")

Where an operand that may not be evaluated binds a name with `:=`, the expression stays Python's.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from .activity import activity_of
from .converter import Converter, at, constant, is_python_bool, operator, thunk

_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}


class Logical(Converter):
    """Converts the expressions that decide what is evaluated."""

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        if is_python_bool(node) or not _can_defer(node.values[1:]):
            return self.generic_visit(node)
        self.generic_visit(node)
        name = "and_" if isinstance(node.op, ast.And) else "or_"
        first, *rest = node.values
        return at(operator(name, first, *map(thunk, rest)), node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        is_converted = isinstance(node.op, ast.Not) and not is_python_bool(node.operand)
        self.generic_visit(node)
        return at(operator("not_", node.operand), node) if is_converted else node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        is_chain = len(node.ops) > 1 and not is_python_bool(node) and _can_defer(node.comparators)
        self.generic_visit(node)
        if not is_chain:
            return node
        operands: list[ast.expr] = []
        for sign, operand in zip(node.ops, node.comparators, strict=True):
            operands += [constant(_SIGNS[type(sign)]), thunk(operand)]
        return at(operator("chain", node.left, *operands), node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        if is_python_bool(node.test) or not _can_defer([node.body, node.orelse]):
            return self.generic_visit(node)
        text = constant(ast.unparse(node))
        self.generic_visit(node)
        return at(operator("if_exp", node.test, thunk(node.body), thunk(node.orelse), text), node)


def _can_defer(operands: Sequence[ast.expr]) -> bool:
    """Whether operands mean the same in a lambda: one that binds a name with `:=` does not."""
    return not any(activity_of([operand]).bound for operand in operands)
