"""What products, inverses and the like of operators are, where their structure is known.

    @rewrite("matmul", LinearOperatorDiag, LinearOperatorDiag)
    def _product(left, right): ...

The rule for the nearest classes is taken. The families are loaded when a rule is first asked for.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

Rule = Callable[..., Any]
_rules: dict[str, dict[tuple[type, ...], Rule]] = {}


def rewrite(kind: str, *classes: type) -> Callable[[Rule], Rule]:
    """Registers a rule for operators of these classes."""

    def register(rule: Rule) -> Rule:
        _rules.setdefault(kind, {})[classes] = rule
        return rule

    return register


@functools.cache
def _load() -> None:
    package = importlib.import_module(__package__ or "")
    for family in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{family.name}")


def apply(kind: str, *operators: Any) -> Any:
    """What the rule for the operators' classes gives."""
    _load()
    lines = [type(x).__mro__ for x in operators]
    found = [
        (sum(line.index(c) for line, c in zip(lines, classes, strict=True)), rule)
        for classes, rule in _rules[kind].items()
        if all(map(isinstance, operators, classes))
    ]
    return min(found, key=lambda entry: entry[0])[1](*operators)
