"""Assertions of tf.test.TestCase about arrays, and about structures of them."""

from __future__ import annotations

import unittest
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tenfold.core.dtypes import as_dtype
from tenfold.core.tensor import Operators

from .evaluating import evaluate


class ArrayAssertions(unittest.TestCase):
    """What a test says of values; tensors and variables stand for their arrays."""

    def evaluate(self, tensors: Any) -> Any:
        """The values of a structure of tensors: NumPy arrays and scalars.

        Args:
          tensors: A structure of tensors and variables; functions without arguments are called.

        Returns:
          The same structure of arrays.
        """
        return evaluate(tensors)

    def _array(self, a: Any) -> np.ndarray:
        if isinstance(a, np.ndarray):
            return a
        value = self.evaluate(a) if isinstance(a, Operators) else a
        if isinstance(value, (list, tuple)):
            value = [self._array(v) if isinstance(v, Operators) else v for v in value]
        return np.asarray(value)

    def assertAllEqual(self, a: Any, b: Any, msg: str | None = None) -> None:
        """Asserts that two arrays have the same shape and elements (NaN equals NaN)."""
        x, y = self._array(a), self._array(b)
        note = f" {msg}" if msg else ""
        self.assertEqual(
            x.shape,
            y.shape,
            f"Shape mismatch: expected {x.shape}, got {y.shape}. Contents: {y!r}.{note}",
        )
        same = x == y
        if _may_be_nan(x) and _may_be_nan(y):
            same = same | (np.isnan(x) & np.isnan(y))
        if not np.all(same):
            np.testing.assert_array_equal(x, y, err_msg=_places("equal", ~same, x, y) + note)

    def assertNotAllEqual(self, a: Any, b: Any, msg: str | None = None) -> None:
        """Asserts that two arrays differ, in shape or in an element."""
        self._assert_fails(self.assertAllEqual, "The two values are equal", a, b, msg=msg)

    def _assert_fails(
        self, assertion: Callable[..., None], text: str, *args: Any, msg: str | None, **kwargs: Any
    ) -> None:
        try:
            assertion(*args, **kwargs)
        except AssertionError:
            return
        raise self.failureException(f"{text} at all elements. {msg or ''}")

    def assertAllClose(
        self, a: Any, b: Any, rtol: float = 1e-6, atol: float = 1e-6, msg: str | None = None
    ) -> None:
        """Asserts |a - b| <= atol + rtol * |b| in every element of two structures of arrays.

        Args:
          a: An array, or a list, tuple, named tuple or dictionary of them.
          b: A structure of the same form.
          rtol: The relative tolerance.
          atol: The absolute tolerance.
          msg: What the error adds.

        Raises:
          AssertionError: The forms, the shapes or the values differ.
        """
        self._all_close(a, b, rtol, atol, "", msg)

    def _all_close(
        self, a: Any, b: Any, rtol: float, atol: float, path: str, msg: str | None
    ) -> None:
        a, b = _without_fields(a), _without_fields(b)
        note = msg or ""
        if isinstance(a, Mapping) or isinstance(b, Mapping):
            self.assertIsInstance(a, Mapping, f"a{path} is no mapping, b{path} is. {note}")
            self.assertIsInstance(b, Mapping, f"a{path} is a mapping, b{path} is not. {note}")
            self.assertCountEqual(
                a.keys(),
                b.keys(),
                f"mismatched keys: a{path} has keys {a.keys()}, but b{path} has keys {b.keys()}. "
                f"{note}",
            )
            for key in a:
                self._all_close(a[key], b[key], rtol, atol, f"{path}[{key}]", msg)
        elif _is_nested(a) or _is_nested(b):
            self.assertEqual(
                len(a),
                len(b),
                f"Mismatched length: a{path} has {len(a)} items, but b{path} has {len(b)} items. "
                f"{note}",
            )
            for i, (x, y) in enumerate(zip(a, b, strict=True)):
                self._all_close(x, y, rtol, atol, f"{path}[{i}]", msg)
        else:
            self._arrays_close(self._array(a), self._array(b), rtol, atol, path, note)

    def _arrays_close(
        self, x: np.ndarray, y: np.ndarray, rtol: float, atol: float, path: str, note: str
    ) -> None:
        self.assertEqual(
            x.shape,
            y.shape,
            f"Shape mismatch: expected {x.shape}, got {y.shape} with contents {y}. {note}",
        )
        wide_x, wide_y = _wide(x), _wide(y)
        if np.allclose(wide_x, wide_y, rtol=rtol, atol=atol, equal_nan=True):
            return
        far = ~np.isclose(wide_x, wide_y, rtol=rtol, atol=atol, equal_nan=True)
        text = f"Mismatched value: a{path} is different from b{path}. {note}\n"
        text += _places("close", far, wide_x, wide_y)
        text += f"\ndtype = {x.dtype}, shape = {x.shape}"
        np.testing.assert_allclose(
            *(wide_x, wide_y), rtol=rtol, atol=atol, err_msg=text, equal_nan=True
        )

    def assertNotAllClose(
        self, a: Any, b: Any, rtol: float = 1e-6, atol: float = 1e-6, msg: str | None = None
    ) -> None:
        """Asserts that two structures of arrays are not close."""
        text = "The two values are close"
        self._assert_fails(self.assertAllClose, text, a, b, rtol=rtol, atol=atol, msg=msg)

    def assertAllCloseAccordingToType(
        self,
        a: Any,
        b: Any,
        rtol: float = 1e-6,
        atol: float = 1e-6,
        float_rtol: float = 1e-6,
        float_atol: float = 1e-6,
        half_rtol: float = 1e-3,
        half_atol: float = 1e-3,
        bfloat16_rtol: float = 1e-2,
        bfloat16_atol: float = 1e-2,
        msg: str | None = None,
    ) -> None:
        """Asserts that two arrays are close, by the tolerance of the less exact dtype."""
        x, y = self._array(a), self._array(b)
        kinds = {as_dtype(x.dtype).name, as_dtype(y.dtype).name}
        for names, r, t in (
            ({"float32", "complex64"}, float_rtol, float_atol),
            ({"float16"}, half_rtol, half_atol),
            ({"bfloat16"}, bfloat16_rtol, bfloat16_atol),
        ):
            if kinds & names:
                rtol, atol = max(rtol, r), max(atol, t)
        self.assertAllClose(x, y, rtol=rtol, atol=atol, msg=msg)

    def assertAllGreater(self, a: Any, comparison_target: Any) -> None:
        """Asserts that every element is above a number."""
        self.assertGreater(np.min(self._array(a)), comparison_target)

    def assertAllLess(self, a: Any, comparison_target: Any) -> None:
        """Asserts that every element is below a number."""
        self.assertLess(np.max(self._array(a)), comparison_target)

    def assertAllGreaterEqual(self, a: Any, comparison_target: Any) -> None:
        """Asserts that no element is below a number."""
        self.assertGreaterEqual(np.min(self._array(a)), comparison_target)

    def assertAllLessEqual(self, a: Any, comparison_target: Any) -> None:
        """Asserts that no element is above a number."""
        self.assertLessEqual(np.max(self._array(a)), comparison_target)

    def assertAllInRange(
        self,
        target: Any,
        lower_bound: Any,
        upper_bound: Any,
        open_lower_bound: bool = False,
        open_upper_bound: bool = False,
    ) -> None:
        """Asserts that every element lies between two bounds, which an open end leaves out."""
        value = self._array(target)
        if value.dtype.kind not in "iuf" and as_dtype(value.dtype).name != "bfloat16":
            raise AssertionError(
                f"The value of {target} does not have an ordered numeric type, instead it has "
                f"type: {value.dtype}"
            )
        low = value > lower_bound if open_lower_bound else value >= lower_bound
        high = value < upper_bound if open_upper_bound else value <= upper_bound
        outside = ~(low & high)
        if not outside.any():
            return
        ends = "(["[not open_lower_bound], ")]"[not open_upper_bound]
        places = "\n".join(f"  {list(map(int, i))} : {value[tuple(i)]}" for i in _few(outside))
        raise AssertionError(
            f"{outside.sum()} of the {value.size} element(s) are outside the range "
            f"{ends[0]}{lower_bound}, {upper_bound}{ends[1]}. Subscript(s) and value(s) of the "
            f"offending elements:\n{places}"
        )

    def assertAllInSet(self, target: Any, expected_set: Any) -> None:
        """Asserts that every element is one of a set."""
        found = np.unique(self._array(target)).tolist()
        strange = [v for v in found if v not in expected_set]
        if strange:
            raise AssertionError(
                f"{len(strange)} unique element(s) are not in the set {expected_set}: {strange}"
            )

    def assertShapeEqual(self, input_a: Any, input_b: Any, msg: str | None = None) -> None:
        """Asserts that an array or tensor has the shape of another."""
        self.assertAllEqual(tuple(input_a.shape), tuple(input_b.shape), msg=msg)

    def assertDTypeEqual(self, target: Any, expected_dtype: Any) -> None:
        """Asserts the dtype of a value."""
        value = target if hasattr(target, "dtype") else self._array(target)
        found, wanted = as_dtype(value.dtype), as_dtype(expected_dtype)
        self.assertEqual(found, wanted, f"the dtype is {found.name}, not {wanted.name}")

    def assertNear(self, f1: float, f2: float, err: float, msg: str | None = None) -> None:
        """Asserts that two numbers differ by no more than `err`."""
        note = f" ({msg})" if msg else ""
        self.assertTrue(
            f1 == f2 or abs(f1 - f2) <= err,
            f"{f1:f} != {f2:f} +/- {err:f} (difference: {abs(f1 - f2):.6g}){note}",
        )

    def assertArrayNear(
        self, farray1: Any, farray2: Any, err: float, msg: str | None = None
    ) -> None:
        """Asserts that the numbers of two sequences differ by no more than `err` each."""
        self.assertEqual(len(farray1), len(farray2), msg)
        for f1, f2 in zip(farray1, farray2, strict=True):
            self.assertNear(float(f1), float(f2), err, msg)

    def assertNDArrayNear(
        self, ndarray1: Any, ndarray2: Any, err: float, msg: str | None = None
    ) -> None:
        """Asserts that the distance of two arrays of one shape is below `err`."""
        x, y = self._array(ndarray1), self._array(ndarray2)
        self.assertEqual(x.shape, y.shape, msg)
        self.assertLess(np.linalg.norm(x - y), err, msg)


