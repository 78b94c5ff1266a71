"""tf.Module: what it collects, and its names."""

from __future__ import annotations

import pytest

import tenfold as tf


class Block(tf.Module):
    def __init__(self, name: str | None = None) -> None:
        super().__init__(name=name)
        self.w = tf.Variable(1.0, name="w")
        self.a = [tf.Variable(2.0, trainable=False), {"z": tf.Variable(3.0), "b": tf.Variable(4.0)}]


class Pair(tf.Module):
    def __init__(self) -> None:
        super().__init__()
        self.second = Block("second")
        self.first = Block("first")
        self.shared = self.first

    @tf.Module.with_name_scope
    def make(self) -> tf.Variable:
        return tf.Variable(0.0, name="made")


def test_variables_come_by_attribute_name() -> None:
    assert [float(v) for v in Block().variables] == [2, 4, 3, 1]
    assert [float(v) for v in Block().non_trainable_variables] == [2]


def test_submodules_are_collected_once() -> None:
    pair = Pair()
    assert [m.name for m in pair.submodules] == ["first", "second"]
    assert len(pair.variables) == 8
    assert len(pair.trainable_variables) == 6


def test_name_scope() -> None:
    pair = Pair()
    assert pair.name == "pair"
    assert pair.make().name == "pair/made:0"


def test_name_must_be_an_identifier() -> None:
    with pytest.raises(ValueError, match="not a valid module name"):
        tf.Module(name="my layer")
