"""tf.quantization: numbers rounded to few steps, and stored as integers."""
