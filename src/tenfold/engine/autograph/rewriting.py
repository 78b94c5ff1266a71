"""A function's code, rewritten: its tree goes through the converters, and is compiled again.

The new code has the file name and line numbers of the old, takes the same closure cells and reads
the same globals, so tracebacks, debuggers and late-bound names work as if nothing had happened.
"""

from __future__ import annotations
import __future__

import ast
import builtins
import inspect
from collections.abc import Callable, Iterable
from types import CellType, CodeType, FunctionType, ModuleType
from typing import Any

from .asserts import Asserts
from .blocks import bind_locals
from .break_continue import BreakContinue
from .calls import Calls
from .canonical import canonicalize
from .control_flow import ControlFlow
from .converter import RUNTIME, Names, function_def
from .directives import Directives
from .features import Feature
from .lists import Lists
from .liveness import annotate
from .logical import Logical
from .parsing import FunctionNode, parse
from .returns import lower_returns

_FACTORY = RUNTIME + "factory"
_FUNCTION = RUNTIME + "function"
_FUTURES = 0
for _name in __future__.all_feature_names:
    _FUTURES |= getattr(__future__, _name).compiler_flag


def rewrite_tree(
    function: FunctionType,
    directive: Callable[..., Any],
    features: frozenset[Feature] = frozenset(),
) -> tuple[FunctionNode, Names]:
    """The rewritten tree of a function, and the names that were made for it.

    Args:
        function: A Python function.
        directive: `set_loop_options`, to be recognized in loops.
        features: Those that make a difference.

    Raises:
        SourceMissing: There is no source.
        UnsupportedLanguageElementError: The source has something that cannot be rewritten.
    """
    node = canonicalize(parse(function))
    names = Names()
    node = Directives(lambda e: resolve(e, function), directive).visit(node)
    if isinstance(node, ast.FunctionDef):
        node = lower_returns(node, names)
    node = BreakContinue(names).visit(node)
    if Feature.LISTS in features:
        node = Lists().visit(node)
    if isinstance(node, ast.FunctionDef):
        annotate(node)
    node = Asserts().visit(node)
    for converter in (ControlFlow(names), Logical(), Calls()):
        node = converter.visit(node)
    if isinstance(node, ast.FunctionDef):
        bind_locals(node, names)
    return ast.fix_missing_locations(node), names


def compile_tree(node: FunctionNode, names: Names, function: FunctionType) -> CodeType:
    """The code object of a rewritten tree, in the place of that of `function`."""
    code = function.__code__
    name = "<lambda>"
    made: ast.stmt
    if isinstance(node, ast.Lambda):
        made = ast.Return(node)
    else:
        # Under another name, since its own may mean something else to it: a global, a cell.
        node.name = name = _FUNCTION
        made = node
    factory = function_def(_FACTORY, (RUNTIME, *code.co_freevars), [made])
    module = ast.fix_missing_locations(ast.Module([factory], []))
    flags = code.co_flags & _FUTURES
    compiled = compile(module, code.co_filename, "exec", flags=flags, dont_inherit=True)
    outer = _inner_code(compiled, _FACTORY)
    return _as_the_users(
        _inner_code(outer, name), code, names.functions, code.co_qualname, code.co_name
    )


def _inner_code(code: CodeType, name: str) -> CodeType:
    return next(c for c in code.co_consts if isinstance(c, CodeType) and c.co_name == name)


def _as_the_users(
    code: CodeType, original: CodeType, blocks: Iterable[str], qualname: str, name: str
) -> CodeType:
    """The code with names that users know: a block has that of its function."""
    constants = []
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            inner = constant.co_name
            if inner in blocks:
                constant = _as_the_users(constant, original, blocks, qualname, name)
            else:
                nested = f"{qualname}.<locals>.{inner}"
                constant = _as_the_users(constant, original, blocks, nested, inner)
        constants.append(constant)
    return code.replace(co_consts=tuple(constants), co_name=name, co_qualname=qualname)


def converted_codes(code: CodeType) -> Iterable[CodeType]:
    """The code objects that were converted with a function: itself, and functions nested in it.

    Methods of classes in it were not.
    """
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType) and constant.co_flags & inspect.CO_OPTIMIZED:
            yield from converted_codes(constant)


def instantiate(code: CodeType, function: FunctionType, runtime: CellType) -> FunctionType:
    """A function with rewritten code and the surroundings of `function`."""
    cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    cells[RUNTIME] = runtime
    closure = tuple([cells[name] for name in code.co_freevars])
    made = FunctionType(
        code, function.__globals__, function.__name__, function.__defaults__, closure
    )
    made.__kwdefaults__ = function.__kwdefaults__
    return made


def resolve(expression: ast.expr, function: FunctionType) -> Any:
    """What a name, or an attribute of a module, means around a function; None where unknown."""
    if isinstance(expression, ast.Attribute):
        owner = resolve(expression.value, function)
        return getattr(owner, expression.attr, None) if isinstance(owner, ModuleType) else None
    if not isinstance(expression, ast.Name):
        return None
    cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    try:
        if expression.id in cells:
            return cells[expression.id].cell_contents
    except ValueError:
        return None
    if expression.id in function.__code__.co_varnames:
        return None
    return function.__globals__.get(expression.id, getattr(builtins, expression.id, None))
