"""Recurrent networks that TensorFlow and tenfold both run: functions of `tf` and of the cells."""

from __future__ import annotations

from typing import Any

import numpy as np

BATCH, TIME, DEPTH, UNITS = 3, 4, 2, 3
LENGTHS = np.array([4, 1, 0], np.int32)


def sequences() -> Any:
    """[BATCH, TIME, DEPTH]."""
    count = BATCH * TIME * DEPTH
    return np.sin(np.arange(count, dtype=np.float32)).reshape(BATCH, TIME, DEPTH)


CELLS = {
    "basic": lambda tf, c: c.BasicRNNCell(UNITS),
    "relu": lambda tf, c: c.BasicRNNCell(UNITS, activation=tf.nn.relu, name="mine"),
    "gru": lambda tf, c: c.GRUCell(UNITS),
    "basic_lstm": lambda tf, c: c.BasicLSTMCell(UNITS, forget_bias=0.5),
    "basic_lstm_joined": lambda tf, c: c.BasicLSTMCell(UNITS, state_is_tuple=False),
    "lstm": lambda tf, c: c.LSTMCell(UNITS),
    "lstm_full": lambda tf, c: c.LSTMCell(
        UNITS, use_peepholes=True, cell_clip=0.3, num_proj=2, proj_clip=0.2
    ),
    "lstm_joined": lambda tf, c: c.LSTMCell(UNITS, num_proj=2, state_is_tuple=False),
    "multi": lambda tf, c: c.MultiRNNCell([c.GRUCell(2), c.BasicLSTMCell(UNITS)]),
    "multi_joined": lambda tf, c: c.MultiRNNCell(
        [c.GRUCell(2), c.BasicRNNCell(UNITS)], state_is_tuple=False
    ),
    "residual": lambda tf, c: c.ResidualWrapper(c.GRUCell(DEPTH)),
    "residual_fn": lambda tf, c: c.ResidualWrapper(c.GRUCell(DEPTH), lambda i, o: i * o),
    "device": lambda tf, c: c.DeviceWrapper(c.GRUCell(UNITS), "/cpu:0"),
    "dropout": lambda tf, c: c.DropoutWrapper(
        c.BasicLSTMCell(UNITS),
        input_keep_prob=0.7,
        output_keep_prob=0.6,
        state_keep_prob=0.5,
        seed=3,
    ),
    "dropout_variational": lambda tf, c: c.DropoutWrapper(
        c.GRUCell(UNITS),
        input_keep_prob=0.7,
        output_keep_prob=0.6,
        state_keep_prob=0.5,
        variational_recurrent=True,
        input_size=DEPTH,
        dtype=tf.float32,
        seed=3,
    ),
}


def dynamic(tf: Any, cell: Any) -> Any:
    return tf.nn.dynamic_rnn(cell, sequences(), dtype=tf.float32)


def lengths(tf: Any, cell: Any) -> Any:
    return tf.nn.dynamic_rnn(cell, sequences(), LENGTHS, dtype=tf.float32)


def unknown_time(tf: Any, cell: Any) -> Any:
    x = tf.placeholder_with_default(sequences(), [None, None, DEPTH])
    return tf.nn.dynamic_rnn(cell, x, tf.constant(LENGTHS), cell.zero_state(BATCH, tf.float32))


def time_major(tf: Any, cell: Any) -> Any:
    x = tf.constant(sequences().transpose(1, 0, 2))
    return tf.nn.dynamic_rnn(cell, x, time_major=True, dtype=tf.float32, scope="decoder")


def static(tf: Any, cell: Any) -> Any:
    return tf.nn.static_rnn(cell, tf.unstack(sequences(), axis=1), dtype=tf.float32)


def static_lengths(tf: Any, cell: Any) -> Any:
    x = tf.unstack(sequences(), axis=1)
    return tf.nn.static_rnn(cell, x, dtype=tf.float32, sequence_length=LENGTHS)


def raw(tf: Any, cell: Any) -> Any:
    """The network of the manual: a TensorArray of inputs, and sequences of their own lengths."""
    x = sequences().transpose(1, 0, 2)
    steps = tf.TensorArray(tf.float32, TIME).unstack(x)

    def next_step(time: Any, output: Any, state: Any, carried: Any) -> Any:
        state = cell.zero_state(BATCH, tf.float32) if output is None else state
        ended = time >= LENGTHS
        given = tf.cond(
            tf.reduce_all(ended),
            lambda: tf.zeros([BATCH, DEPTH]),
            lambda: steps.read(time),
        )
        count = tf.constant(0) if carried is None else carried + 1
        return ended, given, state, output, count

    arrays, state, count = tf.nn.raw_rnn(cell, next_step)
    return arrays.stack(), state, count


