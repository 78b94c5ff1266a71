"""What converters share: which nested scopes they enter, the names they make, how they write code.

Every name that a converter adds to a function begins with `ag__`, which is also the name under
which rewritten code reaches `operators`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

Node = TypeVar("Node", bound=ast.AST)

RUNTIME = "ag__"

# What converters leave on nodes for those that follow.
LIVE_AFTER = "_live_after"
LIVE_BEFORE = "_live_before"
EXTRA_TEST = "_extra_test"  # of a `for`: the condition to go on, besides having elements left
OPTIONS = "_options"  # of a loop: the keywords of set_loop_options


class Converter(ast.NodeTransformer):
    """A pass over one function: it enters nested functions, but neither classes nor generators.

    Methods of a nested class are functions of their own; they are converted when they are called.
    """

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        if is_generator(node):
            return node
        return self.visit_function(node)

    def visit_function(self, node: ast.FunctionDef) -> ast.AST:
        node.args = self.visit(node.args)
        node.body = self.visit_block(node.body)
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for field, value in ast.iter_fields(node):
            if isinstance(value, list):
                if value and isinstance(value[0], ast.stmt):
                    setattr(node, field, self.visit_block(value))
                else:
                    value[:] = [self.visit(v) if isinstance(v, ast.AST) else v for v in value]
            elif isinstance(value, ast.AST):
                setattr(node, field, self.visit(value))
        return node

    def visit_block(self, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
        """The statements, each replaced by what visiting it gives."""
        out: list[ast.stmt] = []
        for statement in statements:
            made = self.visit(statement)
            if isinstance(made, list):
                out.extend(made)
            elif made is not None:
                out.append(made)
        return out


class _Yields(ast.NodeVisitor):
    """Looks for a `yield` of this very function."""

    found = False

    def visit_Yield(self, node: ast.AST) -> None:
        self.found = True

    visit_YieldFrom = visit_Yield

    def visit_FunctionDef(self, node: ast.AST) -> None:
        pass

    visit_AsyncFunctionDef = visit_Lambda = visit_ClassDef = visit_FunctionDef


def is_generator(node: ast.FunctionDef) -> bool:
    """Whether a nested function is a generator."""
    found = getattr(node, "_is_generator", None)
    if found is None:
        visitor = _Yields()
        for statement in node.body:
            visitor.visit(statement)
        found = visitor.found
        node._is_generator = found  # type: ignore[attr-defined]
    return found


class Names:
    """Makes names that no other part of the function has."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self.functions: set[str] = set()

    def fresh(self, stem: str) -> str:
        """`ag__stem`, or with a number behind it from the second on."""
        count = self._counts[stem] = self._counts.get(stem, 0) + 1
        return f"{RUNTIME}{stem}" if count == 1 else f"{RUNTIME}{stem}_{count}"

    def function(self, stem: str) -> str:
        """The name of a function that holds a block: tracebacks show the user's name instead."""
        name = self.fresh(stem)
        self.functions.add(name)
        return name


def load(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def store(name: str) -> ast.Name:
    return ast.Name(name, ast.Store())


def constant(value: Any) -> ast.Constant:
    return ast.Constant(value)


def operator(name: str, *args: ast.expr) -> ast.Call:
    """A call of one of the operators: `ag__.name(...)`."""
    return plain_call(ast.Attribute(load(RUNTIME), name, ast.Load()), *args)


def plain_call(function: ast.expr, *args: ast.expr) -> ast.Call:
    """A call that is called as it stands: its function is none of the user's."""
    call = ast.Call(function, list(args), [])
    call._plain = True  # type: ignore[attr-defined]
    return call


def is_plain(node: ast.Call) -> bool:
    return getattr(node, "_plain", False)


def function_def(name: str, parameters: Sequence[str], body: list[ast.stmt]) -> ast.FunctionDef:
    """`def name(parameters): body`."""
    arguments = no_arguments()
    arguments.args = [ast.arg(p) for p in parameters]
    made = ast.FunctionDef(name, arguments, body, [])
    setattr(made, "type_params", [])  # noqa: B010 -- a field since Python 3.12
    return made


def assign(name: str, value: ast.expr) -> ast.Assign:
    return ast.Assign([store(name)], value)


def thunk(body: ast.expr) -> ast.Lambda:
    """`lambda: body`."""
    return ast.Lambda(no_arguments(), body)


def no_arguments() -> ast.arguments:
    return ast.arguments([], [], None, [], [], None, [])


def strings(values: Iterable[str]) -> ast.Tuple:
    return ast.Tuple([ast.Constant(v) for v in values], ast.Load())


def negated(name: str) -> ast.UnaryOp:
    """`not name`."""
    return ast.UnaryOp(ast.Not(), load(name))


def at(made: Node, original: ast.AST) -> Node:
    """Gives new code the place of the code that it stands for: of a block statement, its head."""
    head = ast.copy_location(ast.Pass(), original)
    last = getattr(original, "iter", getattr(original, "test", None))
    if isinstance(original, (ast.If, ast.While, ast.For)) and last is not None:
        head.end_lineno, head.end_col_offset = last.end_lineno, last.end_col_offset
    for node in ast.walk(made):
        if not hasattr(node, "lineno"):
            ast.copy_location(node, head)
    return made


def is_python_bool(test: ast.expr) -> bool:
    """Whether a condition can only be a Python value, whatever its operands are."""
    if isinstance(test, ast.Constant):
        return True
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return is_python_bool(test.operand)
    if isinstance(test, ast.BoolOp):
        return all(is_python_bool(value) for value in test.values)
    if isinstance(test, ast.Compare):
        return all(isinstance(op, (ast.Is, ast.IsNot, ast.In, ast.NotIn)) for op in test.ops)
    return False
