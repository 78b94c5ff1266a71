"""`tf.experimental.numpy`: NumPy's functions on tensors, composed of the other rooms' ops."""
