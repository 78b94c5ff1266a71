"""What kernels call in place of NumPy's own forms gives what NumPy's give."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenfold.core.namespace import numpy_ns, short_forms

CUBE = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
LONG = np.random.default_rng(0).normal(size=(3, short_forms.LONG // 3 + 5)).astype(np.float32)
LONG[0, :3] = np.nan, -0.0, np.inf
NAMED = np.arange(LONG.size, dtype=np.float32).reshape(LONG.shape) % 101
LARGE = np.zeros((1, short_forms.COPIED + 1))
ORDER = np.argsort(-CUBE, -1)

CASES: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("zeros_like", (CUBE,), {}),
    ("zeros_like", (CUBE, np.int8), {}),
    ("ones_like", (CUBE,), {}),
    ("ones_like", (CUBE.T, bool), {}),
    ("ones", ((2, 0, 3),), {}),
    ("ones", (3, np.int32), {}),
    ("full", ((2, 2), 7), {}),
    ("full", ((2, 2), np.float32(0.1), np.float64), {}),
    ("full", ((2,), b"x", object), {}),
    ("broadcast_to", (np.float32(3), (2, 2)), {}),
    ("broadcast_to", (CUBE[0, :1], (5, 3, 4)), {}),
    ("broadcast_to", (LARGE, (3, LARGE.size)), {}),
    *(("expand_dims", (CUBE, axis), {}) for axis in (0, 2, 3, -1, -4)),
    ("swapaxes", (CUBE, 0, -1), {}),
    ("transpose", (CUBE,), {}),
    ("transpose", (CUBE, (1, 2, 0)), {}),
    *(("moveaxis", (CUBE, a, b), {}) for a in range(-3, 3) for b in range(-3, 3)),
    ("moveaxis", (CUBE, (0, 1), (-1, 0)), {}),
    ("flip", (CUBE,), {}),
    ("flip", (CUBE, 1), {}),
    ("flip", (CUBE, (0, -1)), {}),
    *(("stack", ([CUBE, CUBE + 1], axis), {}) for axis in (0, 2, 3, -1, -4)),
    ("stack", ([np.float32(1), np.float32(2)],), {}),
    ("pad", (CUBE, ((0, 1), (2, 0), (1, 1))), {"constant_values": np.float32(-1)}),
    ("pad", (np.array([b"a"], object), [[1, 1]]), {"constant_values": b""}),
    ("pad", (CUBE, np.array([[0, 1], [2, 0], [1, 1]])), {"mode": "reflect"}),
    ("take", (CUBE, np.array([[2, 0]]), 1), {}),
    ("take", (CUBE, np.array([9, -1])), {"mode": "clip"}),
    ("argsort", (-CUBE,), {}),
    ("argsort", (-CUBE, 1), {"stable": True}),
    ("cumsum", (CUBE, 1), {}),
    ("cumsum", (CUBE > 3,), {}),
    ("take_along_axis", (CUBE, ORDER, -1), {}),
    ("take_along_axis", (CUBE, ORDER[..., :1], 2), {}),
    ("take_along_axis", (CUBE[:0], ORDER[:0], -1), {}),
    ("take_along_axis", (CUBE, np.argsort(CUBE, 0), 0), {}),
    ("take_along_axis", (CUBE[0, 0], ORDER[0, 0], 0), {}),
    ("take_along_axis", (CUBE[:1], ORDER, -1), {}),
    *(
        ("where", (LONG > 0, t, e), {})
        for dtype in ("float32", "float64", "int16", "bool", "complex64", "complex128")
        for t, e in (
            (NAMED.astype(dtype), NAMED[::-1].astype(dtype)),
            (NAMED.astype(dtype), NAMED[0].astype(dtype)),
            (NAMED[:, :1].astype(dtype), np.asarray(3, dtype)),
            (NAMED.astype(dtype), 0),
            (1.5, NAMED.astype(dtype)),
        )
    ),
    ("where", (LONG > 0, LONG, LONG.astype("float64")), {}),
    ("where", (LONG > 0, 1, 2), {}),
    ("where", ((LONG > 0).T, LONG.T, -LONG.T), {}),
    ("where", (CUBE > 5, CUBE, 0), {}),
    *(
        (name, (x, y), {})
        for name in ("maximum", "minimum")
        for x in (LONG, LONG.T, LONG.astype(np.float64), np.zeros(LONG.shape, np.int8), CUBE)
        for y in (0, 0.5, np.zeros((), np.float32), np.float64(0.5), np.float32(np.nan))
    ),
    ("maximum", (np.float32(1), CUBE), {}),
    ("matmul", (CUBE[0], CUBE[0].T), {}),
    ("matmul", (CUBE, CUBE[0].T), {}),
    ("matmul", (ORDER[0], ORDER[0].T), {}),
    ("matmul", (CUBE[0], CUBE[0].T.astype(float)), {}),
]


@pytest.mark.parametrize(
    ("name", "args", "keywords"), CASES, ids=[f"{n}{i}" for i, (n, *_) in enumerate(CASES)]
)
def test_a_short_form_gives_what_numpy_gives(
    name: str, args: tuple[Any, ...], keywords: dict[str, Any]
) -> None:
    found, expected = (
        getattr(numpy_ns, name)(*args, **keywords),
        getattr(np, name)(*args, **keywords),
    )
    assert found.dtype == expected.dtype
    np.testing.assert_array_equal(found, expected, strict=True)


REFUSED: list[tuple[str, tuple[Any, ...]]] = [
    ("broadcast_to", (CUBE, (4,))),
    ("broadcast_to", (CUBE[0, 0], (5,))),
    ("expand_dims", (CUBE, 4)),
    ("moveaxis", (CUBE, 3, 0)),
    ("moveaxis", (CUBE, 0, 3)),
    ("flip", (CUBE, 3)),
    ("stack", ([CUBE, CUBE[0]],)),
    ("stack", ([],)),
    ("stack", ([CUBE], 5)),
    ("matmul", (CUBE[0], CUBE[0])),
]


@pytest.mark.parametrize(
    ("name", "args"), REFUSED, ids=[f"{n}{i}" for i, (n, _) in enumerate(REFUSED)]
)
def test_a_short_form_refuses_what_numpy_refuses(name: str, args: tuple[Any, ...]) -> None:
    with pytest.raises(Exception) as expected:
        getattr(np, name)(*args)
    with pytest.raises(type(expected.value)):
        getattr(numpy_ns, name)(*args)


def test_every_short_form_is_in_the_namespace() -> None:
    own = [
        n
        for n, f in vars(short_forms).items()
        if getattr(f, "__module__", "") == short_forms.__name__ and n in np.__all__
    ]
    assert sorted({name for name, *_ in CASES}) == sorted(own)
    assert all(getattr(numpy_ns, name) is getattr(short_forms, name) for name in own)


def test_what_is_picked_by_bits_is_what_numpy_picks() -> None:
    for dtype in short_forms.SELECTED:
        t, e = (values.astype(dtype) for values in (NAMED, NAMED[::-1]))
        found = short_forms.picked(LONG > 0, t, e, np.empty(t.shape, dtype))
        np.testing.assert_array_equal(found, np.where(LONG > 0, t, e))
