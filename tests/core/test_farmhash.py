"""The fingerprint against values of TensorFlow 2.21; longer texts are in tests/ops/samples."""

import pytest

from tenfold.core.farmhash import fingerprint64


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"a", [227, 117, 223, 182, 101, 66, 69, 179]),
        (b"bcd", [240, 104, 216, 35, 146, 188, 98, 198]),
        (b"hello world", [27, 176, 214, 139, 71, 183, 143, 88]),
    ],
)
def test_known_values(text, expected):
    assert list(fingerprint64(text).to_bytes(8, "little")) == expected


@pytest.mark.parametrize("size", [0, 3, 8, 16, 17, 33, 65, 128])
def test_every_byte_counts(size):
    text = bytes(range(size))
    changed = {fingerprint64(text[:i] + b"\xff" + text[i + 1 :]) for i in range(size)}
    assert len(changed | {fingerprint64(text)}) == size + 1
