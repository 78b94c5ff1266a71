"""Tensors as Python objects: what they print, what they refuse, and that they never change."""

from __future__ import annotations

import copy
import operator
import pickle
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tenfold.core import dtypes, errors
from tenfold.core.convert import convert_to_tensor as tensor
from tenfold.core.tensor import EagerTensor, SymbolicTensor, is_tensor

REPRS = {
    "int": (1, "shape=(), dtype=int32, numpy=1"),
    "float": (1.5, "shape=(), dtype=float32, numpy=1.5"),
    "float32 in full": (0.1, "shape=(), dtype=float32, numpy=0.10000000149011612"),
    "bool": (True, "shape=(), dtype=bool, numpy=True"),
    "string": ("a", "shape=(), dtype=string, numpy=b'a'"),
    "complex": (1j, "shape=(), dtype=complex128, numpy=1j"),
    "vector": ([1, 2], "shape=(2,), dtype=int32, numpy=array([1, 2], dtype=int32)"),
    "strings": (["a"], "shape=(1,), dtype=string, numpy=array([b'a'], dtype=object)"),
    "matrix": (
        [[1, 2], [3, 4]],
        "shape=(2, 2), dtype=int32, numpy=\narray([[1, 2],\n       [3, 4]], dtype=int32)",
    ),
    "empty": ([], "shape=(0,), dtype=float32, numpy=array([], dtype=float32)"),
}


@pytest.mark.parametrize(("value", "text"), REPRS.values(), ids=REPRS)
def test_repr(value: Any, text: str) -> None:
    assert repr(tensor(value)) == f"<tf.Tensor: {text}>"


STRS = {
    "int": (1, "1, shape=(), dtype=int32"),
    "float": (0.1, "0.1, shape=(), dtype=float32"),
    "string": ("a", "b'a', shape=(), dtype=string"),
    "strings": (["a", "b"], "[b'a' b'b'], shape=(2,), dtype=string"),
    "bools": ([True], "[ True], shape=(1,), dtype=bool"),
    "matrix": ([[1, 2], [3, 4]], "\n[[1 2]\n [3 4]], shape=(2, 2), dtype=int32"),
}


@pytest.mark.parametrize(("value", "text"), STRS.values(), ids=STRS)
def test_str(value: Any, text: str) -> None:
    assert str(tensor(value)) == f"tf.Tensor({text})"


def test_bfloat16_prints_as_itself() -> None:
    x = tensor([1.5], "bfloat16")
    assert repr(x) == (
        "<tf.Tensor: shape=(1,), dtype=bfloat16, numpy=array([1.5], dtype=bfloat16)>"
    )


def test_format() -> None:
    assert f"{tensor(1.5):.2f}" == "1.50"
    assert f"{tensor(0.1)} {tensor([1.5])} {tensor([1, 2])}" == ("0.10000000149011612 [1.5] [1 2]")
    assert f"{tensor(3):03d}" == "003"


def test_python_scalars() -> None:
    assert (int(tensor(3.7)), float(tensor(3)), complex(tensor(1.5))) == (3, 3.0, 1.5 + 0j)
    assert (bool(tensor(0)), bool(tensor([1])), bool(tensor(""))) == (False, True, False)
    assert bool(tensor([])) is False
    assert range(3)[tensor(1)] == 1
    assert isinstance(int(tensor(3)), int)


def _index(x: Any) -> Any:
    return range(3)[x]


CONVERSIONS = {
    "bool of two": (bool, [1, 2], ValueError),
    "int of two": (int, [1, 2], TypeError),
    "float of two": (float, [1, 2], TypeError),
    "complex of two": (complex, [1, 2], TypeError),
    "index by a float": (_index, 1.0, TypeError),
    "index by two": (_index, [1, 2], TypeError),
    "len of a scalar": (len, 1, TypeError),
    "iteration over a scalar": (list, 1, TypeError),
    "hash": (hash, 1, TypeError),
}


