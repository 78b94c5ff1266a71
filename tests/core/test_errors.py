"""Tests of the error classes."""

from __future__ import annotations

import pickle

import pytest

from tenfold.core import errors

CASES = [
    (errors.CancelledError, 1, RuntimeError),
    (errors.UnknownError, 2, RuntimeError),
    (errors.InvalidArgumentError, 3, ValueError),
    (errors.DeadlineExceededError, 4, TimeoutError),
    (errors.NotFoundError, 5, FileNotFoundError),
    (errors.AlreadyExistsError, 6, FileExistsError),
    (errors.PermissionDeniedError, 7, PermissionError),
    (errors.ResourceExhaustedError, 8, MemoryError),
    (errors.FailedPreconditionError, 9, RuntimeError),
    (errors.AbortedError, 10, RuntimeError),
    (errors.OutOfRangeError, 11, IndexError),
    (errors.UnimplementedError, 12, NotImplementedError),
    (errors.InternalError, 13, RuntimeError),
    (errors.UnavailableError, 14, ConnectionError),
    (errors.DataLossError, 15, OSError),
    (errors.UnauthenticatedError, 16, PermissionError),
]
IDS = [cls.__name__ for cls, _, _ in CASES]


@pytest.mark.parametrize(("cls", "code", "builtin"), CASES, ids=IDS)
def test_code_message_and_builtin_base(
    cls: type[errors.OpError], code: int, builtin: type[Exception]
) -> None:
    with pytest.raises(builtin) as caught:
        raise cls("node", "op", "it broke")
    error = caught.value
    assert isinstance(error, errors.OpError)
    assert str(error) == error.message == "it broke"
    assert (error.node_def, error.op, error.error_code) == ("node", "op", code)
    assert error.experimental_payloads == {}
    assert repr(error) == f"{cls.__name__}('it broke')"
    assert errors.exception_type_from_error_code(code) is cls
    assert errors.error_code_from_exception_type(cls) == code


@pytest.mark.parametrize("cls", [cls for cls, _, _ in CASES], ids=IDS)
def test_pickles(cls: type[errors.OpError]) -> None:
    error = pickle.loads(pickle.dumps(cls("node", object, "it broke", {"key": b"1"})))
    assert type(error) is cls
    assert str(error) == "it broke"
    assert (error.node_def, error.op) == ("node", None)
    assert error.experimental_payloads == {"key": b"1"}


def test_op_error_takes_its_code() -> None:
    error = errors.OpError(None, None, "denied", 7)
    assert error.error_code == errors.PERMISSION_DENIED
    assert pickle.loads(pickle.dumps(error)).error_code == errors.PERMISSION_DENIED
    assert errors.OpError(None, None, "who knows").error_code == errors.UNKNOWN


def test_keywords() -> None:
    error = errors.InvalidArgumentError(node_def=None, op=None, message="wrong")
    assert error.message == "wrong"
    error = errors.OpError(None, None, message="wrong", error_code=errors.ABORTED)
    assert error.error_code == 10


def test_codes_of_other_classes() -> None:
    assert errors.error_code_from_exception_type(KeyError) == errors.UNKNOWN
    with pytest.raises(KeyError, match="no error has code 0"):
        errors.exception_type_from_error_code(errors.OK)


def test_python_side_classes() -> None:
    assert issubclass(errors.OperatorNotAllowedInGraphError, TypeError)
    assert issubclass(errors.InaccessibleTensorError, ValueError)
