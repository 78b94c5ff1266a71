"""Large arrays in pieces."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core import blas_threads, pieces
from tenfold.core.namespace import numpy_ns
from tenfold.core.op import registry
from tenfold.core.settings import settings
from tenfold.core.tensor import load_families

LARGE = 2**19 + 3


@pytest.fixture
def two_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "intra_op_threads", 2)


def values(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).normal(size=shape).astype("float32")


def test_the_pieces_make_up_the_whole(two_threads: None) -> None:
    x, y = values(LARGE), values(LARGE)[::-1].copy()
    found = pieces.in_pieces(np.subtract, (x, y), "float32")
    np.testing.assert_array_equal(found, x - y)


def test_an_array_of_rank_0_goes_along_with_each_piece(two_threads: None) -> None:
    x = values(3, LARGE)
    found = pieces.in_pieces(np.multiply, (x, np.asarray(2, "float32")), "float32")
    np.testing.assert_array_equal(found, x * 2)


def test_rows_stay_whole(two_threads: None) -> None:
    x = values(1000, 700)

    def less_their_greatest(rows: np.ndarray, out: np.ndarray) -> None:
        np.subtract(rows, rows.max(-1, keepdims=True), out=out)

    found = pieces.in_pieces(less_their_greatest, (x,), "float32", 700)
    np.testing.assert_array_equal(found, x - x.max(-1, keepdims=True))


@pytest.mark.parametrize(
    "shapes",
    [((1000, 70), (70,)), ((70,), (1000, 70)), ((1000, 1), (1000, 70)), ((40, 1, 9), (40, 50, 9))],
    ids=str,
)
def test_arrays_that_broadcast_are_cut_along_the_first_axis(
    two_threads: None, monkeypatch: pytest.MonkeyPatch, shapes: tuple[tuple[int, ...], ...]
) -> None:
    monkeypatch.setattr(pieces, "SHORT", 500)
    monkeypatch.setattr(pieces, "LONG", 500)
    x, y = (values(*shape) for shape in shapes)
    sizes: list[int] = []

    def less(x: np.ndarray, y: np.ndarray, out: np.ndarray) -> None:
        sizes.append(out.size)
        np.subtract(x, y, out=out)

    found = pieces.in_pieces(less, (x, y), "float32")
    np.testing.assert_array_equal(found, x - y)
    assert sum(sizes) == (x - y).size and max(sizes) <= 500


@pytest.mark.parametrize(
    "arrays",
    [(values(4, 5), values(5)), (values(40, 5), values(30, 5)), (values(5, 40).T,)],
    ids=["few rows", "other shape", "not contiguous"],
)
def test_what_cannot_be_cut_is_refused(two_threads: None, arrays: tuple[np.ndarray, ...]) -> None:
    assert pieces.in_pieces(np.add, arrays, "float32") is None


def test_one_thread_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "intra_op_threads", 1)
    monkeypatch.setattr(pieces._Workers, "pool", None)
    monkeypatch.setattr(pieces._Workers, "count", 0)
    x = values(LARGE)
    found = pieces.in_pieces(np.negative, (x,), "float32")
    np.testing.assert_array_equal(found, -x)
    assert pieces._Workers.pool is None
    np.testing.assert_array_equal(tf.sigmoid(tf.constant(x)).numpy(), 1 / (1 + np.exp(-x)))


def in_pieces_of(op: Any) -> Any:
    """The kernel for NumPy, whatever may be compiled later."""
    return getattr(op.numpy_kernel, "_plain", op.numpy_kernel)


def large_samples() -> dict[str, tuple[np.ndarray, ...]]:
    """Arguments for each op that works in pieces: as many as it takes, some special numbers."""
    load_families()
    found: dict[str, tuple[np.ndarray, ...]] = {}
    x, y = values(1031, 1033), values(1033, 1031).reshape(1031, 1033)[::-1].copy()
    for array in (x, y):
        array.reshape(-1)[:6] = np.nan, -0.0, 0.0, np.inf, -np.inf, 1e-40
    for name, op in sorted(registry.items()):
        if in_pieces_of(op) is not op.kernel:
            count = len(op.signature.inputs)
            found[name] = (x > 0, x, y) if name == "SelectV2" else (x, y, abs(x))[:count]
    return found


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_each_op_gives_the_same_bits_in_pieces(two_threads: None, dtype: str) -> None:
    samples = large_samples()
    assert len(samples) > 60
    for name, arrays in samples.items():
        op = registry[name]
        cast = [a if a.dtype == bool else a.astype(dtype) for a in arrays]
        found, wanted = (k(numpy_ns, *cast) for k in (in_pieces_of(op), op.kernel))
        assert found.dtype == wanted.dtype, name
        same = (found == wanted) & (np.signbit(found) == np.signbit(wanted))
        assert np.all(same | ((found != found) & (wanted != wanted))), name


def test_some_rows_at_a_time_give_what_all_give(two_threads: None) -> None:
    x, y = values(1031, 1033), values(1031, 2)
    sizes: list[int] = []

    def function(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        sizes.append(len(x))
        return x[:, :3].astype("float64") * y[:, :1]

    found = pieces.by_rows(function, x, y)
    assert len(sizes) > 3 and sum(sizes) == 1031
    assert max(sizes) <= pieces.LONG // 1033
    np.testing.assert_array_equal(found, function(x, y))
    assert pieces.by_rows(function, x[:0], y[:0]).shape == (0, 3)


def test_integers_are_added_in_pieces_too(two_threads: None, monkeypatch: Any) -> None:
    shared = noted(monkeypatch)
    x = np.arange(2**20, dtype="int32").reshape(2**10, 2**10)
    np.testing.assert_array_equal(tf.add(x, x).numpy(), 2 * x)
    np.testing.assert_array_equal(tf.greater(x, x[0]).numpy(), x > x[0])
    np.testing.assert_array_equal(tf.cast(x, tf.float64).numpy(), x)
    assert shared.count("in_pieces") == 3


def noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes each call that cuts an array."""
    calls: list[str] = []
    plain = pieces.in_pieces

    def in_pieces(*args: Any) -> Any:
        calls.append("in_pieces")
        return plain(*args)

    monkeypatch.setattr(pieces, "in_pieces", in_pieces)
    monkeypatch.setattr("tenfold.ops.array.casting.in_pieces", in_pieces)
    return calls


