"""Which passes run: TensorFlow's names for the switches, and what each one rules here."""

from __future__ import annotations

from tenfold.core.settings import settings

FOLDING = "constant_folding"  # what depends on constants alone is computed once
ARITHMETIC = "arithmetic_optimization"  # neutral operands, double negation, common subexpressions
DEPENDENCIES = "dependency_optimization"  # ops that only pass a value on
SHAPES = "shape_optimization"  # Shape, Size, Rank; reshaping to the same shape
FUNCTIONS = "function_optimization"  # branches that are known are put in the place of their op
LOOPS = "loop_optimization"  # loops that never run; constants inside loops

NAMES = (FOLDING, ARITHMETIC, DEPENDENCIES, SHAPES, FUNCTIONS, LOOPS)


def enabled() -> frozenset[str]:
    """The passes that `tf.config.optimizer.set_experimental_options` left on: all by default."""
    options = settings.optimizer_options
    if not options:
        return _ALL
    if options.get("disable_meta_optimizer"):
        return frozenset()
    return frozenset(name for name in NAMES if options.get(name, True))


_ALL = frozenset(NAMES)


def prunes_again() -> bool:
    """Whether nodes go that no one uses once the passes are done."""
    return not settings.optimizer_options.get("disable_model_pruning")
