"""Passes over a graph before it is run: each leaves the results as they are, to the bit."""
