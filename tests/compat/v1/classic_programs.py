"""Programs as they were written for TensorFlow 1, short: each gives the losses of its steps."""

from __future__ import annotations

from typing import Any

import numpy as np


def blobs(count: int = 60, classes: int = 3) -> tuple[Any, Any]:
    """Points around a centre for each class."""
    rng = np.random.RandomState(0)
    labels = rng.randint(0, classes, count)
    centres = rng.randn(classes, 4) * 2
    return (centres[labels] + rng.randn(count, 4)).astype(np.float32), labels.astype(np.int64)


def linear_regression(tf: Any) -> Any:
    rng = np.random.RandomState(1)
    train_x = rng.uniform(-3, 3, 20)
    train_y = 2 * train_x + 1 + rng.randn(20) * 0.1
    X, Y = tf.placeholder("float"), tf.placeholder("float")
    W, b = tf.Variable(0.3, name="weight"), tf.Variable(-0.2, name="bias")
    pred = tf.add(tf.multiply(X, W), b)
    cost = tf.reduce_sum(tf.pow(pred - Y, 2)) / (2 * 20)
    optimizer = tf.train.GradientDescentOptimizer(0.01).minimize(cost)
    costs = []
    with tf.Session() as sess:
        sess.run(tf.initialize_all_variables())
        for _ in range(3):
            for x, y in zip(train_x, train_y, strict=True):
                sess.run(optimizer, feed_dict={X: x, Y: y})
            costs.append(sess.run(cost, feed_dict={X: train_x, Y: train_y}))
        return [*costs, sess.run(W), sess.run(b)]


def logistic_regression(tf: Any) -> Any:
    x, labels = blobs()
    onehot = np.eye(3, dtype=np.float32)[labels]
    X = tf.placeholder(tf.float32, [None, 4], name="x")
    Y = tf.placeholder(tf.float32, [None, 3], name="y")
    global_step = tf.Variable(0, name="global_step", trainable=False)
    rate = tf.train.exponential_decay(0.5, global_step, 2, 0.9, staircase=True)
    W, b = tf.Variable(tf.zeros([4, 3])), tf.Variable(tf.zeros([3]))
    logits = tf.matmul(X, W) + b
    cost = tf.reduce_mean(-tf.reduce_sum(Y * tf.log(tf.nn.softmax(logits)), reduction_indices=1))
    step = tf.train.GradientDescentOptimizer(rate).minimize(cost, global_step=global_step)
    correct = tf.equal(tf.argmax(logits, 1), tf.argmax(Y, 1))
    accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))
    sess = tf.InteractiveSession()
    tf.global_variables_initializer().run()
    costs = []
    for _ in range(5):
        step.run(feed_dict={X: x, Y: onehot})
        costs.append(cost.eval({X: x, Y: onehot}))
    costs += [accuracy.eval({X: x, Y: onehot}), global_step.eval(), rate.eval()]
    sess.close()
    return costs


def k_means(tf: Any) -> Any:
    points, _ = blobs()
    k = 3
    data = tf.constant(points)
    centroids = tf.Variable(points[:k])
    assignments = tf.Variable(tf.zeros([60], dtype=tf.int64))
    rep_centroids = tf.reshape(tf.tile(centroids, [60, 1]), [60, k, 4])
    rep_points = tf.reshape(tf.tile(data, [1, k]), [60, k, 4])
    distances = tf.reduce_sum(tf.square(rep_points - rep_centroids), reduction_indices=2)
    best = tf.argmin(distances, 1)
    did_change = tf.reduce_any(tf.not_equal(best, assignments))

    def bucket_mean(values: Any, ids: Any, count: int) -> Any:
        total = tf.unsorted_segment_sum(values, ids, count)
        return total / tf.unsorted_segment_sum(tf.ones_like(values), ids, count)

    means = bucket_mean(data, best, k)
    with tf.control_dependencies([did_change]):
        update = tf.group(centroids.assign(means), assignments.assign(best))
    found = []
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        changed = True
        while changed and len(found) < 10:
            changed, _ = sess.run([did_change, update])
            found.append(sess.run(tf.reduce_sum(tf.reduce_min(distances, 1))))
        return [*found, sess.run(centroids)]


