"""A loop inside compiled code: XLA's while, whose carried values keep their shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from tenfold.core.namespace.protocol import HostValueNeeded, Rooms, tracing
from tenfold.core.tensor import SymbolicTensor
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.engine.graph.told import Failure
from tenfold.engine.graph.traced import Effects

from .list_forms import list_of, to_stacked
from .running import carried
from .stacked_list import StackedList
from .trip_count import Counters, find_counters, last_write


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
    values = _lengthened(xp, values, cond, body, counters)
    loop = _Loop(xp, values, cond, body, moving)
    carry = loop.settled(counters)
    final = xp.lax.while_loop(loop.goes_on, loop.step, carry)
    results = list(values)
    for i, value in zip(moving, final.values, strict=True):
        results[i] = value
    for i, last in counters.last_values().items():
        results[i] = last
    loop.effects.commit(final.state, final.failure)
    return results


class Carry(NamedTuple):
    """What the loop hands from step to step."""

    values: list[Any]
    state: list[Any]
    going: Any
    failure: Failure


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
        found = self.effects.run(self.cond, self._all(moving), self.effects.state())
        (going,), state, failure = found
        return Carry(moving, state, xp.asarray(going), failure or Failure.none(xp))

    def goes_on(self, carry: Carry) -> Any:
        return carry.going & (carry.failure.code == 0)

    def step(self, carry: Carry) -> Carry:
        xp = self.xp
        outputs, state, first = self.effects.run(self.body, self._all(carry.values), carry.state)
        moving = [carried(xp, outputs[i], self._like(i)) for i in self.moving]
        for i, (old, new) in enumerate(zip(carry.values, moving, strict=True)):
            if isinstance(old, StackedList):
                moving[i] = new.fitted(xp, old)
            elif old.shape != new.shape:
                raise HostValueNeeded
        (going,), state, second = self.effects.run(self.cond, self._all(moving), state)
        failure = carry.failure  # none so far, else there were no further step
        for later in (first, second):
            failure = failure if later is None else failure.or_later(xp, later)
        return Carry(moving, state, xp.asarray(going), failure)

    def settled(self, counters: Counters) -> Carry:
        """The first values, with lists in a form that a step keeps."""
        carry = self.start()
        lists = [k for k, v in enumerate(carry.values) if isinstance(v, StackedList)]
        # A bound that need not be reached may be far too great to keep room for it.
        is_close = counters.exact or (counters.bound or 0) <= Rooms.FIRST
        bound = counters.bound if is_close else None
        for _ in range(4 if lists else 0):
            after = self._after(carry)
            wider = list(carry.values)
            for k in lists:
                site = f"{id(self.body)}:{self.moving[k]}"
                wider[k] = wider[k].widened(self.xp, after[k], bound, site)
            settled = all(a is b for a, b in zip(wider, carry.values, strict=True))
            carry = carry._replace(values=wider)
            if settled:
                break
        return carry

    def _after(self, carry: Carry) -> list[Any]:
        """What the variables look like after a step: shapes and dtypes, no values."""

        def run(held: Carry) -> Any:
            outputs, _, _ = self.effects.run(self.body, self._all(held.values), held.state)
            return [carried(self.xp, outputs[i], self._like(i)) for i in self.moving]

        saved, tracing.settling = tracing.settling, True
        try:
            return self.xp.eval_shape(run, carry)
        finally:
            tracing.settling = saved


def _lengthened(
    xp: Any, values: Sequence[Any], cond: FuncGraph, body: FuncGraph, counters: Counters
) -> list[Any]:
    """The values, with lists that the loop writes to in order as long as they will become."""
    found = list(values)
    for i, value in enumerate(values):
        held = list_of(value)
        last = None if held is None else last_write(i, cond, body, values, counters)
        if held is None or last is None:
            continue
        stacked = to_stacked(xp, held)
        if isinstance(stacked.length, int) and last >= 0:
            length = max(stacked.length, last + 1)
            longer = stacked.changed(length=length, capacity=length)
            found[i] = longer if longer.buffer is None else longer.buffered(xp)
    return found
