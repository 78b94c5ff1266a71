"""Tests of tf.Module."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest

import tenfold as tf
from tenfold.core.context import name_scope
from tenfold.engine.variables.variable import Variable
from tenfold.module.module import Module


class Sub(Module):
    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self.v = Variable(1.0, name="v")


class MyDense2D(Module):
    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self.w = Variable(1.0, name="w")
        self.sub = Sub()
        self.b = Variable(2.0, trainable=False, name="b")

    @Module.with_name_scope
    def scoped(self) -> Any:
        return Variable(1.0, name="z")

    def plain(self) -> Any:
        return Variable(1.0, name="z")


def names(values: Any) -> list[str]:
    return [v.name for v in values]


@pytest.mark.parametrize("name", ["a-b", "", "1a", "a/b", "a.b", "A b", "é"])
def test_a_name_must_be_an_identifier(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(name))):
        Module(name=name)


def test_a_name_must_be_a_string() -> None:
    with pytest.raises(TypeError, match="3"):
        Module(name=3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("class_name", "name"),
    [
        ("FooBAR3D", "foo_bar3_d"),
        ("Net", "net"),
        ("HTTPServer2", "http_server2"),
        ("_Hidden", "__hidden"),
        ("MyDense2D", "my_dense2_d"),
    ],
)
def test_the_default_name(class_name: str, name: str) -> None:
    assert type(class_name, (Module,), {})().name == name


def test_variables_come_by_attribute_own_first() -> None:
    module = MyDense2D()
    assert names(module.variables) == ["b:0", "w:0", "v:0"]
    assert names(module.trainable_variables) == ["w:0", "v:0"]
    assert names(module.non_trainable_variables) == ["b:0"]
    assert module.submodules == (module.sub,)


def test_nested_containers_and_cycles() -> None:
    inner = MyDense2D()

    class Outer(Module):
        def __init__(self) -> None:
            super().__init__()
            self.zz = [Sub("one"), {"b": Sub("two"), "a": (Sub("three"), Variable(3.0, name="t"))}]
            self.a = inner
            self.aa = inner.w
            with self.name_scope:
                self.q = Variable(1.0, name="q")
            self.d = {2: Variable(1.0, name="d2"), 1: Variable(1.0, name="d1")}
            self.me = self

    outer = Outer()
    assert names(outer.variables) == [
        *("w:0", "d1:0", "d2:0", "outer/q:0", "t:0", "b:0"),
        *("v:0", "v:0", "v:0", "v:0"),
    ]
    assert names(outer.submodules) == ["my_dense2_d", "one", "three", "two", "sub"]
    own = outer._flatten(False, lambda x: isinstance(x, Variable), with_path=True)
    assert [path for path, _ in own] == [
        ("aa",),
        ("d", 1),
        ("d", 2),
        ("q",),
        ("zz", 1, "a", 1),
    ]


def test_ignored_attributes_are_not_walked() -> None:
    class Ignoring(MyDense2D):
        _TF_MODULE_IGNORED_PROPERTIES = Module._TF_MODULE_IGNORED_PROPERTIES | {"sub", "b"}

    assert names(Ignoring().variables) == ["w:0"]


def test_name_scopes() -> None:
    module = MyDense2D(name="outer")
    assert module.scoped().name == "outer/z:0"
    assert module.plain().name == "z:0"
    with name_scope("s"):
        assert MyDense2D(name="n").name_scope.name == "s/n/"
    with module.name_scope, module.name_scope:
        assert Variable(0.0, name="x").name == "outer/x:0"
    assert Variable(0.0, name="x").name == "x:0"


def test_mixed_keys_name_the_attribute() -> None:
    module = Module()
    module.bad = {3: Variable(1.0), "k": Variable(1.0)}  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="Error processing property 'bad'"):
        module.variables


def test_a_module_without_super_init_still_has_variables() -> None:
    class NoInit(Module):
        def __init__(self) -> None:
            self.w = Variable(1.0)

    module = NoInit()
    assert len(module.variables) == 1
    with pytest.raises(AttributeError, match="_name"):
        module.name


def test_deepcopy_gives_new_variables() -> None:
    module = MyDense2D()
    copied = copy.deepcopy(module)
    copied.w.assign(5.0)
    assert module.w.numpy() == 1.0
    assert names(copied.variables) == names(module.variables)


def test_a_module_in_a_function() -> None:
    module = MyDense2D()

    @tf.function
    def double() -> Any:
        return module.w * 2.0

    module.w.assign(4.0)
    assert double().numpy() == 8.0
