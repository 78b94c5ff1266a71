"""A softmax regression on small random digits, as a program of 2016 would have it."""

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

random = np.random.RandomState(0)
PATTERNS = random.rand(10, 64).astype(np.float32)


def next_batch(size):
    labels = random.randint(0, 10, size)
    images = PATTERNS[labels] + 0.1 * random.randn(size, 64).astype(np.float32)
    return images, np.eye(10, dtype=np.float32)[labels]


x = tf.placeholder(tf.float32, [None, 64])
W = tf.Variable(tf.zeros([64, 10]))
b = tf.Variable(tf.zeros([10]))
y = tf.nn.softmax(tf.matmul(x, W) + b)
y_ = tf.placeholder(tf.float32, [None, 10])
cross_entropy = tf.reduce_mean(-tf.reduce_sum(y_ * tf.log(y), reduction_indices=[1]))
train_step = tf.train.GradientDescentOptimizer(0.5).minimize(cross_entropy)

init = tf.initialize_all_variables()
sess = tf.Session()
sess.run(init)
for _ in range(200):
    batch_xs, batch_ys = next_batch(50)
    sess.run(train_step, feed_dict={x: batch_xs, y_: batch_ys})

correct_prediction = tf.equal(tf.argmax(y, 1), tf.argmax(y_, 1))
accuracy = tf.reduce_mean(tf.cast(correct_prediction, tf.float32))
images, labels = next_batch(200)
print("accuracy", sess.run(accuracy, feed_dict={x: images, y_: labels}))
