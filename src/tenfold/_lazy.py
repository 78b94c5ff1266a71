"""Loads public names when they are first used, from the stubs that list them (PEP 562).

A stub is a `.pyi` file of `from module import name as alias` lines. It is the one list of a
namespace's public names: type checkers read it as it is, and this loader reads it at run time.
Where names are known only then (`tf.raw_ops`), it imports the `__getattr__` and `__dir__` to ask.

Two kinds of module live on a stub. A real package calls `attach` in its `__init__.py`. A namespace
of `tenfold.api` is a stub alone: `StubFinder`, which this module puts last on `sys.meta_path`,
makes the module object, as `tenfold.api.math` and, for users who write `import tenfold.math`,
under that name too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, cast

_ROOT = "tenfold"
_API = "tenfold.api"
_API_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "api")

Sources = dict[str, tuple[str, str]]


def attach(
    package_name: str, stub_path: str
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """Gives a module the names that its stub lists.

    Args:
        package_name: `__name__` of the module.
        stub_path: path of the stub, or `__file__` of the module that it lies beside.

    Returns:
        `(__getattr__, __dir__, __all__)` to bind in the module.

    Raises:
        SyntaxError: the stub has a line that is not an absolute import of names.
    """
    stub_path = os.path.splitext(stub_path)[0] + ".pyi"
    with open(stub_path, encoding="utf-8") as file:
        sources = read_stub(file.read(), stub_path)

    def load(name: str) -> Any:
        module = sys.modules[package_name]
        source = sources.get(name)
        if source is None and "__getattr__" in sources:
            return _resolve(package_name, *sources["__getattr__"])(name)
        if source is None:
            raise AttributeError(
                f"module {module.__name__!r} has no attribute {name!r}", name=name, obj=module
            )
        value = vars(module)[name] = _resolve(package_name, *source)
        return value

    def list_names() -> list[str]:
        dunders = [name for name in vars(sys.modules[package_name]) if name.startswith("__")]
        others = _resolve(package_name, *sources["__dir__"])() if "__dir__" in sources else []
        return sorted({*sources, *dunders, *others})

    return load, list_names, [name for name in sources if not name.startswith("_")]


def read_stub(text: str, path: str = "<stub>") -> Sources:
    """Reads the names of a stub.

    Args:
        text: the stub's text. Names may stand in parentheses over several lines.
        path: named in errors.

    Returns:
        For each public name, the module that holds it and its name there, in the stub's order.

    Raises:
        SyntaxError: a line is not an absolute import of names, a comment or blank.

    >>> read_stub("from tenfold.core.dtypes import DType as DType")
    {'DType': ('tenfold.core.dtypes', 'DType')}
    """
    sources: Sources = {}
    module, is_open = "", False  # is_open: inside the parentheses of an import
    for number, line in enumerate(text.split("\n"), 1):
        if "#" in line:
            line = line[: line.index("#")]
        if is_open:
            names = line
        elif line.startswith("from ") and line[5:6] != ".":
            module, _, names = line[5:].partition(" import ")
            is_open = "(" in names
        elif not line.strip():
            continue
        else:
            raise SyntaxError(
                f"{path}, line {number}: a stub holds only `from module import name as name` "
                f"lines, with the module's full name; got {line!r}"
            )
        is_open = is_open and ")" not in names
        for entry in names.strip(" ()\r").split(","):
            name, _, alias = entry.strip().partition(" as ")
            if name:
                sources[alias.strip() or name] = (module.strip(), name)
    return sources


def _resolve(package_name: str, module_name: str, name: str) -> Any:
    """The value of `from module_name import name`, for a line of the stub of `package_name`."""
    if module_name == package_name:  # its own submodule: asking for the attribute would come back
        return import_module(f"{module_name}.{name}")
    module = import_module(module_name)
    try:
        return getattr(module, name)
    except AttributeError as error:
        try:
            return import_module(f"{module_name}.{name}")
        except ModuleNotFoundError as missing:
            if missing.name != f"{module_name}.{name}":
                raise
            raise error from None


class StubFinder:
    """Finds `tenfold.api.math` by its stub, and `tenfold.math` as another name of it."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The import system's question: who loads `fullname`?"""
        if not fullname.startswith("tenfold."):
            return None
        api_name = fullname if fullname.startswith(_API + ".") else _API + fullname[len(_ROOT) :]
        stub = os.path.join(_API_FOLDER, *api_name.split(".")[2:])
        if os.path.isdir(stub):
            stub = os.path.join(stub, "__init__")
        if not os.path.isfile(stub + ".pyi"):
            return None
        if fullname != api_name:
            return ModuleSpec(fullname, cast(Any, SameModule(import_module(api_name))))
        spec = ModuleSpec(fullname, cast(Any, self), origin=stub + ".pyi", is_package=True)
        spec.has_location = True
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        """Asks the import system for a plain module."""

    def exec_module(self, module: ModuleType) -> None:
        """Gives a namespace its names."""
        spec = module.__spec__
        assert spec is not None and spec.origin is not None
        names = vars(module)
        names["__getattr__"], names["__dir__"], names["__all__"] = attach(spec.name, spec.origin)
        module.__name__ = _ROOT + spec.name.removeprefix(_API)
        module.__doc__ = f"The namespace `tf.{spec.name.removeprefix(_API + '.')}`."


class SameModule:
    """A loader that answers with a module that is already there: a second name for it."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module
        self._spec = module.__spec__

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module itself, not a copy."""
        return self._module

    def exec_module(self, module: ModuleType) -> None:
        """Undoes what the import system wrote over: a module keeps its first identity."""
        module.__spec__ = self._spec


# First, for a folder of stubs would otherwise be taken for a namespace package.
sys.meta_path.insert(0, StubFinder())  # pyright: ignore[reportArgumentType]
