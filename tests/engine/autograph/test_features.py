"""The optional features."""

from __future__ import annotations

import pytest

import tenfold as tf
from tenfold.engine.autograph.features import chosen

Feature = tf.autograph.experimental.Feature


def test_members() -> None:
    assert [f.value for f in Feature] == [
        *("ALL", "AUTO_CONTROL_DEPS", "ASSERT_STATEMENTS", "BUILTIN_FUNCTIONS"),
        *("EQUALITY_OPERATORS", "LISTS", "NAME_SCOPES"),
    ]


def test_groups() -> None:
    assert Feature.ALL not in Feature.all()
    assert set(Feature.all()) - set(Feature.all_but(Feature.LISTS)) == {Feature.LISTS}
    assert len(Feature.all_but([Feature.LISTS, Feature.NAME_SCOPES])) == 4


def test_only_some_make_a_difference() -> None:
    assert chosen(None) == frozenset()
    assert chosen(Feature.LISTS) == chosen((Feature.LISTS, Feature.NAME_SCOPES)) == {Feature.LISTS}
    assert chosen(Feature.ALL) == {Feature.LISTS, Feature.BUILTIN_FUNCTIONS}
    assert chosen(Feature.ASSERT_STATEMENTS) == frozenset()


def test_others_are_refused() -> None:
    with pytest.raises(TypeError, match="received 'LISTS'"):
        chosen(["LISTS"])
    with pytest.raises(TypeError, match="Feature"):
        tf.function(lambda x: x, experimental_autograph_options=3)
