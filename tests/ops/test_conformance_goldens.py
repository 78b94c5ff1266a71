"""The golden files keep every kind of value, and notice that a sample has changed."""

from __future__ import annotations

from pathlib import Path

import ml_dtypes
import numpy as np

from tests.ops.conformance_goldens import Golden, digest, load, save
from tests.ops.sample import normal, sample


def test_every_kind_of_value_comes_back(tmp_path: Path) -> None:
    text = np.empty((2, 2), object)
    text[:] = [[b"", b"a\0"], [b"\xff\x00", b"long " * 9]]
    outputs = [
        np.float32(1.5).reshape(()),
        np.array([[1, 2]], ml_dtypes.bfloat16),
        np.zeros((0, 3), np.complex64),
        np.array([True, False]),
        text,
    ]
    goldens = {
        "Some": {"k1": Golden(outputs, {0: outputs[0], 2: None}), "k2": Golden([], error="E")}
    }
    save(tmp_path / "new" / "some.npz", goldens)
    found = load(tmp_path / "new" / "some.npz")["Some"]
    assert found["k2"] == Golden([], None, "E")
    for a, b in zip(found["k1"].outputs, outputs, strict=True):
        assert (a.dtype, a.shape, a.tolist()) == (b.dtype, b.shape, b.tolist())
    gradients = found["k1"].gradients
    assert gradients is not None
    assert (gradients[0], gradients[2]) == (np.float32(1.5), None)


def test_the_same_results_make_the_same_file(tmp_path: Path) -> None:
    results = {"Some": {"k": Golden([normal(3)])}}
    save(tmp_path / "a.npz", results)
    save(tmp_path / "b.npz", results)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_a_file_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert load(tmp_path / "absent.npz") == {}


def test_the_digest_follows_inputs_and_attributes_only() -> None:
    base = digest(sample(normal(2), [1, 2], axis=1))
    assert base == digest(sample(normal(2), [1, 2], axis=1, rtol=1.0, gradient=False))
    others = [
        sample(normal(2, seed=1), [1, 2], axis=1),
        sample(normal(2, dtype=np.float64), [1, 2], axis=1),
        sample(normal(2).reshape(2, 1), [1, 2], axis=1),
        sample(normal(2), [1, 3], axis=1),
        sample(normal(2), [1, 2], axis=2),
        sample(normal(2), [1, 2], axis=1, other=0),
    ]
    assert len({base, *map(digest, others)}) == 1 + len(others)


def test_object_arrays_are_compared_by_value() -> None:
    a, b = (np.array([text], object) for text in (b"one", b"two"))
    assert digest(sample(a)) == digest(sample(a.copy()))
    assert digest(sample(a)) != digest(sample(b))
