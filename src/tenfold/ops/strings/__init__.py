"""Op families of tf.strings, and what prints."""
