"""RandomCrop: a window of an image at a random place, as the first graphs have it."""

from __future__ import annotations

from typing import Any

from tenfold.core import errors, rules
from tenfold.core.dtypes import float32, float64, int8, int16, int32, int64, uint8
from tenfold.core.op import op

from .stateful import dims, draw_stream

_KINDS = (uint8, int8, int16, int32, int64, float32, float64)


def _cropped(call: Any) -> Any:
    shape, sizes = call.inputs[0].raw_shape, rules.value_of(call.inputs[1])
    height, width = (None, None) if sizes is None else map(int, sizes)
    return (height, width, None if shape is None else shape[-1])


@op(
    "image: T, size: int64 -> output: T",
    T=_KINDS,
    shape=_cropped,
    stateful=True,
    counter=True,
)
def RandomCrop(
    xp: Any, image: Any, size: Any, *, seed: int = 0, seed2: int = 0, counter: Any = None
) -> Any:
    sizes = dims(xp, size)
    if image.ndim != 3 or len(sizes) != 2:
        raise ValueError(
            "RandomCrop takes an image [height, width, channels] and a size [2]; received shapes "
            f"{list(image.shape)} and {list(size.shape)}."
        )
    for name, had, wanted in zip(("height", "width"), image.shape, sizes, strict=False):
        if had < wanted:
            raise errors.FailedPreconditionError(
                None, None, f"{name} must be >= target_{name}: {had} is less than {wanted}."
            )
    if image.shape[:2] == sizes:
        return image
    words = draw_stream(xp, counter, 1).words(2)
    starts = [
        words[i].astype("int64") % (had - wanted + 1)
        for i, (had, wanted) in enumerate(zip(image.shape, sizes, strict=False))
    ]
    rows = xp.take(image, starts[0] + xp.arange(sizes[0]), axis=0)
    return xp.take(rows, starts[1] + xp.arange(sizes[1]), axis=1)


RandomCrop.not_differentiable()
