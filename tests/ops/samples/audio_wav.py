"""Samples for ops/audio/wav.py; a file is its header and 16-bit samples."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np

from tests.ops.sample import sample, uniform


def text(value: bytes) -> np.ndarray:
    box = np.empty((), object)
    box[()] = value
    return box


def wav(
    data: Any,
    channels: int = 1,
    rate: int = 8000,
    coding: int = 1,
    bits: int = 16,
    a_frame: int | None = None,
    before: bytes = b"",
    extra: bytes = b"",
    length: int | None = None,
) -> np.ndarray:
    """A file, right or wrong."""
    content = np.asarray(data, "<i2").tobytes()
    a_frame = 2 * channels if a_frame is None else a_frame
    layout = struct.pack("<HHIIHH", coding, channels, rate, rate * a_frame, a_frame, bits) + extra
    chunks = struct.pack("<4sI", b"fmt ", len(layout)) + layout + before
    chunks += struct.pack("<4sI", b"data", len(content) if length is None else length) + content
    return text(struct.pack("<4sI4s", b"RIFF", len(chunks) + 4, b"WAVE") + chunks)


TONE = [0, 1, -1, 16384, -32768, 32767]
STEREO = wav(TONE, 2)
SURROUND = wav([*TONE, 7, 8], 4)
RATE = np.array(8000, np.int32)
LOUD = np.array([[-1.5], [-1.0], [0.0], [1.0], [2.0], [0.5 / 32768], [-0.5 / 32768]], np.float32)

SAMPLES = {
    "DecodeWav": [
        sample(wav(TONE)),
        sample(wav(TONE, rate=16000)),
        sample(STEREO),
        sample(SURROUND),
        sample(wav([])),
        *(sample(wav(TONE), desired_channels=n) for n in (1, 2)),
        *(sample(STEREO, desired_channels=n) for n in (0, 1, 2, 3)),
        sample(SURROUND, desired_channels=2),
        *(sample(wav(TONE), desired_samples=n) for n in (0, 2, 9)),
        sample(STEREO, desired_samples=4, desired_channels=1),
        sample(wav(TONE, before=b"LIST\x03\x00\x00\x00abc")),
        sample(wav(TONE, before=b"LIST\x04\x00\x00\x00abcd")),
        sample(wav(TONE, extra=b"\x00\x00")),
        sample(wav(TONE, extra=b"\x00\x00\x00\x00")),
        sample(text(STEREO.item() + b"more")),
        sample(wav(TONE[:3], 2)),
        *(sample(wav(TONE, coding=n)) for n in (0, 3)),
        *(sample(wav(TONE, bits=n)) for n in (8, 24)),
        *(sample(wav(TONE, channels=n)) for n in (0, 300)),
        *(sample(wav(TONE, a_frame=n)) for n in (0, 3)),
        sample(wav(TONE, rate=0)),
        *(sample(wav(TONE, length=n)) for n in (4, 5, 1000)),
        *(sample(text(STEREO.item()[:n])) for n in (0, 4, 11, 20, 38, 47)),
        sample(text(b"RIFX" + STEREO.item()[4:])),
        sample(text(STEREO.item()[:8] + b"WAVX" + STEREO.item()[12:])),
        sample(text(STEREO.item()[:36])),
        sample(text(STEREO.item() + STEREO.item()[36:])),
        sample(np.array([b"a"], object)),
    ],
    "EncodeWav": [
        sample(LOUD, RATE),
        sample(uniform(5, 2, low=-1), np.array(44100, np.int32)),
        sample(uniform(1, 3, low=-1), RATE),
        sample(np.array([[np.nan], [np.inf], [-np.inf]], np.float32), RATE),
        sample(np.zeros((0, 1), np.float32), RATE),
        sample(np.zeros((3, 0), np.float32), RATE),
        sample(LOUD[:, 0], RATE),
        sample(LOUD, RATE[None]),
        *(sample(LOUD, np.array(n, np.int32)) for n in (0, -1)),
    ],
}
