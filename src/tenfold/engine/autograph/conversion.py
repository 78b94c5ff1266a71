"""Which function is called in place of the user's: the converted one, made once per code object."""

from __future__ import annotations

import ast
import functools
import inspect
import threading
import types
import weakref
from collections.abc import Callable
from types import BuiltinFunctionType, CellType, CodeType, FunctionType, MethodType
from typing import Any

from tenfold.engine.control_flow.mapping import foldl, foldr, map_fn, scan
from tenfold.engine.control_flow.vectorizing import vectorized_map

from . import allowlist, status
from .errors import UnsupportedLanguageElementError, place
from .features import Feature
from .loop_options import set_loop_options
from .operators import (
    assertion,
    builtin_functions,
    conditionals,
    iteration,
    list_changes,
    logic,
    places,
)
from .parsing import SourceMissing
from .rewriting import compile_tree, converted_codes, instantiate, rewrite_tree
from .verbosity import logger, tell, tells

_CALL = "__call__"
# Methods that operators and statements call; constructors stay as they are.
_CALLED_BY_PYTHON = frozenset(
    f"__{name}__"
    for name in (
        *("getitem", "setitem", "enter", "exit", "neg", "abs", "add", "sub", "mul", "truediv"),
        *("matmul", "pow", "mod", "floordiv", "eq", "ne", "lt", "le", "gt", "ge", "getattr"),
        *("radd", "rsub", "rmul", "rtruediv", "rmatmul", "iadd", "isub", "imul", "itruediv"),
    )
)
_NOT_CONVERTED_KINDS = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


