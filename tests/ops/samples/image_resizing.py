"""Samples for ops/image/resizing.py."""

from typing import Any

import numpy as np

from tests.ops.sample import Sample, ints, normal, sample, uniform

CENTERS: list[dict[str, Any]] = [
    {"half_pixel_centers": True},
    {},
    {"align_corners": True},
]
# (image [n, h, w, c], size)
CASES: list[tuple[Any, ...]] = [
    ((2, 3, 5, 2), (6, 7)),
    ((1, 7, 6, 3), (3, 4)),
    ((1, 4, 4, 1), (4, 4)),
    ((1, 9, 8, 1), (1, 1)),
    ((1, 1, 1, 2), (3, 2)),
    ((0, 3, 3, 1), (2, 2)),
]
DTYPES = [np.uint8, np.int8, np.int16, np.uint16, np.int32, np.int64]
TIGHT = {"rtol": 2e-6, "atol": 1e-6}


def size(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


def forward(case: tuple[Any, ...], dtype: Any = np.float32, **attrs: Any) -> Sample:
    return sample(normal(*case[0], dtype=dtype), size(*case[1]), **(TIGHT | attrs))


def integers(dtype: Any, **attrs: Any) -> Sample:
    low, high = (0, 256) if np.dtype(dtype).kind == "u" else (-100, 100)
    x = ints(1, 4, 5, 3, low=low, high=high, dtype=dtype)
    return sample(x, size(6, 3), **({"rtol": 2e-6, "atol": 1e-4} | attrs))


def backward(case: tuple[Any, ...], dtype: Any = np.float32, **attrs: Any) -> Sample:
    grads = normal(case[0][0], *case[1], case[0][3])
    return sample(grads, normal(*case[0], dtype=dtype), gradient=False, **(TIGHT | attrs))


def refused(**attrs: Any) -> list[Sample]:
    image = normal(1, 2, 2, 1)
    return [
        sample(image, size(0, 3), **attrs),
        sample(image, size(2), **attrs),
        sample(normal(2, 2, 1), size(2, 3), **attrs),
        sample(normal(1, 0, 2, 1), size(2, 3), **attrs),
    ]


def forwards(**options: Any) -> list[Sample]:
    return [
        *(forward(case, **CENTERS[0], **options) for case in CASES),
        *(forward(case, **centers, **options) for case in CASES[:2] for centers in CENTERS[1:]),
        *(integers(dtype, **CENTERS[0]) for dtype in DTYPES),
        *(forward(CASES[0], dtype, **CENTERS[0], **options) for dtype in (np.float64, np.float16)),
        forward(CASES[0], "bfloat16", **CENTERS[0], **options),
        *refused(),
        sample(normal(1, 2, 2, 1), size(3, 3), align_corners=True, half_pixel_centers=True),
    ]


def filtered(case: tuple[Any, ...], kernel: str, antialias: bool, **options: Any) -> Sample:
    (_, height, width, _), (tall, wide) = case
    scale = np.array([tall / height, wide / width], np.float32)
    return sample(
        options.pop("image", normal(*case[0])),
        size(tall, wide),
        options.pop("scale", scale),
        options.pop("translation", np.zeros(2, np.float32)),
        kernel_type=kernel,
        antialias=antialias,
        order=0,
        **(TIGHT | options),
    )


def unfiltered(case: tuple[Any, ...], kernel: str, antialias: bool) -> Sample:
    made = filtered(case, kernel, antialias)
    image, _, scale, translation = made.inputs
    grads = normal(image.shape[0], *case[1], image.shape[3])
    made.inputs = (grads, image, scale, translation)
    made.gradient = False
    return made


KERNELS = (
    *("lanczos1", "lanczos3", "lanczos5", "gaussian"),
    *("box", "triangle", "keyscubic", "mitchellcubic"),
)
MOVED = {
    "scale": np.array([1.5, 0.5], np.float32),
    "translation": np.array([-1.25, 2.5], np.float32),
}

SAMPLES = {
    "ResizeBilinear": forwards(order=1, grad_inputs=(0,)),
    "ResizeBilinearGrad": [
        sample(normal(3, 4, 2), normal(1, 5, 6, 2)),
        *(backward(case, **CENTERS[0]) for case in CASES),
        *(backward(CASES[1], **centers) for centers in CENTERS[1:]),
        *(backward(CASES[1], dtype, **CENTERS[0]) for dtype in (np.float64, np.float16)),
        backward(CASES[1], "bfloat16", **CENTERS[0]),
    ],
    "ResizeNearestNeighbor": forwards(exact=True, order=1, grad_inputs=(0,)),
    "ResizeNearestNeighborGrad": [
        *(
            sample(normal(1, *out, 2), size(*given), gradient=False, **centers, **TIGHT)
            for given, out in (((3, 5), (6, 7)), ((7, 6), (3, 4)))
            for centers in CENTERS
        ),
        *(
            sample(ints(1, 6, 7, 2, high=90, dtype=dtype), size(2, 3), **CENTERS[0])
            for dtype in (np.uint8, np.int8, np.int32)
        ),
        *(
            sample(normal(1, 6, 7, 2, dtype=dtype), size(2, 3), gradient=False, **CENTERS[0])
            for dtype in (np.float16, np.float64, "bfloat16")
        ),
        sample(normal(1, 2, 2, 1), size(0, 2), gradient=False),
    ],
    "ResizeBicubic": forwards(order=1, grad_inputs=(0,)),
    "ResizeBicubicGrad": [
        *(backward(case, **CENTERS[0]) for case in CASES),
        *(backward(CASES[1], **centers) for centers in CENTERS[1:]),
        backward(CASES[1], np.float64, **CENTERS[0]),
    ],
    "ResizeArea": [
        sample(normal(2, 1, 1, 2), np.array([2, 3], np.int32), align_corners=True),
        sample(normal(1, 1, 5, 1), np.array([4, 4], np.int32), align_corners=True),
        *(forward(case, gradient=False) for case in CASES),
        *(forward(case, gradient=False, align_corners=True) for case in CASES[:2]),
        forward(((1, 30, 31, 2), (7, 4)), gradient=False),
        *(integers(dtype) for dtype in DTYPES),
        forward(CASES[0], np.float64, gradient=False),
        forward(CASES[0], np.float16, gradient=False),
        forward(CASES[0], "bfloat16", gradient=False),
        *refused(gradient=False),
    ],
    "ScaleAndTranslate": [
        *(filtered(CASES[0], kernel, False) for kernel in KERNELS),
        *(filtered(CASES[1], kernel, True) for kernel in KERNELS),
        filtered(((1, 20, 21, 1), (4, 3)), "lanczos3", True),
        filtered(((1, 5, 6, 1), (6, 6)), "keyscubic", True, **MOVED),
        filtered(((1, 5, 6, 1), (6, 6)), "triangle", False, **MOVED),
        # TensorFlow's gradient has a kernel for float32 only.
        *(
            filtered(CASES[1], "triangle", True, image=image, gradient=False)
            for image in (
                ints(1, 7, 6, 3, low=0, dtype=np.uint8),
                uniform(1, 7, 6, 3, dtype=np.float16),
            )
        ),
        filtered(CASES[0], "square", True),
        filtered(CASES[0], "box", True, scale=np.array([0.0, 1.0], np.float32)),
        filtered(CASES[0], "box", True, translation=np.zeros(3, np.float32)),
    ],
    "ScaleAndTranslateGrad": [
        *(unfiltered(CASES[0], kernel, False) for kernel in KERNELS),
        *(unfiltered(CASES[1], kernel, True) for kernel in KERNELS[:4]),
    ],
}
