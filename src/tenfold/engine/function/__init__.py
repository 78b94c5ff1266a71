"""tf.function: traces, signatures, and their cache."""
