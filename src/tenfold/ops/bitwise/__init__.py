"""tf.bitwise: integers as rows of bits."""
