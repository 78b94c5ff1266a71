"""Calls of the public functions of tf.image, and what TensorFlow gives for them.

`python tests/ops/image/public_calls.py`, with TensorFlow's interpreter, records the results in
`tests/ops/goldens/image_public.npz`; `test_public.py` compares.
"""

from __future__ import annotations

import importlib
import itertools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from tests.ops.conformance_goldens import GOLDENS, Golden, save  # noqa: E402
from tests.ops.image.files import GIF, JPEG, PNG  # noqa: E402
from tests.ops.sample import ints, normal, uniform  # noqa: E402

FILE = GOLDENS / "image_public.npz"
RGB = uniform(2, 9, 12, 3)
ONE = uniform(9, 12, 3)
BYTES = ints(2, 9, 12, 3, low=0, high=256, dtype=np.uint8)
LARGE = uniform(2, 40, 45, 2)
NOISY = np.clip(LARGE + 0.1 * normal(2, 40, 45, 2), 0, 1).astype(np.float32)
BOXES = np.concatenate([uniform(2, 9, 2, high=0.5), uniform(2, 9, 2, low=0.5)], -1)
SCORES = uniform(2, 9)
SEED = (3, 4)
METHODS = (
    *("bilinear", "nearest", "bicubic", "area"),
    *("lanczos3", "lanczos5", "gaussian", "mitchellcubic"),
)
INTEGERS = ("uint8", "int8", "uint16", "int16", "int32", "uint32", "int64")
FLOATS = ("float16", "float32", "float64")

Call = Callable[[Any], Any]


def resizing() -> dict[str, Call]:
    calls: dict[str, Call] = {}
    for m in METHODS:
        calls[f"resize {m}"] = lambda tf, m=m: tf.image.resize(RGB, [5, 20], m)
        calls[f"resize antialias {m}"] = lambda tf, m=m: tf.image.resize(
            ONE, [4, 30], m, antialias=True
        )
        calls[f"resize keep {m}"] = lambda tf, m=m: tf.image.resize(
            BYTES, [6, 6], m, preserve_aspect_ratio=True
        )
        calls[f"pad {m}"] = lambda tf, m=m: tf.image.resize_with_pad(BYTES, 7, 20, m, m == "area")
    calls["resize same"] = lambda tf: tf.image.resize(BYTES, [9, 12])
    calls["resize keep larger"] = lambda tf: tf.image.resize(
        ONE, [50, 31], preserve_aspect_ratio=True
    )
    calls["pad tall"] = lambda tf: tf.image.resize_with_pad(ONE, 30, 5)
    return calls


def framing() -> dict[str, Call]:
    calls: dict[str, Call] = {
        "crop": lambda tf: tf.image.crop_to_bounding_box(RGB, 1, 2, 3, 4),
        "crop one": lambda tf: tf.image.crop_to_bounding_box(BYTES[0], 0, 0, 9, 12),
        "frame": lambda tf: tf.image.pad_to_bounding_box(RGB, 1, 2, 12, 15),
        "frame one": lambda tf: tf.image.pad_to_bounding_box(BYTES[0], 0, 0, 9, 12),
    }
    for size in ((4, 5), (20, 21), (4, 21), (9, 12), (12, 7)):
        calls[f"crop or pad {size}"] = lambda tf, s=size: tf.image.resize_with_crop_or_pad(RGB, *s)
    for share in (0.1, 0.3, 0.5, 0.77, 1.0):
        calls[f"central {share}"] = lambda tf, s=share: tf.image.central_crop(RGB, s)
        calls[f"central one {share}"] = lambda tf, s=share: tf.image.central_crop(ONE, s)
    for k in range(-1, 5):
        calls[f"rot90 {k}"] = lambda tf, k=k: tf.image.rot90(RGB, k)
        calls[f"rot90 one {k}"] = lambda tf, k=k: tf.image.rot90(ONE, k)
    for name in ("flip_left_right", "flip_up_down", "transpose"):
        calls[name] = lambda tf, n=name: getattr(tf.image, n)(RGB)
        calls[f"{name} one"] = lambda tf, n=name: getattr(tf.image, n)(BYTES[0])
    return calls


