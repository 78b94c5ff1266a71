"""Samples for ExtractVolumePatches."""

from tests.ops.sample import ints, normal, sample


def patches(x, ksizes, strides, padding, **options):
    return sample(x, ksizes=[1, *ksizes, 1], strides=[1, *strides, 1], padding=padding, **options)


SAMPLES = {
    "ExtractVolumePatches": [
        patches(normal(1, 3, 4, 3, 2), (2, 2, 2), (1, 1, 1), "VALID"),
        patches(normal(2, 3, 4, 5, 1), (2, 3, 2), (2, 1, 2), "SAME"),
        patches(normal(1, 2, 2, 2, 1), (2, 2, 2), (1, 1, 1), "SAME"),
        patches(ints(1, 3, 3, 3, 1), (1, 2, 1), (1, 2, 3), "VALID"),
        patches(normal(2, 2, 2, 1), (1, 1, 1), (1, 1, 1), "VALID"),
    ],
}
