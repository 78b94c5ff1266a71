"""Executables: clusters, host nodes between them, and the interpreter."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import tenfold as tf
from tenfold.core.op import call
from tenfold.engine.graph import compile

PROGRAM = """
import sys, tenfold as tf
from tenfold.core import compiling
compiling.MOST = 8
tf.keras.utils.set_random_seed(3)
w = tf.Variable(tf.random.normal([3, 2]))

@tf.function
def step(x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.softplus(tf.matmul(tf.nn.dropout(x, 0.5, seed=1), w)))
    w.assign_sub(tape.gradient(loss, w))
    return loss

for _ in range(40):
    loss = step(tf.ones([4, 3]))
print(float(loss), w.numpy().round(4).tolist(), "jax" in sys.modules)
"""


def run(**environment: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.rsplit(" ", 1)


def test_the_interpreter_gives_what_the_compiler_gives() -> None:
    pytest.importorskip("jax")
    compiled, interpreted = run(), run(TENFOLD_COMPILE="0")
    assert compiled[1] == "True\n"
    assert interpreted[1] == "False\n"
    first, second = (eval(part[0].split(" ", 1)[1]) for part in (compiled, interpreted))
    for a, b in zip(first, second, strict=True):
        assert a == pytest.approx(b, abs=2e-4)


def test_host_nodes_cut_a_function_into_clusters() -> None:
    pytest.importorskip("jax")
    f = tf.function(lambda x: tf.reduce_sum(tf.boolean_mask(x * 2.0, x > 0.0)) + 1.0)
    concrete = f.get_concrete_function(tf.TensorSpec([4], tf.float32))
    assert concrete(tf.constant([1.0, -1.0, 2.0, 0.0])).numpy() == 7
    assert concrete(tf.constant([-1.0, -1.0, 2.0, 0.0])).numpy() == 5
    assert concrete.executable(()).cluster_count == 2


def test_a_node_that_joins_host_nodes_after_they_ran_is_run() -> None:
    zero, one = tf.constant(0), tf.constant(1)

    @tf.function
    def f(x: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        n, m = tf.unstack(x)
        # Each needs its limit on the host, which is found out one after the other.
        return call("Range", zero, n, one), call("Range", zero, m, one)

    for _ in range(2):
        found = f(tf.constant([2, 3]))
        assert [y.numpy().tolist() for y in found] == [[0, 1], [0, 1, 2]]


def test_what_nobody_needs_is_not_run(capfd: pytest.CaptureFixture[str]) -> None:
    @tf.function
    def f(x: tf.Tensor) -> tf.Tensor:
        tf.strings.format("{}", x)  # no effect
        return x + 1.0

    concrete = f.get_concrete_function(tf.TensorSpec([], tf.float32))
    assert concrete(tf.constant(1.0)).numpy() == 2
    assert concrete.executable(()).cluster_count <= 1


def test_a_kernel_that_refuses_tells_the_shapes_of_the_run() -> None:
    f = tf.function(
        lambda x, y: tf.raw_ops.ReluGrad(gradients=x, features=y),
        input_signature=[tf.TensorSpec(None)] * 2,
    )
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"float32\[3\], .*float32\[2\]"):
        f(tf.ones([3]), tf.ones([2]))


def test_a_shape_that_is_no_vector_is_refused_while_it_is_traced() -> None:
    f = tf.function(lambda n: tf.fill(n, 1.0), input_signature=[tf.TensorSpec([], tf.int32)])
    with pytest.raises(ValueError, match=r"dims must be a vector, got shape \[\]"):
        f(3)


def test_the_first_call_of_nested_loops_compiles_nothing_for_lists_of_each_length(monkeypatch):
    runs = []
    run = compile.Cluster.run
    monkeypatch.setattr(
        compile.Cluster, "run", lambda self, env: (runs.append(self), run(self, env))
    )

    @tf.function
    def gradient(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = x
            for _ in tf.range(4):
                for _ in tf.range(3):
                    y = tf.sin(y) + x * 0.1
        return tape.gradient(y, x)

    x = tf.constant(0.3)
    first = gradient(x)
    assert not runs
    assert gradient(x).numpy() == pytest.approx(first.numpy(), rel=1e-5)
    assert len(runs) == 1
