"""Samples for the Fourier ops."""

from typing import Any

import numpy as np

from tests.ops.sample import Sample, normal, sample

C64, C128 = np.complex64, np.complex128
LOOSE: dict[str, float] = {"rtol": 3e-6, "atol": 3e-6}
TIGHT: dict[str, float] = {"rtol": 1e-12, "atol": 1e-12}


def lengths(*sizes: int) -> np.ndarray:
    return np.array(sizes, np.int32)


def whole(rank: int) -> list[Sample]:
    """Samples for a complex transform of the last axes."""
    shape = (2, 3, 4, 5)[4 - rank - 1 :]
    return [
        sample(normal(*shape, dtype=C64), **LOOSE),
        sample(normal(*shape[1:], dtype=C128), **TIGHT),
        sample(normal(*(7,) * rank, dtype=C64), **LOOSE),
        sample(normal(*(1,) * rank, dtype=C64), **LOOSE),
        sample(normal(0, *shape[1:], dtype=C64), gradient=False),
        sample(normal(*shape[1:-1], 0, dtype=C64), gradient=False),
        sample(normal(*shape[2:], dtype=C64)),
    ]


def forth(rank: int) -> list[Sample]:
    """Samples for a real transform, whose lengths may be less than the input's."""
    shape = (2, 3, 4, 5)[4 - rank - 1 :]
    # TensorFlow has no gradient for rank 3, nor where the input is cut.
    whole = {"gradient": None if rank < 3 else False}
    wide = {"Tcomplex": C128}
    return [
        sample(normal(*shape), lengths(*shape[1:]), **LOOSE, **whole),
        sample(normal(*shape, dtype=np.float64), lengths(*shape[1:]), **wide, **TIGHT, **whole),
        sample(normal(*(6,) * rank), lengths(*(6,) * rank), **LOOSE, **whole),
        sample(normal(*(6,) * rank), lengths(*(4,) * rank), **LOOSE, gradient=False),
        sample(normal(*(6,) * rank), lengths(*(3,) * rank), **LOOSE, gradient=False),
        sample(normal(0, *shape[1:]), lengths(*shape[1:]), gradient=False),
        sample(normal(*shape), lengths(*(9,) * rank)),
        sample(normal(*shape), lengths(*shape)),
        sample(normal(*shape[2:]), lengths(*shape[1:])),
        sample(normal(*shape, dtype=np.float64), lengths(*shape[1:])),
    ]


def back(rank: int) -> list[Sample]:
    """Samples for an inverse real transform."""
    shape = (2, 3, 4, 5)[4 - rank - 1 :]
    even, odd = (*shape[1:-1], 8), (*shape[1:-1], 9)
    whole = {"gradient": None if rank < 3 else False}
    wide = {"Treal": np.float64}
    return [
        sample(normal(*shape, dtype=C64), lengths(*even), Treal=np.float32, **LOOSE, **whole),
        sample(normal(*shape, dtype=C64), lengths(*odd), Treal=np.float32, **LOOSE, **whole),
        sample(normal(*shape, dtype=C128), lengths(*even), **wide, **TIGHT, **whole),
        sample(
            normal(*(6,) * rank, dtype=C64),
            lengths(*(4,) * rank),
            Treal=np.float32,
            gradient=False,
            **LOOSE,
        ),
        sample(normal(0, *shape[1:], dtype=C64), lengths(*even), gradient=False),
        sample(normal(*shape, dtype=C64), lengths(*(12,) * rank)),
        sample(normal(*shape[2:], dtype=C64), lengths(*even)),
        sample(normal(*shape, dtype=C64), lengths(*even), Treal=np.float64),
    ]


# TensorFlow has these for GPUs only.
ALONE: dict[str, Any] = {"golden": False, **LOOSE}
AXES = [((4, 5), (1, 2)), ((2,), (0,)), ((3, 2), (-2, 0)), ((2, 4, 5), (0, 1, 2))]

SAMPLES = {
    "FFT": whole(1),
    "IFFT": whole(1),
    "FFT2D": whole(2),
    "IFFT2D": whole(2),
    "FFT3D": whole(3),
    "IFFT3D": whole(3),
    "RFFT": forth(1),
    "RFFT2D": forth(2),
    "RFFT3D": forth(3),
    "IRFFT": back(1),
    "IRFFT2D": back(2),
    "IRFFT3D": back(3),
    "FFTND": [
        sample(normal(2, 4, 5, dtype=C64), lengths(*n), lengths(*a), **ALONE) for n, a in AXES
    ],
    "IFFTND": [
        sample(normal(2, 4, 5, dtype=C64), lengths(*n), lengths(*a), **ALONE) for n, a in AXES
    ],
    "RFFTND": [sample(normal(2, 4, 5), lengths(*n), lengths(*a), **ALONE) for n, a in AXES],
    "IRFFTND": [
        sample(normal(2, 4, 5, dtype=C64), lengths(*n), lengths(*a), Treal=np.float32, **ALONE)
        for n, a in AXES
    ],
}
