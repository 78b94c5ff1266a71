"""`break` and `continue`: flags that guard the rest of the body, and end the loop.

    while a:                 broke = False
        if b:                while not broke and a:
            break                if b:
        c                            broke = True
                                 else:
                                     c

The `else` of a loop becomes an `if not broke` behind it.
"""

from __future__ import annotations

import ast
from typing import cast

from .activity import activity_of
from .converter import EXTRA_TEST, Converter, Names, assign, at, constant, load, negated
from .jumps import Jumps, guard, jumps_in
from .parsing import copy_node


class BreakContinue(Converter):
    """Lowers the jumps of every loop, innermost first."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def visit_While(self, node: ast.While) -> list[ast.stmt]:
        return self._visit_loop(node)

    def visit_For(self, node: ast.For) -> list[ast.stmt]:
        return self._visit_loop(node)

    def _visit_loop(self, node: ast.While | ast.For) -> list[ast.stmt]:
        node.body = self.visit_block(node.body)
        node.orelse = self.visit_block(node.orelse)
        kinds = {
            type(jump)
            for statement in node.body
            for jump in jumps_in(statement, (ast.Break, ast.Continue), into_loops=False)
        }
        broke = self._names.fresh("broke") if ast.Break in kinds else None
        continued = self._names.fresh("continued") if ast.Continue in kinds else None
        before: list[ast.stmt] = []
        if kinds:
            node.body = LoopJumps(broke, continued).lower(node.body)
        if continued is not None:
            node.body.insert(0, at(assign(continued, constant(False)), node))
        if broke is not None:
            before.append(at(assign(broke, constant(False)), node))
        if isinstance(node, ast.While) and activity_of([node.test]).bound:
            before.append(self._ask_in_the_body(node, broke))
        elif broke is not None and isinstance(node, ast.While):
            node.test = at(ast.BoolOp(ast.And(), [negated(broke), node.test]), node)
        elif broke is not None:
            setattr(node, EXTRA_TEST, at(negated(broke), node))
        after, node.orelse = node.orelse, []
        if after and broke is not None:
            after = [guard([broke], after, after[0])]
        return [*before, node, *after]

    def _ask_in_the_body(self, node: ast.While, broke: str | None) -> ast.stmt:
        """Makes the condition a variable; gives its first assignment.

        A condition that binds names does so for the body: it must be evaluated where the body can
        see it, which the condition of a loop in a graph is not.
        """
        going = self._names.fresh("going")
        test, node.test = node.test, at(load(going), node.test)
        again: ast.stmt = assign(going, cast(ast.expr, copy_node(test)))
        if broke is not None:
            again = ast.If(negated(broke), [again], [assign(going, constant(False))])
        node.body.append(at(again, test))
        return at(assign(going, test), test)


class LoopJumps(Jumps):
    """Lowers the jumps of one loop."""

    def __init__(self, broke: str | None, continued: str | None) -> None:
        self._broke = broke
        self._continued = continued

    def ends(self, node: ast.stmt) -> bool:
        return isinstance(node, (ast.Break, ast.Continue, ast.Return, ast.Raise))

    def flags_of(self, node: ast.stmt) -> list[str]:
        jumps = jumps_in(node, (ast.Break, ast.Continue), into_loops=False)
        flags: list[str] = []
        if self._broke and any(isinstance(j, ast.Break) for j in jumps):
            flags.append(self._broke)
        if self._continued and any(isinstance(j, ast.Continue) for j in jumps):
            flags.append(self._continued)
        return flags

    def lower_jump(self, node: ast.stmt) -> list[ast.stmt] | None:
        if isinstance(node, (ast.Break, ast.Continue)):
            flag = self._broke if isinstance(node, ast.Break) else self._continued
            assert flag is not None
            return [at(assign(flag, constant(True)), node)]
        return None

    def lower_loop(self, node: ast.While | ast.For) -> list[ast.stmt]:
        # Inner loops have been lowered; their `else`, the one place that could jump, is gone.
        raise AssertionError("a lowered loop jumps out of a loop around it")