NETWORKS = {
    "dynamic": dynamic,
    "lengths": lengths,
    "unknown_time": unknown_time,
    "time_major": time_major,
    "static": static,
    "static_lengths": static_lengths,
    "raw": raw,
}

CASES = [
    *((cell, "dynamic") for cell in CELLS if cell != "dropout"),
    *((cell, "static") for cell in ("gru", "lstm", "dropout", "multi")),
    *(("basic_lstm", network) for network in NETWORKS if network != "dynamic"),
]


def flat(value: Any) -> list[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [leaf for part in value for leaf in flat(part)]
    return [value]


def evaluate(tf: Any, build: Any) -> dict[str, Any]:
    """What a network gives, its variables' names, and the gradients of the sum of all outputs."""
    with tf.Graph().as_default(), tf.Session() as session:
        found = flat(build())
        floats = [x for x in found if x.dtype == tf.float32]
        variables = tf.trainable_variables()
        total = tf.add_n([tf.reduce_sum(x * x) for x in floats])
        gradients = tf.gradients(total, variables)
        session.run(tf.global_variables_initializer())
        for k, v in enumerate(variables):
            size = int(np.prod(v.shape.as_list()))
            value = np.cos(np.arange(size) + k).reshape(v.shape.as_list())
            session.run(v.initializer, {v.initial_value: value})
        values, slopes = session.run([found, gradients])
        return {
            "shapes": [str(x.shape.as_list()) for x in found],
            "names": [v.name for v in variables],
            "values": values,
            "gradients": slopes,
        }


def network(tf: Any, cells: Any, cell: str, kind: str) -> dict[str, Any]:
    return evaluate(tf, lambda: NETWORKS[kind](tf, CELLS[cell](tf, cells)))


def both_ways(tf: Any, cells: Any) -> dict[str, Any]:
    pair = [cells.GRUCell(UNITS) for _ in range(2)]
    return evaluate(
        tf,
        lambda: tf.nn.bidirectional_dynamic_rnn(*pair, sequences(), LENGTHS, dtype=tf.float32),
    )


def both_ways_static(tf: Any, cells: Any) -> dict[str, Any]:
    def build() -> Any:
        pair = [cells.LSTMCell(UNITS) for _ in range(2)]
        steps = tf.unstack(sequences(), axis=1)
        return tf.nn.static_bidirectional_rnn(*pair, steps, None, None, tf.float32, LENGTHS)

    return evaluate(tf, build)


def saved_state(tf: Any, cells: Any) -> dict[str, Any]:
    class Saver:
        def state(self, name: str) -> Any:
            return tf.fill([BATCH, UNITS], {"c": 0.25, "h": -0.5}[name])

        def save_state(self, name: str, value: Any) -> Any:
            return tf.no_op()

    return evaluate(
        tf,
        lambda: tf.nn.static_state_saving_rnn(
            cells.LSTMCell(UNITS), tf.unstack(sequences(), axis=1), Saver(), ("c", "h")
        ),
    )


def shared(tf: Any, cells: Any) -> dict[str, Any]:
    """A training network and one that uses its variables, as programs of 2016 had them."""

    def build() -> Any:
        with tf.variable_scope("model"):
            first = dynamic(tf, cells.BasicLSTMCell(UNITS))
        with tf.variable_scope("model", reuse=True):
            second = doubled(tf, cells.BasicLSTMCell(UNITS))
        return first, second

    return evaluate(tf, build)


def doubled(tf: Any, cell: Any) -> Any:
    return tf.nn.dynamic_rnn(cell, sequences() * 2.0, dtype=tf.float32)


OTHERS = {
    "both_ways": both_ways,
    "both_ways_static": both_ways_static,
    "saved_state": saved_state,
    "shared": shared,
}


def runs(tf: Any, cells: Any) -> dict[str, Any]:
    """All of it, by name."""
    found = {f"{cell}-{kind}": network(tf, cells, cell, kind) for cell, kind in CASES}
    return found | {name: run(tf, cells) for name, run in OTHERS.items()}
