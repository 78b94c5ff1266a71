"""ThreeFry gives what TensorFlow 2.21 gives in functions with jit_compile=True."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

KEY, COUNTER = np.array([12345678901234567], np.uint64), np.array([7], np.uint64)

# Results of the raw ops there, with this key and counter.
BITS: dict[tuple[str, tuple[int, ...]], list[int]] = {
    ("uint32", (5,)): [2763572772, 2467690614, 642554907, 155443726, 1912925379],
    ("uint32", (1, 3)): [2763572772, 2467690614, 642554907],
    ("uint32", (3, 1, 2)): [
        2763572772, 2467690614, 642554907, 155443726, 1912925379, 3013367068,
    ],
    ("uint32", (3, 3)): [
        2763572772, 642554907, 1912925379, 2467690614, 155443726, 3013367068, 776408299,
        3202191916, 3572025902,
    ],
    ("uint32", (0, 3)): [],
    ("int32", ()): [-1531394524],
    ("uint64", (3,)): [10598650486539732516, 667625720180939803, 12942313009816333507],
}  # fmt: skip
NUMBERS: dict[tuple[str, str, tuple[int, ...]], list[float]] = {
    ("StatelessRandomUniformV2", "float32", (3,)): [
        0.6434444189071655, 0.5745539665222168, 0.14960646629333496,
    ],
    ("StatelessRandomUniformV2", "float64", (3,)): [
        0.5745539941460462, 0.03619206281136855, 0.7016041941115136,
    ],
    ("StatelessRandomUniformV2", "float16", (3,)): [0.53515625, 0.115234375, 0.0263671875],
    ("StatelessRandomUniformV2", "bfloat16", (3,)): [0.640625, 0.57421875, 0.1494140625],
    ("StatelessRandomNormalV2", "float32", (2, 3)): [
        -0.423979252576828, 0.4394471049308777, -1.2135080099105835, -0.8379026651382446,
        1.8990472555160522, -0.38081374764442444,
    ],
    ("StatelessRandomNormalV2", "float64", (3,)): [
        0.2373431987682562, 1.0256659344254435, 0.0218233751964624,
    ],
    ("StatelessRandomNormalV2", "float16", (3,)): [0.1844482421875, 1.1025390625, -0.17626953125],
    ("StatelessRandomNormalV2", "bfloat16", (3,)): [0.7578125, 0.55078125, 0.2373046875],
    ("StatelessTruncatedNormalV2", "float32", (3,)): [
        0.3502318859100342, 0.1793326437473297, -0.9719027876853943,
    ],
    ("StatelessTruncatedNormalV2", "float64", (3,)): [
        0.17933270969985118, -1.5778899566130327, 0.5027533440240733,
    ],
    ("StatelessTruncatedNormalV2", "float16", (3,)): [0.085754, -1.1133, -1.665],
    ("StatelessTruncatedNormalV2", "bfloat16", (3,)): [0.349609375, 0.1787109375, -0.96875],
}  # fmt: skip
WHOLE = {
    ("int32", 0, 100): [72, 14, 7],
    ("int64", -5, 2**40): [509521516615, 60769061036, 122113154837],
    ("uint64", 3, 2**63 + 5): [1375278449684956709, 667625720180939806, 3718940972961557700],
}
# The functions of normal numbers are NumPy's or XLA's: an ulp or two; those of truncated numbers
# lose digits where 1 is taken from a number near it, in half precision most.
TOLERANCES = {"float32": 1e-6, "float64": 1e-13, "float16": 2e-2, "bfloat16": 1e-2}


def drawn(compiled: bool, name: str, shape: tuple[int, ...], **options: Any) -> np.ndarray:
    def draw() -> Any:
        op = getattr(tf.raw_ops, name)
        return op(shape=np.array(shape, np.int32), key=KEY, counter=COUNTER, alg=2, **options)

    return (tf.function(draw, autograph=False) if compiled else draw)().numpy()


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize(("dtype", "shape"), BITS)
def test_bits(dtype: str, shape: tuple[int, ...], compiled: bool) -> None:
    found = drawn(compiled, "StatelessRandomUniformFullIntV2", shape, dtype=dtype)
    assert found.dtype == dtype and found.shape == shape
    assert found.ravel().tolist() == BITS[dtype, shape]


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize(("name", "dtype", "shape"), NUMBERS)
def test_numbers(name: str, dtype: str, shape: tuple[int, ...], compiled: bool) -> None:
    found = drawn(compiled, name, shape, dtype=dtype)
    expected = np.reshape(NUMBERS[name, dtype, shape], shape)
    rtol = 0.0 if "Uniform" in name else TOLERANCES[dtype]
    np.testing.assert_allclose(found.astype(np.float64), expected, rtol=rtol)


@pytest.mark.parametrize(("dtype", "low", "high"), WHOLE)
def test_integers_in_a_range(dtype: str, low: int, high: int) -> None:
    bounds = {"minval": np.array(low, dtype), "maxval": np.array(high, dtype)}
    found = drawn(False, "StatelessRandomUniformIntV2", (3,), **bounds)
    assert found.tolist() == WHOLE[dtype, low, high]


def test_public_functions_take_their_seed_as_the_key() -> None:
    found = tf.random.stateless_uniform([3], [1, 2], None, None, tf.int32, alg="threefry")
    assert found.numpy().tolist() == [629071667, -1951382812, -2023517645]
    assert tf.random.fold_in([1, 2], 3, alg="threefry").numpy().tolist() == [629071667, 3]
    normal = tf.random.stateless_normal([3], [1, 2], alg="threefry")
    np.testing.assert_allclose(normal, [-0.3535194, -1.9279349, 1.0784025], rtol=1e-6)


def test_a_key_and_a_counter_are_needed() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="ThreeFry needs a key"):
        tf.raw_ops.StatelessRandomUniformV2(
            shape=[2], key=KEY, counter=np.array([], np.uint64), alg=2
        )
