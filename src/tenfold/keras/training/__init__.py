"""Training: data, the loop, progress."""
