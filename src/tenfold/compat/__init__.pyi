# The table of contents of tf.compat.
