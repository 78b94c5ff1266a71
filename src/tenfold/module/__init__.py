"""tf.Module and the tracking of objects that hold state."""