def matrix_factorisation(tf: Any) -> Any:
    rng = np.random.RandomState(2)
    users, items = rng.randint(0, 6, 40), rng.randint(0, 5, 40)
    ratings = rng.randint(1, 6, 40).astype(np.float32)
    user, item = (tf.placeholder(tf.int32, [None]) for _ in range(2))
    rating = tf.placeholder(tf.float32, [None])
    with tf.device("/cpu:0"):
        u = tf.get_variable("users", [6, 3], initializer=tf.truncated_normal_initializer(seed=1))
        v = tf.get_variable("items", [5, 3], initializer=tf.truncated_normal_initializer(seed=2))
        bu = tf.get_variable("user_bias", [6], initializer=tf.zeros_initializer())
        mean = tf.get_variable("mean", [], initializer=tf.constant_initializer(3.0))
    pu, pv = tf.nn.embedding_lookup(u, user), tf.nn.embedding_lookup(v, item)
    found = tf.reduce_sum(tf.multiply(pu, pv), 1) + tf.nn.embedding_lookup(bu, user) + mean
    penalty = tf.add(tf.nn.l2_loss(pu), tf.nn.l2_loss(pv), name="svd_regularizer")
    cost = tf.add(tf.nn.l2_loss(tf.subtract(found, rating)), 0.05 * penalty)
    train_op = tf.train.FtrlOptimizer(0.1).minimize(cost)
    adam = tf.train.AdamOptimizer(0.05).minimize(cost)
    feed = {user: users, item: items, rating: ratings}
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return [sess.run([op, cost], feed)[1] for op in [adam] * 4 + [train_op] * 3]


def word2vec(tf: Any) -> Any:
    rng = np.random.RandomState(3)
    graph = tf.Graph()
    with graph.as_default():
        inputs = tf.placeholder(tf.int32, shape=[8])
        labels = tf.placeholder(tf.int32, shape=[8, 1])
        valid = tf.constant([1, 4], dtype=tf.int32)
        embeddings = tf.Variable(tf.random_uniform([20, 6], -1.0, 1.0, seed=4))
        embed = tf.nn.embedding_lookup(embeddings, inputs)
        weights = tf.Variable(tf.truncated_normal([20, 6], stddev=1.0 / 6**0.5, seed=5))
        biases = tf.Variable(tf.zeros([20]))
        sampler = tf.nn.uniform_candidate_sampler(tf.cast(labels, tf.int64), 1, 5, True, 20, seed=6)
        loss = tf.reduce_mean(
            tf.nn.nce_loss(
                weights=weights,
                biases=biases,
                labels=labels,
                inputs=embed,
                num_sampled=5,
                num_classes=20,
                sampled_values=sampler,
            )
        )
        optimizer = tf.train.GradientDescentOptimizer(1.0).minimize(loss)
        norm = tf.sqrt(tf.reduce_sum(tf.square(embeddings), 1, keep_dims=True))
        normalized = embeddings / norm
        near = tf.nn.embedding_lookup(normalized, valid)
        similarity = tf.matmul(near, normalized, transpose_b=True)
        init = tf.global_variables_initializer()
    with tf.Session(graph=graph) as session:
        init.run()
        losses = []
        for _ in range(4):
            feed = {inputs: rng.randint(0, 20, 8), labels: rng.randint(0, 20, (8, 1))}
            losses.append(session.run([optimizer, loss], feed_dict=feed)[1])
        return [*losses, similarity.eval()]


