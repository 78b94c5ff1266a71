"""A loop inside compiled code: XLA's while, whose carried values keep their shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from tenfold.core.namespace.protocol import HostValueNeeded
from tenfold.core.tensor import SymbolicTensor
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.engine.graph.traced import Effects

from .list_value import StackedList
from .running import carried
from .trip_count import Counters, find_counters


def run_compiled(xp: Any, values: Sequence[Any], cond: FuncGraph, body: FuncGraph) -> list[Any]:
    """Runs a loop with XLA; gives the last values.

    What stays as it is stays out of what the loop carries, and known on the host if it is. So do
    counters whose every value is known beforehand: they come out as numbers.

    Raises:
      HostValueNeeded: A value changes its shape, or a list grows without a known bound.
    """
    fixed = [p is t for p, t in zip(body.parameters, body.outputs, strict=True)]
    moving = [i for i, still in enumerate(fixed) if not still]
    counters = find_counters(cond, body, values)
    loop = _Loop(xp, values, cond, body, moving)
    carry = loop.settled(counters)
    final = xp.lax.while_loop(loop.goes_on, loop.step, carry)
    results = list(values)
    for i, value in zip(moving, final.values, strict=True):
        results[i] = value
    for i, last in counters.last_values().items():
        results[i] = last
    loop.effects.commit(final.state, final.code)
    return results


class Carry(NamedTuple):
    """What the loop hands from step to step."""

    values: list[Any]
    state: list[Any]
    going: Any
    code: Any


class _Loop:
    """The functions that XLA's while takes."""

    def __init__(
        self,
        xp: Any,
        values: Sequence[Any],
        cond: FuncGraph,
        body: FuncGraph,
        moving: Sequence[int],
    ) -> None:
        self.xp = xp
        self.values = list(values)
        self.cond = cond
        self.body = body
        self.moving = moving
        self.effects = Effects(xp, (cond, body), values)

    def _all(self, moving: Sequence[Any]) -> list[Any]:
        values = list(self.values)
        for i, value in zip(self.moving, moving, strict=True):
            values[i] = value
        return values

    def _like(self, i: int) -> SymbolicTensor:
        return self.body.parameters[i]

    def start(self) -> Carry:
        xp = self.xp
        moving = [carried(xp, self.values[i], self._like(i)) for i in self.moving]
        (going,), state, code = self.effects.run(self.cond, self._all(moving), self.effects.state())
        return Carry(moving, state, xp.asarray(going), code)

    def goes_on(self, carry: Carry) -> Any:
        return carry.going & (carry.code == 0)

    def step(self, carry: Carry) -> Carry:
        xp = self.xp
        outputs, state, code = self.effects.run(self.body, self._all(carry.values), carry.state)
        moving = [carried(xp, outputs[i], self._like(i)) for i in self.moving]
        for i, (old, new) in enumerate(zip(carry.values, moving, strict=True)):
            if isinstance(old, StackedList):
                moving[i] = new.fitted(xp, old)
            elif old.shape != new.shape:
                raise HostValueNeeded
        (going,), state, failed = self.effects.run(self.cond, self._all(moving), state)
        return Carry(moving, state, xp.asarray(going), xp.where(code > 0, code, failed))

    def settled(self, counters: Counters) -> Carry:
        """The first values, with lists in a form that a step keeps."""
        carry = self.start()
        lists = [k for k, v in enumerate(carry.values) if isinstance(v, StackedList)]
        for _ in range(4 if lists else 0):
            after = self._after(carry)
            wider = list(carry.values)
            for k in lists:
                wider[k] = wider[k].widened(self.xp, after[k], counters.bound)
            settled = all(a is b for a, b in zip(wider, carry.values, strict=True))
            carry = carry._replace(values=wider)
            if settled:
                break
        self.effects.errors.clear()
        return carry

    def _after(self, carry: Carry) -> list[Any]:
        """What the variables look like after a step: shapes and dtypes, no values."""

        def run(held: Carry) -> Any:
            outputs, _, _ = self.effects.run(self.body, self._all(held.values), held.state)
            return [carried(self.xp, outputs[i], self._like(i)) for i in self.moving]

        return self.xp.eval_shape(run, carry)
