"""Samples for ops/strings/printing.py."""

from tests.ops.sample import ints, sample, uniform

SAMPLES = {
    "StringFormat": [
        sample([ints(3)], template="x = %s"),
        sample([ints(2, 12), uniform(2)], template="%s and %s", summarize=2),
        sample([ints(2, 2, 2)], template="{}", placeholder="{}", summarize=-1),
    ],
}