def char_rnn(tf: Any) -> Any:
    text = "hello tensor hello graph "
    chars = sorted(set(text))
    data = np.array([chars.index(c) for c in text])
    size, steps, batch = 8, 4, 2
    x = data[:-1].reshape(batch, -1)
    y = data[1:].reshape(batch, -1)
    cell = tf.nn.rnn_cell.MultiRNNCell(
        [tf.nn.rnn_cell.BasicLSTMCell(size, state_is_tuple=True) for _ in range(2)]
    )
    input_data = tf.placeholder(tf.int32, [batch, steps])
    targets = tf.placeholder(tf.int32, [batch, steps])
    initial_state = cell.zero_state(batch, tf.float32)
    start = tf.random_uniform_initializer(-0.5, 0.5, seed=7)
    with tf.variable_scope("rnnlm", initializer=start):
        softmax_w = tf.get_variable("softmax_w", [size, len(chars)])
        softmax_b = tf.get_variable("softmax_b", [len(chars)], initializer=tf.zeros_initializer())
        embedding = tf.get_variable("embedding", [len(chars), size])
        inputs = tf.nn.embedding_lookup(embedding, input_data)
        outputs, last_state = tf.nn.dynamic_rnn(cell, inputs, initial_state=initial_state)
    logits = tf.matmul(tf.reshape(outputs, [-1, size]), softmax_w) + softmax_b
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
        logits=logits, labels=tf.reshape(targets, [-1])
    )
    cost = tf.reduce_sum(losses) / batch / steps
    lr = tf.Variable(0.0, trainable=False)
    tvars = tf.trainable_variables()
    grads, norm = tf.clip_by_global_norm(tf.gradients(cost, tvars), 0.5)
    train_op = tf.train.AdamOptimizer(lr).apply_gradients(zip(grads, tvars, strict=True))
    found = []
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(tf.assign(lr, 0.02))
        for _ in range(2):
            state = sess.run(initial_state)
            for k in range(0, x.shape[1], steps):
                feed = {input_data: x[:, k : k + steps], targets: y[:, k : k + steps]}
                for i, (c, h) in enumerate(initial_state):
                    feed[c], feed[h] = state[i].c, state[i].h
                loss, state, _, n = sess.run([cost, last_state, train_op, norm], feed)
                found += [loss, n]
    return found


