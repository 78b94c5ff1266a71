# The table of contents of tf.compat.v1.metrics.
