"""tf.CriticalSection: exclusion between threads, eagerly and traced, and after errors."""

import threading
import time

import pytest

import tenfold as tf


def run_in_threads(function, count=4):
    threads = [threading.Thread(target=function) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_threads_wait_for_each_other():
    section, inside, most = tf.CriticalSection(), [], []

    def body():
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.002)
        inside.pop()
        return tf.constant(1)

    run_in_threads(lambda: section.execute(body))
    assert most == [1, 1, 1, 1]


def test_traced_read_and_write_are_one():
    section, v = tf.CriticalSection(name="counter"), tf.Variable(0)

    @tf.function
    def increase():
        return section.execute(lambda: v.assign(v.read_value() + 1))

    increase()
    run_in_threads(lambda: [increase() for _ in range(5)])
    assert v.numpy() == 21 and section.name == "counter"


def test_section_opens_after_an_error():
    section = tf.CriticalSection()
    with pytest.raises(ZeroDivisionError):
        section.execute(lambda: 1 / 0)
    assert section.execute(lambda: 3) == 3


def test_section_opens_after_an_error_in_a_graph():
    section = tf.CriticalSection()

    @tf.function
    def f(x):
        return section.execute(lambda: tf.debugging.check_numerics(x, "x"))

    with pytest.raises(tf.errors.InvalidArgumentError):
        f(tf.constant(float("nan")))
    assert f(tf.constant(1.0)).numpy() == 1.0


def test_section_within_itself_is_refused():
    section = tf.CriticalSection()
    with pytest.raises(ValueError, match="already running"):
        section.execute(lambda: section.execute(lambda: 1))

    @tf.function
    def f():
        return section.execute(lambda: section.execute(lambda: tf.constant(1)))

    with pytest.raises(ValueError, match="already running"):
        f()


def test_shared_name():
    first, second = (tf.CriticalSection(shared_name="one") for _ in range(2))
    with pytest.raises(ValueError, match="already running"):
        first.execute(lambda: second.execute(lambda: 1))