def lstm_time_series(tf: Any) -> Any:
    wave = np.sin(np.arange(40) / 3.0).astype(np.float32)
    x = np.stack([wave[i : i + 6] for i in range(30)])[..., None]
    y = wave[6:36, None]
    X = tf.placeholder(tf.float32, [None, 6, 1])
    Y = tf.placeholder(tf.float32, [None, 1])
    steps = tf.unstack(X, 6, 1)
    cell = tf.nn.rnn_cell.LSTMCell(5, initializer=tf.random_normal_initializer(stddev=0.3, seed=8))
    outputs, _ = tf.nn.static_rnn(cell, steps, dtype=tf.float32)
    w = tf.Variable(tf.random_normal([5, 1], seed=9))
    b = tf.Variable(tf.constant(0.1, shape=[1]))
    loss = tf.losses.mean_squared_error(Y, tf.nn.xw_plus_b(outputs[-1], w, b))
    train = tf.train.RMSPropOptimizer(0.01).minimize(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return [sess.run([loss, train], {X: x, Y: y})[0] for _ in range(6)]


def autoencoder(tf: Any) -> Any:
    x, _ = blobs()
    X = tf.placeholder("float", [None, 4])
    sizes = {"encoder_h1": [4, 3], "encoder_h2": [3, 2], "decoder_h1": [2, 3], "decoder_h2": [3, 4]}
    weights = {
        name: tf.Variable(tf.random_normal(size, seed=10 + i))
        for i, (name, size) in enumerate(sizes.items())
    }
    biases = {name: tf.Variable(tf.zeros(size[1:])) for name, size in sizes.items()}
    layer = X
    for name in sizes:
        layer = tf.nn.sigmoid(tf.add(tf.matmul(layer, weights[name]), biases[name]))
    cost = tf.reduce_mean(tf.pow(X - layer, 2))
    train = tf.train.AdagradOptimizer(0.1).minimize(cost)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return [sess.run([train, cost], {X: x})[1] for _ in range(5)]


def variational_autoencoder(tf: Any) -> Any:
    x = (blobs()[0] > 0).astype(np.float32)
    X = tf.placeholder(tf.float32, [None, 4])

    def dense(x: Any, size: int, name: str, seed: int) -> Any:
        with tf.variable_scope(name):
            start = tf.glorot_normal_initializer(seed=seed)
            w = tf.get_variable("w", [x.get_shape().as_list()[-1], size], initializer=start)
            b = tf.get_variable("b", [size], initializer=tf.constant_initializer(0.0))
            return tf.matmul(x, w) + b

    hidden = tf.nn.elu(dense(X, 6, "hidden", 1))
    mu, log_var = dense(hidden, 2, "mu", 2), dense(hidden, 2, "log_var", 3)
    epsilon = tf.random_normal(tf.shape(mu), 0, 1, dtype=tf.float32, seed=11)
    z = mu + tf.exp(log_var / 2) * epsilon
    logits = dense(tf.nn.softplus(dense(z, 6, "decoder", 4)), 4, "out", 5)
    likelihood = tf.reduce_sum(tf.nn.sigmoid_cross_entropy_with_logits(labels=X, logits=logits), 1)
    kl = 0.5 * tf.reduce_sum(tf.square(mu) + tf.exp(log_var) - log_var - 1, reduction_indices=1)
    loss = tf.reduce_mean(likelihood + kl)
    train = tf.train.AdamOptimizer(learning_rate=0.02).minimize(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return [sess.run([train, loss], {X: x})[1] for _ in range(5)]


def generative_adversarial_network(tf: Any) -> Any:
    real = blobs()[0][:16]
    noise = np.random.RandomState(4).uniform(-1, 1, (16, 3)).astype(np.float32)
    X, Z = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 3])

    def network(x: Any, sizes: list[int], scope: str, reuse: bool = False) -> Any:
        with tf.variable_scope(scope, reuse=reuse):
            for i, size in enumerate(sizes):
                start = tf.truncated_normal_initializer(stddev=0.5, seed=i + len(scope))
                last = i == len(sizes) - 1
                x = tf.layers.dense(
                    x,
                    size,
                    None if last else tf.nn.leaky_relu,
                    kernel_initializer=start,
                    name=f"h{i}",
                )
            return x

    fake = network(Z, [5, 4], "generator")
    on_real = network(X, [5, 1], "discriminator")
    on_fake = network(fake, [5, 1], "discriminator", reuse=True)
    entropy = tf.nn.sigmoid_cross_entropy_with_logits
    d_loss = tf.reduce_mean(
        entropy(logits=on_real, labels=tf.ones_like(on_real)) * 0.9
    ) + tf.reduce_mean(entropy(logits=on_fake, labels=tf.zeros_like(on_fake)))
    g_loss = tf.reduce_mean(entropy(logits=on_fake, labels=tf.ones_like(on_fake)))
    tvars = tf.trainable_variables()
    d_vars = [var for var in tvars if "discriminator" in var.name]
    g_vars = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope="generator")
    d_step = tf.train.AdamOptimizer(0.01, beta1=0.5).minimize(d_loss, var_list=d_vars)
    g_step = tf.train.AdamOptimizer(0.01, beta1=0.5).minimize(g_loss, var_list=g_vars)
    found = [len(d_vars), len(g_vars)]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(3):
            _, d = sess.run([d_step, d_loss], {X: real, Z: noise})
            _, g = sess.run([g_step, g_loss], {Z: noise})
            found += [d, g]
    return found


