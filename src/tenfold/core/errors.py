"""The errors that operations raise: TensorFlow's classes, each also the built-in users expect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OK = 0
CANCELLED = 1
UNKNOWN = 2
INVALID_ARGUMENT = 3
DEADLINE_EXCEEDED = 4
NOT_FOUND = 5
ALREADY_EXISTS = 6
PERMISSION_DENIED = 7
RESOURCE_EXHAUSTED = 8
FAILED_PRECONDITION = 9
ABORTED = 10
OUT_OF_RANGE = 11
UNIMPLEMENTED = 12
INTERNAL = 13
UNAVAILABLE = 14
DATA_LOSS = 15
UNAUTHENTICATED = 16


class OpError(Exception):
    """An operation failed; the base of every error with a status code.

    Args:
        node_def: The definition of the failed node, or None.
        op: The failed operation of a graph, or None.
        message: What happened.
        error_code: One of the codes of `tf.errors`; without it, the class's own code.
        *args: An optional mapping of further details, kept as `experimental_payloads`.

    >>> try:
    ...     raise OpError(None, None, "it broke", error_code=2)
    ... except OpError as error:
    ...     error.message, error.error_code
    ('it broke', 2)
    """

    code: int = UNKNOWN

    def __init__(
        self,
        node_def: Any = None,
        op: Any = None,
        message: str = "",
        error_code: int | None = None,
        *args: Mapping[str, Any],
    ) -> None:
        # The built-in second bases would read (errno, strerror, ...) from other arguments.
        super().__init__(message)
        self._node_def = node_def
        self._op = op
        self._message = message
        self._error_code = type(self).code if error_code is None else error_code
        self._payloads = dict(args[-1]) if args and isinstance(args[-1], Mapping) else {}

    @property
    def message(self) -> str:
        """What happened."""
        return self._message

    @property
    def node_def(self) -> Any:
        """The definition of the node that failed, or None."""
        return self._node_def

    @property
    def op(self) -> Any:
        """The operation of a graph that failed; None for one that ran eagerly."""
        return self._op

    @property
    def error_code(self) -> int:
        """The status code: one of the constants of `tf.errors`."""
        return self._error_code

    @property
    def experimental_payloads(self) -> dict[str, Any]:
        """Further details of the error, by key."""
        return self._payloads

    def __str__(self) -> str:
        return self._message

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._message!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        # A graph's operation cannot travel to another process; its definition can.
        state = (self._node_def, self._message, self._error_code, self._payloads)
        return _rebuild, (type(self), *state)


def _rebuild(
    cls: type[OpError], node_def: Any, message: str, error_code: int, payloads: Mapping[str, Any]
) -> OpError:
    """The error that was pickled."""
    error = cls(node_def, None, message)
    OpError.__init__(error, node_def, None, message, error_code, payloads)
    return error


class _CodedError(OpError):
    """An error whose class fixes its code."""

    def __init__(
        self, node_def: Any = None, op: Any = None, message: str = "", *args: Mapping[str, Any]
    ) -> None:
        super().__init__(node_def, op, message, None, *args)


class CancelledError(_CodedError, RuntimeError):
    """The operation was cancelled before it finished."""

    code = CANCELLED


class UnknownError(_CodedError, RuntimeError):
    """The cause is not known, as when a user's Python function fails in a pipeline."""

    code = UNKNOWN


class InvalidArgumentError(_CodedError, ValueError):
    """An argument is wrong whatever the state of the system.

    Args:
        node_def: The definition of the failed node, or None.
        op: The failed operation of a graph, or None.
        message: What happened.
        *args: An optional mapping of further details.

    >>> isinstance(InvalidArgumentError(None, None, "shapes differ"), ValueError)
    True
    """

    code = INVALID_ARGUMENT


class DeadlineExceededError(_CodedError, TimeoutError):
    """The operation did not finish in the time it was given."""

    code = DEADLINE_EXCEEDED


class NotFoundError(_CodedError, FileNotFoundError):
    """A file, a key or another thing that was asked for does not exist."""

    code = NOT_FOUND


class AlreadyExistsError(_CodedError, FileExistsError):
    """A thing that was to be made exists already."""

    code = ALREADY_EXISTS


class PermissionDeniedError(_CodedError, PermissionError):
    """The caller may not do this."""

    code = PERMISSION_DENIED


class ResourceExhaustedError(_CodedError, MemoryError):
    """Memory, disk or a quota ran out."""

    code = RESOURCE_EXHAUSTED


class FailedPreconditionError(_CodedError, RuntimeError):
    """The system is not in the state the operation needs, as when a variable has no value yet."""

    code = FAILED_PRECONDITION


class AbortedError(_CodedError, RuntimeError):
    """The operation was given up, typically because others got in its way; try again."""

    code = ABORTED


class OutOfRangeError(_CodedError, IndexError):
    """The operation went past the end of its input, as an iterator does after its last element."""

    code = OUT_OF_RANGE


class UnimplementedError(_CodedError, NotImplementedError):
    """The operation exists, but not for these types, this device or these options."""

    code = UNIMPLEMENTED


class InternalError(_CodedError, RuntimeError):
    """An invariant of the system is broken."""

    code = INTERNAL


class UnavailableError(_CodedError, ConnectionError):
    """A service cannot be reached at the moment; try again later."""

    code = UNAVAILABLE


class DataLossError(_CodedError, OSError):
    """Stored data is damaged or cut short."""

    code = DATA_LOSS


class UnauthenticatedError(_CodedError, PermissionError):
    """The caller did not say, or could not prove, who it is."""

    code = UNAUTHENTICATED


class OperatorNotAllowedInGraphError(TypeError):
    """A Python operation needs the value of a tensor that has none while a graph is built."""


class InaccessibleTensorError(ValueError, TypeError):
    """A tensor is used outside the graph or function that it belongs to."""


_BY_CODE: dict[int, type[OpError]] = {cls.code: cls for cls in _CodedError.__subclasses__()}


def exception_type_from_error_code(error_code: int) -> type[OpError]:
    """The class of the errors with code `error_code`.

    Args:
        error_code: A status code of `tf.errors` other than `OK`.

    Returns:
        The subclass of `tf.errors.OpError`.

    Raises:
        KeyError: If no class has that code.

    >>> exception_type_from_error_code(INVALID_ARGUMENT).__name__
    'InvalidArgumentError'
    """
    if error_code not in _BY_CODE:
        raise KeyError(
            f"exception_type_from_error_code: no error has code {error_code}; expected one of "
            f"{sorted(_BY_CODE)}."
        )
    return _BY_CODE[error_code]


def error_code_from_exception_type(cls: type[Exception]) -> int:
    """The status code of the error class `cls`; `UNKNOWN` for a class that has none.

    Args:
        cls: A subclass of `tf.errors.OpError`.

    Returns:
        Its status code.

    >>> error_code_from_exception_type(NotFoundError)
    5
    """
    return cls.code if issubclass(cls, OpError) else UNKNOWN


class SymbolicValueError(AttributeError, NotImplementedError, TypeError):
    """The value of a symbolic tensor was asked for while its graph is being built."""
