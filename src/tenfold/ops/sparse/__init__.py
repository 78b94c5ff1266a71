"""Op families of tf.sparse."""
