"""Assertions about order, nesting and commands: what holds and what does not."""

import dataclasses
import sys

import pytest

import tenfold as tf


@dataclasses.dataclass
class Point:
    x: int


class Case(tf.test.TestCase):
    def runTest(self):
        pass


PYTHON = sys.executable
CASES = [
    ("assertContainsSubsequence", ([1, 2, 3, 4], [2, 4]), ([1, 2, 3], [3, 1]), "not a subseq"),
    ("assertContainsExactSubsequence", ([1, 2, 3], [2, 3]), ([1, 2, 3], [1, 3]), "not an exact"),
    ("assertContainsInOrder", (["a", "c"], "abc"), (["c", "a"], "abc"), "Did not find 'a' after"),
    ("assertMappingEqual", ({"a": 1}, {"a": 1}), ({"a": 1}, {"a": 2, "b": 1}), "'a': 1 is not 2"),
    ("assertDataclassEqual", (Point(1), Point(1)), (Point(1), Point(2)), "1 != 2"),
    ("assertJsonEqual", ('{"a": [1]}', '{ "a":[1] }'), ('{"a": [1]}', '{"a": [2]}'), "is 1 but"),
    ("assertUrlEqual", ("http://h/p?a=1&b=2", "http://h/p?b=2&a=1"), ("http://h", "http://i"), ""),
    ("assertSameStructure", ([{"a": (1, 2)}], [{"a": [1, 2]}]), ([1], [1, 2]), "has length 1 but"),
    ("assertTotallyOrdered", ([1, 1.0], [2]), ([2], [1]), ""),
    (
        "assertCommandSucceeds",
        ([PYTHON, "-c", "print('hello')"], ["hel+o"]),
        ([PYTHON, "-c", "raise SystemExit(2)"],),
        "ended with status 2",
    ),
    (
        "assertCommandFails",
        ([PYTHON, "-c", "raise SystemExit('oh')"], ["oh"]),
        ([PYTHON, "-c", "raise SystemExit('oh')"], ["ah"]),
        "has none of",
    ),
]


@pytest.mark.parametrize(("name", "holds", "fails", "text"), CASES, ids=[c[0] for c in CASES])
def test_assertion(name, holds, fails, text):
    case = Case()
    assert getattr(case, name)(*holds) is None
    with pytest.raises(AssertionError) as caught:
        getattr(case, name)(*fails)
    assert text in str(caught.value)
