"""Runs a program written for TensorFlow, unchanged, on tenfold.

`python -m tenfold.compat.run_as_tensorflow program.py args...` (or `tenfold run program.py`) runs
the program as `python program.py args...` would, except that `tensorflow` and `keras`, in every
form of import, are tenfold's own modules: `tensorflow.keras.layers` *is* `tenfold.keras.layers`.
"""

from __future__ import annotations

import builtins
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import ModuleType
from typing import Any, cast

from tenfold._lazy import SameModule
from tenfold.core.tracebacks import filtered

# The top-level packages that are served, and the public name in tenfold that each one is.
ROOTS = {"tensorflow": "", "keras": "keras"}
_PRIVATE = ("tensorflow.python", "tensorflow.core", "tensorflow.compiler", "keras.src")


class NamespaceFinder:
    """Serves the namespaces of tenfold under TensorFlow's names, by walking public attributes."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The import system's question: who loads `fullname`?

        Raises:
            ModuleNotFoundError: `fullname` is TensorFlow's, and tenfold has no such namespace.
        """
        root, _, rest = fullname.partition(".")
        if root not in ROOTS:
            return None
        public_name = ".".join(filter(None, [ROOTS[root], rest]))
        module = find_namespace(public_name)
        if module is None:
            raise ModuleNotFoundError(_explain(fullname, public_name), name=fullname)
        return ModuleSpec(fullname, cast(Any, SameModule(module)), is_package=True)


def find_namespace(public_name: str) -> ModuleType | None:
    """The module that a dotted public name is.

    Args:
        public_name: the name without `tf.`: `"keras.layers"`; `""` is tenfold itself.

    Returns:
        The module object, or None where tenfold has no public module of that name.

    >>> find_namespace("compat").__name__
    'tenfold.compat'
    """
    module = import_module("tenfold")
    for part in public_name.split(".") if public_name else ():
        value = getattr(module, part, None) if part in dir(module) else None
        if not isinstance(value, ModuleType):
            return None
        module = value
    return module


def install() -> None:
    """Makes `import tensorflow` and `import keras` give tenfold, from now on in this process.

    Calling it again changes nothing.

    Raises:
        RuntimeError: the real package was imported before; its objects are already in use.

    >>> install()
    >>> import tensorflow, tenfold
    >>> tensorflow is tenfold
    True
    """
    for root, public_name in ROOTS.items():
        imported = sys.modules.get(root)
        if imported is not None and imported is not find_namespace(public_name):
            origin = getattr(imported, "__file__", None) or "an unknown place"
            raise RuntimeError(
                f"run_as_tensorflow: {root!r} is already imported, from {origin}; expected a "
                f"process that has not imported it. Call install() before the first `import {root}`"
            )
    if not any(isinstance(finder, NamespaceFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, cast(Any, NamespaceFinder()))


def run_program(arguments: Sequence[str]) -> int:
    """Runs a program as Python would, with tenfold in TensorFlow's place.

    Args:
        arguments: the program's path, then its own arguments.

    Returns:
        The exit status: 0, or 1 after an uncaught exception, whose traceback has been printed.
        `SystemExit` and `KeyboardInterrupt` pass through.

    Raises:
        OSError: the program cannot be read.
        RuntimeError: the real TensorFlow is imported already.
    """
    program = arguments[0]
    with io.open_code(os.path.abspath(program)) as file:
        source = file.read()
    install()
    main_module = ModuleType("__main__")
    main_module.__dict__.update(
        __file__=program,
        __builtins__=builtins,
        __loader__=SourceFileLoader("__main__", program),
        __spec__=None,
    )
    sys.modules["__main__"] = main_module
    sys.argv[:] = arguments
    if not sys.flags.safe_path:
        sys.path[0:1] = [os.path.dirname(os.path.abspath(program))]
    try:
        exec(compile(source, program, "exec", dont_inherit=True), main_module.__dict__)
    except Exception as error:
        error.__traceback__ = filtered(error, error.__traceback__)
        sys.excepthook(type(error), error, error.__traceback__)
        return 1
    return 0


def _explain(fullname: str, public_name: str) -> str:
    message = f"No module named {fullname!r}: tenfold has no namespace 'tf.{public_name}'"
    for private in _PRIVATE:
        if fullname == private or fullname.startswith(private + "."):
            return f"{message}; {private!r} is internal to TensorFlow: use the public names of tf.*"
    return message


def main() -> int:
    """The command `python -m tenfold.compat.run_as_tensorflow program.py args...`."""
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        print("usage: python -m tenfold.compat.run_as_tensorflow program.py [arguments...]")
        return 0 if len(sys.argv) > 1 else 2
    try:
        # Through the import system: as `__main__`, this file is about to be replaced.
        return import_module("tenfold.compat.run_as_tensorflow").run_program(sys.argv[1:])
    except OSError as error:
        print(f"{sys.executable}: can't open file {sys.argv[1]!r}: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
