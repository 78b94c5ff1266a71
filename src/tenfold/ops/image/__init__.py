"""Ops of `tf.image`."""
