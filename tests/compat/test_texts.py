"""Texts as bytes and strings."""

from __future__ import annotations

import pathlib

import numpy as np
import pytest

import tenfold as tf


def test_bytes_and_strings_become_each_other() -> None:
    assert [tf.compat.as_bytes(x) for x in ("é", b"\xc3\xa9", bytearray(b"a"))] == [
        *(b"\xc3\xa9", b"\xc3\xa9", b"a")
    ]
    assert [tf.compat.as_text(x) for x in ("é", b"\xc3\xa9", np.bytes_(b"a"))] == ["é", "é", "a"]
    assert tf.compat.as_bytes("é", "latin-1") == b"\xe9" and tf.compat.as_str(b"a") == "a"
    assert [tf.compat.as_str_any(x) for x in (b"a", 5, None)] == ["a", "5", "None"]


@pytest.mark.parametrize("convert", [tf.compat.as_bytes, tf.compat.as_text])
@pytest.mark.parametrize("value", [5, None, pathlib.Path("a")], ids=str)
def test_what_is_no_text_is_refused(convert, value) -> None:
    with pytest.raises(TypeError, match="Expected binary or unicode string, got"):
        convert(value)
    with pytest.raises(LookupError, match="bogus"):
        convert("a", "bogus")


def test_paths_become_strings_and_all_else_stays() -> None:
    assert tf.compat.path_to_str(pathlib.PurePosixPath("a/b")) == "a/b"
    assert [tf.compat.path_to_str(x) for x in ("a", b"a", 5)] == ["a", b"a", 5]


def test_kinds_of_numbers() -> None:
    assert isinstance(np.float32(1), tf.compat.real_types)
    assert not isinstance(1.0, tf.compat.integral_types)
    assert isinstance(1j, tf.compat.complex_types)
