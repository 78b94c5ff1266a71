"""The `tenfold` command: one subcommand for each thing that one does from a shell."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tenfold._version import __version__
from tenfold.cli import doctor
from tenfold.compat.run_as_tensorflow import run_program


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command.

    Args:
        arguments: those after the command's name; None means `sys.argv[1:]`.

    Returns:
        The exit status.

    >>> main(["doctor", "--short"])  # doctest: +ELLIPSIS
    tenfold ...
    0
    """
    options = _parser().parse_args(arguments)
    return options.command(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tenfold", description="TensorFlow 2's system, light.")
    parser.add_argument("--version", action="version", version=f"tenfold {__version__}")
    commands = parser.add_subparsers(required=True, metavar="command")

    run = commands.add_parser("run", help="run a program written for TensorFlow, on tenfold")
    run.add_argument("program", help="path of the Python program")
    run.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on to the program")
    run.set_defaults(command=_run)

    check = commands.add_parser("doctor", help="say what is installed and which devices there are")
    check.add_argument("--short", action="store_true", help="versions only; starts no device")
    check.set_defaults(command=_doctor)
    return parser


def _run(options: argparse.Namespace) -> int:
    try:
        return run_program([options.program, *options.arguments])
    except OSError as error:
        print(f"tenfold: can't open file {options.program!r}: {error}", file=sys.stderr)
        return 2


def _doctor(options: argparse.Namespace) -> int:
    print("\n".join(doctor.report(with_devices=not options.short)))
    return 0
