"""Samples for ops/audio/features.py."""

from __future__ import annotations

import numpy as np

from tests.ops.sample import sample, uniform

RATE = np.array(8000, np.int32)
TONE = np.sin(np.arange(60) * 0.7).astype(np.float32)[:, None]
POWER = uniform(2, 3, 65, high=4)
# Sums of squares and of cosines, in float64 but in another order: a few roundings of float32.
CLOSE = {"rtol": 1e-5, "atol": 1e-5}

SAMPLES = {
    "AudioSpectrogram": [
        sample(TONE, window_size=16, stride=8, **CLOSE),
        sample(TONE, window_size=16, stride=8, magnitude_squared=True, **CLOSE),
        sample(uniform(50, 2, low=-1), window_size=10, stride=3, **CLOSE),
        sample(uniform(20, 1, low=-1), window_size=2, stride=30, **CLOSE),
        sample(uniform(20, 1, low=-1), window_size=20, stride=1, **CLOSE),
        sample(uniform(20, 1, low=-1), window_size=21, stride=1, **CLOSE),
        sample(np.zeros((0, 1), np.float32), window_size=4, stride=2),
        sample(np.zeros((9, 0), np.float32), window_size=4, stride=2),
        sample(TONE, window_size=1, stride=2),
        sample(TONE, window_size=4, stride=0),
        sample(TONE[:, 0], window_size=4, stride=2),
    ],
    "Mfcc": [
        sample(POWER, RATE, **CLOSE),
        sample(POWER, np.array(16000, np.int32), dct_coefficient_count=20, **CLOSE),
        sample(POWER, RATE, filterbank_channel_count=5, dct_coefficient_count=5, **CLOSE),
        sample(POWER, RATE, upper_frequency_limit=3000.0, lower_frequency_limit=300.0, **CLOSE),
        sample(POWER, RATE, lower_frequency_limit=0.0, **CLOSE),
        sample(np.zeros((1, 1, 65), np.float32), RATE, **CLOSE),
        sample(np.zeros((1, 0, 65), np.float32), RATE),
        sample(POWER[0], RATE),
        sample(POWER, RATE[None]),
        sample(POWER, np.array(0, np.int32)),
        sample(POWER, np.array(-5, np.int32)),
        sample(POWER[..., :1], RATE),
        sample(POWER[..., :2], RATE, **CLOSE),
        sample(POWER, RATE, dct_coefficient_count=0),
        sample(POWER, RATE, dct_coefficient_count=41),
        sample(POWER, RATE, filterbank_channel_count=0, dct_coefficient_count=1),
        sample(POWER, RATE, lower_frequency_limit=-1.0),
        sample(POWER, RATE, lower_frequency_limit=4000.0),
        sample(POWER, RATE, upper_frequency_limit=9000.0, **CLOSE),
    ],
}
