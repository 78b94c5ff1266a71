"""tf.test.TestCase: what passes, what fails, and with which words."""

import collections
import os
import sys

import numpy as np
import pytest

import tenfold as tf


class Case(tf.test.TestCase):
    def runTest(self):
        pass


@pytest.fixture
def case():
    made = Case()
    made.setUp()
    yield made
    made.tearDown()


Point = collections.namedtuple("Point", ["x", "y"])
NAN = float("nan")

HOLDS = [
    ("assertAllClose", [1.0, 2.0], [1.0, 2.0 + 1e-7]),
    ("assertAllClose", {"a": tf.constant(1.0)}, {"a": 1.0}),
    ("assertAllClose", [[1.0], [2.0, 3.0]], [tf.constant([1.0]), np.array([2.0, 3.0])]),
    ("assertAllClose", Point(1.0, [2.0]), Point(1.0, [2.0])),
    ("assertAllClose", [NAN, np.inf], [NAN, np.inf]),
    ("assertAllClose", tf.constant([1.0], tf.bfloat16), [1.0]),
    ("assertAllEqual", [NAN, 1.0], tf.constant([NAN, 1.0])),
    ("assertAllEqual", ["a"], np.array(["a"])),
    ("assertNotAllEqual", [1], [2]),
    ("assertNotAllClose", [1.0], [1.1]),
    ("assertAllInSet", tf.constant([1, 2, 2]), {1, 2, 3}),
    ("assertAllInRange", [1, 2], 1, 2),
    ("assertAllGreater", [2, 3], 1),
    ("assertShapeEqual", np.zeros(3), tf.ones(3)),
    ("assertAllEqual", tf.constant([np.nan, 2.0], tf.bfloat16), [np.nan, 2.0]),
    ("assertAllEqual", *[tf.constant([np.nan, 2.0], tf.bfloat16)] * 2),
    ("assertNear", 1.0, 1.05, 0.1),
    ("assertArrayNear", [1.0], [1.05], 0.1),
    ("assertNDArrayNear", np.ones(2), np.ones(2), 0.1),
    ("assertDTypeEqual", tf.zeros(3), np.float32),
    ("assertDTypeEqual", np.zeros(3), tf.float64),
    ("assertDeviceEqual", "/cpu:0", "/device:CPU:0"),
    ("assertAllCloseAccordingToType", np.float16([1.0]), np.float16([1.001])),
    ("assertLen", [1], 1),
    ("assertSameElements", [1, 1, 2], [2, 1]),
    ("assertSequenceAlmostEqual", [1.0], [1.0 + 1e-9]),
]

FAILS = [
    ("assertAllClose", ([1.0, 2.0], [1.0, 2.1]), "not close where"),
    ("assertAllClose", ([1.0, 2.0], [1.0, 2.0, 3.0]), "Shape mismatch: expected"),
    ("assertAllClose", ({"a": 1.0}, {"a": 1.1}), "a[a] is different from b[a]"),
    ("assertAllClose", ({"a": 1.0}, {"b": 1.0}), "mismatched keys: a has keys"),
    ("assertAllClose", ([[1.0], [2.0, 3.0]], [[1.0], [2.0, 4.0]]), "a[1] is different from b[1]"),
    ("assertAllEqual", ([1, 2], [1, 3]), "not equal where"),
    ("assertAllEqual", ([1, 2], [[1, 2]]), "Shape mismatch"),
    ("assertNotAllEqual", ([1], [1]), "The two values are equal at all elements."),
    ("assertNotAllClose", ([1.0], [1.0]), "The two values are close at all elements."),
    ("assertAllInSet", ([1, 2], {1, 3}), "1 unique element(s) are not in the set {1, 3}: [2]"),
    ("assertAllInRange", ([1, 2], 0, 1), "1 of the 2 element(s) are outside the range [0, 1]."),
    ("assertAllGreater", ([1, 2], 1), "not greater than 1"),
    ("assertAllLessEqual", ([1, 2], 1), "not less than or equal to 1"),
    ("assertNear", (1.0, 1.2, 0.1), "1.000000 != 1.200000 +/- 0.100000 (difference: 0.2)"),
    ("assertDTypeEqual", (tf.zeros(3), tf.int32), "float32"),
    ("assertDeviceEqual", ("/cpu:0", "/gpu:0"), "Devices /device:CPU:0 and /device:GPU:0"),
    ("assertLen", ([1], 2), "[1] has length of 1, expected 2."),
    ("assertEmpty", ([1],), "[1] has length of 1."),
    ("assertStartsWith", ("abc", "b"), "'abc' does not start with 'b'"),
    ("assertBetween", (3, 1, 2), "unexpectedly not between"),
    ("assertSameElements", ([1, 2], [3]), "Expected, but missing:\n  [1, 2]"),
    ("assertSequenceAlmostEqual", ([1.0], [2.0]), "At index 0: 1.0 != 2.0 within 7 places"),
]


@pytest.mark.parametrize("name_and_args", HOLDS, ids=lambda entry: entry[0])
def test_holds(case, name_and_args):
    name, *args = name_and_args
    assert getattr(case, name)(*args) is None


@pytest.mark.parametrize(("name", "args", "text"), FAILS, ids=lambda x: x if x is str else None)
def test_fails(case, name, args, text):
    with pytest.raises(AssertionError) as caught:
        getattr(case, name)(*args)
    assert text in str(caught.value)


def test_evaluate(case):
    found = case.evaluate({"a": tf.constant([1.0]), "b": [tf.Variable(3), lambda: tf.constant(4)]})
    assert found["a"].tolist() == [1.0] and found["b"] == [3, 4]


def test_sessions_evaluate_at_once(case):
    for session in (case.session, case.cached_session):
        with session() as opened:
            assert opened.run(tf.constant(2)) == 2


def test_errors_of_ops(case):
    with case.assertRaisesOpError("must be at least"):
        raise tf.errors.InvalidArgumentError(None, None, "k must be at least 1")
    with pytest.raises(AssertionError, match="does not match"):
        with case.assertRaisesOpError("other"):
            raise tf.errors.InvalidArgumentError(None, None, "k must be at least 1")
    with pytest.raises(AssertionError, match="was not raised"):
        with case.assertRaisesWithLiteralMatch(ValueError, "x"):
            pass


def test_threads_are_checked(case):
    thread = case.checkedThread(lambda: 1 / 0)
    thread.start()
    with pytest.raises(AssertionError, match="Error in checkedThread: ZeroDivisionError"):
        thread.join()


def test_writes_are_captured(case):
    with case.captureWritesToStream(sys.stderr) as captured:
        sys.stderr.write("hello")
    assert captured.contents() == "hello"


def test_folder_is_removed():
    made = Case()
    made.setUp()
    folder = made.get_temp_dir()
    assert folder == made.get_temp_dir() and os.path.isdir(folder)
    made.tearDown()
    assert not os.path.exists(folder)


def test_seed_is_fixed():
    drawn = []
    for _ in range(2):
        made = Case()
        made.setUp()
        drawn.append(tf.random.normal([3]).numpy().tolist())
    assert drawn[0] == drawn[1]
