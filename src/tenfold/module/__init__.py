"""Floor 3: tf.Module and the tracking of objects."""
