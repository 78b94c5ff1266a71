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
