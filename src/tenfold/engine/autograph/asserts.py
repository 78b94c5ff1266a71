"""`assert a, b` becomes `ag__.assert_stmt(a, lambda: b)`: an Assert op where `a` is a tensor."""

from __future__ import annotations

import ast

from .activity import activity_of
from .converter import Converter, at, constant, is_python_bool, operator, thunk


class Asserts(Converter):
    """Converts assertions."""

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        # With `python -O` the compiler drops the statement, as it does outside of tf.function.
        if not __debug__ or is_python_bool(node.test) or activity_of([node]).bound:
            return node
        message = constant(None) if node.msg is None else thunk(node.msg)
        return at(ast.Expr(operator("assert_stmt", node.test, message)), node)
