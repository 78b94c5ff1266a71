"""Training: data, the loop, the progress bar."""