def test_small_arrays_are_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = noted(monkeypatch)
    x = tf.zeros(2**17)
    for function in (tf.exp, tf.sigmoid, tf.sqrt, lambda v: tf.where(v > 0, v, v), tf.nn.softmax):
        function(x)
    assert cut == []
    tf.exp(tf.zeros(2**18))
    assert cut == ["in_pieces"]


def test_work_is_shared_and_all_of_it_is_done(two_threads: None) -> None:
    done: set[int] = set()
    names: set[str] = set()
    both = threading.Barrier(2, timeout=60)

    def work(start: int) -> None:
        if start < 2:
            both.wait()  # passes only if two threads are at work
        done.add(start)
        names.add(threading.current_thread().name)

    pieces.share(work, range(100))
    assert done == set(range(100)) and len(names) == 2


def test_an_error_in_a_piece_reaches_the_caller(two_threads: None) -> None:
    def work(start: int) -> None:
        if start == 7:
            raise ValueError("piece 7")

    with pytest.raises(ValueError, match="piece 7"):
        pieces.share(work, range(20))


def test_a_helper_that_has_not_begun_is_not_waited_for(two_threads: None) -> None:
    busy, done = threading.Event(), []
    others = pieces._start(busy.wait, 1)  # takes the only thread that helps
    sharing = threading.Thread(target=pieces.share, args=(done.append, range(9)))
    sharing.start()
    sharing.join(timeout=30)
    finished = not sharing.is_alive()
    busy.set()
    sharing.join()
    assert finished and sorted(done) == list(range(9))
    assert [other.result() for other in others] == [True]


