"""tf.test: test cases with assertions about tensors, benchmarks, what this build can do."""
