"""Writes functions at random: branches, loops, jumps and blocks, nested at will."""

from __future__ import annotations

import random

VARIABLES = "abc"


class Writer:
    """Writes one function; equal seeds give equal functions."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._lines: list[str] = []
        self._names = 0

    def write(self) -> str:
        """The source of `f(x)`, which gives two numbers for any integer."""
        self._lines = ["def f(x):", "    a = x % 7", "    b = x + 1", "    c = 0"]
        self._block(1, 3, False, self._random.randint(2, 5))
        self._lines.append("    return a + b, c")
        return "\n".join(self._lines) + "\n"

    def _line(self, indent: int, text: str) -> None:
        self._lines.append("    " * indent + text)

    def _variable(self) -> str:
        return self._random.choice(VARIABLES)

    def _name(self) -> str:
        self._names += 1
        return f"v{self._names}"

    def _expression(self) -> str:
        v, w, k = self._variable(), self._variable(), self._random.randint(1, 9)
        forms = [f"({v} + {k}) % 17", f"({v} * {k}) % 17", f"({v} + {w}) % 19", f"{v} - {k}", v]
        return self._random.choice([*forms, f"({v} if {self._condition()} else {k})"])

    def _condition(self, depth: int = 2) -> str:
        v, w = self._random.choice("abcx"), self._variable()
        k = self._random.randint(0, 12)
        forms = [f"{v} > {k}", f"{v} % 3 == {k % 3}", f"{k} < {v} < {k + 5}", f"{v} != {w}"]
        if depth:
            left, right = self._condition(depth - 1), self._condition(depth - 1)
            forms += [f"({left} and {right})", f"({left} or {right})", f"not {left}"]
        return self._random.choice(forms)

    def _block(self, indent: int, depth: int, in_loop: bool, length: int | None = None) -> None:
        simple = ["assign"] * 3 + ["augment", "return", "pass"]
        jumps = ["break", "continue"] if in_loop else []
        blocks = ["if"] * 4 + ["for", "while", "try", "finally", "with", "local"]
        for _ in range(length or self._random.randint(1, 3)):
            kind = self._random.choice([*simple, *jumps, *(blocks if depth else ())])
            if kind in ("break", "continue", "pass"):
                self._line(indent, kind)
            else:
                getattr(self, f"_{kind}")(indent, depth - 1, in_loop)
            if kind in ("break", "continue", "return"):
                return

    def _assign(self, indent: int, depth: int, in_loop: bool) -> None:
        self._line(indent, f"{self._variable()} = {self._expression()}")

    def _augment(self, indent: int, depth: int, in_loop: bool) -> None:
        self._line(indent, f"{self._variable()} += {self._random.randint(1, 5)}")

    def _return(self, indent: int, depth: int, in_loop: bool) -> None:
        self._line(indent, f"return {self._variable()} * 100, b")

    def _local(self, indent: int, depth: int, in_loop: bool) -> None:
        name = self._name()
        self._line(indent, f"{name} = {self._expression()}")
        self._line(indent, f"{self._variable()} = {name} % 13")

    def _if(self, indent: int, depth: int, in_loop: bool) -> None:
        self._line(indent, f"if {self._condition()}:")
        self._block(indent + 1, depth, in_loop)
        if self._random.random() < 0.3:
            self._line(indent, f"elif {self._condition()}:")
            self._block(indent + 1, depth, in_loop)
        self._maybe_else(indent, depth, in_loop)

    def _for(self, indent: int, depth: int, in_loop: bool) -> None:
        name, bounds = self._name(), self._random.choice(["3", "x % 5", "b % 4", "1, 8, 3"])
        self._line(indent, f"for {name} in range({bounds}):")
        self._line(indent + 1, f"{self._variable()} = ({self._variable()} + {name}) % 23")
        self._block(indent + 1, depth, True)
        self._maybe_else(indent, depth, in_loop)

    def _while(self, indent: int, depth: int, in_loop: bool) -> None:
        name = self._name()
        self._line(indent, f"{name} = 0")
        self._line(indent, f"while {name} < {self._random.randint(1, 4)} and {self._condition()}:")
        self._line(indent + 1, f"{name} += 1")
        self._block(indent + 1, depth, True)
        self._maybe_else(indent, depth, in_loop)

    def _maybe_else(self, indent: int, depth: int, in_loop: bool) -> None:
        if self._random.random() < 0.4:
            self._line(indent, "else:")
            self._block(indent + 1, depth, in_loop)

    def _try(self, indent: int, depth: int, in_loop: bool) -> None:
        self._line(indent, "try:")
        self._block(indent + 1, depth, in_loop)
        self._line(indent, "except KeyError:")
        self._block(indent + 1, depth, in_loop)
        self._maybe_else(indent, depth, in_loop)

    def _finally(self, indent: int, depth: int, in_loop: bool) -> None:
        self._line(indent, "try:")
        self._block(indent + 1, depth, in_loop)
        self._line(indent, "finally:")
        self._assign(indent + 1, depth, in_loop)

    def _with(self, indent: int, depth: int, in_loop: bool) -> None:
        self._line(indent, 'with tf.name_scope("s"):')
        self._block(indent + 1, depth, in_loop)
