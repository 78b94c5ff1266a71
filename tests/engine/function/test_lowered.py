"""What the compiler is given for a trace, and what it makes of it."""

from __future__ import annotations

import pytest

import tenfold as tf

pytest.importorskip("jax")


@pytest.mark.parametrize(
    ("stage", "start"),
    [
        ("hlo", "HloModule"),
        ("stablehlo", "module"),
        ("optimized_hlo", "HloModule"),
        ("optimized_hlo_dot", "digraph"),
    ],
)
def test_stages_as_text(stage: str, start: str) -> None:
    v = tf.Variable(tf.ones([2, 3]))
    f = tf.function(lambda x: tf.matmul(x, v), jit_compile=True)
    for given in (tf.ones([4, 2]), tf.TensorSpec([4, 2])):
        text = f.experimental_get_compiler_ir(given)(stage=stage)
        assert text.startswith(start) and ("4,3" in text or "4x3" in text)


@pytest.mark.parametrize("stage", ["hlo", "stablehlo", "optimized_hlo"])
def test_stages_as_messages(stage: str) -> None:
    f = tf.function(lambda x: x + 1.0, jit_compile=True)
    found = f.experimental_get_compiler_ir(tf.constant(1.0))(stage=f"{stage}_serialized")
    assert isinstance(found, bytes) and b"add" in found


def test_what_has_no_compiler_ir_says_why() -> None:
    with pytest.raises(ValueError, match="jit_compile=True; '<lambda>' is not"):
        tf.function(lambda x: x).experimental_get_compiler_ir(tf.constant(1.0))
    f = tf.function(lambda x: x + 1.0, jit_compile=True)
    with pytest.raises(ValueError, match=r"x:0 has shape \(None,\)"):
        f.experimental_get_compiler_ir(tf.TensorSpec([None]))
    with pytest.raises(ValueError, match=r"stage is one of hlo, .* received 'x'"):
        f.experimental_get_compiler_ir(tf.constant(1.0))(stage="x")
    texts = tf.function(lambda x: tf.strings.format("{}", x), jit_compile=True)
    with pytest.raises(ValueError, match="does not run as one compiled part"):
        texts.experimental_get_compiler_ir(tf.constant(1))
