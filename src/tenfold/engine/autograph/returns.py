"""`return` inside control flow: the value goes into a variable, and the function returns once.

if a:                    if a:
    return x                 result = x
return y                 else:
                             result = y
                         return result
"""

from __future__ import annotations

import ast

from .converter import Converter, Names, assign, at, constant, load
from .jumps import Jumps, guard, jumps_in

RESULT = "result"
RETURNED = "returned"

_BRANCHING = (ast.If, ast.While, ast.For)


def lower_returns(node: ast.FunctionDef, names: Names) -> ast.FunctionDef:
    """Lowers the returns of a function and of those nested in it."""
    return _Functions(names).visit(node)


class _Functions(Converter):
    """Finds the functions whose returns need lowering."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def visit_function(self, node: ast.FunctionDef) -> ast.AST:
        node.body = self.visit_block(node.body)
        if not any(_returns_in_branches(s) for s in node.body):
            return node
        returns = Returns(self._names.fresh(RESULT), self._names.fresh(RETURNED))
        start = 1 if ast.get_docstring(node, clean=False) is not None else 0
        body = node.body[start:]
        reaches_end = not returns.always_ends(body)
        first, last = body[0], body[-1]
        lowered = [at(assign(returns.returned, constant(False)), first), *returns.lower(body)]
        if reaches_end:
            nothing = at(assign(returns.result, constant(None)), last)
            lowered.append(guard([returns.returned], [nothing], nothing))
        lowered.append(at(ast.Return(load(returns.result)), last))
        node.body = [*node.body[:start], *lowered]
        return node


def _returns_in_branches(node: ast.stmt) -> bool:
    """Whether a return stands in a block that may be run or not."""
    if isinstance(node, _BRANCHING):
        return bool(jumps_in(node, (ast.Return,), into_loops=True))
    if isinstance(node, (ast.With, ast.Try, ast.TryStar)):
        blocks = [node.body]
        if not isinstance(node, ast.With):
            blocks += [node.orelse, node.finalbody, *(h.body for h in node.handlers)]
        return any(_returns_in_branches(s) for block in blocks for s in block)
    if isinstance(node, ast.Match):
        return any(_returns_in_branches(s) for case in node.cases for s in case.body)
    return False


class Returns(Jumps):
    """Lowers `return`; inside of loops it becomes a `break`, lowered by its own converter."""

    def __init__(self, result: str, returned: str) -> None:
        self.result = result
        self.returned = returned
        self._loops = 0

    def ends(self, node: ast.stmt) -> bool:
        return isinstance(node, (ast.Return, ast.Raise, ast.Break, ast.Continue))

    def flags_of(self, node: ast.stmt) -> list[str]:
        return [self.returned] if jumps_in(node, (ast.Return,), into_loops=True) else []

    def lower_jump(self, node: ast.stmt) -> list[ast.stmt] | None:
        if not isinstance(node, ast.Return):
            return None
        # The value first: where it raises, and a handler goes on, nothing was returned.
        value = assign(self.result, node.value or constant(None))
        made: list[ast.stmt] = [value, assign(self.returned, constant(True))]
        if self._loops:
            made.append(ast.Break())
        return [at(m, node) for m in made]

    def lower_loop(self, node: ast.While | ast.For) -> list[ast.stmt]:
        self._loops += 1
        node.body = self.lower(node.body)
        self._loops -= 1
        node.orelse = self.lower(node.orelse)
        return [node]

    def _lower_compound(
        self, node: ast.stmt, flags: list[str], rest: list[ast.stmt]
    ) -> list[ast.stmt]:
        if not self._loops:
            return super()._lower_compound(node, flags, rest)
        lowered = super()._lower_compound(node, flags, [])
        if isinstance(node, (ast.While, ast.For)):
            leave = ast.If(load(self.returned), [ast.Break()], self.lower(rest))
            return [*lowered, at(leave, node)]
        return [*lowered, *self.lower(rest)]  # the break skips it
