"""The optimizers of TensorFlow 1, step by step against TensorFlow's results."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import tenfold.compat.v1 as tf

from .optimizer_cases import OPTIMIZERS, training_run

GOLDENS = json.loads((Path(__file__).parent / "goldens.json").read_text())["optimizers"]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_training_equals_tensorflows(name: str) -> None:
    found = training_run(tf, OPTIMIZERS[name])
    for key, expected in GOLDENS[name].items():
        np.testing.assert_allclose(found[key], expected, rtol=2e-5, atol=2e-6, err_msg=key)


def test_slots_and_steps_have_tensorflows_names() -> None:
    with tf.Graph().as_default():
        w = tf.Variable([1.0], name="w")
        optimizer = tf.train.AdamOptimizer()
        step = tf.train.get_or_create_global_step()
        train = optimizer.minimize(tf.reduce_sum(w * w), global_step=step)
        names = [v.name for v in tf.global_variables()]
    assert names == [
        *("w:0", "global_step:0", "beta1_power:0", "beta2_power:0", "w/Adam:0", "w/Adam_1:0")
    ]
    assert optimizer.get_slot_names() == ["m", "v"]
    assert optimizer.get_slot(w, "v").name == "w/Adam_1:0"
    assert train.name == "Adam"


def test_a_loss_that_no_variable_matters_to_is_refused() -> None:
    with tf.Graph().as_default():
        tf.Variable(1.0)
        with pytest.raises(ValueError, match="No gradients provided for any variable"):
            tf.train.GradientDescentOptimizer(0.1).minimize(tf.constant(1.0))


def test_an_optimizer_also_works_eagerly() -> None:
    w = tf.Variable(1.0)
    tf.train.MomentumOptimizer(0.1, 0.9).minimize(lambda: w * w, var_list=[w])
    assert w.numpy() == pytest.approx(0.8)
