"""Graphs, and the two ways to run them: interpreted, and compiled by XLA."""
