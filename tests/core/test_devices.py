"""Values and calls on other devices, shown with a processor divided into three."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

PROGRAM = """
import json
import numpy as np
import tenfold as tf

(cpu,) = tf.config.list_physical_devices("CPU")
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 3)

found = {}

def place(x):
    return int(x.device.rpartition(":")[2])

def note(name, *tensors):
    found[name] = [place(x) for x in tensors]

with tf.device("/CPU:1"):
    x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    v = tf.Variable([1.0, 2.0])
    note("made", x, tf.convert_to_tensor([1, 2]), v, tf.zeros([2]), tf.random.normal([2]))
note("follows", x + 1, x @ x, tf.reduce_sum(x, axis=1), x[0], tf.reshape(x, [-1]), -x)
note("lists", tf.concat([x, x], 0), tf.stack([x, x]), *tf.split(x, 2), tf.meshgrid(x[0], [1.0])[0])
note("sizes", tf.gather(x, [0]), tf.where(x > 1.0, x, 0.0), tf.tile(x, [2, 1]), tf.transpose(x))
found["values"] = (tf.tile(x, [1, 2]) + 1).numpy().tolist()

v.assign_add([1.0, 1.0])
note("variable", v, v * 2, v.read_value())
found["variable's value"] = v.numpy().tolist()

with tf.device("/CPU:2"):
    note("moved", tf.identity(x), x + 1)
    with tf.device("/CPU:0"):
        note("host", x + 1, tf.identity(x))
note("stays", x)

with tf.GradientTape() as tape:
    tape.watch(x)
    loss = tf.reduce_sum(x * x)
gradient = tape.gradient(loss, x)
note("gradient", gradient)
found["gradient's value"] = gradient.numpy().tolist()

@tf.function
def split(a):
    with tf.device("/CPU:2"):
        b = a * 2
    with tf.device("/CPU:1"):
        return b, b + 1

note("function's own", *split(tf.constant([1.0])))
scale = tf.function(lambda a: a * v)
note("where its variable lies", scale(tf.constant([1.0, 2.0])))
with tf.device("/CPU:2"):
    note("where its caller is", scale(tf.constant([1.0, 2.0])))

with tf.device("/CPU:1"):
    model = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(3)])
model.compile("sgd", "mse")
model.fit(np.ones((4, 2), "f"), np.ones((4, 3), "f"), verbose=0)
note("trained", *model.weights)

try:
    x @ tf.ones([3, 3])
except tf.errors.InvalidArgumentError as error:
    found["refused"] = str(error)
try:
    tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
except RuntimeError as error:
    found["too late"] = str(error)
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    pytest.importorskip("jax")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "JAX_PLATFORMS": "cpu"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("what", "places"),
    [
        ("made", [1, 1, 1, 1, 1]),
        ("follows", [1, 1, 1, 1, 1, 1]),
        ("lists", [1, 1, 1, 1, 1]),
        ("sizes", [1, 1, 1, 1]),
        ("variable", [1, 1, 1]),
        ("moved", [2, 2]),
        ("host", [0, 0]),
        ("stays", [1]),
        ("gradient", [1]),
        ("function's own", [2, 1]),
        ("where its variable lies", [1]),
        ("where its caller is", [2]),
        ("trained", [1, 1]),
    ],
)
def test_values_lie_where_they_belong(found: dict[str, Any], what: str, places: list[int]) -> None:
    assert found[what] == places


def test_what_is_computed_there_is_right(found: dict[str, Any]) -> None:
    assert found["values"] == [[2, 3, 2, 3], [4, 5, 4, 5]]
    assert found["variable's value"] == [2, 3]
    assert found["gradient's value"] == [[2, 4], [6, 8]]


def test_errors_are_those_of_the_host(found: dict[str, Any]) -> None:
    assert "MatMul" in found["refused"] and "[2, 2]" in found["refused"]
    assert "cannot be modified after being initialized" in found["too late"]
