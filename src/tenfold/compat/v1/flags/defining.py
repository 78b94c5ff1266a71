"""tf.compat.v1.flags: options of the command line, defined where they are used."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any


class FlagValues:
    """The values of flags, as attributes; the command line is read at the first question.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> values = tf.flags.FlagValues()
      >>> tf.flags.DEFINE_integer("steps", 10, "how many steps", values)
      >>> values(["program", "--steps=3"])
      ['program']
      >>> values.steps
      3
    """

    def __init__(self) -> None:
        self.__dict__["_flags"] = {}
        self.__dict__["_values"] = {}
        self.__dict__["_parsed"] = False

    def define(self, name: str, default: Any, help: str, parse: Callable[[str], Any]) -> None:
        """Adds a flag.

        Raises:
          ValueError: There is one of that name.
        """
        if name in self._flags:
            raise ValueError(f"The flag {name!r} is defined twice.")
        self._flags[name] = (parse, help)
        self._values[name] = default

    def __call__(self, argv: Sequence[str], known_only: bool = False) -> list[str]:
        """Reads a command line.

        Args:
          argv: The program's name and its arguments.
          known_only: Whether unknown flags are left over rather than refused.

        Returns:
          The program's name and what is no flag.
        """
        parser = argparse.ArgumentParser(prog=argv[0], allow_abbrev=False)
        for name, (parse, help) in self._flags.items():
            is_bool = parse is parse_boolean
            more: dict[str, Any] = {"nargs": "?", "const": True} if is_bool else {}
            parser.add_argument(
                f"--{name}",
                f"-{name}",
                dest=name,
                type=parse,
                help=help,
                default=argparse.SUPPRESS,
                **more,
            )
            if is_bool:
                parser.add_argument(
                    f"--no{name}", dest=name, action="store_false", default=argparse.SUPPRESS
                )
        found, rest = parser.parse_known_args(list(argv[1:]))
        unknown = [x for x in rest if x.startswith("--") and x != "--"]
        if unknown and not known_only:
            parser.error(f"Unknown command line flag {unknown[0]!r}")
        self._values.update(vars(found))
        self.__dict__["_parsed"] = True
        return [argv[0], *(x for x in rest if x != "--")]

    def __getattr__(self, name: str) -> Any:
        if name in self._flags and not self._parsed:
            self(sys.argv, known_only=True)
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(
                f"There is no flag {name!r}; there are {', '.join(self._flags) or 'none'}."
            ) from None

    def __setattr__(self, name: str, value: Any) -> None:
        self._values[name] = value

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._flags)

    def is_parsed(self) -> bool:
        """Whether a command line has been read."""
        return self._parsed

    def flag_values_dict(self) -> dict[str, Any]:
        """The values by name."""
        return dict(self._values)


FLAGS = FlagValues()


def parse_boolean(text: str) -> bool:
    """The truth that a text states.

    Raises:
      ValueError: It states none.
    """
    known = {"true": True, "t": True, "1": True, "yes": True}
    known |= {"false": False, "f": False, "0": False, "no": False}
    if text.lower() not in known:
        raise ValueError(f"{text!r} is neither true nor false")
    return known[text.lower()]


def DEFINE_string(name: str, default: Any, help: str, flag_values: Any = FLAGS) -> None:
    """Adds a flag whose value is a text."""
    flag_values.define(name, default, help, str)


def DEFINE_integer(name: str, default: Any, help: str, flag_values: Any = FLAGS) -> None:
    """Adds a flag whose value is an integer."""
    flag_values.define(name, default, help, int)


def DEFINE_float(name: str, default: Any, help: str, flag_values: Any = FLAGS) -> None:
    """Adds a flag whose value is a number."""
    flag_values.define(name, default, help, float)


def DEFINE_boolean(name: str, default: Any, help: str, flag_values: Any = FLAGS) -> None:
    """Adds a flag that is true or false: `--name`, `--noname`, `--name=false`."""
    flag_values.define(name, default, help, parse_boolean)


DEFINE_bool = DEFINE_boolean


def DEFINE_list(name: str, default: Any, help: str, flag_values: Any = FLAGS) -> None:
    """Adds a flag whose value is a list, with commas between its texts."""
    flag_values.define(name, default, help, lambda text: text.split(",") if text else [])


def DEFINE_enum(
    name: str, default: Any, enum_values: Sequence[str], help: str, flag_values: Any = FLAGS
) -> None:
    """Adds a flag whose value is one of several texts."""

    def parse(text: str) -> str:
        if text not in enum_values:
            raise argparse.ArgumentTypeError(
                f"value should be one of <{'|'.join(enum_values)}>; received {text!r}"
            )
        return text

    flag_values.define(name, default, help, parse)
