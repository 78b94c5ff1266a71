"""Op families of tf.linalg."""
