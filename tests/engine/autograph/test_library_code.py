"""Code that was not written with AutoGraph in mind does the same when all of it is converted."""

from __future__ import annotations

import _pydecimal
import argparse
import ast
import configparser
import copy
import difflib
import fractions
import json
import pprint
import shlex
import textwrap
import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest

from tenfold.engine.autograph import allowlist
from tenfold.engine.autograph.conversion import Conversions
from tenfold.engine.autograph.errors import is_ours

TEXT = "The quick brown fox jumps over the lazy dog. " * 4
LEFT_ALONE = ("functools.py", "abc.py", "typing.py", "enum.py")


def parse_arguments() -> Any:
    parser = argparse.ArgumentParser(prog="program")
    parser.add_argument("--count", type=int, default=3)
    parser.add_argument("files", nargs="*")
    return vars(parser.parse_args(["--count", "5", "a", "b"])), parser.format_help()


def read_configuration() -> Any:
    parser = configparser.ConfigParser()
    parser.read_string("[a]\nx = 1\ny = %(x)s2\n[b]\nz = 3\n")
    return {section: dict(parser[section]) for section in parser.sections()}


def compute_decimals() -> Any:
    number = _pydecimal.Decimal
    return str(number("1.1") / number("3") + number("2").sqrt() * number("2.5").ln())


def compute_fractions() -> Any:
    sum_ = fractions.Fraction("3/4") + fractions.Fraction(2, 5) ** 3
    return str(sum_), fractions.Fraction(3.14159265).limit_denominator(100)


def match_sequences() -> Any:
    return difflib.SequenceMatcher(None, "abcdefgh", "abxdefzh").get_opcodes()


@pytest.mark.parametrize(
    ("function", "args"),
    [
        (textwrap.wrap, (TEXT, 33)),
        (textwrap.shorten, (TEXT, 40)),
        (json.dumps, ({"a": [1, 2.5, {"b": None}], "c": "é"},)),
        (json.loads, ('{"a": [1, 2.5, {"b": null}]}',)),
        (shlex.split, ("a 'b c' d\\ e",)),
        (ast.unparse, (ast.parse("def f(x, *y, z=1):\n    return [a for a in x if a] or {**z}"),)),
        (ast.literal_eval, ("{'a': [1, (2, -3.5)]}",)),
        (copy.deepcopy, ({"a": [1, {"b": 2}]},)),
        (pprint.pformat, ({"a": list(range(30)), "b": {"c": [1, 2, 3] * 10}},)),
        (urllib.parse.urlparse, ("http://u:p@h:80/p;x?q=1#f",)),
        (urllib.parse.parse_qs, ("a=1&b=2&a=3",)),
        (difflib.get_close_matches, ("appel", ["ape", "apple", "peach"])),
        (match_sequences, ()),
        (parse_arguments, ()),
        (read_configuration, ()),
        (compute_decimals, ()),
        (compute_fractions, ()),
    ],
    ids=lambda v: getattr(v, "__name__", ""),
)
def test_the_standard_library(
    function: Callable[..., Any], args: tuple[Any, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        allowlist,
        "is_converted",
        lambda name: not (is_ours(name) or name.startswith("<") or name.endswith(LEFT_ALONE)),
    )
    converted = Conversions(frozenset(), True).callee(function)
    assert converted is not function
    assert converted(*args) == function(*args)
