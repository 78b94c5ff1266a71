"""tf.compat.v1.test.TestCase: a test whose sessions run graphs."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from tenfold.core import context
from tenfold.core.context import state
from tenfold.observe.testing.case import SEED
from tenfold.observe.testing.case import TestCase as EagerTestCase

from ..default_graph import get_default_graph, reset_default_graph
from ..sessions import Session, get_default_session


class TestCase(EagerTestCase):
    """A test with assertions about values, also of tensors of a graph.

    Where calls build a graph, each test begins with an empty default graph, and tensors have the
    values of the session that is open.

    Args:
      methodName: The name of the method that tests.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> class DoubleTest(tf.test.TestCase):
      ...     def test_double(self):
      ...         with tf.Graph().as_default(), self.test_session() as session:
      ...             x = tf.placeholder(tf.float32)
      ...             self.assertAllClose(session.run(x * 2.0, {x: [1.0]}), [2.0])
      ...             self.assertAllClose(tf.constant(3.0), 3.0)
      >>> DoubleTest("test_double").run().wasSuccessful()
      True
    """

    __test__ = False  # the class itself is no test to pytest

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.__test__ = True

    def __init__(self, methodName: str = "runTest") -> None:
        super().__init__(methodName)
        self._cached: Session | None = None
        self._wanted: Any = None  # the graph that the cached session was asked for

    def setUp(self) -> None:
        super().setUp()
        if state.graph is not None and not context.executing_eagerly():
            reset_default_graph()
            get_default_graph().seed = SEED

    def tearDown(self) -> None:
        if self._cached is not None:
            self._cached.close()
            self._cached = None
        super().tearDown()

    def evaluate(self, tensors: Any) -> Any:
        """The values of a structure of tensors, in the open session if they are of a graph."""
        if context.executing_eagerly():
            return super().evaluate(tensors)
        session = get_default_session()
        if session is not None:
            return session.run(tensors)
        with self.cached_session() as session:
            return session.run(tensors)

    @contextlib.contextmanager
    def session(
        self, graph: Any = None, config: Any = None, use_gpu: bool = True, force_gpu: bool = False
    ) -> Iterator[Any]:
        """A context with a session of its own.

        Args:
          graph: The graph to run; the default graph if None.
          config: A ConfigProto.
          use_gpu, force_gpu: Accepted for TensorFlow's sake.
        """
        if context.executing_eagerly():
            with super().session(graph, config, use_gpu, force_gpu) as found:
                yield found
            return
        with Session(graph=graph, config=config) as made:
            yield made

    @contextlib.contextmanager
    def cached_session(
        self, graph: Any = None, config: Any = None, use_gpu: bool = True, force_gpu: bool = False
    ) -> Iterator[Any]:
        """A context whose session is the same throughout a test, and keeps its variables.

        Args:
          graph, config: Those of the session; they must not change within a test.
          use_gpu, force_gpu: Accepted for TensorFlow's sake.

        Raises:
          ValueError: The session of this test runs another graph.
        """
        if context.executing_eagerly():
            with super().cached_session(graph, config, use_gpu, force_gpu) as found:
                yield found
            return
        if self._cached is None:
            self._cached = Session(graph=graph, config=config)
            self._wanted = graph
        if self._wanted is not graph:
            raise ValueError(
                "The graph used to get the cached session is different than the one that was used "
                "to create the session. Maybe create a new session with self.session()."
            )
        with self._cached.graph.as_default(), self._cached.as_default():
            yield self._cached

    @contextlib.contextmanager
    def test_session(
        self,
        graph: Any = None,
        config: Any = None,
        use_gpu: bool = True,
        force_gpu: bool = False,
    ) -> Iterator[Any]:
        """`cached_session` without a graph, else `session`."""
        chosen = self.cached_session if graph is None else self.session
        with chosen(graph, config, use_gpu, force_gpu) as found:
            yield found


# unittest finds methods by this prefix; this one is no test.
TestCase.test_session.__test__ = False  # type: ignore[attr-defined]


def get_temp_dir() -> str:
    """A folder for files of tests, the same throughout the process.

    Example:
      >>> import os, tenfold.compat.v1 as tf
      >>> os.path.isdir(tf.test.get_temp_dir())
      True
    """
    if _Folder.path is None:
        _Folder.path = tempfile.mkdtemp()
    return _Folder.path


class _Folder:
    path: str | None = None


def test_src_dir_path(relative_path: str) -> str:
    """The path of a file beside the program that runs.

    Args:
      relative_path: Its path from there.
    """
    base = os.path.dirname(os.path.abspath(sys.argv[0] or "."))
    return os.path.join(base, relative_path)


test_src_dir_path.__test__ = False  # type: ignore[attr-defined]


class StubOutForTesting:
    """Puts other things in the place of attributes, and puts the old ones back.

    Example:
      >>> import math, tenfold.compat.v1 as tf
      >>> with tf.test.StubOutForTesting() as stubs:
      ...     stubs.Set(math, "pi", 3)
      ...     math.pi
      3
      >>> round(math.pi, 2)
      3.14
    """

    def __init__(self) -> None:
        self._saved: list[tuple[Any, str, Any]] = []

    def __enter__(self) -> StubOutForTesting:
        return self

    def __exit__(self, *error: Any) -> None:
        self.CleanUp()

    def Set(self, parent: Any, child_name: str, new_child: Any) -> None:
        """Sets an attribute; `UnsetAll` puts the old one back."""
        old = parent.__dict__.get(child_name, getattr(parent, child_name))
        self._saved.append((parent, child_name, old))
        setattr(parent, child_name, new_child)

    def SmartSet(self, obj: Any, attr_name: str, new_attr: Any) -> None:
        """Sets an attribute that must be there.

        Raises:
          AttributeError: It is not.
        """
        if not hasattr(obj, attr_name):
            raise AttributeError(f"Attribute {attr_name!r} of {obj!r} is not there to be replaced.")
        self.Set(obj, attr_name, new_attr)

    def UnsetAll(self) -> None:
        """Puts everything back, the latest first."""
        while self._saved:
            setattr(*self._saved.pop())

    SmartUnsetAll = UnsetAll
    CleanUp = UnsetAll
