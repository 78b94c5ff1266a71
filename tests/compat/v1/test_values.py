"""Losses, metrics and learning rates of TensorFlow 1 against TensorFlow's results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tenfold.compat.v1 as tf

from .value_cases import LOSSES, METRICS, RATES, loss_value, metric_values, rates

GOLDENS = json.loads((Path(__file__).parent / "goldens.json").read_text())


def assert_close(found: Any, expected: Any) -> None:
    np.testing.assert_allclose(found, expected, rtol=2e-5, atol=1e-6)


@pytest.mark.parametrize("name", LOSSES)
def test_loss(name: str) -> None:
    assert_close(loss_value(tf, LOSSES[name]), GOLDENS["losses"][name])


@pytest.mark.parametrize("name", RATES)
def test_rate(name: str) -> None:
    assert_close(rates(tf, RATES[name]), GOLDENS["rates"][name])


@pytest.mark.parametrize("name", METRICS)
def test_metric(name: str) -> None:
    found = metric_values(tf, METRICS[name])
    for value, expected in zip(found, GOLDENS["metrics"][name], strict=True):
        assert_close(value, expected)


def test_metrics_keep_their_state_in_local_variables() -> None:
    with tf.Graph().as_default():
        tf.metrics.accuracy([1], [1])
        tf.metrics.accuracy([1], [1])
        names = [v.name for v in tf.local_variables()]
        assert tf.global_variables() == []
    expected = ["accuracy/total:0", "accuracy/count:0", "accuracy_1/total:0", "accuracy_1/count:0"]
    assert names == expected


def test_slices_of_variables_are_assigned_when_the_result_is_run() -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        v = tf.Variable([1.0, 2.0, 3.0], use_resource=True)
        session.run(v.initializer)
        assert session.run(v[1:].assign([7.0, 8.0])).tolist() == [1.0, 7.0, 8.0]
        assert session.run(v).tolist() == [1.0, 7.0, 8.0]


def test_initial_values_fit_the_shape_that_is_asked_for() -> None:
    with tf.Graph().as_default(), pytest.raises(ValueError, match=r"\(3,\) is not compatible"):
        tf.Variable(np.zeros(3), shape=[4], use_resource=True)


def test_blocks_of_images_of_unknown_shape() -> None:
    with tf.Graph().as_default():
        images, edges = tf.placeholder(tf.float32), tf.placeholder(tf.int32)
        assert tf.batch_to_space(images, edges, block_size=3).shape.rank == 4
        assert tf.space_to_batch(images, edges, block_size=3).shape.rank == 4


def test_the_global_step_is_a_scalar() -> None:
    with tf.Graph().as_default():
        tf.Variable([0], dtype=tf.int64, collections=[tf.GraphKeys.GLOBAL_STEP])
        with pytest.raises(TypeError, match="not scalar"):
            tf.train.get_global_step()


def test_slots_of_variables_of_unknown_shape() -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        v = tf.Variable(lambda: tf.constant([1.0, 2.0]), validate_shape=False, use_resource=True)
        step = tf.train.AdagradOptimizer(0.5, 0.75).apply_gradients([(tf.constant([0.5, 0.0]), v)])
        session.run(tf.global_variables_initializer())
        session.run(step)
        np.testing.assert_allclose(session.run(v), [0.75, 2.0])


@pytest.mark.parametrize("base", [None, [[1, 0], [2, 3]]])
def test_paddings_of_lengths_that_a_session_is_fed(base: Any) -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        lengths = tf.placeholder(tf.int32, [2])
        found = tf.required_space_to_batch_paddings(lengths, [4, 3], base)
        fed = session.run(found, {lengths: [5, 6]})
        known = session.run(tf.required_space_to_batch_paddings([5, 6], [4, 3], base))
    np.testing.assert_array_equal(fed, known)


def test_resized_images_are_named_by_their_scope() -> None:
    with tf.Graph().as_default():
        images = tf.placeholder(tf.float32, [4, 5, 3])
        assert tf.image.resize_images(images, [2, 2]).op.name == "resize/Squeeze"
        assert tf.image.resize_images(images, [2, 2], name="small").op.name == "small/Squeeze"
