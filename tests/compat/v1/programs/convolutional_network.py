"""A convolutional network on small random digits, as a program of 2016 would have it."""

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

random = np.random.RandomState(0)
PATTERNS = random.rand(4, 64).astype(np.float32)


def next_batch(size):
    labels = random.randint(0, 4, size)
    images = PATTERNS[labels] + 0.1 * random.randn(size, 64).astype(np.float32)
    return images, np.eye(4, dtype=np.float32)[labels]


def weight_variable(shape):
    initial = tf.truncated_normal(shape, stddev=0.1, seed=1)
    return tf.Variable(initial)


def bias_variable(shape):
    initial = tf.constant(0.1, shape=shape)
    return tf.Variable(initial)


def conv2d(x, W):
    return tf.nn.conv2d(x, W, strides=[1, 1, 1, 1], padding="SAME")


def max_pool_2x2(x):
    return tf.nn.max_pool(x, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME")


sess = tf.InteractiveSession()
x = tf.placeholder(tf.float32, shape=[None, 64])
y_ = tf.placeholder(tf.float32, shape=[None, 4])
x_image = tf.reshape(x, [-1, 8, 8, 1])

W_conv1 = weight_variable([3, 3, 1, 4])
b_conv1 = bias_variable([4])
h_pool1 = max_pool_2x2(tf.nn.relu(conv2d(x_image, W_conv1) + b_conv1))
W_conv2 = weight_variable([3, 3, 4, 8])
b_conv2 = bias_variable([8])
h_pool2 = max_pool_2x2(tf.nn.relu(conv2d(h_pool1, W_conv2) + b_conv2))

W_fc1 = weight_variable([2 * 2 * 8, 32])
b_fc1 = bias_variable([32])
h_pool2_flat = tf.reshape(h_pool2, [-1, 2 * 2 * 8])
h_fc1 = tf.nn.relu(tf.matmul(h_pool2_flat, W_fc1) + b_fc1)
keep_prob = tf.placeholder(tf.float32)
h_fc1_drop = tf.nn.dropout(h_fc1, keep_prob, seed=2)

W_fc2 = weight_variable([32, 4])
b_fc2 = bias_variable([4])
y_conv = tf.matmul(h_fc1_drop, W_fc2) + b_fc2

cross_entropy = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y_, logits=y_conv))
train_step = tf.train.AdamOptimizer(1e-2).minimize(cross_entropy)
correct_prediction = tf.equal(tf.argmax(y_conv, 1), tf.argmax(y_, 1))
accuracy = tf.reduce_mean(tf.cast(correct_prediction, tf.float32))
sess.run(tf.global_variables_initializer())
for i in range(60):
    images, labels = next_batch(20)
    if i % 20 == 0:
        train_accuracy = accuracy.eval(feed_dict={x: images, y_: labels, keep_prob: 1.0})
        print("step", i, "training accuracy", train_accuracy)
    train_step.run(feed_dict={x: images, y_: labels, keep_prob: 0.5})

images, labels = next_batch(100)
print("accuracy", accuracy.eval(feed_dict={x: images, y_: labels, keep_prob: 1.0}))