def colours() -> dict[str, Call]:
    calls: dict[str, Call] = {}
    for name in ("rgb_to_yiq", "yiq_to_rgb", "rgb_to_yuv", "yuv_to_rgb", "rgb_to_grayscale"):
        calls[name] = lambda tf, n=name: getattr(tf.image, n)(RGB)
        calls[f"{name} double"] = lambda tf, n=name: getattr(tf.image, n)(RGB.astype(np.float64))
    calls["gray bytes"] = lambda tf: tf.image.rgb_to_grayscale(BYTES)
    calls["gray to rgb"] = lambda tf: tf.image.grayscale_to_rgb(tf.constant(BYTES[..., :1]))
    calls["standardization"] = lambda tf: tf.image.per_image_standardization(RGB)
    calls["standardization bytes"] = lambda tf: tf.image.per_image_standardization(BYTES)
    calls["standardization plain"] = lambda tf: tf.image.per_image_standardization(ONE * 0 + 3)
    for f, t in itertools.product((*INTEGERS, *FLOATS), (*INTEGERS, *FLOATS)):
        for saturate in (False, True):
            if not representable(f, t, saturate):
                continue
            calls[f"convert {f} {t} {saturate}"] = lambda tf, f=f, t=t, s=saturate: (
                tf.image.convert_image_dtype(values_of(f, s), t, saturate=s)
            )
    return calls


def representable(source: str, wanted: str, saturate: bool) -> bool:
    """Whether TensorFlow can scale and clip to the greatest value of the dtype."""
    if np.dtype(source).kind != "f":
        return not (saturate and source == "uint32")  # has no kernel
    exact = {"float16": 2**10, "float32": 2**31, "float64": 2**32}[source]
    return np.dtype(wanted).kind == "f" or np.iinfo(wanted).max <= exact


