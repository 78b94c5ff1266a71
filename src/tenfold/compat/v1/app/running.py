"""tf.compat.v1.app.run: reads the command line's flags, then runs a program's `main`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from ..flags.defining import FLAGS


def run(
    main: Callable[[Sequence[str]], Any] | None = None, argv: Sequence[str] | None = None
) -> NoReturn:
    """Runs a program and ends the process with what it gives.

    Args:
      main: A function of the arguments that are no flags; `main` of the program by default.
      argv: The program's name and its arguments; those of the process by default.

    Raises:
      SystemExit: Always, with the program's status.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> try:
      ...     tf.app.run(lambda argv: len(argv), ["program", "x"])
      ... except SystemExit as end:
      ...     end.code
      2
    """
    chosen = main or sys.modules["__main__"].__dict__["main"]
    rest = FLAGS(sys.argv if argv is None else argv, known_only=True)
    sys.exit(chosen(rest))
