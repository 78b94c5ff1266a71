"""tf.TensorArray: reads and writes, in loops and across functions, gradients, errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tenfold as tf

Stage = Callable[..., Any]


def gradients(f: Callable[..., Any], x: Any) -> tuple[Any, Any]:
    """The first derivative of f at x, and that of its squares' sum."""
    x = tf.constant(x)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        first = inner.gradient(y, x)
        total = tf.reduce_sum(first**2)
    return first.numpy(), outer.gradient(total, x).numpy()


def test_what_is_written_can_be_read_and_stacked(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        ta = tf.TensorArray(tf.float32, size=3, clear_after_read=False)
        ta = ta.write(2, x).write(0, x * 2.0).write(1, x + 1.0)
        return ta.read(2), ta.stack(), ta.size()

    last, all_of_them, size = f(tf.constant([1.0, 5.0]))
    assert last.numpy().tolist() == [1, 5]
    assert all_of_them.numpy().tolist() == [[2, 10], [2, 6], [1, 5]]
    assert (size.numpy(), size.dtype) == (3, tf.int32)


def test_elements_never_written_are_zero(staged: Stage) -> None:
    f = staged(lambda x: tf.TensorArray(tf.float32, size=3).write(1, x).stack())
    assert f(tf.constant([4.0])).numpy().tolist() == [[0], [4], [0]]


def test_an_array_of_texts(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        return tf.TensorArray(tf.string, size=2).write(0, x).write(1, "b").stack()

    assert f(tf.constant("a")).numpy().tolist() == [b"a", b"b"]


@pytest.mark.parametrize("n", [0, 1, 4])
def test_an_array_as_loop_variable(staged: Stage, n: int) -> None:
    @staged
    def f(n: Any) -> Any:
        ta = tf.TensorArray(tf.int32, size=n, element_shape=[])
        body = lambda i, ta: (i + 1, ta.write(i, i * i))  # noqa: E731
        return tf.while_loop(lambda i, _: i < n, body, (0, ta))[1].stack()

    found = f(tf.constant(n))
    assert found.shape == [n]
    assert found.numpy().tolist() == [i * i for i in range(n)]


def test_an_array_that_grows_in_a_loop(staged: Stage) -> None:
    @staged
    def f(n: Any) -> Any:
        ta = tf.TensorArray(tf.int32, size=0, dynamic_size=True, element_shape=[])
        body = lambda i, ta: (i + 1, ta.write(ta.size(), i * 3))  # noqa: E731
        ta = tf.while_loop(lambda i, _: i < n, body, (0, ta))[1]
        return ta.size(), ta.stack()

    size, found = f(tf.constant(4))
    assert (size.numpy(), found.numpy().tolist()) == (4, [0, 3, 6, 9])


def test_writing_past_the_end_makes_an_array_longer(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        ta = tf.TensorArray(tf.float32, size=1, dynamic_size=True).write(3, x)
        return ta.size(), ta.stack()

    size, found = f(tf.constant([7.0]))
    assert (size.numpy(), found.numpy().tolist()) == (4, [[0], [0], [0], [7]])


def test_unstack_gather_and_scatter(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        ta = tf.TensorArray(tf.float32, size=3, clear_after_read=False).unstack(x)
        placed = tf.TensorArray(tf.float32, size=3).scatter([2, 0], x[:2])
        return ta.gather([2, 0, 2]), placed.stack()

    gathered, placed = f(tf.constant([[1.0], [2.0], [3.0]]))
    assert gathered.numpy().tolist() == [[3], [1], [3]]
    assert placed.numpy().tolist() == [[2], [0], [1]]


def test_split_and_concat(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        ta = tf.TensorArray(tf.float32, size=3, infer_shape=False)
        ta = ta.split(x, tf.constant([2, 0, 1]))
        return ta.write(1, x[:1] * 10.0).concat()

    assert f(tf.constant([1.0, 2.0, 3.0])).numpy().tolist() == [1, 2, 10, 3]


def test_elements_of_several_shapes(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        ta = tf.TensorArray(tf.float32, size=2, infer_shape=False, clear_after_read=False)
        ta = ta.write(0, x).write(1, tf.concat([x, x], 0))
        return ta.read(0), ta.read(1), ta.concat()

    a, b, joined = f(tf.constant([1.0, 2.0]))
    assert (a.numpy().tolist(), b.numpy().tolist()) == ([1, 2], [1, 2, 1, 2])
    assert joined.numpy().tolist() == [1, 2, 1, 2, 1, 2]


PROGRAMS: dict[str, Callable[[Any, Any], Any]] = {
    "write and read": lambda ta, x: ta.write(0, x).write(1, x**2).read(1),
    "written twice": lambda ta, x: ta.write(0, x).write(0, x**3).stack(),
    "stack": lambda ta, x: ta.write(0, x).write(2, x**3).stack(),
    "gather": lambda ta, x: ta.unstack(tf.stack([x, x**2, x**3])).gather([2, 2, 0]),
    "scatter": lambda ta, x: ta.scatter([2, 0], tf.stack([x**2, x**3])).stack(),
    "unstack": lambda ta, x: ta.unstack(tf.stack([x, x**3, x])).read(1),
}
SLOPES = {
    "write and read": (lambda x: 2 * x, lambda x: 2 + 0 * x),
    "written twice": (lambda x: 3 * x**2, lambda x: 6 * x),
    "stack": (lambda x: 1 + 3 * x**2, lambda x: 6 * x),
    "gather": (lambda x: 1 + 6 * x**2, lambda x: 12 * x),
    "scatter": (lambda x: 2 * x + 3 * x**2, lambda x: 2 + 6 * x),
    "unstack": (lambda x: 3 * x**2, lambda x: 6 * x),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_gradients_flow_through_it(staged: Stage, name: str) -> None:
    @staged
    def f(x: Any) -> Any:
        ta = tf.TensorArray(tf.float32, size=3, clear_after_read=False)
        return tf.reduce_sum(PROGRAMS[name](ta, x))

    x = np.array([0.5, -1.5])
    slope, curve = (part(x) for part in SLOPES[name])
    first, second = gradients(f, x.astype(np.float32))
    np.testing.assert_allclose(first, slope, rtol=1e-5)
    np.testing.assert_allclose(second, 2 * slope * curve, rtol=1e-5)


def test_gradients_flow_through_split_and_concat(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        ta = tf.TensorArray(tf.float32, size=2, infer_shape=False).split(x**3, [1, 2])
        return tf.reduce_sum(ta.concat() * [1.0, 2.0, 3.0])

    x, k = np.array([1.0, 2.0, -1.0]), np.array([1, 2, 3])
    first, second = gradients(f, x.astype(np.float32))
    np.testing.assert_allclose(first, 3 * x**2 * k, rtol=1e-5)
    np.testing.assert_allclose(second, 2 * (3 * x**2 * k) * (6 * x * k), rtol=1e-5)


def test_gradients_of_a_recurrent_net(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        inputs = tf.TensorArray(tf.float32, size=3).unstack(x)
        outputs = tf.TensorArray(tf.float32, size=3)

        def body(i: Any, s: Any, outputs: Any) -> Any:
            s = s * inputs.read(i)
            return i + 1, s, outputs.write(i, s)

        first = (0, tf.constant(1.0), outputs)
        outputs = tf.while_loop(lambda i, *_: i < 3, body, first)[2]
        return tf.reduce_sum(outputs.stack())  # a + ab + abc

    a, b, c = 2.0, 3.0, 5.0
    first, second = gradients(f, [a, b, c])
    g = np.array([1 + b + b * c, a + a * c, a * b])
    hessian = np.array([[0, 1 + c, b], [1 + c, 0, a], [b, a, 0]])
    np.testing.assert_allclose(first, g, rtol=1e-5)
    np.testing.assert_allclose(second, 2 * hessian @ g, rtol=1e-5)


def test_passed_into_a_function_and_out_of_it(graph: Stage) -> None:
    @graph
    def f(ta: Any, x: Any) -> Any:
        return ta.write(1, x * 2.0)

    ta = tf.TensorArray(tf.float32, size=2, element_shape=[]).write(0, 1.0)
    found = f(ta, tf.constant(4.0))
    assert isinstance(found, tf.TensorArray)
    assert found.stack().numpy().tolist() == [1, 8]


def test_in_a_graph_older_versions_stay(graph: Stage) -> None:
    @graph
    def f(x: Any) -> Any:
        first = tf.TensorArray(tf.float32, size=1).write(0, x)
        second = first.write(0, x * 2.0)
        return first.stack(), second.stack()

    assert [t.numpy().tolist() for t in f(tf.constant(3.0))] == [[3], [6]]


def test_eagerly_an_element_is_read_once() -> None:
    ta = tf.TensorArray(tf.float32, size=2).write(0, 1.0)
    assert ta.read(0).numpy() == 1
    with pytest.raises(tf.errors.InvalidArgumentError, match="read index 0 twice"):
        ta.read(0)
    assert ta.write(0, 2.0).read(0).numpy() == 2
    kept = tf.TensorArray(tf.float32, size=1, clear_after_read=False).write(0, 1.0)
    assert [kept.read(0).numpy(), kept.read(0).numpy()] == [1, 1]


@pytest.mark.parametrize(
    ("use", "message"),
    [
        (lambda ta: ta.read(2), "read from index 2 but array size is: 2"),
        (lambda ta: ta.read(-1), "Reading from negative indices"),
        (lambda ta: ta.write(2, 1.0), "write to index 2 but array is not resizeable"),
        (lambda ta: ta.write(-1, 1.0), "Writing to negative indices"),
    ],
    ids=["read", "read negative", "write", "write negative"],
)
def test_eagerly_an_index_out_of_range_is_refused(use: Any, message: str) -> None:
    with pytest.raises(tf.errors.OutOfRangeError, match=message):
        use(tf.TensorArray(tf.float32, size=2))


def test_more_rows_than_elements_cannot_be_unstacked() -> None:
    with pytest.raises(ValueError, match="Cannot unstack 3 tensors into a TensorArray of static s"):
        tf.TensorArray(tf.float32, size=2).unstack([1.0, 2.0, 3.0])
    ta = tf.TensorArray(tf.float32, size=2, dynamic_size=True).unstack([1.0, 2.0, 3.0])
    assert ta.size().numpy() == 3


@pytest.mark.parametrize("i", [2, -1])
@pytest.mark.parametrize("kind", ["read", "write"])
def test_in_a_graph_an_index_out_of_range_is_refused(graph: Stage, kind: str, i: int) -> None:
    @graph
    def f(i: Any) -> Any:
        ta = tf.TensorArray(tf.float32, size=2, element_shape=[])
        return ta.read(i) if kind == "read" else ta.write(i, 1.0).stack()

    assert f(tf.constant(1)).shape == ([] if kind == "read" else [2])
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"rying to (access|modify)"):
        f(tf.constant(i))


def test_elements_must_agree_in_shape(staged: Stage) -> None:
    f = staged(lambda: tf.TensorArray(tf.float32, size=2).write(0, [1.0]).write(1, [1.0, 2.0]))
    with pytest.raises(ValueError, match=r"Incompatible shape|Inconsistent shapes"):
        f()


def test_an_element_must_have_the_dtype(staged: Stage) -> None:
    f = staged(lambda: tf.TensorArray(tf.float32, size=1).write(0, tf.constant(1)))
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"dtype|data types"):
        f()


def test_scalars_cannot_be_joined(graph: Stage) -> None:
    f = graph(lambda: tf.TensorArray(tf.float32, size=1).write(0, 1.0).concat())
    with pytest.raises(tf.errors.InvalidArgumentError, match="Concat saw a scalar shape"):
        f()


def test_arrays_that_cannot_be_made() -> None:
    with pytest.raises(ValueError, match=r"[Ss]ize"):
        tf.TensorArray(tf.float32)
    flow = tf.TensorArray(tf.float32, size=1).flow
    with pytest.raises(ValueError, match="size"):
        tf.TensorArray(tf.float32, size=1, flow=flow)


def test_the_element_shape_is_what_was_seen(graph: Stage) -> None:
    seen = []

    @graph
    def f(x: Any) -> Any:
        ta = tf.TensorArray(tf.float32, size=2)
        seen.append(ta.element_shape.rank)
        ta = ta.write(0, x)
        seen.append(ta.element_shape.as_list())
        return ta.stack()

    f.get_concrete_function(tf.TensorSpec([None, 3]))
    assert seen == [None, [None, 3]]


def test_attributes() -> None:
    ta = tf.TensorArray(tf.int64, size=2, dynamic_size=True, element_shape=[None, 3])
    assert (ta.dtype, ta.dynamic_size, ta.handle) == (tf.int64, True, None)
    assert ta.element_shape.as_list() == [None, 3]
    ta.close()
    assert ta.size().numpy() == 0
    with pytest.raises(NotImplementedError):
        ta.grad("source")


def test_its_spec_tells_what_is_alike() -> None:
    spec = tf.TensorArraySpec([None], tf.float32, dynamic_size=True)
    assert spec.value_type is tf.TensorArray
    alike = tf.TensorArray(tf.float32, size=1, dynamic_size=True, element_shape=[3])
    assert spec.is_compatible_with(tf.TensorArraySpec.from_value(alike))
    other = tf.TensorArray(tf.int32, size=1, dynamic_size=True, element_shape=[3])
    assert not spec.is_compatible_with(tf.TensorArraySpec.from_value(other))
    assert spec == tf.TensorArraySpec([None], tf.float32, dynamic_size=True)
    assert spec != tf.TensorArraySpec([None], tf.float32)


def test_gradients_of_elements_of_several_shapes(staged: Any) -> None:
    @staged
    def f(v: Any) -> Any:
        array = tf.TensorArray(tf.float32, 2, infer_shape=False)
        return array.write(0, v[:1]).write(1, v[1:]).concat() ** 2

    v = tf.constant([1.0, 2.0, 3.0])
    with tf.GradientTape() as outer:
        outer.watch(v)
        with tf.GradientTape() as inner:
            inner.watch(v)
            y = f(v)
        first = inner.gradient(y, v)
    assert first.numpy().tolist() == [2, 4, 6]
    assert outer.gradient(first, v).numpy().tolist() == [2, 2, 2]


def test_nodes_of_arrays_have_tensorflows_names():
    @tf.function
    def rows(x):
        array = tf.TensorArray(tf.float32, 2).write(0, x).write(1, x)
        other = tf.TensorArray(tf.float32, 2).unstack(array.stack()).scatter([0], [x])
        return other.read(0)

    graph = rows.get_concrete_function(tf.TensorSpec([])).graph
    lists = [n.name for n in graph.get_operations() if n.type.startswith("TensorList")]
    assert lists == [
        "TensorArrayV2",
        "TensorArrayV2Write/TensorListSetItem",
        "TensorArrayV2Write_1/TensorListSetItem",
        "TensorArrayV2_1",
        "TensorArrayV2Stack/TensorListStack",
        "TensorArrayUnstack/TensorListFromTensor",
        "TensorArrayScatter/TensorListScatterIntoExistingList",
        "TensorArrayV2Read/TensorListGetItem",
    ]