def values_of(dtype: str, beyond: bool) -> np.ndarray:
    """Numbers over the range of images of a dtype; floating ones also beyond it."""
    kind = np.dtype(dtype)
    if kind.kind == "f":
        edges = [-0.5, 1.5, 7.0] if beyond else []
        return np.array([0, 0.25, 0.5, 0.75, 0.999, *edges], kind)
    top = int(np.iinfo(kind).max)
    return np.array([0, 1, 2, 3, top // 3, top // 2, top - 1, top], kind)


def adjusting() -> dict[str, Call]:
    amounts = {
        "adjust_brightness": (0.3, -0.2),
        "adjust_contrast": (2.0, 0.5),
        "adjust_hue": (0.2, -0.7),
        "adjust_saturation": (0.5, 2.0),
        "adjust_gamma": (2.0, 0.4),
    }
    calls: dict[str, Call] = {}
    for name, values in amounts.items():
        for v in values:
            for what, image in (("float", RGB), ("bytes", BYTES), ("double", RGB.astype("f8"))):
                calls[f"{name} {v} {what}"] = lambda tf, n=name, v=v, x=image: getattr(tf.image, n)(
                    x, v
                )
    calls["gain"] = lambda tf: tf.image.adjust_gamma(RGB, 0.5, 2.0)
    for quality in (10, 90):
        calls[f"jpeg {quality}"] = lambda tf, q=quality: tf.image.adjust_jpeg_quality(
            ONE, q, dct_method="INTEGER_ACCURATE"
        )
    return calls


def random() -> dict[str, Call]:
    ranges = {
        "brightness": (0.4,),
        "contrast": (0.2, 1.8),
        "hue": (0.4,),
        "saturation": (0.2, 1.8),
        "flip_left_right": (),
        "flip_up_down": (),
    }
    calls: dict[str, Call] = {}
    for name, args in ranges.items():
        for what, image in (("one", ONE), ("batch", RGB), ("bytes", BYTES)):
            calls[f"stateless {name} {what}"] = lambda tf, n=name, a=args, x=image: [
                getattr(tf.image, f"stateless_random_{n}")(x, *a, seed=(i, 5)) for i in range(3)
            ]
            calls[f"random {name} {what}"] = lambda tf, n=name, a=args, x=image: seeded(
                tf, lambda: getattr(tf.image, f"random_{n}")(x, *a, seed=2)
            )
    calls["stateless crop"] = lambda tf: [
        tf.image.stateless_random_crop(RGB, [2, 5, 6, 3], (i, 9)) for i in range(4)
    ]
    calls["random crop"] = lambda tf: seeded(tf, lambda: tf.image.random_crop(ONE, [4, 5, 3]))
    calls["bounding box"] = lambda tf: [
        tf.image.stateless_sample_distorted_bounding_box([50, 60, 3], BOXES, (i, 1))
        for i in range(3)
    ]
    calls["seeded bounding box"] = lambda tf: seeded(
        tf, lambda: tf.image.sample_distorted_bounding_box([50, 60, 3], BOXES, seed=4)
    )
    return calls


def seeded(tf: Any, draw: Callable[[], Any]) -> list[Any]:
    """What three calls in a row draw."""
    tf.random.set_seed(11)
    return [draw() for _ in range(3)]


def measures() -> dict[str, Call]:
    small = {"filter_size": 5, "filter_sigma": 1.2, "k1": 0.02, "k2": 0.05}
    scales = {"power_factors": (0.4, 0.6), "filter_size": 7}
    return {
        "psnr": lambda tf: tf.image.psnr(LARGE, NOISY, 1.0),
        "psnr bytes": lambda tf: tf.image.psnr(BYTES, BYTES[::-1], 255),
        "ssim": lambda tf: tf.image.ssim(tf.constant(LARGE), tf.constant(NOISY), 1.0),
        "ssim bytes": lambda tf: tf.image.ssim(
            tf.constant((LARGE * 255).astype(np.uint8)), (NOISY * 255).astype(np.uint8), 255
        ),
        "ssim small": lambda tf: tf.image.ssim(LARGE, NOISY, 1.0, **small),
        "ssim one": lambda tf: tf.image.ssim(LARGE[0], NOISY[0], 1.0),
        "ssim broadcast": lambda tf: tf.image.ssim(LARGE[:1], NOISY, 1.0),
        "ssim map": lambda tf: tf.image.ssim(LARGE, NOISY, 1.0, return_index_map=True),
        "ssim_multiscale": lambda tf: tf.image.ssim_multiscale(LARGE, NOISY, 1.0, **scales),
        "ssim_multiscale odd": lambda tf: tf.image.ssim_multiscale(
            LARGE[:, :31, :33], NOISY[:, :31, :33], 1.0, (0.2, 0.3, 0.5), filter_size=5
        ),
        "total_variation": lambda tf: tf.image.total_variation(tf.constant(RGB)),
        "total_variation one": lambda tf: tf.image.total_variation(tf.constant(ONE)),
        "sobel_edges": lambda tf: tf.image.sobel_edges(tf.constant(RGB)),
        "image_gradients": lambda tf: tf.image.image_gradients(tf.constant(RGB)),
    }


def boxes() -> dict[str, Call]:
    def padded(tf: Any, *shape: int, more: Any = None, **options: Any) -> Any:
        chosen = BOXES.reshape(*shape, 9, 4), SCORES.reshape(*shape, 9)
        if more is not None:
            chosen = tuple(
                np.concatenate(pair, 1) for pair in zip(chosen, (more, more[..., 0] + 1))
            )
        return tf.image.non_max_suppression_padded(
            *chosen, 5, 0.3, pad_to_max_output_size=True, **options
        )

    order = np.argsort(-SCORES, axis=1)[..., None]
    ranked = np.take_along_axis(BOXES, order, 1), np.take_along_axis(SCORES, order[..., 0], 1)
    return {
        "nms": lambda tf: tf.image.non_max_suppression(BOXES[0], SCORES[0], 5, 0.3),
        "nms scores": lambda tf: tf.image.non_max_suppression_with_scores(
            BOXES[0], SCORES[0], 5, 0.9, soft_nms_sigma=0.3
        ),
        "nms padded": lambda tf: padded(tf, 2),
        "nms padded deep": lambda tf: padded(tf, 2, 1),
        "nms padded score": lambda tf: padded(tf, 2, score_threshold=0.4),
        "nms one": lambda tf: tf.image.non_max_suppression_padded(
            tf.constant(BOXES[0]), SCORES[0], 5, 0.3
        ),
        "nms one padded": lambda tf: tf.image.non_max_suppression_padded(
            BOXES[0], SCORES[0], 12, 0.3, pad_to_max_output_size=True
        ),
        "nms sorted": lambda tf: tf.image.non_max_suppression_padded(
            *ranked, 5, 0.3, 0.2, True, None, True, True, 4
        ),
        "nms padding": lambda tf: padded(
            tf, 2, more=np.zeros((2, 3, 4), np.float32), score_threshold=-1.0
        ),
        "combined": lambda tf: tf.image.combined_non_max_suppression(
            BOXES[:, :, None], SCORES[:, :, None], 3, 6, 0.3
        ),
        "draw": lambda tf: tf.image.draw_bounding_boxes(RGB, BOXES[:, :3], None),
        "crop_and_resize": lambda tf: tf.image.crop_and_resize(
            RGB, BOXES[0], [0, 1] * 4 + [0], [4, 5]
        ),
        "patches": lambda tf: tf.image.extract_patches(
            RGB, [1, 3, 3, 1], [1, 2, 2, 1], [1, 1, 1, 1], "SAME"
        ),
        "glimpse": lambda tf: tf.image.extract_glimpse(
            RGB, [4, 5], np.float32([[0, 0.5], [0.9, 0]]), noise="zero"
        ),
    }


def files() -> dict[str, Call]:
    calls: dict[str, Call] = {
        "is_jpeg": lambda tf: tf.io.is_jpeg([JPEG["rgb"], PNG["rgb"], b"\xff\xd8\xff"]),
        "extract_jpeg_shape": lambda tf: tf.image.extract_jpeg_shape(JPEG["gray"]),
        "again": lambda tf: tf.io.decode_png(tf.io.encode_png(BYTES[0])),
    }
    for name, value in (("png", PNG["rgb16"]), ("gif", GIF["animated"]), ("gray", PNG["gray"])):
        for dtype in (*FLOATS, *INTEGERS):
            if dtype != "uint32":
                calls[f"image {name} {dtype}"] = lambda tf, v=value, d=dtype: tf.io.decode_image(
                    v, dtype=tf.as_dtype(d)
                )
        calls[f"image {name} first"] = lambda tf, v=value: tf.io.decode_image(
            v, channels=3, expand_animations=False
        )
    return calls


# TensorFlow's other transforms and its plain upscaling of colours differ from the accurate ones:
# how many levels of 255 its pixels are away at most.
NEARLY: dict[str, int] = {"jpeg": 4, "jpeg gray": 2, "jpeg quarter": 1, "jpeg plain": 30}


def nearly() -> dict[str, Call]:
    return {
        "jpeg": lambda tf: tf.io.decode_jpeg(JPEG["rgb"]),
        "jpeg gray": lambda tf: tf.io.decode_jpeg(JPEG["gray"]),
        "jpeg quarter": lambda tf: tf.io.decode_jpeg(JPEG["rgb"], ratio=4),
        "jpeg plain": lambda tf: tf.io.decode_jpeg(JPEG["rgb"], fancy_upscaling=False),
    }


CALLS: dict[str, Call] = {
    **resizing(),
    **framing(),
    **colours(),
    **adjusting(),
    **random(),
    **measures(),
    **boxes(),
    **files(),
    **nearly(),
}


def outputs(tf: Any, name: str) -> list[np.ndarray]:
    """The flat results of a call as arrays."""
    return [np.asarray(y) for y in tf.nest.flatten(CALLS[name](tf))]


def main() -> int:
    """Records what TensorFlow gives."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    tf = importlib.import_module("tensorflow")
    results: dict[str, Golden] = {}
    complaints = 0
    for name in CALLS:
        try:
            results[name] = Golden(outputs(tf, name))
        except Exception as error:
            results[name] = Golden([], error=type(error).__name__)
            print(f"{name}: {type(error).__name__}: {str(error)[:200]}")
            complaints += 1
    save(FILE, {"public": results})
    print(f"{len(results)} results of TensorFlow {tf.__version__}")
    return int(complaints > 0)


if __name__ == "__main__":
    sys.exit(main())
