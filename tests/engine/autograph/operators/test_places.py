"""Places that may be empty."""

from __future__ import annotations

from typing import Any

import pytest

from tenfold.engine.autograph.operators.places import (
    UNBOUND,
    Attribute,
    Global,
    Item,
    Local,
    Snapshot,
    locals_of,
    named,
)


class Box:
    """Something with an attribute."""


def local_place() -> Local:
    def block() -> Any:
        return variable

    (cell,) = block.__closure__ or ()
    variable = 0
    return Local("variable", cell)


def places() -> list[Any]:
    box, items = Box(), {}
    return [
        local_place(),
        Global("variable", {}),
        Attribute("box.variable", lambda: box, "variable"),
        Item("items['a']", lambda: items, lambda: "a"),
    ]


@pytest.mark.parametrize("place", places(), ids=lambda p: type(p).__name__)
def test_values_come_and_go(place: Any) -> None:
    place.set(1)
    assert place.get() == 1
    place.set(UNBOUND)
    assert place.get() is UNBOUND
    place.set(UNBOUND)
    assert place.get() is UNBOUND
    place.set(None)
    assert place.get() is None


def test_an_owner_that_is_not_there_has_no_parts() -> None:
    def missing() -> Any:
        raise NameError

    assert Attribute("a.b", missing, "b").get() is UNBOUND
    assert Item("a[0]", missing, lambda: 0).get() is UNBOUND
    assert Item("a[5]", lambda: [1], lambda: 5).get() is UNBOUND


def test_the_variables_of_blocks() -> None:
    a, b = 1, 2

    def first() -> Any:
        return a, b

    def second() -> Any:
        return b

    found = locals_of((first, second))
    assert sorted(found) == ["a", "b"]
    chosen = named(["b", "limit"], found, (first,))
    assert [type(p) for p in chosen] == [Local, Global]
    chosen[0].set(5)
    assert (a, b) == (1, 5)


def test_a_snapshot_restores_values_and_their_absence() -> None:
    filled, empty = Global("x", {"x": 1}), Global("y", {})
    snapshot = Snapshot([filled, empty])
    filled.set(2)
    empty.set(3)
    snapshot.restore()
    assert (filled.get(), empty.get()) == (1, UNBOUND)


def test_a_snapshot_does_not_set_what_is_there_already() -> None:
    log: list[Any] = []

    class Noting:
        value = property(lambda self: 1, lambda self, value: log.append(value))

    owner = Noting()
    snapshot = Snapshot([Attribute("owner.value", lambda: owner, "value")])
    snapshot.restore()
    assert log == []


def test_how_no_value_looks() -> None:
    assert repr(UNBOUND) == "<no value>"
