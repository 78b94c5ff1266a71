"""Op families of tf.nn."""
