"""Training runs that TensorFlow and tenfold are to agree on."""

from __future__ import annotations

from typing import Any

import numpy as np

OPTIMIZERS = {
    "gradient_descent": lambda t: t.GradientDescentOptimizer(0.1),
    "momentum": lambda t: t.MomentumOptimizer(0.05, 0.9),
    "nesterov": lambda t: t.MomentumOptimizer(0.05, 0.9, use_nesterov=True),
    "adagrad": lambda t: t.AdagradOptimizer(0.1),
    "adadelta": lambda t: t.AdadeltaOptimizer(0.5, epsilon=1e-3),
    "adam": lambda t: t.AdamOptimizer(0.01, epsilon=1e-4),
    "rmsprop": lambda t: t.RMSPropOptimizer(0.01, momentum=0.5),
    "rmsprop_centered": lambda t: t.RMSPropOptimizer(0.01, centered=True, epsilon=1e-3),
    "ftrl": lambda t: t.FtrlOptimizer(0.1, l1_regularization_strength=0.01),
    "ftrl_shrinkage": lambda t: t.FtrlOptimizer(
        0.1,
        learning_rate_power=-0.4,
        l2_regularization_strength=0.1,
        l2_shrinkage_regularization_strength=0.05,
    ),
    "proximal_gradient_descent": lambda t: t.ProximalGradientDescentOptimizer(0.1, 0.01, 0.02),
    "adagrad_da": lambda t: t.AdagradDAOptimizer(
        0.1, t.get_or_create_global_step(), 0.2, 0.001, 0.002
    ),
    "proximal_adagrad": lambda t: t.ProximalAdagradOptimizer(0.1, 0.1, 0.01, 0.02),
}


def training_run(tf: Any, make: Any) -> dict[str, Any]:
    """Five steps on a table (with sparse gradients) and a layer: losses, gradients and values."""
    random = np.random.RandomState(0)
    with tf.Graph().as_default(), tf.Session() as session:
        table = tf.get_variable(
            "table", initializer=random.randn(5, 3).astype(np.float32), use_resource=True
        )
        weights = tf.get_variable(
            "weights", initializer=random.randn(3, 2).astype(np.float32), use_resource=True
        )
        ids = tf.placeholder(tf.int32, [None])
        targets = tf.constant(random.randn(4, 2).astype(np.float32))
        rows = tf.nn.embedding_lookup(table, ids)
        loss = tf.reduce_mean(tf.square(tf.tanh(tf.matmul(rows, weights)) - targets))
        step = tf.train.get_or_create_global_step()
        optimizer = make(tf.train)
        pairs = optimizer.compute_gradients(loss)
        train = optimizer.apply_gradients(pairs, global_step=step)
        session.run(tf.global_variables_initializer())
        feeds = [[0, 2, 2, 4], [1, 1, 1, 0], [4, 3, 2, 1], [2, 2, 2, 2], [0, 1, 2, 3]]
        losses = []
        gradient = session.run(pairs[1][0], {ids: feeds[0]})
        for feed in feeds:
            losses.append(session.run([loss, train], {ids: feed})[0])
        slots = [
            session.run(optimizer.get_slot(v, name))
            for name in optimizer.get_slot_names()
            for v in (table, weights)
        ]
        return {
            "losses": losses,
            "gradient": gradient,
            "table": session.run(table),
            "weights": session.run(weights),
            "slots": np.concatenate([np.ravel(s) for s in slots] or [np.zeros(0)]),
            "step": session.run(step),
        }
