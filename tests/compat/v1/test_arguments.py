"""Functions under the arguments of TensorFlow 1: old names, old orders, old defaults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tenfold.compat.v1 as tf

X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], np.float32)
IMAGE = np.arange(16, dtype=np.float32).reshape(1, 4, 4, 1)

CASES: dict[str, tuple[Callable[[], Any], Any]] = {
    "reduction_indices": (lambda: tf.reduce_sum(X, reduction_indices=[1]), [6.0, 15.0]),
    "keep_dims": (lambda: tf.reduce_mean(X, 1, keep_dims=True), [[2.0], [5.0]]),
    "argmax": (lambda: tf.argmax(X, dimension=1), [2, 2]),
    "argmax of rows": (lambda: tf.argmax(X), [1, 1, 1]),
    "expand_dims": (lambda: tf.expand_dims([1.0], dim=0), [[1.0]]),
    "squeeze": (lambda: tf.squeeze([[1.0]], squeeze_dims=[0]), [1.0]),
    "transpose": (lambda: tf.transpose([[1, 2]], [1, 0], "name"), [[1], [2]]),
    "div": (lambda: tf.div(7, 2), 3),
    "div of floats": (lambda: tf.div(7.0, 2.0), 3.5),
    "where by rows": (lambda: tf.where([True, False], X, -X), [[1, 2, 3], [-4, -5, -6]]),
    "where": (lambda: tf.where([False, True]), [[1]]),
    "to_float": (lambda: tf.to_float([1]), [1.0]),
    "filled constant": (lambda: tf.constant(0.1, shape=[2]), [0.1, 0.1]),
    "sparse_to_dense": (lambda: tf.sparse_to_dense([0, 2], [3], 1.0), [1.0, 0.0, 1.0]),
    "softmax": (lambda: tf.nn.softmax([[0.0], [0.0]], dim=0), [[0.5], [0.5]]),
    "log_softmax": (lambda: tf.nn.log_softmax([[0.0]], dim=1), [[0.0]]),
    "moments": (lambda: tf.nn.moments(X, [1], keep_dims=True)[0], [[2.0], [5.0]]),
    "l2_normalize": (lambda: tf.nn.l2_normalize([[3.0, 4.0]], dim=1), [[0.6, 0.8]]),
    "max_pool": (
        lambda: tf.nn.max_pool(IMAGE, [1, 2, 2, 1], [1, 2, 2, 1], "VALID")[0, :, :, 0],
        [[5.0, 7.0], [13.0, 15.0]],
    ),
    "xw_plus_b": (lambda: tf.nn.xw_plus_b([[1.0, 2.0]], [[1.0], [1.0]], [0.5]), [[3.5]]),
    "kept by dropout": (lambda: tf.nn.dropout(X, 1.0), X),
    "constant_initializer": (lambda: tf.constant_initializer([1, 2])([2, 1]), [[1.0], [2.0]]),
    "orthogonal": (
        lambda: tf.matmul(*[tf.orthogonal_initializer(seed=1)([2, 2])] * 2, transpose_b=True),
        [[1.0, 0.0], [0.0, 1.0]],
    ),
    "cond": (
        lambda: tf.cond(tf.constant(True), fn1=lambda: tf.ones([]), fn2=lambda: tf.zeros([])),
        1,
    ),
    "while_loop": (lambda: tf.while_loop(lambda i: i < 3, lambda i: i + 1, [0]), 3),
    "max_pooling2d": (lambda: tf.layers.max_pooling2d(IMAGE, 4, 4), [[[[15.0]]]]),
    "flatten": (lambda: tf.layers.flatten(X[None]), X.reshape(1, 6)),
}


@pytest.mark.parametrize("eagerly", [True, False], ids=["eager", "graph"])
@pytest.mark.parametrize("name", CASES)
def test_value(name: str, eagerly: bool) -> None:
    make, expected = CASES[name]
    if eagerly:
        found = make().numpy()
    else:
        with tf.Graph().as_default(), tf.Session() as session:
            found = session.run(make())
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


REFUSED: dict[str, tuple[Callable[[], Any], type[Exception], str]] = {
    "both names": (
        lambda: tf.reduce_sum(X, axis=1, reduction_indices=[1]),
        ValueError,
        "Cannot specify both 'reduction_indices' and 'axis'",
    ),
    "by position": (
        lambda: tf.nn.softmax_cross_entropy_with_logits(X, X),
        ValueError,
        "named arguments",
    ),
    "two probabilities": (
        lambda: tf.nn.dropout(X, keep_prob=0.5, rate=0.5),
        ValueError,
        "Cannot specify both 'keep_prob' and 'rate'",
    ),
    "placeholder": (
        lambda: tf.placeholder(tf.float32),
        RuntimeError,
        "not compatible with eager execution",
    ),
    "metrics": (lambda: tf.metrics.mean([1.0]), RuntimeError, "when eager execution is enabled"),
    "scope": (lambda: tf.variable_scope(None), TypeError, "name_or_scope is required"),
    "reuse": (lambda: tf.variable_scope("a", reuse=3), ValueError, "must be True or False or No"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    call, kind, message = REFUSED[name]
    with pytest.raises(kind, match=message):
        call()


def test_batch_normalization_learns_moments_by_its_update_ops() -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        training = tf.placeholder(tf.bool, [])
        x = tf.constant([[1.0], [3.0]])
        y = tf.layers.batch_normalization(x, momentum=0.5, training=training)
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            step = tf.identity(y)
        session.run(tf.global_variables_initializer())
        found = session.run(step, {training: True})
        np.testing.assert_allclose(found, [[-1.0], [1.0]], atol=1e-3)
        moving = [v for v in tf.global_variables() if "moving" in v.name]
        assert [v.item() for v in map(np.squeeze, session.run(moving))] == [1.0, 1.0]
        session.run(step, {training: False})
        assert [v.item() for v in map(np.squeeze, session.run(moving))] == [1.0, 1.0]


def test_layers_share_variables_by_name() -> None:
    with tf.Graph().as_default():
        x = tf.ones([2, 3])
        tf.layers.dense(x, 4)
        tf.layers.dense(x, 4)
        tf.layers.dense(x, 5, name="shared", use_bias=False)
        tf.layers.dense(x, 5, name="shared", use_bias=False, reuse=True)
        tf.layers.conv2d(tf.ones([1, 4, 4, 2]), 3, 2)
        names = [(v.name, v.shape.as_list()) for v in tf.trainable_variables()]
    assert names == [
        *(("dense/kernel:0", [3, 4]), ("dense/bias:0", [4])),
        *(("dense_1/kernel:0", [3, 4]), ("dense_1/bias:0", [4])),
        ("shared/kernel:0", [3, 5]),
        *(("conv2d/kernel:0", [2, 2, 2, 3]), ("conv2d/bias:0", [3])),
    ]


def test_moving_averages_follow_variables() -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        v = tf.Variable(1.0, name="w")
        averages = tf.train.ExponentialMovingAverage(0.5)
        update = averages.apply([v])
        assert averages.average(v).name == "w/ExponentialMovingAverage:0"
        session.run(tf.global_variables_initializer())
        session.run(v.assign(3.0))
        found = []
        for _ in range(3):
            session.run(update)
            found.append(session.run(averages.average(v)).item())
    assert found == [2.0, 2.5, 2.75]


def test_the_process_switches_to_graphs_and_back() -> None:
    tf.disable_v2_behavior()
    try:
        x = tf.placeholder(tf.float32, [None, 3])
        assert (x.get_shape()[0].value, x.get_shape()[1].value, x.shape[1].value) == (None, 3, 3)
        assert x.graph is tf.get_default_graph()
        with pytest.raises(ValueError, match="at program startup"):
            tf.enable_v2_behavior()
    finally:
        tf.reset_default_graph()
        tf.enable_v2_behavior()
    assert tf.executing_eagerly()
    assert tf.ones([2]).numpy().tolist() == [1.0, 1.0]


def test_a_graph_is_written_and_imported() -> None:
    with tf.Graph().as_default() as graph:
        x = tf.placeholder(tf.float32, [], name="x")
        with tf.control_dependencies([tf.no_op("first")]):
            tf.identity(x * 2.0, name="y")
        message = graph.as_graph_def()
    assert [list(n.input) for n in message.node if n.name == "y"] == [["mul", "^first"]]
    with tf.Graph().as_default(), tf.Session() as session:
        (y,) = tf.import_graph_def(message, return_elements=["y:0"], name="")
        assert session.run(y, {"x:0": 4.0}) == 8.0


def test_flags_are_read_from_a_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    values = tf.app.flags.FlagValues()
    tf.flags.DEFINE_string("folder", "/tmp", "where", values)
    tf.flags.DEFINE_boolean("fast", True, "whether", values)
    tf.flags.DEFINE_float("rate", 0.1, "how fast", values)
    assert values(["p", "--folder=x", "--nofast", "--rate", "0.5", "rest"]) == ["p", "rest"]
    assert values.flag_values_dict() == {"folder": "x", "fast": False, "rate": 0.5}
    with pytest.raises(AttributeError, match="There is no flag 'speed'"):
        values.speed
    with pytest.raises(SystemExit):
        values(["p", "--unknown=1"])
    assert "Unknown command line flag" in capsys.readouterr().err


def test_assertions_stop_what_depends_on_them() -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        x = tf.placeholder(tf.float32, [])
        with tf.control_dependencies([tf.assert_less(x, 2.0, data=[x], message="too large")]):
            y = x + 1.0
        assert session.run(y, {x: 1.0}) == 2.0
        with pytest.raises(tf.errors.InvalidArgumentError, match="too large"):
            session.run(y, {x: 3.0})


def test_templates_share_their_variables() -> None:
    with tf.Graph().as_default():
        early = tf.make_template("t", lambda: tf.get_variable("w", []), create_scope_now_=True)
        late = tf.make_template("t", lambda size: tf.get_variable("w", [size]), size=2)
        w = late()
        assert (w is late(), w.name, early().name) == (True, "t_1/w:0", "t/w:0")
        assert w.shape.as_list() == [2]
