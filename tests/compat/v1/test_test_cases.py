"""Test cases of TensorFlow 1: sessions, gradients beside differences, graphs compared."""

from __future__ import annotations

import unittest
from typing import Any

import numpy as np
import pytest

import tenfold.compat.v1 as tf


def run(case: type[unittest.TestCase], name: str) -> unittest.TestResult:
    result = case(name).run()
    assert result is not None
    return result


def test_sessions_of_test_cases() -> None:
    seen: list[Any] = []

    class Inner(tf.test.TestCase):
        def test_values(self) -> None:
            v = tf.Variable(1.0)
            with self.cached_session() as first:
                first.run(v.initializer)
                self.assertAllClose(v + 1.0, 2.0)
            with self.cached_session() as again:
                seen.append(again is first)
                self.assertEqual(again.run(v), 1.0)
            with self.session() as other, self.assertRaises(tf.errors.FailedPreconditionError):
                other.run(v)
            with self.test_session() as session:
                seen.append(session is first)
            with self.test_session(graph=tf.Graph()) as session:
                seen.append(session is first)
            self.assertEqual(self.evaluate(tf.constant([1, 2])).tolist(), [1, 2])
            seen.append(len(tf.get_default_graph().get_operations()) > 0)

        def test_other_graph(self) -> None:
            with self.cached_session():
                pass
            with self.cached_session(graph=tf.Graph()):
                pass

        def test_begins_with_an_empty_graph(self) -> None:
            self.assertEqual(tf.get_default_graph().get_operations(), [])
            self.assertIsNotNone(tf.get_default_graph().seed)

    tf.disable_v2_behavior()
    try:
        assert run(Inner, "test_values").wasSuccessful()
        assert seen == [True, True, False, True]
        assert run(Inner, "test_begins_with_an_empty_graph").wasSuccessful()
        (error,) = run(Inner, "test_other_graph").errors
        assert "is different than the one that was used to create the session" in error[1]
    finally:
        tf.reset_default_graph()
        tf.enable_v2_behavior()


def test_a_cached_session_keeps_its_graph() -> None:
    seen: list[Any] = []

    class Inner(tf.test.TestCase):
        def test_values(self) -> None:
            for number in (3.0, 4.0):
                with tf.Graph().as_default() as graph, self.cached_session() as session:
                    seen.append((self.evaluate(tf.constant(number)), session.graph is graph))

    assert run(Inner, "test_values").wasSuccessful()
    assert seen == [(3.0, True), (4.0, False)]


def test_values_at_once() -> None:
    class Inner(tf.test.TestCase):
        def test_values(self) -> None:
            with self.test_session() as session:
                self.assertAllEqual(session.run(tf.constant([1])), [1])

    assert run(Inner, "test_values").wasSuccessful()


def test_gradients_beside_differences() -> None:
    with tf.Graph().as_default(), tf.Session():
        x, w = tf.constant([[1.0, 2.0]]), tf.Variable([[1.0], [3.0]])
        value = w.value()
        y = tf.matmul(x, value) ** 2
        pairs = tf.test.compute_gradient(
            [x, value],
            [[1, 2], [2, 1]],
            y,
            [1, 1],
            [np.array([[1.0, 2.0]]), np.array([[1.0], [3.0]])],
            init_targets=[w.initializer],
        )
        np.testing.assert_allclose(pairs[0][0], [[14.0], [42.0]])
        np.testing.assert_allclose(pairs[0][0], pairs[0][1], rtol=1e-2)
        wrong = x + tf.stop_gradient(x)
        assert abs(tf.test.compute_gradient_error(x, [1, 2], wrong, [1, 2]) - 1.0) < 1e-2


def test_a_gradient_is_taken_where_the_other_tensors_are() -> None:
    with tf.Graph().as_default(), tf.Session():
        x, w = tf.constant([5.0]), tf.constant([-7.0])
        (dx, _), (dw, _) = tf.test.compute_gradient([x, w], [[1], [1]], x * w, [1], [[2.0], [3.0]])
        assert (dx.item(), dw.item()) == (-7.0, 5.0)


def test_gradients_of_complex_numbers_slices_and_nothing() -> None:
    with tf.Graph().as_default(), tf.Session():
        z = tf.constant([2 - 1j], tf.complex128)
        for found in tf.test.compute_gradient(z, [1], z * z * 1j, [1], np.array([2 - 1j])):
            np.testing.assert_allclose(found, [[2.0, 4.0], [-4.0, 2.0]])
        x = tf.constant([3.0, 4.0, 5.0])
        for found in tf.test.compute_gradient(x, [3], tf.gather(x, [2, 2]), [2]):
            np.testing.assert_allclose(found, [[0.0] * 2, [0.0] * 2, [1.0] * 2], atol=1e-3)
        for found in tf.test.compute_gradient(x, [3], x[:0], [0]):
            assert found.shape == (3, 0)
        assert tf.test.compute_gradient_error(x, [3], x[:0], [0]) == 0


def test_graphs_are_compared_without_their_order() -> None:
    def message(swapped: bool, value: float = 1.0) -> Any:
        with tf.Graph().as_default() as graph:
            for name in ("b", "a") if swapped else ("a", "b"):
                tf.constant(value, name=name)
        return graph.as_graph_def()

    tf.test.assert_equal_graph_def(message(True), message(False))
    with pytest.raises(AssertionError, match="The node 'b' differs"):
        tf.test.assert_equal_graph_def(message(True, 2.0), message(False))
    with pytest.raises(AssertionError, match=r"Only actual has the nodes \['a', 'b'\]"):
        tf.test.assert_equal_graph_def(message(True), tf.GraphDef())
    with pytest.raises(TypeError, match="for actual, got int"):
        tf.test.assert_equal_graph_def(3, tf.GraphDef())


def test_attributes_are_put_back() -> None:
    class Thing:
        kind = "old"

    stubs = tf.test.StubOutForTesting()
    stubs.Set(Thing, "kind", "new")
    stubs.SmartSet(Thing, "kind", "newer")
    assert Thing.kind == "newer"
    stubs.UnsetAll()
    assert Thing.kind == "old"
    with pytest.raises(AttributeError, match="'size'"):
        stubs.SmartSet(Thing, "size", 1)
