"""`while` and `for`: test and body become functions, and the operator runs or builds the loop.

for i in x:              def loop_body(item):
    y += i                   nonlocal i, y
                             i = item
                             y += i
                         ag__.for_stmt(x, None, loop_body, ("y",), (), None, ("i",))
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from .activity import Activity, activity_of
from .blocks import Blocks, ordered, parts
from .converter import (
    EXTRA_TEST,
    LIVE_AFTER,
    LIVE_BEFORE,
    OPTIONS,
    at,
    constant,
    is_python_bool,
    load,
    operator,
    strings,
    thunk,
)


class Loops(Blocks):
    """Converts the loops that may run over tensors, or as long as a tensor says."""

    def visit_While(self, node: ast.While) -> ast.AST | list[ast.stmt]:
        if is_python_bool(node.test):
            return self.generic_visit(node)
        in_test, in_body = self.activity([node.test]).bound, self.activity(node.body).bound
        carried = self._carried(node, [node.test, *node.body])
        returned = at(ast.Return(self.visit(node.test)), node.test)
        test = self.block("loop_test", [returned], in_test, node)
        body = self.block("loop_body", self.visit_block(node.body), in_body, node)
        call = operator("while_stmt", load(test.name), load(body.name), *carried)
        return [test, body, at(ast.Expr(call), node)]

    def visit_For(self, node: ast.For) -> ast.AST | list[ast.stmt]:
        item = self.names.fresh("item")
        unpack = at(ast.Assign([node.target], load(item)), node.target)
        statements = [unpack, *node.body]
        bound = self.activity(statements).bound
        carried = self._carried(node, statements)
        elements = self.visit(node.iter)
        body = self.block(
            "loop_body", [self.visit(unpack), *self.visit_block(node.body)], bound, node, [item]
        )
        extra = getattr(node, EXTRA_TEST, None)
        test = constant(None) if extra is None else thunk(extra)
        # Where a target is read after the loop, it matters whether there was an iteration.
        after: set[str] = getattr(node, LIVE_AFTER)
        targets = strings(n for n in activity_of([node.target]).bound if n not in after)
        call = operator("for_stmt", elements, test, load(body.name), *carried, targets)
        return [body, at(ast.Expr(call), node)]

    def _carried(
        self, node: ast.While | ast.For, statements: Sequence[ast.AST]
    ) -> tuple[ast.expr, ...]:
        """What a loop carries from one iteration to the next: variables, parts; and its options."""
        found: Activity = self.activity(statements)
        live: set[str] = getattr(node, LIVE_BEFORE) | getattr(node, LIVE_AFTER)
        options = getattr(node, OPTIONS, None)
        given: ast.expr = constant(None)
        if options is not None:
            given = thunk(_dictionary(options))
        names = ordered(live | self.captured, found)
        return names, parts(statements), given


def _dictionary(keywords: list[ast.keyword]) -> ast.Dict:
    keys: list[ast.expr | None] = [None if k.arg is None else constant(k.arg) for k in keywords]
    return ast.Dict(keys, [k.value for k in keywords])