@pytest.mark.parametrize(
    ("function", "value", "error"), CONVERSIONS.values(), ids=CONVERSIONS.keys()
)
def test_what_is_no_scalar(function: Any, value: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        function(tensor(value))


def test_hash_names_the_mend() -> None:
    with pytest.raises(TypeError, match=r"unhashable.*ref\(\)"):
        {tensor(1): 1}


def test_sizes() -> None:
    x = tensor(np.zeros((2, 3)))
    assert (len(x), x.ndim, x.shape.as_list()) == (2, 2, [2, 3])
    assert x.get_shape() == x.shape
    assert len(tensor(np.zeros((0, 3)))) == 0
    x.set_shape([2, None])
    with pytest.raises(ValueError, match="not compatible"):
        x.set_shape([3, None])


def test_iteration_gives_tensors() -> None:
    rows = list(tensor([[1, 2], [3, 4]]))
    assert [type(r) for r in rows] == [EagerTensor, EagerTensor]
    assert [np.asarray(r).tolist() for r in rows] == [[1, 2], [3, 4]]
    assert [x.numpy() for x in tensor(["a", "b"])] == [b"a", b"b"]
    assert next(iter(tensor([5]))).shape == ()


def test_references_are_equal_for_the_same_object() -> None:
    x, same_value = tensor(1), tensor(1)
    assert x.ref() == x.ref()
    assert hash(x.ref()) == hash(x.ref())
    assert x.ref() != same_value.ref()
    assert x.ref().deref() is x
    assert repr(x.ref()) == f"<Reference wrapping {x!r}>"
    assert x.experimental_ref() == x.ref()


@pytest.mark.parametrize("name", ["name", "op", "graph"])
def test_graph_attributes_mean_nothing_eagerly(name: str) -> None:
    x = tensor(1)
    with pytest.raises(AttributeError, match=name):
        getattr(x, name)
    assert name not in dir(x)


def test_numpy_gives_what_numpy_would() -> None:
    assert type(tensor(1).numpy()) is np.int32
    assert type(tensor(1.5).numpy()) is np.float32
    assert type(tensor("a").numpy()) is bytes
    assert tensor(["a", "b"]).numpy().dtype == object
    assert tensor([1.5], "bfloat16").numpy().dtype.name == "bfloat16"


def test_numpy_functions_take_tensors() -> None:
    x = tensor([1, 2])
    assert np.asarray(x).dtype == np.int32
    assert np.asarray(x, np.float64).dtype == np.float64
    assert np.concatenate([x, [3]]).tolist() == [1, 2, 3]
    assert np.stack([x, x]).tolist() == [[1, 2], [1, 2]]
    assert type(np.sin(tensor([0.0]))) is np.ndarray
    assert np.add.reduce(x) == 3


def test_tensors_never_change() -> None:
    x = tensor([1, 2])
    for view in (x.numpy(), np.asarray(x), np.array(x), np.from_dlpack(x), x.__array__()):
        if view.flags.writeable:
            view[0] = 9
        assert np.asarray(x).tolist() == [1, 2]


def test_dlpack_both_ways() -> None:
    x = tensor([[1.0, 2.0]])
    array = np.from_dlpack(x)
    assert (array.dtype, array.tolist()) == (np.float32, [[1.0, 2.0]])
    assert np.asarray(tensor(array)).tolist() == [[1.0, 2.0]]
    assert x.__dlpack_device__() == (1, 0)


def test_copies() -> None:
    x = tensor([1, 2])
    assert copy.copy(x) is x
    assert np.asarray(copy.deepcopy(x)).tolist() == [1, 2]
    back = pickle.loads(pickle.dumps(tensor(["a\0", "b"])))
    assert (back.dtype, back.numpy().tolist()) == (dtypes.string, [b"a\0", b"b"])
    assert pickle.loads(pickle.dumps(tensor(1.5, "bfloat16"))).dtype is dtypes.bfloat16


def test_device_is_a_full_name() -> None:
    assert tensor(1).device == "/job:localhost/replica:0/task:0/device:CPU:0"
    assert tensor(1).backing_device == tensor(1).device


def test_eval_belongs_to_sessions() -> None:
    with pytest.raises(NotImplementedError, match="numpy"):
        tensor(1).eval()


def test_is_tensor() -> None:
    assert is_tensor(tensor(1))
    assert is_tensor(symbolic((2,)))
    assert not any(map(is_tensor, (1, [1], np.array(1), "a", None)))


def symbolic(shape: Any, dtype: Any = dtypes.float32) -> SymbolicTensor:
    return SymbolicTensor(SimpleNamespace(name="scope/x", device="", graph=None), 0, dtype, shape)


def test_a_symbolic_tensor_prints_its_name() -> None:
    x = symbolic((2, None))
    assert repr(x) == "<tf.Tensor 'scope/x:0' shape=(2, None) dtype=float32>"
    assert str(x) == 'Tensor("scope/x:0", shape=(2, None), dtype=float32)'
    assert repr(symbolic(None)) == "<tf.Tensor 'scope/x:0' shape=<unknown> dtype=float32>"
    assert str(symbolic(None)) == 'Tensor("scope/x:0", dtype=float32)'
    assert str(symbolic((3,))) == 'Tensor("scope/x:0", shape=(3,), dtype=float32)'


SYMBOLIC = {
    "bool": (bool, (), errors.OperatorNotAllowedInGraphError),
    "len without a size": (len, (None,), TypeError),
    "len of a scalar": (len, (), TypeError),
    "iteration without a size": (iter, (None,), errors.OperatorNotAllowedInGraphError),
    "iteration without a rank": (iter, None, errors.OperatorNotAllowedInGraphError),
    "iteration over a scalar": (iter, (), TypeError),
    "hash": (hash, (), TypeError),
    "numpy": (np.asarray, (2,), NotImplementedError),
    "eval": (lambda x: x.eval(), (), ValueError),
}


@pytest.mark.parametrize(("function", "shape", "error"), SYMBOLIC.values(), ids=SYMBOLIC)
def test_what_a_symbolic_tensor_refuses(function: Any, shape: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        function(symbolic(shape))


def test_a_symbolic_shape_is_refined() -> None:
    x = symbolic((2, None))
    x.set_shape([None, 3])
    assert x.raw_shape == (2, 3)
    with pytest.raises(ValueError):
        x.set_shape([5, 3])
    assert len(x) == 2


def test_format_needs_rank_0_for_a_spec() -> None:
    assert f"{tensor(1.25):.1f}" == "1.2"
    assert f"{tensor([1.0])}" == "[1.]"
    with pytest.raises(TypeError, match="unsupported format string"):
        format(tensor([1.0]), ".1f")


@pytest.mark.parametrize("convert", [int, float, complex, operator.index])
def test_only_rank_0_converts_to_a_number(convert: Any) -> None:
    assert convert(tensor(2)) == 2
    with pytest.raises(TypeError, match="rank 0"):
        convert(tensor([2]))


def test_on_the_cpu() -> None:
    assert tensor([1]).cpu().numpy().tolist() == [1]
