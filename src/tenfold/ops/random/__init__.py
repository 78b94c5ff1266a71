"""Op families of tf.random."""