def deep_q_network(tf: Any) -> Any:
    rng = np.random.RandomState(5)
    states, after = rng.randn(2, 10, 3).astype(np.float32)
    actions, rewards, ended = rng.randint(0, 2, 10), rng.randn(10), rng.rand(10) < 0.3
    state = tf.placeholder(tf.float32, [None, 3], name="state")
    next_state = tf.placeholder(tf.float32, [None, 3], name="next_state")
    action = tf.placeholder(tf.int32, [None])
    reward = tf.placeholder(tf.float32, [None])
    done = tf.placeholder(tf.float32, [None])

    def build_net(x: Any, scope: str, collection: str) -> Any:
        names = [collection, tf.GraphKeys.GLOBAL_VARIABLES]
        with tf.variable_scope(scope):
            for i, size in enumerate([6, 2]):
                with tf.variable_scope(f"l{i}"):
                    start = tf.random_normal_initializer(0.0, 0.3, seed=i)
                    w = tf.get_variable(
                        "w", [x.shape[-1].value, size], initializer=start, collections=names
                    )
                    b = tf.get_variable(
                        "b", [1, size], initializer=tf.constant_initializer(0.1), collections=names
                    )
                    x = tf.matmul(x, w) + b
                    x = tf.nn.relu(x) if i == 0 else x
        return x

    q_eval = build_net(state, "eval_net", "eval_net_params")
    q_next = build_net(next_state, "target_net", "target_net_params")
    target = tf.stop_gradient(reward + 0.9 * (1.0 - done) * tf.reduce_max(q_next, axis=1))
    indices = tf.stack([tf.range(tf.shape(action)[0], dtype=tf.int32), action], axis=1)
    chosen = tf.gather_nd(params=q_eval, indices=indices)
    loss = tf.reduce_mean(tf.squared_difference(target, chosen, name="TD_error"))
    e_params = tf.get_collection("eval_net_params")
    t_params = tf.get_collection("target_net_params")
    train_op = tf.train.RMSPropOptimizer(0.01).minimize(loss, var_list=e_params)
    replace = [tf.assign(t, e) for t, e in zip(t_params, e_params, strict=True)]
    soft = [t.assign(0.9 * t + 0.1 * e) for t, e in zip(t_params, e_params, strict=True)]
    feed = {state: states, next_state: after, action: actions, reward: rewards, done: ended}
    found = []
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for i in range(6):
            if i % 3 == 0:
                sess.run(replace)
            found.append(sess.run([train_op, loss], feed)[1])
            sess.run(soft)
        found.append(sess.run(q_eval, {state: states[:1]}))
    return found


def policy_gradient(tf: Any) -> Any:
    rng = np.random.RandomState(6)
    observations = tf.placeholder(tf.float32, [None, 3])
    actions = tf.placeholder(tf.int32, [None])
    advantages = tf.placeholder(tf.float32, [None])
    start = tf.random_normal_initializer(stddev=0.3, seed=1)
    layer = tf.layers.dense(
        observations, 5, activation=tf.nn.tanh, kernel_initializer=start, name="fc1"
    )
    logits = tf.layers.dense(layer, 2, kernel_initializer=start, name="fc2")
    probabilities = tf.nn.softmax(logits, name="act_prob")
    neg_log_prob = tf.reduce_sum(-tf.log(probabilities) * tf.one_hot(actions, 2), axis=1)
    loss = tf.reduce_mean(neg_log_prob * advantages)
    optimizer = tf.train.AdamOptimizer(0.02)
    grads_and_vars = [
        (tf.clip_by_norm(g, 0.3), v) for g, v in optimizer.compute_gradients(loss) if g is not None
    ]
    train = optimizer.apply_gradients(grads_and_vars)
    found = []
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(4):
            x = rng.randn(8, 3)
            p = sess.run(probabilities, {observations: x})
            picked = (p[:, 1] > 0.5).astype(int)
            feed = {observations: x, actions: picked, advantages: rng.randn(8)}
            found.append(sess.run([loss, train], feed)[0])
    return found


