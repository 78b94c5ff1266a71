"""The switches of the passes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.engine.graph.passes.rewriting import left

import tenfold as tf
from tenfold.core.op import call
from tenfold.core.settings import settings

FLOATS = tf.TensorSpec([2, 3], tf.float32)


def loop(x: Any) -> Any:
    return tf.while_loop(lambda i, v: i < 0, lambda i, v: (i + 1, tf.tanh(v)), (0, x))[1]


# For each option a function and the op that its pass removes.
CASES: dict[str, tuple[Callable[[Any], Any], str]] = {
    "constant_folding": (lambda x: x + tf.exp(tf.constant(1.0)), "Exp"),
    "arithmetic_optimization": (lambda x: tf.square(x) * 1.0, "Mul"),
    "dependency_optimization": (lambda x: tf.tanh(tf.identity(x)), "Identity"),
    "shape_optimization": (lambda x: x * call("Cast", call("Size", x), DstT=tf.float32), "Size"),
    "function_optimization": (
        lambda x: tf.cond(tf.size(tf.zeros([2])) > 1, lambda: x + 1.0, lambda: x - 1.0),
        "StatelessIf",
    ),
    "loop_optimization": (lambda x: tf.exp(loop(x)), "StatelessWhile"),
}


@pytest.fixture(autouse=True)
def own_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "optimizer_options", {})


@pytest.mark.parametrize("name", CASES)
def test_an_option_turns_its_pass_off(name: str) -> None:
    function, removed = CASES[name]
    assert removed not in left(function, FLOATS)
    tf.config.optimizer.set_experimental_options({name: False})
    assert removed in left(function, FLOATS)
    tf.config.optimizer.set_experimental_options({name: True})
    assert removed not in left(function, FLOATS)


@pytest.mark.parametrize("name", CASES)
def test_one_option_turns_every_pass_off(name: str) -> None:
    function, removed = CASES[name]
    tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})
    assert removed in left(function, FLOATS)


def test_what_no_one_uses_stays_without_pruning() -> None:
    def program(x: Any) -> Any:
        return tf.tanh(call("Reshape", x, call("Shape", x)))

    spec = tf.TensorSpec([None], tf.float32)
    assert left(program, spec) == ["Tanh"]
    tf.config.optimizer.set_experimental_options({"disable_model_pruning": True})
    assert left(program, spec) == ["Shape", "Tanh"]
