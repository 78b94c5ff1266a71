"""tf.print and tf.strings.format: TensorFlow's text for tensors."""

from __future__ import annotations

import sys

import numpy as np
import pytest

import tenfold as tf

CASES = {
    "floats": (np.array([1, 2.5, 1e10, 0.1], np.float32), "[1 2.5 1e+10 0.1]"),
    "long": (np.arange(10), "[0 1 2 ... 7 8 9]"),
    "cube": (np.ones([2, 2, 2]), "[[[1 1]\n  [1 1]]\n\n [[1 1]\n  [1 1]]]"),
    "bool": (np.array(True), "1"),
    "double": (np.array(1 / 3), "0.33333333333333331"),
    "single": (np.array(1 / 3, np.float32), "0.333333343"),
    "empty": (np.zeros([0]), "[]"),
    "strings": (np.array([b"a", b"b"], object), '["a" "b"]'),
    "nan": (np.array([np.nan, np.inf, -np.inf]), "[nan inf -inf]"),
}


@pytest.mark.parametrize("case", CASES)
def test_text_equals_tensorflows(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    value, expected = CASES[case]
    tf.print(tf.convert_to_tensor(value), output_stream=sys.stdout)
    assert capsys.readouterr().out == expected + "\n"


def test_structures_separators_and_python_values(capsys: pytest.CaptureFixture[str]) -> None:
    tf.print([tf.convert_to_tensor(1), {"a": 2}], "s", None, sep="|", output_stream=sys.stdout)
    assert capsys.readouterr().out == "[1, {'a': 2}]|s|None\n"


def test_format_counts_its_placeholders() -> None:
    assert tf.strings.format("{} and {}", [tf.convert_to_tensor(1), 2.5]).numpy() == b"1 and 2.5"
    with pytest.raises(ValueError, match="does not match"):
        tf.strings.format("{}", [1, 2])


def test_unknown_stream_is_refused() -> None:
    with pytest.raises(ValueError, match="output stream"):
        tf.print("x", output_stream="paper")
