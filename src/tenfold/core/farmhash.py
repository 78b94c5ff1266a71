"""FarmHash's 64-bit fingerprint of bytes: the same on every machine, and for good.

The hash of Pike and Alakuijala's FarmHash ("na", 2014): short inputs are folded at once, longer
ones by two pairs of lanes over blocks of 64 bytes.
"""

from __future__ import annotations

_MASK = 2**64 - 1
_K0, _K1, _K2 = 0xC3A5C85C97CB3127, 0xB492B66FBE98F273, 0x9AE16A3B2F90404F


def _word(data: bytes, at: int, size: int = 8) -> int:
    return int.from_bytes(data[at : at + size], "little")


def _rotated(x: int, by: int) -> int:
    x &= _MASK
    return (x >> by | x << (64 - by)) & _MASK


def _mixed(x: int) -> int:
    x &= _MASK
    return x ^ x >> 47


def _folded(u: int, v: int, factor: int) -> int:
    """Two words as one."""
    u, v = u & _MASK, v & _MASK
    a = _mixed((u ^ v) * factor)
    return _mixed((v ^ a) * factor) * factor & _MASK


def _to_16(data: bytes) -> int:
    size = len(data)
    factor = _K2 + size * 2
    if size >= 8:
        a, b = _word(data, 0) + _K2, _word(data, size - 8)
        return _folded(_rotated(b, 37) * factor + a, (_rotated(a, 25) + b) * factor, factor)
    if size >= 4:
        first, last = _word(data, 0, 4), _word(data, size - 4, 4)
        return _folded(size + (first << 3), last, factor)
    if size:
        y = data[0] + (data[size >> 1] << 8)
        z = size + (data[-1] << 2)
        return _mixed(y * _K2 ^ z * _K0) * _K2 & _MASK
    return _K2


def _ends(data: bytes, first_factor: int) -> tuple[int, int, int, int, int]:
    """Words of both ends of 17 to 64 bytes, scaled, and the factor of that length."""
    size = len(data)
    factor = _K2 + size * 2
    a, b = _word(data, 0) * first_factor & _MASK, _word(data, 8)
    c, d = _word(data, size - 8) * factor & _MASK, _word(data, size - 16) * _K2 & _MASK
    return a, b, c, d, factor


def _to_32(data: bytes) -> int:
    a, b, c, d, factor = _ends(data, _K1)
    u = _rotated(a + b, 43) + _rotated(c, 30) + d
    return _folded(u, a + _rotated(b + _K2, 18) + c, factor)


def _to_64(data: bytes) -> int:
    a, b, c, d, factor = _ends(data, _K2)
    size = len(data)
    y = _rotated(a + b, 43) + _rotated(c, 30) + d
    z = _folded(y, a + _rotated(b + _K2, 18) + c, factor)
    e, f = _word(data, 16) * factor & _MASK, _word(data, 24)
    g = (y + _word(data, size - 32)) * factor & _MASK
    h = (z + _word(data, size - 24)) * factor & _MASK
    u = _rotated(e + f, 43) + _rotated(g, 30) + h
    return _folded(u, e + _rotated(f + a, 18) + g, factor)


def _lane(data: bytes, at: int, a: int, b: int) -> tuple[int, int]:
    """A pair of words after 32 more bytes."""
    w, x, y, z = (_word(data, at + 8 * i) for i in range(4))
    a += w
    b = _rotated(b + a + z, 21)
    c = a
    a += x + y
    b += _rotated(a, 44)
    return (a + z) & _MASK, (b + c) & _MASK


class _Lanes:
    """The state over blocks of 64 bytes."""

    def __init__(self, data: bytes) -> None:
        self.x = 81 * _K2 + _word(data, 0)
        self.y = 81 * _K1 + 113 & _MASK
        self.z = _mixed(self.y * _K2 + 113) * _K2 & _MASK
        self.v = self.w = (0, 0)

    def take(self, data: bytes, at: int, factor: int, weight: int) -> None:
        """Takes a block in; the last one has a factor and a weight of its own."""
        v, w = self.v, self.w
        x = _rotated(self.x + self.y + v[0] + _word(data, at + 8), 37) * factor
        y = _rotated(self.y + v[1] + _word(data, at + 48), 42) * factor
        x = (x ^ w[1] * weight) & _MASK
        y = (y + v[0] * weight + _word(data, at + 40)) & _MASK
        z = _rotated(self.z + w[0], 33) * factor & _MASK
        self.v = _lane(data, at, v[1] * factor, x + w[0])
        self.w = _lane(data, at + 32, z + w[1], y + _word(data, at + 16))
        self.x, self.y, self.z = z, y, x


def fingerprint64(data: bytes) -> int:
    """The fingerprint of some bytes, in [0, 2 ** 64).

    >>> fingerprint64(b"") == 0x9AE16A3B2F90404F
    True
    """
    size = len(data)
    if size <= 16:
        return _to_16(data)
    if size <= 32:
        return _to_32(data)
    if size <= 64:
        return _to_64(data)
    lanes = _Lanes(data)
    for at in range(0, (size - 1) // 64 * 64, 64):
        lanes.take(data, at, _K1, 1)
    factor = _K1 + ((lanes.z & 0xFF) << 1)
    w = lanes.w[0] + (size - 1 & 63)
    v = lanes.v[0] + w
    lanes.v, lanes.w = (v & _MASK, lanes.v[1]), (w + v & _MASK, lanes.w[1])
    lanes.take(data, size - 64, factor, 9)
    first = _folded(lanes.v[0], lanes.w[0], factor) + _mixed(lanes.y) * _K0 + lanes.z
    second = _folded(lanes.v[1], lanes.w[1], factor) + lanes.x
    return _folded(first, second, factor)
