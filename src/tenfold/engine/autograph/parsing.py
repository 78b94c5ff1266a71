"""From a function to its syntax tree: the file is parsed once, the function found by its line."""

from __future__ import annotations

import ast
import functools
import inspect
import linecache
from types import CodeType, FunctionType
from typing import cast

from .errors import UnsupportedLanguageElementError

FunctionNode = ast.FunctionDef | ast.Lambda

# Files whose trees are kept; a program converts many functions of few files.
_KEPT_FILES = 16


class SourceMissing(Exception):
    """The source of a function cannot be read: it was typed into a shell, or made by `exec`."""


class Found:
    """A function's node, with what its surroundings in the file say of it.

    Args:
        node: A copy that may be changed; its decorators are those of the source.
        class_name: The innermost class whose body the function stands in; "" outside of classes.
    """

    def __init__(self, node: FunctionNode, class_name: str) -> None:
        self.node = node
        self.class_name = class_name


def parse(function: FunctionType) -> Found:
    """Finds the syntax tree of a function.

    Args:
        function: A Python function or lambda; wrappers are taken as they are, not unwrapped.

    Returns:
        Its node, a fresh copy with the line numbers of the file.

    Raises:
        SourceMissing: There is no source, or it no longer holds the function.
        UnsupportedLanguageElementError: The function is a generator or a coroutine.
    """
    code = function.__code__
    check_kind(function)
    # The module's globals let linecache ask its loader, for modules inside archives.
    lines = linecache.getlines(code.co_filename, function.__globals__)
    if not lines:
        raise SourceMissing(f"no source of {code.co_filename}")
    candidates = _functions("".join(lines), code.co_filename)
    found = [c for c in candidates if _begins(c.node) == code.co_firstlineno and _fits(c, code)]
    if len(found) > 1:
        found = [c for c in found if _holds(c.node, code)]
    if not found:
        if code.co_filename.startswith("<"):  # lines of another text that was executed
            raise SourceMissing(f"no source of {code.co_filename}")
        raise SourceMissing(
            f"{code.co_filename} has no function {code.co_name} on line {code.co_firstlineno}"
        )
    # A lambda that holds another holds its code too: the inner one begins later.
    chosen = max(found, key=lambda c: (c.node.lineno, c.node.col_offset))
    # Converters change trees in place, and a file's tree is kept.
    return Found(cast(FunctionNode, copy_node(chosen.node)), chosen.class_name)


def check_kind(function: FunctionType) -> None:
    """Refuses generators and coroutines.

    Raises:
        UnsupportedLanguageElementError: The function is one of them.
    """
    flags = function.__code__.co_flags
    if flags & (inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR):
        kind = "generators are"
    elif flags & inspect.CO_COROUTINE:
        kind = "coroutines are"
    else:
        return
    raise UnsupportedLanguageElementError(
        f"{kind} not supported by AutoGraph: {function.__qualname__} runs as plain Python, so its "
        "conditions and loops cannot depend on tensors. Return a list, or move the tensor code "
        "into a function without `yield`."
    )


@functools.lru_cache(_KEPT_FILES)
def _functions(text: str, filename: str) -> list[Found]:
    """Every function and lambda of a file."""
    try:
        tree = ast.parse(text, filename)
    except (SyntaxError, ValueError) as error:
        raise SourceMissing(f"{filename} cannot be parsed: {error}") from None
    found: list[Found] = []

    def visit(node: ast.AST, class_name: str) -> None:
        if isinstance(node, FunctionNode):
            found.append(Found(node, class_name))
        elif isinstance(node, ast.ClassDef):
            class_name = node.name
        for child in ast.iter_child_nodes(node):
            visit(child, class_name)

    visit(tree, "")
    return found


def _begins(node: FunctionNode) -> int:
    """The line that Python gives the code object: that of the first decorator, or of the def."""
    if isinstance(node, ast.FunctionDef) and node.decorator_list:
        return min(node.lineno, node.decorator_list[0].lineno)
    return node.lineno


def _fits(candidate: Found, code: CodeType) -> bool:
    node = candidate.node
    name = node.name if isinstance(node, ast.FunctionDef) else "<lambda>"
    arguments = node.args
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    count = code.co_argcount + code.co_kwonlyargcount
    received = [mangle(n, candidate.class_name) for n in names]
    return code.co_name == name and list(code.co_varnames[:count]) == received


def _holds(node: FunctionNode, code: CodeType) -> bool:
    """Whether all instructions of a lambda's code stand within its body."""
    body = node.body if isinstance(node, ast.Lambda) else node
    first = (body.lineno, body.col_offset)
    last = (body.end_lineno or body.lineno, body.end_col_offset or 0)
    for line, end_line, column, end_column in code.co_positions():
        if line is None or column is None or end_line is None or end_column is None:
            continue
        if line == code.co_firstlineno and not column and not end_column:
            continue  # the instruction that starts a frame has no place of its own
        if (line, column) < first or (end_line, end_column) > last:
            return False
    return True


def mangle(name: str, class_name: str) -> str:
    """A private name as the class sees it: `__x` in class C is `_C__x`."""
    stripped = class_name.lstrip("_")
    if not stripped or not name.startswith("__") or name.endswith("__") or "." in name:
        return name
    return f"_{stripped}{name}"


def copy_node(node: ast.AST) -> ast.AST:
    """A deep copy of a tree."""
    fields = {}
    for name, value in ast.iter_fields(node):
        if isinstance(value, list):
            value = [copy_node(v) if isinstance(v, ast.AST) else v for v in value]
        elif isinstance(value, ast.AST):
            value = copy_node(value)
        fields[name] = value
    return ast.copy_location(type(node)(**fields), node)