def attention(tf: Any) -> Any:
    """A decoder that looks at its inputs in every step of a tf.while_loop."""
    rng = np.random.RandomState(7)
    source = rng.randn(2, 5, 4).astype(np.float32)
    goal = rng.randn(3, 2, 4).astype(np.float32)
    x, y = tf.placeholder(tf.float32, [None, 5, 4]), tf.placeholder(tf.float32, [3, None, 4])
    start = tf.random_uniform_initializer(-0.4, 0.4, seed=2)
    with tf.variable_scope("attention", initializer=start):
        cell = tf.nn.rnn_cell.GRUCell(4)
        query = tf.get_variable("query", [4, 4])
        batch = tf.shape(x)[0]
        targets = tf.TensorArray(tf.float32, 3).unstack(y)
        outputs = tf.TensorArray(tf.float32, size=3)

        def condition(time: Any, *_: Any) -> Any:
            return time < 3

        def body(time: Any, state: Any, given: Any, outputs: Any, loss: Any) -> Any:
            scores = tf.reduce_sum(x * tf.expand_dims(tf.matmul(state, query), 1), 2)
            weights = tf.nn.softmax(scores)
            context = tf.reduce_sum(x * tf.expand_dims(weights, -1), 1)
            output, state = cell(tf.concat([given, context], 1), state)
            wanted = targets.read(time)
            loss += tf.reduce_mean(tf.square(output - wanted))
            return time + 1, state, wanted, outputs.write(time, weights), loss

        first = cell.zero_state(batch, tf.float32)
        _, _, _, outputs, loss = tf.while_loop(
            condition, body, [tf.constant(0), first, tf.zeros_like(first), outputs, 0.0]
        )
    aligned = tf.transpose(outputs.stack(), [1, 0, 2])
    train = tf.train.MomentumOptimizer(0.1, 0.9).minimize(loss)
    found = []
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(4):
            found.append(sess.run([loss, train], {x: source, y: goal})[0])
        return [*found, sess.run(aligned, {x: source, y: goal})]


def batch_norm_network(tf: Any) -> Any:
    """Batch normalization by hand, with averages that are updated before the step."""
    images = np.random.RandomState(8).rand(6, 8, 8, 1).astype(np.float32)
    labels = np.arange(6) % 3
    x, y = tf.placeholder(tf.float32, [None, 8, 8, 1]), tf.placeholder(tf.int64, [None])
    training = tf.placeholder(tf.bool, name="phase_train")
    w1 = tf.Variable(tf.truncated_normal([3, 3, 1, 4], stddev=0.2, seed=1))
    conv = tf.nn.conv2d(x, w1, strides=[1, 1, 1, 1], padding="SAME")
    with tf.variable_scope("bn"):
        beta = tf.Variable(tf.constant(0.0, shape=[4]), name="beta", trainable=True)
        gamma = tf.Variable(tf.constant(1.0, shape=[4]), name="gamma", trainable=True)
        batch_mean, batch_var = tf.nn.moments(conv, [0, 1, 2], name="moments")
        ema = tf.train.ExponentialMovingAverage(decay=0.5)

        def mean_var_with_update() -> Any:
            ema_apply_op = ema.apply([batch_mean, batch_var])
            with tf.control_dependencies([ema_apply_op]):
                return tf.identity(batch_mean), tf.identity(batch_var)

        mean, var = tf.cond(
            training,
            mean_var_with_update,
            lambda: (ema.average(batch_mean), ema.average(batch_var)),
        )
        normed = tf.nn.batch_normalization(conv, mean, var, beta, gamma, 1e-3)
    pooled = tf.nn.max_pool(tf.nn.relu(normed), [1, 2, 2, 1], [1, 2, 2, 1], padding="SAME")
    flat = tf.reshape(pooled, [-1, 4 * 4 * 4])
    w2 = tf.Variable(tf.truncated_normal([64, 3], stddev=0.1, seed=2))
    kept = tf.nn.dropout(flat, keep_prob=tf.where(training, 0.9, 1.0), seed=3)
    loss = tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=tf.matmul(kept, w2))
    )
    train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    feed = {x: images, y: labels, training: True}
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        found = [sess.run([train, loss], feed)[1] for _ in range(4)]
        return [*found, sess.run(loss, {**feed, training: False})]


