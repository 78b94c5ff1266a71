"""tf.debugging: assertions about values, shapes and dtypes, and checks for NaN."""
