"""Assertions of tf.test.TestCase about order, nesting, mappings, and programs that are run."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import unittest
import urllib.parse
from collections.abc import Callable, Mapping, Sequence
from typing import Any


class OrderAssertions(unittest.TestCase):
    """What a test says of the order in containers, of structures, and of commands."""

    def assertContainsSubsequence(
        self, container: Any, subsequence: Any, msg: str | None = None
    ) -> None:
        """Asserts that elements come in a container in their order, maybe with others between."""
        rest = iter(container)
        for element in subsequence:
            if element not in rest:
                text = f"{list(subsequence)!r} not a subsequence of {list(container)!r}"
                self.fail(self._formatMessage(msg, f"{text}. First non-matching: {element!r}"))

    def assertContainsExactSubsequence(
        self, container: Any, subsequence: Any, msg: str | None = None
    ) -> None:
        """Asserts that elements come in a container one right after the other."""
        whole, part = list(container), list(subsequence)
        starts = range(len(whole) - len(part) + 1)
        if not any(whole[i : i + len(part)] == part for i in starts):
            text = f"{part!r} not an exact subsequence of {whole!r}"
            self.fail(self._formatMessage(msg, text))

    def assertContainsInOrder(
        self, strings: Sequence[str], target: str, msg: str | None = None
    ) -> None:
        """Asserts that texts are found in another text one after the other."""
        at = 0
        for text in (strings,) if isinstance(strings, str) else strings:
            found = target.find(text, at)
            if found < 0:
                note = f"Did not find {text!r} after position {at} of {target!r}"
                self.fail(self._formatMessage(msg, note))
            at = found + len(text)

    def assertMappingEqual(
        self,
        a: Mapping[Any, Any],
        b: Mapping[Any, Any],
        msg: str | None = None,
        mapping_type: Any = Mapping,
        check_values_equality: Callable[[Any, Any], bool] = lambda a, b: a == b,
    ) -> None:
        """Asserts that two mappings have the same keys and equal values."""
        self.assertIsInstance(a, mapping_type, msg)
        self.assertIsInstance(b, mapping_type, msg)
        only = {"only in the first": set(a) - set(b), "only in the second": set(b) - set(a)}
        different = {k: (a[k], b[k]) for k in a if k in b and not check_values_equality(a[k], b[k])}
        lines = [f"{where}: {keys}" for where, keys in only.items() if keys]
        lines += [f"{k!r}: {x!r} is not {y!r}" for k, (x, y) in different.items()]
        if lines:
            self.fail(self._formatMessage(msg, "\n".join(lines)))

    def assertDataclassEqual(self, first: Any, second: Any, msg: str | None = None) -> None:
        """Asserts that two objects of a dataclass have equal fields."""
        self.assertTrue(dataclasses.is_dataclass(first), msg)
        self.assertIs(type(first), type(second), msg)
        for field in dataclasses.fields(first):
            with self.subTest(field=field.name):
                self.assertEqual(getattr(first, field.name), getattr(second, field.name), msg)

    def assertJsonEqual(self, first: str, second: str, msg: str | None = None) -> None:
        """Asserts that two JSON texts mean the same."""
        self.assertSameStructure(json.loads(first), json.loads(second), "first", "second", msg)

    def assertUrlEqual(self, a: str, b: str, msg: str | None = None) -> None:
        """Asserts that two URLs are equal but for the order of their parameters."""

        def parts(url: str) -> tuple[Any, ...]:
            split = urllib.parse.urlparse(url)
            query = sorted(urllib.parse.parse_qsl(split.query, keep_blank_values=True))
            parameters = sorted((split.params or "").split(";"))
            return split.scheme, split.netloc, split.path, parameters, query, split.fragment

        self.assertEqual(parts(a), parts(b), msg)

    def assertSameStructure(
        self, a: Any, b: Any, aname: str = "a", bname: str = "b", msg: str | None = None
    ) -> None:
        """Asserts that two nested structures of containers are equal, naming each difference."""
        found = list(_differences(a, b, aname, bname))
        if found:
            self.fail(self._formatMessage(msg, "; ".join(found)))

    def assertTotallyOrdered(self, *groups: Any, **kwargs: Any) -> None:
        """Asserts that objects of a group are equal, and below those of later groups.

        Args:
          *groups: Lists of objects.
          **kwargs: `msg`, what the error adds.
        """
        msg = kwargs.get("msg")
        for i, group in enumerate(groups):
            for x in group:
                for y in group:
                    self.assertTrue(x == y and x <= y and x >= y and not x < y, msg)
                for y in (y for later in groups[i + 1 :] for y in later):
                    self.assertTrue(x < y and y > x and x <= y and x != y, msg)

    def assertCommandSucceeds(
        self,
        command: Sequence[str] | str,
        regexes: Sequence[bytes | str] = (b"",),
        env: Mapping[str, str] | None = None,
        close_fds: bool = True,
        msg: str | None = None,
    ) -> None:
        """Asserts that a command ends with status 0, and that its output has one of patterns."""
        self._run(command, regexes, env, close_fds, msg, succeeds=True)

    def assertCommandFails(
        self,
        command: Sequence[str] | str,
        regexes: Sequence[bytes | str],
        env: Mapping[str, str] | None = None,
        close_fds: bool = True,
        msg: str | None = None,
    ) -> None:
        """Asserts that a command ends with another status, and that its output has a pattern."""
        self._run(command, regexes, env, close_fds, msg, succeeds=False)

    def _run(
        self,
        command: Sequence[str] | str,
        regexes: Sequence[bytes | str],
        env: Mapping[str, str] | None,
        close_fds: bool,
        msg: str | None,
        succeeds: bool,
    ) -> None:
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            shell=isinstance(command, str),
            env=None if env is None else dict(env),
            close_fds=close_fds,
            check=False,
        )
        text = f"{command!r} ended with status {done.returncode}; its output: {done.stdout!r}"
        self.assertEqual(done.returncode == 0, succeeds, self._formatMessage(msg, text))
        patterns = [p.encode() if isinstance(p, str) else p for p in regexes]
        if not any(re.search(pattern, done.stdout) for pattern in patterns):
            self.fail(self._formatMessage(msg, f"{text} has none of {patterns!r}"))


def _differences(a: Any, b: Any, a_name: str, b_name: str) -> Any:
    """In words, where two structures differ."""
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        for key in a:
            if key in b:
                yield from _differences(a[key], b[key], f"{a_name}[{key!r}]", f"{b_name}[{key!r}]")
            else:
                yield f"{a_name} has [{key!r}] but {b_name} does not"
        yield from (f"{b_name} has [{key!r}] but {a_name} does not" for key in b if key not in a)
    elif isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        for i, (x, y) in enumerate(zip(a, b, strict=False)):
            yield from _differences(x, y, f"{a_name}[{i}]", f"{b_name}[{i}]")
        if len(a) != len(b):
            yield f"{a_name} has length {len(a)} but {b_name} has length {len(b)}"
    elif isinstance(a, (Mapping, list, tuple)) or isinstance(b, (Mapping, list, tuple)):
        yield f"{a_name} is a {type(a).__name__} but {b_name} is a {type(b).__name__}"
    elif a != b:
        yield f"{a_name} is {a!r} but {b_name} is {b!r}"
