"""AutoGraph: the Python of a tf.function, rewritten so that its control flow may depend on tensors.

A function is rewritten once for each code object: `parsing` finds its syntax tree, `rewriting`
takes it through the converters (one file each), `conversion` decides what is rewritten at all and
keeps the results. What the rewritten code calls when it runs is in `operators`.
"""
