"""Op families of tf.math."""
