"""The traces of one function: which fits a call, how many are kept, why each was made."""

from __future__ import annotations

import itertools
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tenfold.core import structure
from tenfold.core.spec import TensorSpec, TypeSpec
from tenfold.core.tensor import Tensor

from .concrete import ConcreteFunction
from .variable_arguments import VariableSpec, specs_of

# So many traces of a function are kept; the one that was not called for longest goes first.
LIMIT = 128
# After so many traces in a row because of the same argument the user is told, once.
WARN_AFTER = 5

_logger = logging.getLogger("tenfold")


@dataclass
class Record:
    """One trace: what it was made for, and why.

    arguments: For each argument its name and what the trace takes it for.
    reason: Why no earlier trace fitted.
    seconds: How long tracing took.
    """

    arguments: list[tuple[str, str]]
    reason: str
    culprit: str
    seconds: float
    concrete: ConcreteFunction

    def __str__(self) -> str:
        signature = ", ".join(f"{name}: {text}" for name, text in self.arguments)
        runs = self.concrete.describe()
        return (
            f"({signature})\n    {self.reason}; traced in {1e3 * self.seconds:.0f} ms\n    {runs}"
        )


@dataclass
class Explanation:
    """What `explain()` of a function tells: its traces, the oldest first."""

    name: str
    count: int
    records: list[Record] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"{self.name}: {self.count} traces, {len(self.records)} kept"]
        lines += [f"{i}. {record}" for i, record in enumerate(self.records, 1)]
        return "\n".join(lines)

    __repr__ = __str__