def layers_with_losses_and_metrics(tf: Any) -> Any:
    images = np.random.RandomState(9).rand(8, 8, 8, 1).astype(np.float32)
    labels = np.arange(8) % 3
    x, y = tf.placeholder(tf.float32, [None, 8, 8, 1]), tf.placeholder(tf.int64, [None])
    start = tf.variance_scaling_initializer(seed=1)
    net = tf.layers.conv2d(x, 4, 3, padding="same", activation=tf.nn.relu, kernel_initializer=start)
    net = tf.layers.max_pooling2d(net, 2, 2)
    net = tf.layers.flatten(net)
    net = tf.layers.dropout(net, 0.2, seed=2, training=True)
    logits = tf.layers.dense(
        net, 3, kernel_initializer=start, kernel_regularizer=lambda w: 0.01 * tf.nn.l2_loss(w)
    )
    tf.losses.sparse_softmax_cross_entropy(labels=y, logits=logits)
    loss = tf.losses.get_total_loss()
    predictions = tf.argmax(logits, axis=1)
    accuracy, accuracy_op = tf.metrics.accuracy(labels=y, predictions=predictions)
    mean, mean_op = tf.metrics.mean(loss)
    step = tf.train.get_or_create_global_step()
    train = tf.train.AdamOptimizer(0.01).minimize(loss, global_step=step)
    found = []
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        for _ in range(4):
            found.append(sess.run([loss, train, mean_op], {x: images, y: labels})[0])
            sess.run(accuracy_op, {x: images, y: labels})
        return [*found, sess.run(mean), sess.run(accuracy), sess.run(step)]


def scopes_and_switches(tf: Any) -> Any:
    """tf.cond, tf.case, tf.py_func, assignments in order, and scopes that share."""
    x = tf.placeholder_with_default(3.0, [])

    def scaled(value: Any) -> Any:
        with tf.variable_scope("scale", reuse=tf.AUTO_REUSE):
            return value * tf.get_variable("w", initializer=2.0)

    counter = tf.Variable(0, name="counter")
    bigger = tf.cond(x > 2, lambda: scaled(x), lambda: -scaled(x), name="choose")
    size = tf.case(
        [(tf.less(x, 1.0), lambda: tf.constant(1)), (tf.less(x, 5.0), lambda: tf.constant(2))],
        default=lambda: tf.constant(3),
    )
    cubed = tf.py_func(lambda v: np.float32(v**3), [x], tf.float32)
    with tf.control_dependencies([tf.assign_add(counter, 1)]):
        later = tf.identity(counter.read_value())
    rows = tf.Variable(tf.zeros([3, 2]))
    scattered = tf.scatter_add(rows, [0, 2, 0], [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    slope = tf.gradients(bigger + scaled(x) ** 2, [x])[0]
    names = [v.name for v in tf.global_variables()]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        found: list[Any] = [len(names)]
        for value in (0.5, 3.0, 7.0):
            found += sess.run([bigger, size, cubed, later, slope], {x: value})
        return [*found, sess.run(scattered), sess.run(rows)]


PROGRAMS = {
    program.__name__: program
    for program in (
        *(linear_regression, logistic_regression, k_means, matrix_factorisation, word2vec),
        *(char_rnn, lstm_time_series, autoencoder, variational_autoencoder),
        *(generative_adversarial_network, deep_q_network, policy_gradient, attention),
        *(batch_norm_network, layers_with_losses_and_metrics, scopes_and_switches),
    )
}


def run_program(tf: Any, name: str) -> list[Any]:
    """What a program gives, in a default graph of its own."""
    tf.reset_default_graph()
    found = [np.asarray(x, np.float64) for x in PROGRAMS[name](tf)]
    tf.reset_default_graph()
    return found
