"""What rewritten `while` and `for` statements call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Sized
from types import FunctionType
from typing import Any

from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.tensor import Tensor

from ..errors import place
from . import symbolic
from .assertion import assert_iterated
from .carry import Carry
from .conditionals import Conditional
from .places import Place, Snapshot, locals_of, named
from .values import check_condition, is_symbolic

Options = Callable[[], dict[str, Any]] | None

# Kinds of objects that have their own way to loop in a graph, such as datasets.
Looper = Callable[["GraphLoop", Any], None]
_loopers: list[tuple[type, Looper]] = []


def register_loop(kind: type, looper: Looper) -> None:
    """Lets objects of a class be looped over in a graph.

    Args:
        kind: The class; its subclasses are meant too.
        looper: Called as `looper(loop, iterated)` while a graph is built. It reads the state with
            `loop.start()`, gives each element to `loop.step(element, *state)`, which returns the
            state after it, asks `loop.goes_on(*state)` before each step, and hands the final state
            to `loop.finish(state)`.
    """
    _loopers.append((kind, looper))


class GraphLoop:
    """One loop that is built into the graph: its variables, test and body.

    Args:
        body: The body; of a `for` it takes the element.
        test: Whether to go on; None if there is nothing to ask.
        names: The variables that are carried.
        parts: The attributes and items that are carried.
        options: Gives the keywords of `set_loop_options`.
    """

    def __init__(
        self,
        body: FunctionType,
        test: FunctionType | None,
        names: Sequence[str],
        parts: Sequence[Place],
        options: Options,
    ) -> None:
        blocks = (body,) if test is None else (body, test)
        variables = locals_of(blocks)
        places = [*named(names, variables, blocks), *parts]
        self._body = body
        self._test = test
        self._options = {} if options is None else options()
        self._carry = Carry(places, [*variables.values(), *places], place(body))

    def start(self, *sample: Callable[[], Any], targets: Sequence[str] = ()) -> list[Any]:
        """The state before the first iteration; `sample` makes an element like those to come."""
        carry = self._carry
        carry.make_up(lambda: self._body(*(make() for make in sample)), targets)
        carry.set_invariants(self._options.get("shape_invariants") or ())
        return carry.leaves()

    def step(self, *element_and_state: Any, elements: int = 1) -> list[Any]:
        """The state after an iteration with an element."""
        self._carry.load(element_and_state[elements:])
        self._body(*element_and_state[:elements])
        return self._carry.collect()

    def goes_on(self, *leaves: Any) -> Any:
        """Whether the loop's own condition asks for another iteration; True if it has none."""
        if self._test is None:
            return True
        self._carry.load(leaves)
        return self._test()

    @property
    def always_goes_on(self) -> bool:
        return self._test is None

    def invariants(self) -> list[Any] | None:
        return self._carry.invariants()

    def options(self, bound: int | None = None) -> dict[str, Any]:
        """The keywords for the loop in the graph; `bound` is how many elements it has, if known."""
        given = {k: v for k, v in self._options.items() if k != "shape_invariants"}
        if bound is not None:
            limit = given.get("maximum_iterations")
            if limit is None:
                given["maximum_iterations"] = bound
            elif isinstance(limit, int):
                given["maximum_iterations"] = min(limit, bound)
        return given

    def finish(self, leaves: Sequence[Any], iterated: Any = None) -> None:
        """Sets the variables to their values after the loop."""
        self._carry.finish(leaves)
        if iterated is not None and self._carry.made_up:
            assert_iterated(iterated, self._carry.made_up)

    def restore(self) -> None:
        self._carry.before.restore()

    @property
    def must_iterate(self) -> bool:
        """Whether variables have no value unless there is an iteration."""
        return bool(self._carry.made_up)


def while_stmt(
    test: FunctionType,
    body: FunctionType,
    names: Sequence[str],
    parts: Sequence[Place],
    options: Options,
) -> None:
    """`while test(): body()`.

    Args:
        test: The condition.
        body: The body.
        names: The variables that the loop sets and that are read in it or afterwards.
        parts: The attributes and items that it sets.
        options: Gives the keywords of `set_loop_options`.
    """
    if state.graph is None:
        while test():
            body()
        return
    while True:
        before = Snapshot(locals_of((test,)).values())
        mark = symbolic.mark()
        goes_on = test()
        if is_symbolic(goes_on):
            # The graph's loop asks again. This also holds after iterations with Python conditions.
            before.restore()
            symbolic.forget_effects(mark)
            _while_in_graph(GraphLoop(body, test, names, parts, options))
            return
        if not goes_on:
            return
        body()


