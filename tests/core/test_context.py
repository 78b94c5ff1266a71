"""What surrounds a call: graphs, recorders, name scopes; and that threads do not share it."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from tenfold.core import context
from tenfold.core.context import (
    building,
    executing_eagerly,
    init_scope,
    name_scope,
    pop_recorder,
    push_recorder,
    recorders,
    state,
)


class Graph:
    """What the context asks of a graph."""

    scope = "outer/"
    building_function = True
    outer = None

    def __init__(self) -> None:
        self.asked: list[str] = []

    def unique_scope(self, name: str) -> str:
        self.asked.append(name)
        return f"{name}_{len(self.asked)}"


def test_nothing_surrounds_at_first() -> None:
    assert (state.plain, state.graph, state.recorders, state.name_scope) == (True, None, (), "")
    assert executing_eagerly()


def test_building_is_left_even_by_an_error() -> None:
    graph = Graph()
    with pytest.raises(KeyError):
        with building(graph) as entered:
            assert entered is graph
            assert (state.graph, state.name_scope, state.plain) == (graph, "outer/", False)
            assert not executing_eagerly()
            with building(None):
                assert executing_eagerly()
                assert (state.plain, state.name_scope) == (True, "")
            assert state.graph is graph
            raise KeyError
    assert (state.graph, state.plain, state.name_scope) == (None, True, "")


def test_recorders_are_pushed_and_popped_by_identity() -> None:
    first, second = SimpleNamespace(), SimpleNamespace()
    assert first == second
    push_recorder(first)
    push_recorder(second)
    assert state.recorders == (first, second)
    assert not state.plain
    pop_recorder(first)
    assert state.recorders[0] is second
    assert len(state.recorders) == 1
    pop_recorder(second)
    assert (state.recorders, state.plain) == ((), True)


def test_recorders_are_replaced_for_a_block() -> None:
    recorder: Any = SimpleNamespace()
    with recorders((recorder,)):
        assert not state.plain
        with recorders(()):
            assert state.plain
        assert state.recorders == (recorder,)
    assert state.plain


def test_init_scope_leaves_graphs_and_recorders() -> None:
    graph, recorder = Graph(), SimpleNamespace()
    with building(graph), recorders((recorder,)):
        with init_scope():
            assert (state.graph, state.recorders, state.plain) == (None, (), True)
        assert (state.graph, state.recorders) == (graph, (recorder,))


def test_init_scope_stays_in_a_graph_that_is_no_function() -> None:
    graph, function = Graph(), Graph()
    graph.building_function, function.outer = False, graph
    with building(graph):
        state.name_scope, state.controls = "kept/", ("something",)
        with init_scope():
            assert (state.graph, state.name_scope, state.controls) == (graph, "kept/", ())
        assert state.controls == ("something",)
        with building(function), init_scope():
            assert state.graph is graph


def test_name_scopes_nest() -> None:
    with name_scope("a") as outer:
        with name_scope("b") as inner:
            assert state.name_scope == "a/b/"
        with name_scope("b") as again:
            pass
        with name_scope("other/") as absolute:
            assert state.name_scope == "other/"
        with name_scope(""):
            assert state.name_scope == ""
        assert state.name_scope == "a/"
    assert (outer, inner, again, absolute) == ("a/", "a/b/", "a/b/", "other/")
    assert state.name_scope == ""


def test_a_name_scope_is_unique_in_a_graph() -> None:
    graph = Graph()
    with building(graph), name_scope("a") as first:
        with name_scope("b") as second:
            pass
    assert graph.asked == ["outer/a", "outer/a_1/b"]
    assert (first, second) == ("outer/a_1/", "outer/a_1/b_2/")


def test_a_name_scope_may_be_entered_again() -> None:
    scope = name_scope("a")
    with scope, scope as inner:
        assert inner == "a/a/"
    assert (scope.name, state.name_scope) == ("a", "")


def test_a_name_scope_is_a_string() -> None:
    with pytest.raises(ValueError, match="received 3"):
        name_scope(3)  # type: ignore[arg-type]


def test_threads_have_their_own_context() -> None:
    seen: list[tuple[bool, Any]] = []
    with building(Graph()):
        thread = threading.Thread(target=lambda: seen.append((state.plain, context.state.graph)))
        thread.start()
        thread.join()
    assert seen == [(True, None)]