FORKING = """
import os
from tenfold.core import blas_threads, pieces
from tenfold.core.namespace import numpy_ns
from tenfold.core.op import registry
from tenfold.core.settings import settings

settings.intra_op_threads = 2
pieces.share(lambda start: None, range(4))
child = os.fork()
if child == 0:
    pieces.share(lambda start: None, range(4))
    os._exit(17)
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_process_starts_its_own_threads() -> None:
    # In a process of its own: others here may have loaded jax, which refuses to be forked.
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORKING]
    paths = {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    assert subprocess.run(command, env=os.environ | paths, timeout=60).returncode == 17


@pytest.mark.parametrize("name", ["exp", "sigmoid", "relu", "softmax", "log_softmax"])
def test_a_large_tensor_gives_what_its_parts_give(two_threads: None, name: str) -> None:
    function = getattr(tf.nn, name, None) or getattr(tf, name)
    x = values(1024, 1024)
    parts = [function(tf.constant(part)).numpy() for part in np.split(x, 16)]
    np.testing.assert_array_equal(function(tf.constant(x)).numpy(), np.concatenate(parts))


def test_a_large_power_of_shapes_that_do_not_fit_is_an_error(two_threads: None) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="Pow"):
        tf.pow(tf.zeros((2**10, 2**10)), tf.zeros((2**10, 3)))


def test_a_large_choice_keeps_every_bit(two_threads: None) -> None:
    x, y = values(1000, 1000), -values(1000, 1000)
    x[::3], y[::5] = np.nan, -0.0
    condition = values(1000, 1000)[::-1] > 0
    for other in (y, np.asarray(-0.0, "float32")):
        found = tf.where(condition, x, other).numpy()
        wanted = np.where(condition, x, other)
        np.testing.assert_array_equal(found.view("int32"), wanted.view("int32"))


@pytest.mark.parametrize("rows, columns", [(700, 90), (90, 700), (401, 401)])
@pytest.mark.parametrize("dtype", ["float32", "float64", "complex64"])
def test_a_large_product_is_that_of_its_rows(
    two_threads: None, rows: int, columns: int, dtype: str
) -> None:
    a, b = values(rows, 257).astype(dtype), values(257, columns).astype(dtype)
    before = blas_threads.blas_threads()
    found = tf.matmul(a, b).numpy()
    wanted = np.einsum("ij,jk->ik", a.astype("complex128"), b.astype("complex128"))
    assert found.dtype == dtype and rows * 257 * columns > pieces._PRODUCT
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-3)
    turned = tf.matmul(b, a, transpose_a=True, transpose_b=True).numpy()
    np.testing.assert_allclose(turned, wanted.T, rtol=1e-4, atol=1e-3)
    assert blas_threads.blas_threads() == before


@pytest.mark.parametrize("dtype", ["float32", "complex64"])
def test_the_products_of_a_large_stack_are_those_of_its_matrices(
    two_threads: None, dtype: str
) -> None:
    a, b = values(2, 9, 90, 70).astype(dtype), values(2, 9, 80, 70).astype(dtype)
    assert a.size * 80 > 2 * pieces._PRODUCT
    found = tf.matmul(a, b, transpose_b=True).numpy()
    for at in np.ndindex(2, 9):
        np.testing.assert_allclose(found[at], a[at] @ b[at].T, rtol=1e-4, atol=1e-4)


def test_products_run_on_one_thread_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    own, seen = blas_threads.blas_threads(), []
    if own is None:
        pytest.skip("NumPy has another linear algebra library here")
    matmul = np.matmul

    def noted(*args: object, **kwargs: object) -> object:
        seen.append(blas_threads.blas_threads())
        return matmul(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(pieces.np, "matmul", noted)
    x = tf.constant(values(3, 128, 128))
    tf.matmul(x, x)
    assert seen == [1] and blas_threads.blas_threads() == own


def test_a_large_gradient_of_relu_needs_features_of_its_shape(two_threads: None) -> None:
    for shape in ((), (1024,), (1, 1024)):
        with pytest.raises(tf.errors.InvalidArgumentError, match="the same shape"):
            tf.raw_ops.ReluGrad(gradients=tf.zeros([1024, 1024]), features=tf.zeros(shape))
