"""Gradients: tapes, forward accumulators, custom gradients."""