class Conversions:
    """The conversions with one set of features.

    Args:
        features: Those that make a difference.
        recursive: Whether the functions that converted ones call are converted too.
    """

    def __init__(self, features: frozenset[Feature], recursive: bool) -> None:
        self.features = features
        self._recursive = recursive
        self._codes: dict[int, tuple[weakref.ref[CodeType], CodeType | None]] = {}
        self._lock = threading.RLock()
        self._replaced = self._replacements()
        self._runtime = CellType(
            types.SimpleNamespace(
                callee=self.callee,
                own_class=self.own_class,
                branch=conditionals.branch,
                if_exp=conditionals.if_exp,
                and_=logic.and_,
                or_=logic.or_,
                not_=logic.not_,
                chain=logic.chain,
                while_stmt=iteration.while_stmt,
                for_stmt=iteration.for_stmt,
                assert_stmt=assertion.assert_stmt,
                Attribute=places.Attribute,
                Item=places.Item,
                set_item=list_changes.set_item,
                list_append=list_changes.list_append,
                list_pop=list_changes.list_pop,
                slice_=slice,
            )
        )

    def _replacements(self) -> dict[int, Callable[..., Any]]:
        """What is called instead of functions that are not the user's, by their id."""
        found: dict[Any, Callable[..., Any]] = {
            len: builtin_functions.len_,
            range: builtin_functions.range_,
            abs: builtin_functions.abs_,
            int: builtin_functions.int_,
            float: builtin_functions.float_,
            sorted: self._sorted,
            map: self._map,
            filter: self._filter,
            locals: builtin_functions.locals_,
            **{
                f: builtin_functions.dispatching(f)
                for f in (any, all, enumerate, zip, next, max, min, sum)
            },
            **{f: self._with_callbacks(f) for f in (map_fn, scan, foldl, foldr, vectorized_map)},
        }
        if Feature.BUILTIN_FUNCTIONS in self.features:
            found[print] = builtin_functions.print_
        return {id(k): v for k, v in found.items()}

    def callee(self, function: Any) -> Any:
        """What to call where the user's code calls `function`."""
        found = self._replaced.get(id(function))
        if found is not None:
            return found
        if not self._recursive:
            return function
        kind = type(function)
        if kind is FunctionType:
            return self.converted(function)
        if kind is MethodType:
            inner = function.__func__
            if type(inner) is FunctionType:
                made = self.converted(inner)
                return function if made is inner else MethodType(made, function.__self__)
            return function
        if kind is BuiltinFunctionType or isinstance(function, type):
            return function
        if kind is functools.partial:
            made = self.callee(function.func)
            if made is function.func:
                return function
            return functools.partial(made, *function.args, **function.keywords)
        call = getattr(kind, _CALL, None)
        if type(call) is FunctionType:
            made = self.converted(call)
            return function if made is call else MethodType(made, function)
        return function

    def own_class(self, cls: type) -> type:
        """A class defined in converted code: what Python itself calls of it is converted."""
        if not self._recursive or type(cls) is not type:
            return cls
        for name, member in list(vars(cls).items()):
            if isinstance(member, property):
                parts = (member.fget, member.fset, member.fdel)
                made: list[Any] = [self.callee(f) if type(f) is FunctionType else f for f in parts]
                setattr(cls, name, property(*made, doc=member.__doc__))
            elif type(member) is FunctionType and name in _CALLED_BY_PYTHON:
                setattr(cls, name, self.converted(member))
        return cls

    def converted(self, function: FunctionType) -> FunctionType:
        """The converted form of a function, or the function itself where it has none."""
        code = function.__code__
        known = self._codes.get(id(code))
        made = known[1] if known is not None and known[0]() is code else self._decide(function)
        return function if made is None else instantiate(made, function, self._runtime)

    def _decide(self, function: FunctionType) -> CodeType | None:
        code = function.__code__
        if code.co_flags & _NOT_CONVERTED_KINDS or not allowlist.is_converted(code.co_filename):
            return self._keep(code, None)
        with self._lock:
            known = self._codes.get(id(code))
            if known is not None and known[0]() is code:
                return known[1]
            try:
                made = self.convert(function)
            except SourceMissing as error:
                logger.warning(
                    "AutoGraph could not convert %s (%s): %s. It runs as it is; conditions on "
                    "tensors in it will fail. Decorate it with "
                    "@tf.autograph.experimental.do_not_convert to silence this.",
                    function.__qualname__,
                    place(function),
                    str(error),
                )
                made = None
            except UnsupportedLanguageElementError as error:
                logger.warning(
                    "AutoGraph could not convert %s (%s): %s It runs as it is.",
                    function.__qualname__,
                    place(function),
                    str(error),
                )
                made = None
            return self._keep(code, made)

    def convert(self, function: FunctionType) -> CodeType:
        """The rewritten code of a function.

        Raises:
            SourceMissing: There is no source.
            UnsupportedLanguageElementError: The source cannot be rewritten.
        """
        tell(1, "Converted call: %s (%s)", function.__qualname__, place(function))
        node, names = rewrite_tree(function, set_loop_options, self.features)
        if tells(3):
            tell(3, "Converted form of %s:\n%s", function.__qualname__, ast.unparse(node))
        made = compile_tree(node, names, function)
        for code in converted_codes(made):
            self._keep(code, None)
        return made

    def _keep(self, code: CodeType, made: CodeType | None) -> CodeType | None:
        """Notes what stands for a code object, as long as that lives."""
        key = id(code)

        def forget(reference: Any) -> None:
            if self._codes.get(key, (None,))[0] is reference:
                del self._codes[key]

        self._codes[key] = (weakref.ref(code, forget), made)
        return made

    def runtime(self) -> CellType:
        """The cell through which rewritten code reaches the operators."""
        return self._runtime

    def _with_callbacks(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function that traces the functions it is given: it is given their converted forms."""

        @functools.wraps(function)
        def call_it(*args: Any, **kwargs: Any) -> Any:
            given = [self.callee(x) for x in args]
            return function(*given, **{k: self.callee(x) for k, x in kwargs.items()})

        return call_it

    def _sorted(self, iterable: Any, *, key: Any = None, reverse: bool = False) -> Any:
        key = None if key is None else self.callee(key)
        return builtin_functions.sorted_(iterable, key=key, reverse=reverse)

    def _map(self, function: Any, *iterables: Any) -> Any:
        return self._over(map, function, *iterables)

    def _filter(self, function: Any, iterable: Any) -> Any:
        return self._over(filter, function, iterable)

    def _over(self, builtin: Any, function: Any, *iterables: Any) -> Any:
        function = None if function is None else self.callee(function)
        if iterables:
            overload = builtin_functions.overloaded(builtin, type(iterables[0]))
            if overload is not None:
                return overload(function, *iterables)
        return builtin(function, *iterables)


@functools.cache
def conversions(features: frozenset[Feature] = frozenset(), recursive: bool = True) -> Conversions:
    """The conversions with some features: one object for each set."""
    return Conversions(features, recursive)


def converted_callback(function: Any) -> Any:
    """What to call where an API calls a function that a user handed to it while a graph is built.

    Converted, if the code that called the API is; so datasets treat the functions of `map`.
    """
    active = status.active()
    return function if active is None else active.callee(function)
