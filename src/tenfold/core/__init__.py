"""Floor 0: what a tensor and an op are. NumPy only; knows no op."""
