"""`if`s and loops in one pass: each looks at its blocks before those inside become functions."""

from __future__ import annotations

from .branches import Branches
from .loops import Loops


class ControlFlow(Branches, Loops):
    """Converts `if`, `while` and `for`."""
