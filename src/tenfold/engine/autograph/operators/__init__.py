"""What rewritten code calls: Python's own semantics for Python values, graph ops for tensors."""
