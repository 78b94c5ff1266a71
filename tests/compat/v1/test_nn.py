"""Functions under the arguments of TensorFlow 1 against TensorFlow's results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tenfold.compat.v1 as tf

from .nn_cases import FUNCTIONS, function_value

GOLDENS = json.loads((Path(__file__).parent / "goldens.json").read_text())["functions"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_give_what_tensorflows_give(name: str) -> None:
    found = function_value(tf, name)
    assert len(found) == len(GOLDENS[name])
    for x, wanted in zip(found, GOLDENS[name], strict=True):
        assert np.shape(x) == np.shape(wanted)
        np.testing.assert_allclose(x, wanted, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: tf.nn.embedding_lookup(np.eye(2), [0], "rows"), "Unrecognized partition strategy"),
        (lambda: tf.image.resize_images(np.ones((2, 2)), [1, 1]), "either 3 or 4 dimensions"),
        (lambda: tf.image.resize_images(np.ones((1, 2, 2)), [1, 1], 9), "9 is not implemented"),
        (
            lambda: tf.nn.max_pool_with_argmax(
                np.ones((1, 2, 2, 1)), [1] * 4, [1] * 4, "SAME", "NCHW"
            ),
            "other than 'NHWC'",
        ),
        (lambda: tf.nn.crelu(None), "None"),
    ],
)
def test_what_functions_refuse(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_numbers_that_are_not_finite_are_found() -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        x = tf.placeholder(tf.float32, [], name="x")
        y = tf.log(x, name="y")
        check = tf.add_check_numerics_ops()
        assert session.run([check, y], {x: 1.0})[1] == 0.0
        with pytest.raises(tf.errors.InvalidArgumentError, match="y:0"):
            session.run(check, {x: 0.0})
    with pytest.raises(RuntimeError, match="not compatible with eager execution"):
        tf.add_check_numerics_ops()
