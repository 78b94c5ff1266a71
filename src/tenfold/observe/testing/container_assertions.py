"""Assertions of tf.test.TestCase about containers, texts and errors."""

from __future__ import annotations

import contextlib
import re
import unittest
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tenfold.core import errors
from tenfold.core.placement import parse_device


class ContainerAssertions(unittest.TestCase):
    """What a test says of Python's own objects, beyond what unittest has."""

    def assertLen(self, container: Any, expected_len: int, msg: str | None = None) -> None:
        """Asserts the length of a container."""
        if len(container) != expected_len:
            text = f"{container!r} has length of {len(container)}, expected {expected_len}."
            self.fail(self._formatMessage(msg, text))

    def assertEmpty(self, container: Any, msg: str | None = None) -> None:
        """Asserts that a container has no elements."""
        if len(container):
            self.fail(self._formatMessage(msg, f"{container!r} has length of {len(container)}."))

    def assertNotEmpty(self, container: Any, msg: str | None = None) -> None:
        """Asserts that a container has an element."""
        if not len(container):
            self.fail(self._formatMessage(msg, f"{container!r} has length of 0."))

    def assertStartsWith(self, actual: str, expected_start: str, msg: str | None = None) -> None:
        """Asserts how a text begins."""
        if not actual.startswith(expected_start):
            text = f"{actual!r} does not start with {expected_start!r}"
            self.fail(self._formatMessage(msg, text))

    def assertNotStartsWith(
        self, actual: str, unexpected_start: str, msg: str | None = None
    ) -> None:
        """Asserts how a text does not begin."""
        if actual.startswith(unexpected_start):
            text = f"{actual!r} does start with {unexpected_start!r}"
            self.fail(self._formatMessage(msg, text))

    def assertEndsWith(self, actual: str, expected_end: str, msg: str | None = None) -> None:
        """Asserts how a text ends."""
        if not actual.endswith(expected_end):
            text = f"{actual!r} does not end with {expected_end!r}"
            self.fail(self._formatMessage(msg, text))

    def assertNotEndsWith(self, actual: str, unexpected_end: str, msg: str | None = None) -> None:
        """Asserts how a text does not end."""
        if actual.endswith(unexpected_end):
            text = f"{actual!r} does end with {unexpected_end!r}"
            self.fail(self._formatMessage(msg, text))

    def assertBetween(self, value: Any, minv: Any, maxv: Any, msg: str | None = None) -> None:
        """Asserts minv <= value <= maxv."""
        text = f'"{value}" unexpectedly not between "{minv}" and "{maxv}"'
        self.assertLessEqual(minv, value, self._formatMessage(msg, text))
        self.assertLessEqual(value, maxv, self._formatMessage(msg, text))

    def assertSequenceAlmostEqual(
        self,
        expected_seq: Sequence[float],
        actual_seq: Sequence[float],
        places: int | None = None,
        msg: str | None = None,
        delta: float | None = None,
    ) -> None:
        """Asserts that two sequences of numbers agree to some places, or within `delta`."""
        self.assertEqual(len(expected_seq), len(actual_seq), msg)
        for i, (a, b) in enumerate(zip(expected_seq, actual_seq, strict=True)):
            try:
                self._assert_near(a, b, places, delta)
            except AssertionError as error:
                self.fail(self._formatMessage(msg, f"At index {i}: {error}"))

    def assertDictAlmostEqual(
        self,
        a: Mapping[Any, float],
        b: Mapping[Any, float],
        places: int | None = None,
        msg: str | None = None,
        delta: float | None = None,
    ) -> None:
        """Asserts that two dictionaries of numbers agree to some places, or within `delta`."""
        self.assertEqual(a.keys(), b.keys(), msg)
        for key in a:
            self._assert_near(a[key], b[key], places, delta, msg)

    def _assert_near(
        self, a: float, b: float, places: int | None, delta: float | None, msg: str | None = None
    ) -> None:
        if delta is None:
            self.assertAlmostEqual(a, b, places=places, msg=msg)
        elif places is None:
            self.assertAlmostEqual(a, b, delta=delta, msg=msg)
        else:
            raise TypeError(f"Pass places or delta, not both; received {places} and {delta}.")

    def assertContainsSubset(
        self, expected_subset: Any, actual_set: Any, msg: str | None = None
    ) -> None:
        """Asserts that all of some elements are in a set."""
        missing = set(expected_subset) - set(actual_set)
        if missing:
            text = f"Missing elements {missing}\nExpected: {expected_subset}\nActual: {actual_set}"
            self.fail(self._formatMessage(msg, text))

    def assertNoCommonElements(
        self, expected_seq: Any, actual_seq: Any, msg: str | None = None
    ) -> None:
        """Asserts that two collections share nothing."""
        common = set(expected_seq) & set(actual_seq)
        if common:
            self.fail(self._formatMessage(msg, f"Common elements {common}"))

    def assertItemsEqual(self, first: Any, second: Any, msg: str | None = None) -> None:
        """Asserts that two sequences have the same elements as often, in any order."""
        self.assertCountEqual(first, second, msg)

    def assertSameElements(
        self, expected_seq: Any, actual_seq: Any, msg: str | None = None
    ) -> None:
        """Asserts that two sequences have the same elements, however often."""
        expected, actual = list(expected_seq), list(actual_seq)
        missing = [x for x in expected if x not in actual]
        strange = [x for x in actual if x not in expected]
        if missing or strange:
            lines = [f"Expected, but missing:\n  {missing}"] if missing else []
            lines += [f"Unexpected, but present:\n  {strange}"] if strange else []
            self.fail(self._formatMessage(msg, "\n".join(lines)))

    def assertSequenceStartsWith(self, prefix: Any, whole: Any, msg: str | None = None) -> None:
        """Asserts that a sequence begins with the elements of another."""
        start = list(whole)[: len(prefix)]
        if start != list(prefix):
            self.fail(self._formatMessage(msg, f"prefix: {prefix}, whole: {whole}"))

    def assertIsSubclass(self, cls: type, superclass: type, msg: str | None = None) -> None:
        """Asserts that a class derives from another."""
        if not issubclass(cls, superclass):
            self.fail(self._formatMessage(msg, f"{cls} is not a subclass of {superclass}"))

    def assertNotIsSubclass(self, cls: type, superclass: type, msg: str | None = None) -> None:
        """Asserts that a class does not derive from another."""
        if issubclass(cls, superclass):
            self.fail(self._formatMessage(msg, f"{cls} is a subclass of {superclass}"))

    def assertRegexMatch(
        self, actual_str: str | bytes, regexes: Sequence[Any], message: str | None = None
    ) -> None:
        """Asserts that one of several patterns is found in a text."""
        if not any(re.search(pattern, actual_str, re.MULTILINE) for pattern in regexes):
            text = f"{actual_str!r} contains none of {list(regexes)!r}"
            self.fail(self._formatMessage(message, text))

    def assertDeviceEqual(self, device1: Any, device2: Any, msg: str | None = None) -> None:
        """Asserts that two names mean the same device."""
        names = [str(parse_device(str(d))) for d in (device1, device2)]
        self.assertEqual(
            names[0], names[1], f"Devices {names[0]} and {names[1]} are not equal. {msg}"
        )

    def assertRaisesWithLiteralMatch(
        self,
        expected_exception: Any,
        expected_exception_message: str,
        callable_obj: Callable[..., Any] | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        """Asserts an exception of a class with exactly a message; a context without a callable."""
        context = self._raises(
            expected_exception, lambda error: str(error) == expected_exception_message
        )
        if callable_obj is None:
            return context
        with context:
            callable_obj(*args, **kwargs)
        return None

    def assertRaisesWithPredicateMatch(
        self, exception_type: Any, expected_err_re_or_predicate: Any
    ) -> Any:
        """A context that asserts an exception whose message has a pattern, or fits a function."""
        if callable(expected_err_re_or_predicate):
            predicate: Any = expected_err_re_or_predicate
            return self._raises(exception_type, predicate)
        pattern = expected_err_re_or_predicate

        def fits(error: BaseException) -> bool:
            text = error.message if isinstance(error, errors.OpError) else str(error)
            return re.search(pattern, text) is not None

        return self._raises(exception_type, fits)

    def assertRaisesOpError(self, expected_err_re_or_predicate: Any) -> Any:
        """A context that asserts an error of an op, by a pattern or a function."""
        return self.assertRaisesWithPredicateMatch(errors.OpError, expected_err_re_or_predicate)

    def assertRaisesIncompatibleShapesError(
        self, exception_type: Any = errors.InvalidArgumentError
    ) -> Any:
        """A context that asserts that an op refuses the shapes of its inputs."""
        return self.assertRaisesWithPredicateMatch(
            exception_type, r"(?i)incompatible shapes|dimensions must be equal|broadcast|shape"
        )

    @contextlib.contextmanager
    def _raises(self, kind: Any, fits: Callable[[BaseException], bool]) -> Iterator[None]:
        try:
            yield
        except kind as error:
            if not fits(error):
                raise AssertionError(
                    f"Exception of type {type(error).__name__} does not match: {error}"
                ) from error
        else:
            names = getattr(kind, "__name__", kind)
            self.fail(f"{names} was not raised.")
