"""Tests of what objects hold."""

from __future__ import annotations

from tenfold.engine.variables.variable import Variable
from tenfold.module.module import Module
from tenfold.module.tracking import AutoTrackable, children


def test_children_by_attribute_key_and_position() -> None:
    class Net(AutoTrackable):
        pass

    net, v, w = Net(), Variable(1.0), Variable(2.0)
    net.layers = [3, v]
    net.by_name = {"w": w, "n": 1}
    net.units = 4
    net.other = Module()
    assert list(children(net)) == ["layers", "by_name", "other"]
    assert list(children(net.layers)) == ["1"]
    assert children(net.by_name)["w"] is w and len(children(net.by_name)) == 1
    assert children(net.layers)["1"] is v
    assert children(v) == {}
    assert children(5) == {}


def test_mappings_with_other_keys_are_not_tracked() -> None:
    module = Module()
    module.by_number = {1: Variable(1.0)}
    assert "by_number" not in children(module)