def _while_in_graph(loop: GraphLoop) -> None:
    try:
        leaves = loop.start()
        # The flag tells whether there was an iteration; it also keeps the loop from being empty.
        flags = [to_tensor(False)] if loop.must_iterate or not leaves else []
        count = len(flags)

        def test(*state_: Any) -> Any:
            return check_condition(to_tensor(loop.goes_on(*state_[count:])), "while loop")

        def body(*state_: Any) -> list[Any]:
            return [*(to_tensor(True) for _ in flags), *loop.step(*state_[count:], elements=0)]

        found = loop.invariants()
        invariants = None if found is None else [*(f.shape for f in flags), *found]
        after = symbolic.repeat(test, body, [*flags, *leaves], invariants, loop.options())
    except BaseException:
        loop.restore()
        raise
    loop.finish(after[count:], after[0] if flags else None)


def for_stmt(
    iterated: Any,
    extra_test: FunctionType | None,
    body: FunctionType,
    names: Sequence[str],
    parts: Sequence[Place],
    options: Options,
    targets: Sequence[str],
) -> None:
    """`for item in iterated: body(item)`, while `extra_test()` holds.

    Args:
        iterated: What to loop over.
        extra_test: The condition to go on after an iteration; None if there is none.
        body: The body, which takes the element.
        names: The variables that the loop sets and that are read in it or afterwards.
        parts: The attributes and items that it sets.
        options: Gives the keywords of `set_loop_options`.
        targets: The variables that the element is assigned to.
    """
    if state.graph is not None:
        if is_symbolic(iterated):
            loop = GraphLoop(body, extra_test, names, parts, options)
            _for_in_graph(loop, to_tensor(iterated), targets)
            return
        for kind, looper in _loopers:
            if isinstance(iterated, kind):
                looper(GraphLoop(body, extra_test, names, parts, options), iterated)
                return
    if extra_test is None:
        for item in iterated:
            body(item)
        return
    items = iter(iterated)
    for item in items:
        body(item)
        goes_on = extra_test()
        if is_symbolic(goes_on):
            _go_on_conditionally(iterated, items, extra_test, body, names, parts)
            return
        if not goes_on:
            return


def _go_on_conditionally(
    iterated: Any,
    items: Iterator[Any],
    extra_test: FunctionType,
    body: FunctionType,
    names: Sequence[str],
    parts: Sequence[Place],
) -> None:
    """The rest of an unrolled loop whose `break` depends on a tensor: each iteration may be off."""
    if not isinstance(iterated, Sized):
        raise NotImplementedError(
            "break and return statements which depend on a TF condition are not supported in "
            f"Python for loops without a length: {place(body)} loops over a "
            f"{type(iterated).__name__}. Loop over a list or a tensor."
        )
    variables = locals_of((body,))
    watched = [*named(names, variables, (body,)), *parts]
    for item in items:
        before = Snapshot([*variables.values(), *watched])
        conditional = Conditional(watched, [True] * len(watched), before, place(body))
        conditional.run(extra_test(), lambda item=item: body(item), lambda: None)


def _for_in_graph(loop: GraphLoop, elements: Tensor, targets: Sequence[str]) -> None:
    bounds = symbolic.range_of(elements)
    if bounds is None:
        total = symbolic.length(elements)
        first, kind = to_tensor(0), None
    else:
        total = symbolic.count(*bounds)
        kind = bounds[0].dtype
        first = to_tensor(0, kind) if kind.is_integer else to_tensor(0)

    def element(index: Any) -> Any:
        if bounds is None:
            return symbolic.row(elements, index)
        return symbolic.nth(bounds, index)

    def test(index: Any, *state_: Any) -> Any:
        within = index < total
        if loop.always_goes_on:
            return within
        return symbolic.logical_and(within, to_tensor(loop.goes_on(*state_)))

    def body(index: Any, *state_: Any) -> list[Any]:
        return [index + 1, *loop.step(element(index), *state_)]

    try:
        leaves = loop.start(lambda: element(first), targets=targets)
        found = loop.invariants()
        invariants = None if found is None else [first.shape, *found]
        options = loop.options(total if isinstance(total, int) else None)
        after = symbolic.repeat(test, body, [first, *leaves], invariants, options)
    except BaseException:
        loop.restore()
        raise
    loop.finish(after[1:], after[0] > 0)
