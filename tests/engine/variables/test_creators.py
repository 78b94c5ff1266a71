"""tf.variable_creator_scope: the order of creators, what they are told, subclasses, threads."""

import threading

import pytest

import tenfold as tf


def test_innermost_is_asked_first_and_told_every_argument():
    heard = []

    def outer(next_creator, **kwargs):
        heard.append(("outer", kwargs["trainable"]))
        return next_creator(**kwargs)

    def inner(next_creator, **kwargs):
        heard.append(("inner", sorted(kwargs)[:3]))
        return next_creator(**kwargs | {"trainable": False})

    with tf.variable_creator_scope(outer), tf.variable_creator_scope(inner):
        v = tf.Variable(1.0, name="x")
    told = ["aggregation", "caching_device", "constraint"]
    assert heard == [("inner", told), ("outer", False)]
    assert v.name == "x:0" and not v.trainable
    tf.Variable(2.0)
    assert len(heard) == 2


def test_creator_may_give_something_else():
    made = object()
    with tf.variable_creator_scope(lambda next_creator, **kwargs: made):
        assert tf.Variable(1.0) is made


def test_subclasses_are_made_directly():
    class Own(tf.Variable):
        pass

    with tf.variable_creator_scope(lambda next_creator, **kwargs: None):
        assert type(Own(1.0)) is Own


def test_scope_belongs_to_its_thread_and_ends():
    found = []
    with pytest.raises(ZeroDivisionError):
        with tf.variable_creator_scope(lambda next_creator, **kwargs: None):
            thread = threading.Thread(target=lambda: found.append(tf.Variable(1.0)))
            thread.start()
            thread.join()
            raise ZeroDivisionError
    assert isinstance(found[0], tf.Variable) and isinstance(tf.Variable(1.0), tf.Variable)
