"""The public namespaces (`tf.math`, `tf.nn`, ...): stubs alone.

`api/math.pyi` is the table of contents of `tf.math`: one `from module import name as name` line for
each public name. A namespace with namespaces inside is a folder: `api/config/__init__.pyi` beside
`api/config/experimental.pyi`. The loader (`tenfold._lazy`) turns a stub into a module when it is
first imported; nothing here needs a `.py` file.

A room that is also a namespace (`tf.keras`, `tf.data`) keeps its stub in its own folder instead.
"""