class Traces:
    """A bounded cache of traces."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.exact: dict[Any, ConcreteFunction] = {}
        self.count = 0
        self._relaxed: list[tuple[list[Any], ConcreteFunction]] = []
        self._seen: deque[Any] = deque(maxlen=8)
        self._records: dict[int, Record] = {}
        self._last: list[tuple[str, str]] | None = None
        self._same = 0
        self._culprit = ""
        self._warned = False
        self._clock = itertools.count(1)
        self._now = 0

    def keep(self, key: Any, concrete: ConcreteFunction) -> None:
        """Keeps a trace for a key, letting go of what was not used for longest."""
        self._now = next(self._clock)
        concrete.last_used = self._now
        self.exact[key] = concrete
        while len(self.exact) > LIMIT:
            oldest = min(self.exact, key=lambda k: self.exact[k].last_used)
            del self.exact[oldest]
        kept = {id(c) for c in self.exact.values()}
        self._relaxed = [(s, c) for s, c in self._relaxed if id(c) in kept]
        self._records = {i: r for i, r in self._records.items() if i in kept}

    def used(self, concrete: ConcreteFunction) -> None:
        concrete.last_used = self._now

    def fitting(self, values: list[Any]) -> ConcreteFunction | None:
        """A trace with unknown sizes that takes these values."""
        return next((c for specs, c in self._relaxed if fits(values, specs)), None)

    def relaxation(self, values: list[Any]) -> list[Any] | None:
        """What covers these values and earlier ones that differ from them only in sizes."""
        for earlier in self._seen:
            found = merged(values, earlier)
            if found is not None:
                return found
        self._seen.append(specs_of(values, spec_of))
        return None

    def keep_relaxed(self, specs: list[Any], concrete: ConcreteFunction) -> None:
        self._relaxed.append((specs, concrete))

    def note(
        self,
        arguments: list[tuple[str, str]],
        seconds: float,
        concrete: ConcreteFunction,
        relaxed: bool,
    ) -> None:
        """Remembers why a trace was made; warns where the same argument keeps changing."""
        reason, culprit = self._why(arguments)
        if relaxed:
            reason += "; sizes that vary are left open from here on"
        self._records[id(concrete)] = Record(arguments, reason, culprit, seconds, concrete)
        self._last = arguments
        self._same = self._same + 1 if culprit and culprit == self._culprit else 0
        self._culprit = culprit
        if self._same >= WARN_AFTER and not self._warned:
            self._warned = True
            _logger.warning(
                "%s was traced %d times in a row because its argument %s. Tracing is slow: pass a "
                "tensor instead of a Python value, tensors of fixed sizes, or an input_signature. "
                "%s.explain() tells of each trace.",
                *(self.name, self._same + 1, reason, self.name),
            )

    def _why(self, arguments: list[tuple[str, str]]) -> tuple[str, str]:
        if self._last is None:
            return "the first call", ""
        before = dict(self._last)
        for name, text in arguments:
            if before.get(name) != text:
                was = before.get(name)
                return f"{name!r} is {text}, was {'absent' if was is None else was}", name
        if len(before) != len(arguments):
            return "other arguments were given", ""
        return (
            "an object in the arguments is another one, a variable is given twice that was not, or "
            "a trace was dropped"
        ), ""

    def explanation(self) -> Explanation:
        return Explanation(self.name, self.count, list(self._records.values()))


def spec_of(x: Any) -> Any:
    """What a trace knows of an argument: the spec of a tensor or of what is made of tensors."""
    if isinstance(x, Tensor):
        return TensorSpec(x.shape, x.dtype)
    if hasattr(x, "spec") and isinstance(x.spec, TypeSpec):
        return x.spec
    spec = getattr(x, "_type_spec", None)
    return spec if isinstance(spec, TypeSpec) else x


def fits(values: Sequence[Any], specs: Sequence[Any]) -> bool:
    """Whether a trace made for `specs` takes these values."""
    if len(values) != len(specs):
        return False
    for s, v, given in zip(specs, values, specs_of(values, spec_of), strict=True):
        if isinstance(s, VariableSpec):
            if s != given:
                return False
        elif isinstance(s, TensorSpec):
            if not isinstance(given, TensorSpec) or not s.is_compatible_with(given):
                return False
        elif v is not s and (isinstance(v, Tensor) or type(v) is not type(s) or v != s):
            return False
    return True


def merged(values: Sequence[Any], specs: Sequence[Any]) -> list[Any] | None:
    """The specs that cover values and specs; None where they differ in more than sizes."""
    if len(values) != len(specs):
        return None
    found: list[Any] = []
    for a, b in zip(specs_of(values, spec_of), specs, strict=True):
        if isinstance(a, TensorSpec) and isinstance(b, TensorSpec):
            if a.dtype is not b.dtype or a.shape.rank is None or a.shape.rank != b.shape.rank:
                return None
            found.append(TensorSpec(a.shape.most_specific_compatible_shape(b.shape), a.dtype))
        elif a is b or (type(a) is type(b) and bool(a == b)):
            found.append(a)
        else:
            return None
    return found


def described(names: Sequence[str], args: Sequence[Any], kwargs: Any) -> list[tuple[str, str]]:
    """Each argument's name, and what a trace takes it for."""
    given = [*zip(names, args, strict=False), *kwargs.items()]
    return [(name, _text(value)) for name, value in given]


def _text(value: Any) -> str:
    flat = structure.flatten(value, expand_composites=True)
    parts = []
    for x in flat[:4]:
        (spec,) = specs_of([x], spec_of)
        if isinstance(spec, (TensorSpec, VariableSpec)):
            dims = spec.shape.dims_tuple
            inner = "..." if dims is None else ", ".join("?" if d is None else str(d) for d in dims)
            kind = " variable" * isinstance(spec, VariableSpec)
            parts.append(f"{spec.dtype.name}[{inner}]{kind}")
        else:
            text = repr(x)
            shown = text if len(text) <= 40 else text[:37] + "..."
            kind = type(x).__name__
            plain = kind in ("int", "float", "bool", "str", "NoneType")
            parts.append(f"{shown} (a Python {kind})" if plain else shown)
    more = ", ..." if len(flat) > 4 else ""
    return parts[0] if len(flat) == 1 else f"({', '.join(parts)}{more})"
