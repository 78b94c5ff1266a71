"""Samples for Fingerprint."""

import numpy as np

from tests.ops.sample import ints, normal, sample

METHOD = np.array(b"farmhash64", object)
# Every length at which the hash changes its way, and some blocks of 64 bytes.
LENGTHS = (0, 1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 200, 1000)
TEXTS = [bytes((i * 37 + n) % 256 for i in range(n)) for n in LENGTHS]

SAMPLES = {
    "Fingerprint": [
        sample(normal(2), np.array([b"farmhash64"], object)),
        sample(np.array(TEXTS, object), METHOD),
        sample(np.array([[b"a", b"bc"], [b"", b"d"]], object), METHOD),
        sample(ints(3, 2), METHOD),
        sample(normal(2, 3, 4), METHOD),
        sample(np.array([True, False]), METHOD),
        sample(normal(0, 2), METHOD),
        sample(np.float32(1.0), METHOD),
        sample(ints(2), np.array(b"md5", object)),
    ],
}
