"""tf.io.write_graph: a graph in a file."""

from __future__ import annotations

import os
import secrets
from typing import Any

from tenfold.engine.graph.func_graph import Graph
from tenfold.protos.text_writer import to_text

from .importing import as_graph_def


def write_graph(
    graph_or_graph_def: Any, logdir: str | os.PathLike[str], name: str, as_text: bool = True
) -> str:
    """Writes a graph to a file, whole or not at all.

    Args:
      graph_or_graph_def: A graph, or a GraphDef.
      logdir: The folder, made if it is not there.
      name: The file's name in it.
      as_text: Whether to write text instead of bytes.

    Returns:
      The path of the file.

    Raises:
      TypeError: There is nothing to write in `graph_or_graph_def`.

    Example:
      >>> import tempfile
      >>> import tenfold as tf
      >>> trace = tf.function(lambda x: x + 1.0).get_concrete_function(
      ...     tf.TensorSpec([], tf.float32))
      >>> with tempfile.TemporaryDirectory() as folder:
      ...     path = tf.io.write_graph(trace.graph, folder, "graph.pbtxt")
      ...     with open(path) as file:
      ...         file.readline()
      'node {\\n'
    """
    graph_def = (
        graph_or_graph_def.as_graph_def()
        if isinstance(graph_or_graph_def, Graph)
        else as_graph_def(graph_or_graph_def)
    )
    folder = os.fspath(logdir)
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, name)
    data = to_text(graph_def).encode() if as_text else graph_def.SerializeToString()
    write_atomically(path, data)
    return path


def write_atomically(path: str, data: bytes) -> None:
    """Writes a file under a name of its own, then gives it its name: nobody sees half of it."""
    temporary = f"{path}.{secrets.token_hex(8)}.tmp"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
