"""tf.queue: what goes in, what comes out, in which order and in which form."""

from __future__ import annotations

import pytest

import tenfold as tf

queues = tf.queue


def values(found):
    return tf.nest.map_structure(lambda x: x.numpy().tolist(), found)


def test_elements_of_several_components() -> None:
    queue = queues.FIFOQueue(4, [tf.float32, tf.int32], shapes=[[2], []])
    queue.enqueue(([1.0, 2.0], 3))
    queue.enqueue_many(([[3.0, 4.0], [5.0, 6.0]], [4, 5]))
    assert queue.size().numpy() == 3
    assert values(queue.dequeue()) == [[1.0, 2.0], 3]
    assert values(queue.dequeue_many(2)) == [[[3.0, 4.0], [5.0, 6.0]], [4, 5]]
    assert [x.shape for x in queue.dequeue_many(0)] == [(0, 2), (0,)]
    assert (queue.dtypes, queue.shapes, queue.names) == ([tf.float32, tf.int32], [[2], []], None)


def test_what_is_closed_takes_nothing_in_and_gives_what_is_left() -> None:
    queue = queues.FIFOQueue(4, [tf.int32], shapes=[[]])
    queue.enqueue_many([[1, 2, 3]])
    assert not queue.is_closed().numpy()
    queue.close()
    assert queue.is_closed().numpy()
    with pytest.raises(tf.errors.CancelledError, match="FIFOQueue is closed"):
        queue.enqueue(4)
    with pytest.raises(tf.errors.OutOfRangeError, match=r"requested 5, current size 3"):
        queue.dequeue_many(5)
    assert values(queue.dequeue_up_to(5)) == [1, 2, 3]
    with pytest.raises(tf.errors.OutOfRangeError, match="closed and has insufficient elements"):
        queue.dequeue()


def test_elements_by_name() -> None:
    queue = queues.FIFOQueue(3, [tf.float32, tf.int32], names=["a", "b"])
    queue.enqueue({"b": 2, "a": 1.0})
    assert values(queue.dequeue()) == {"a": 1.0, "b": 2}
    with pytest.raises(ValueError, match="You must enqueue a dictionary"):
        queue.enqueue((1.0, 2))
    with pytest.raises(ValueError, match="do not match names of Queue"):
        queue.enqueue({"a": 1.0})


@pytest.mark.parametrize(
    ("give", "error", "text"),
    [
        (lambda q: q.enqueue(([1.0, 2.0, 3.0], 3)), ValueError, r"\(3,\) and \(2,\)"),
        (lambda q: q.enqueue([[1.0, 2.0]]), tf.errors.InvalidArgumentError, "2 components"),
        (lambda q: q.enqueue(([1.0, 2.0], "a")), TypeError, "int32"),
        (
            lambda q: q.enqueue_many(([[1.0, 2.0]], [1, 2])),
            tf.errors.InvalidArgumentError,
            "as many rows",
        ),
    ],
    ids=["shape", "components", "dtype", "rows"],
)
def test_what_does_not_fit_is_refused(give, error, text) -> None:
    queue = queues.FIFOQueue(3, [tf.float32, tf.int32], shapes=[[2], []])
    with pytest.raises(error, match=text):
        give(queue)
    assert queue.size().numpy() == 0


def test_shapes_are_needed_to_take_several() -> None:
    queue = queues.FIFOQueue(3, tf.float32)
    queue.enqueue(2.0)
    with pytest.raises(tf.errors.InvalidArgumentError, match="specified shapes"):
        queue.dequeue_many(1)
    assert values(queue.dequeue()) == 2.0
    with pytest.raises(tf.errors.InvalidArgumentError, match="number of component types"):
        queues.FIFOQueue(3, [tf.float32], shapes=[[], []])


def test_padding() -> None:
    queue = queues.PaddingFIFOQueue(5, [tf.int32, tf.string], [[None], [None]])
    for row in ([1, 2], [3]):
        queue.enqueue((row, [str(n) for n in row]))
    assert values(queue.dequeue_many(2)) == [[[1, 2], [3, 0]], [[b"1", b"2"], [b"3", b""]]]


def test_priorities() -> None:
    queue = queues.PriorityQueue(5, [tf.string], shapes=[[]])
    for place, text in ((5, "five"), (1, "one"), (3, "three"), (1, "two")):
        queue.enqueue((place, text))
    assert values(queue.dequeue_many(4)) == [[1, 1, 3, 5], [b"one", b"two", b"three", b"five"]]
    assert queue.dtypes == [tf.int64, tf.string]


def test_a_shuffled_queue_keeps_its_reserve_until_it_is_closed() -> None:
    queue = queues.RandomShuffleQueue(100, 10, [tf.int32], [[]], seed=3)
    queue.enqueue_many([list(range(50))])
    first = values(queue.dequeue_many(40))
    queue.close()
    rest = values(queue.dequeue_up_to(40))
    assert (len(rest), sorted(first + rest)) == (10, list(range(50)))
    assert first != sorted(first)


def test_queues_of_one_name_are_one() -> None:
    one, two = (queues.FIFOQueue(3, [tf.int32], shared_name="of_a_test") for _ in range(2))
    one.enqueue(7)
    assert values(two.dequeue()) == 7


def test_the_queue_at_an_index() -> None:
    one, two = queues.FIFOQueue(3, [tf.int32]), queues.FIFOQueue(3, [tf.int32])
    assert queues.QueueBase.from_list(1, [one, two]) is two
    with pytest.raises(TypeError, match="matching component dtypes"):
        queues.QueueBase.from_list(0, [one, queues.FIFOQueue(3, [tf.float32])])
    with pytest.raises(ValueError, match="list of queues"):
        queues.QueueBase.from_list(0, [])


def test_functions_use_queues_in_order() -> None:
    queue = queues.FIFOQueue(10, [tf.int32], shapes=[[]])

    @tf.function
    def through(x):
        queue.enqueue(x)
        queue.enqueue(x * 2)
        return queue.dequeue() + 10, queue.size(), queue.dequeue_many(1)

    assert values(through(tf.constant(3))) == (13, 1, [6])
    assert values(through(tf.constant(4))) == (14, 1, [8])
