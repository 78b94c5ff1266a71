"""Op families of tf.signal."""
