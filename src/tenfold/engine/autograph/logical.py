"""`and`, `or`, `not`, chained comparison and `a if b else c`, which Python cannot overload.

    a and b              ag__.and_(a, lambda: b)
    not a                ag__.not_(a)
    a < b < c            ag__.chain(a, "<", lambda: b, "<", lambda: c)
    a if b else c        ag__.if_exp(b, lambda: a, lambda: c, "a if b else c")

Operands that bind a name with `:=` become functions in front of the statement: a lambda could not
bind it.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from .activity import activity_of
from .converter import (
    Converter,
    Names,
    at,
    constant,
    function_def,
    is_python_bool,
    load,
    operator,
    thunk,
)

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

    def __init__(self, names: Names) -> None:
        self._names = names
        self._hoisted: list[ast.stmt] | None = None

    def visit_block(self, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
        saved = self._hoisted
        out: list[ast.stmt] = []
        for statement in statements:
            self._hoisted = []
            made = self.visit(statement)
            out.extend(self._hoisted)
            out.extend(made if isinstance(made, list) else [made])
        self._hoisted = saved
        return out

    def _visit_own_scope(self, node: ast.AST) -> ast.AST:
        # Its variables are not visible in front of the statement.
        saved, self._hoisted = self._hoisted, None
        self.generic_visit(node)
        self._hoisted = saved
        return node

    visit_Lambda = visit_ListComp = visit_SetComp = visit_DictComp = _visit_own_scope
    visit_GeneratorExp = _visit_own_scope

    def visit_While(self, node: ast.While) -> ast.AST:
        # Evaluated before each iteration, so nothing of it may stand in front of the loop.
        saved, self._hoisted = self._hoisted, None
        node.test = self.visit(node.test)
        self._hoisted = saved
        node.body = self.visit_block(node.body)
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        if is_python_bool(node) or not self._can_defer(node.values[1:]):
            return self.generic_visit(node)
        name = "and_" if isinstance(node.op, ast.And) else "or_"
        first = self.visit(node.values[0])
        return at(operator(name, first, *[self._defer(v) for v in node.values[1:]]), node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Not) and not is_python_bool(node.operand):
            return at(operator("not_", node.operand), node)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        if len(node.ops) == 1 or is_python_bool(node) or not self._can_defer(node.comparators):
            return self.generic_visit(node)
        operands: list[ast.expr] = []
        for sign, operand in zip(node.ops, node.comparators, strict=True):
            operands += [constant(_SIGNS[type(sign)]), self._defer(operand)]
        return at(operator("chain", self.visit(node.left), *operands), node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        if is_python_bool(node.test) or not self._can_defer([node.body, node.orelse]):
            return self.generic_visit(node)
        text = constant(ast.unparse(node))
        test = self.visit(node.test)
        made = operator("if_exp", test, self._defer(node.body), self._defer(node.orelse), text)
        return at(made, node)

    def _can_defer(self, operands: Sequence[ast.expr]) -> bool:
        return self._hoisted is not None or not any(activity_of([v]).bound for v in operands)

    def _defer(self, operand: ast.expr) -> ast.expr:
        """A function that evaluates the operand."""
        bound = activity_of([operand]).bound
        if not bound:
            return at(thunk(self.visit(operand)), operand)
        assert self._hoisted is not None
        place = operand
        name = self._names.function("operand")
        returned: ast.stmt = at(ast.Return(operand), place)
        body = [at(ast.Nonlocal(list(bound)), place), *self.visit_block([returned])]
        self._hoisted.append(at(function_def(name, (), body), place))
        return at(load(name), place)
