"""Control flow as ops: branches, loops, lists of tensors, mapped functions, calls of Python."""
