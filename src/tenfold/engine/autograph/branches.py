"""`if`: both branches become functions, and the operator chooses, or builds both.

    if a:                    def if_body():
        y = b                    nonlocal y
    else:                        y = b
        y = c                def else_body():
                                 nonlocal y
                                 y = c
                             ag__.branch(a, if_body, else_body, ("y",), (), ())()

For a Python condition the operator gives back the function to call, so that no frame of the
operator is on the stack while the branch runs.
"""

from __future__ import annotations

import ast

from .blocks import Blocks, ordered, parts
from .converter import LIVE_AFTER, at, is_python_bool, load, operator, plain_call


class Branches(Blocks):
    """Converts the `if`s whose condition may be a tensor."""

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt]:
        if is_python_bool(node.test):
            return self.generic_visit(node)
        both = self.activity([*node.body, *node.orelse])
        in_body, in_orelse = self.activity(node.body).bound, self.activity(node.orelse).bound
        live: set[str] = getattr(node, LIVE_AFTER)
        set_parts = parts([*node.body, *node.orelse])
        test = self.visit(node.test)
        body = self.block("if_body", self.visit_block(node.body), in_body, node)
        orelse = self.block("else_body", self.visit_block(node.orelse), in_orelse, node)
        chosen = operator(
            "branch",
            test,
            load(body.name),
            load(orelse.name),
            ordered(live, both),
            ordered(self.captured - live, both),
            set_parts,
        )
        return [body, orelse, at(ast.Expr(plain_call(chosen)), node)]
