"""Making ops, registering them and calling them by wire name."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tenfold.core import rules
from tenfold.core.convert import convert_to_tensor as tensor
from tenfold.core.dtypes import float32, int32
from tenfold.core.op import BinaryOp, Op, UnaryOp, call, op, registry
from tenfold.core.tensor import EagerTensor, load_families


@pytest.fixture(autouse=True)
def _own_ops() -> Iterator[None]:
    """Takes the ops that a test made out of the registry."""
    load_families()
    before = set(registry)
    yield
    for name in set(registry) - before:
        del registry[name]


def test_an_op_is_registered_under_its_kernels_name() -> None:
    @op("x: T -> y: T", T=(float32,), shape=rules.same)
    def CheckedDouble(xp: Any, x: Any) -> Any:
        """Twice x."""
        return x + x

    assert registry["CheckedDouble"] is CheckedDouble
    assert isinstance(CheckedDouble, UnaryOp)
    assert (CheckedDouble.name, CheckedDouble.__doc__) == ("CheckedDouble", "Twice x.")
    assert repr(CheckedDouble) == "<op CheckedDouble: x: T -> y: T>"
    assert call("CheckedDouble", 1.5).numpy() == 3.0
    assert CheckedDouble(tensor([1.5])).numpy().tolist() == [3.0]


def test_a_name_is_taken_once() -> None:
    def CheckedTwice(xp: Any, x: Any) -> Any:
        return x

    op("x: T -> y: T")(CheckedTwice)
    with pytest.raises(ValueError, match="'CheckedTwice' is registered already"):
        op("x: T -> y: T")(CheckedTwice)


def test_an_unknown_name_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="'NoSuchOp'"):
        call("NoSuchOp", 1)


def _printed(program: str) -> str:
    """What a program prints in a fresh process."""
    return subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "src")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_a_name_that_is_asked_for_loads_its_family_alone() -> None:
    program = (
        "import sys\n"
        "from tenfold.core.op import registry\n"
        "print(len(registry), 'Conv2D' in registry, 'NoSuchOp' in registry)\n"
        "print(registry['AddV2'].name, registry.get('NoSuchOp'), registry.is_loaded('Conv2D'))\n"
        "print([m for m in sys.modules if m.startswith('tenfold.ops.nn')])"
    )
    assert _printed(program) == "0 True False\nAddV2 None False\n[]\n"


def test_operators_load_no_more_than_they_need() -> None:
    program = (
        "import sys\n"
        "import tenfold as tf\n"
        "x = tf.constant([1, 2]) + 1\n"
        "print(x[1].numpy(), (x == 2).numpy().tolist(), (-x).numpy().tolist())\n"
        "rooms = ('engine.graph', 'keras', 'ops.nn', 'ops.image', 'ops.linalg', 'ops.random')\n"
        "print([m for m in sys.modules if m.startswith(tuple(f'tenfold.{r}' for r in rooms))])"
    )
    assert _printed(program) == "3 [True, False] [-2, -3]\n[]\n"


def test_a_built_in_name_is_taken_before_it_is_loaded() -> None:
    program = (
        "from tenfold.core.op import op\n"
        "def Conv2D(xp, x): return x\n"
        "try: op('x: T -> y: T')(Conv2D)\n"
        "except ValueError as error: print(error)"
    )
    assert "'Conv2D' is registered already" in _printed(program)


FORMS = {
    "unary": ("x: T -> y: T", lambda xp, x: x, UnaryOp),
    "binary": ("x: T, y: T -> z: T", lambda xp, x, y: x, BinaryOp),
    "comparison": ("x: T, y: T -> z: bool", lambda xp, x, y: x == y, BinaryOp),
    "binary with an attribute": ("x: T, y: T -> z: T", lambda xp, x, y, *, a=1: x, BinaryOp),
    "unary with an attribute": ("x: T -> y: T", lambda xp, x, *, a=1: x, Op),
    "unary to another dtype": ("x: T -> y: Tout", lambda xp, x: x, Op),
    "of two dtypes": ("x: T, y: U -> z: T", lambda xp, x, y: x, Op),
    "two outputs": ("x: T -> y: T, z: T", lambda xp, x: (x, x), Op),
    "a list": ("x: N*T -> y: T", lambda xp, x: x[0], Op),
    "a required attribute": ("x: T, y: T -> z: T", lambda xp, x, y, *, a: x, Op),
}


@pytest.mark.parametrize(("text", "kernel", "kind"), FORMS.values(), ids=FORMS)
def test_plain_forms_have_a_short_way(text: str, kernel: Any, kind: type[Op]) -> None:
    kernel.__name__ = "CheckedForm"
    kernel.__annotations__ = {"a": "int"}
    assert type(op(text)(kernel)) is kind


def test_the_short_way_gives_what_the_long_way_gives() -> None:
    @op("x: T, y: T -> z: bool", T=(float32, int32), shape=rules.broadcast)
    def CheckedLess(xp: Any, x: Any, y: Any) -> Any:
        return x < y

    short = CheckedLess(tensor([1, 3]), tensor(2))
    long = Op.__call__(CheckedLess, [1, 3], 2)
    for found in (short, long):
        assert type(found) is EagerTensor
        assert (found.dtype.name, found.numpy().tolist()) == ("bool", [True, False])


def test_the_short_way_wraps_scalars_as_arrays() -> None:
    @op("x: T, y: T -> z: T", T=(float32,), shape=rules.broadcast)
    def CheckedSum(xp: Any, x: Any, y: Any) -> Any:
        return x + y

    found = CheckedSum(tensor(1.0), tensor(2.0))
    assert type(found._value) is np.ndarray
    assert (found.shape, found.numpy()) == ((), 3.0)


def test_facts_are_registered_beside_the_kernel() -> None:
    @op("x: T -> y: T", T=(float32,))
    def CheckedFacts(xp: Any, x: Any) -> Any:
        return x

    with pytest.raises(AssertionError, match="CheckedFacts has no shape rule"):
        CheckedFacts.shape_rule(type("Call", (), {"op": CheckedFacts}))

    @CheckedFacts.shape
    def checked_shape(done: Any) -> Any:
        return done.inputs[0].raw_shape

    @CheckedFacts.gradient
    def checked_gradient(done: Any, dy: Any) -> Any:
        return (dy,)

    assert CheckedFacts.shape_rule is checked_shape
    assert CheckedFacts.gradient_function is checked_gradient
    assert CheckedFacts.differentiable
    CheckedFacts.not_differentiable()
    assert not CheckedFacts.differentiable
