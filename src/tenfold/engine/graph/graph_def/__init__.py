"""Graphs as GraphDef messages: written, read, cut, frozen, and raised from older forms.

Out: `exporting` writes graphs and functions, with `attributes`, `tensor_values` and `op_defs` for
their parts and `ordering` for the order of effects. In: `importing` is the public door, `loading`
makes nodes and functions, `kernelless` knows the ops that have no kernel (`op_table.txt`), and
`functionalize` raises TensorFlow 1's control flow, loops (`raising_loops`) before conditions
(`raising_branches`), both over a `node_table`. `pruning`, `freezing` and `writing` work on either.
"""