def _without_fields(value: Any) -> Any:
    """A named tuple as a dictionary."""
    return value._asdict() if hasattr(value, "_asdict") else value


def _is_nested(value: Any) -> bool:
    """Whether a list or tuple cannot be one array of numbers."""
    if not isinstance(value, (list, tuple)):
        return False
    if any(isinstance(v, (list, tuple, Mapping)) for v in value):
        try:
            return np.asarray(value).dtype.hasobject
        except ValueError:
            return True
    shapes = {np.shape(v) for v in value}
    return len(shapes) > 1


def _wide(x: np.ndarray) -> np.ndarray:
    """Types that NumPy does not know of itself, as float32."""
    return x.astype(np.float32) if x.dtype.kind == "V" else x


def _few(flags: np.ndarray) -> np.ndarray:
    return np.argwhere(flags)[:10]


def _places(what: str, flags: np.ndarray, x: np.ndarray, y: np.ndarray) -> str:
    """Where two arrays differ, and by what."""
    if not x.ndim:
        return f"not {what} lhs = {x}\nnot {what} rhs = {y}"
    lines = [f"not {what} where = {np.where(flags)}"]
    lines += [f"not {what} lhs = {x[flags]}", f"not {what} rhs = {y[flags]}"]
    if what == "close":
        lines.append(f"not {what} dif = {np.abs(x[flags] - y[flags])}")
    return "\n".join(lines)


def _may_be_nan(x: np.ndarray) -> bool:
    return x.dtype.kind in "fc" or (x.dtype.kind == "V" and as_dtype(x.dtype).is_floating)
