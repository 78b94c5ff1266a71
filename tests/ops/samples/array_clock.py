"""Samples for the clock of ops/array."""

from tests.ops.sample import sample

SAMPLES = {"Timestamp": [sample(values=False)]}
