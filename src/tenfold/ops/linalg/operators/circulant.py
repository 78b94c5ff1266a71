"""Operators that convolve: circulant matrices, nested up to three deep."""

from __future__ import annotations

import math
from typing import Any, ClassVar

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType, as_dtype, complex64, complex128, float64
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape, from_raw
from tenfold.core.tensor import Tensor
from tenfold.ops.linalg.norms import adjoint as adjoint_of
from tenfold.ops.linalg.norms import matrix_transpose

from .arguments import conjugate, held, must_be, require, require_rank, sizes
from .base import LinearOperator
from .rewriting import rewrite


class BaseCirculant(LinearOperator):
    """An operator that is diagonal after a Fourier transform of its last axes.

    The matrices are `F^-1 diag(spectrum) F`, where F is the discrete Fourier transform of vectors
    that are read as arrays of the shape `block_shape`.

    Args:
      spectrum: `[..., n_1, ..., n_d]`, the eigenvalues: the transform of the convolution kernel.
      input_output_dtype: The dtype of the matrices. For a real one, the spectrum has to be that
        of a real kernel.
      is_non_singular: Whether the spectrum has no zeros.
      is_self_adjoint: Whether the spectrum is real; True for real dtypes.
      is_positive_definite: Whether the spectrum has positive real parts.
      is_square: True.
      name: A name for the operator; that of the class by default.

    Raises:
      ValueError: The spectrum has too few axes, or a hint cannot be.
    """

    _fields: ClassVar[dict[str, int | None]] = {"spectrum": 1}
    _depth: ClassVar[int] = 1

    def __init__(
        self,
        spectrum: Any,
        input_output_dtype: Any = complex64,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = True,
        name: str | None = None,
    ) -> None:
        parameters = dict(locals())
        dtype = as_dtype(input_output_dtype)
        self._spectrum = held(spectrum)
        require_rank(self._spectrum, "spectrum", self._depth)
        if not self._spectrum.dtype.is_complex:
            is_self_adjoint = must_be(
                is_self_adjoint, True, "A circulant operator of a real spectrum is self-adjoint."
            )
        super().__init__(
            dtype,
            None,
            is_non_singular,
            is_self_adjoint,
            is_positive_definite,
            must_be(is_square, True, "A circulant operator is always square."),
            name,
            parameters,
        )

    @property
    def spectrum(self) -> Any:
        """The eigenvalues, `[..., n_1, ..., n_d]`."""
        return self._spectrum

    @property
    def block_depth(self) -> int:
        """The number of axes that are transformed."""
        return self._depth

    @property
    def block_shape(self) -> TensorShape:
        """What is known of the sizes of those axes."""
        return self._spectrum.shape[-self._depth :]

    def block_shape_tensor(self) -> Tensor:
        """The sizes of those axes, as an int32 tensor."""
        known = call("Shape", self._spectrum)
        return known[call("Size", known) - self._depth :]

    def convolution_kernel(self, name: str = "convolution_kernel") -> Tensor:
        """The kernel `[..., n_1, ..., n_d]` that the operator convolves with: its first column."""
        return self._own(self._transformed(self._complex(), inverse=True))

    def assert_hermitian_spectrum(self, name: str = "assert_hermitian_spectrum") -> Any:
        """Checks that the spectrum is that of a real kernel, up to rounding.

        Returns:
          None eagerly; in a graph, the op that checks.

        Raises:
          tf.errors.InvalidArgumentError: It is not.
        """
        kernel = self._transformed(self._complex(), inverse=True)
        real = kernel.dtype.real_dtype
        imaginary = call("Abs", call("Imag", kernel, Tout=real))
        size = call("ComplexAbs", kernel, Tout=real)
        axes = list(range(-self._depth, 0))
        largest = call("Max", size, axes, keep_dims=True)
        limit = to_tensor(1e-10 if real is float64 else 1e-5, real)
        fits = call("LessEqual", imaginary, limit * largest)
        return require(fits, f"{self.name}: the spectrum is not that of a real kernel.")

    @classmethod
    def from_kernel(cls, kernel: Any) -> BaseCirculant:
        """The operator of the kernel's dtype that convolves with it."""
        kernel = to_tensor(kernel)
        wide = _complex_of(kernel.dtype)
        spectrum = _transform(call("Cast", kernel, DstT=wide), cls._depth, inverse=False)
        return cls(spectrum, input_output_dtype=kernel.dtype)

    def _complex(self, conjugated: bool = False) -> Tensor:
        """The spectrum in the dtype of the transforms."""
        wide = call("Cast", self._spectrum, DstT=_complex_of(self.dtype))
        return conjugate(wide) if conjugated else wide

    def _transformed(self, x: Any, inverse: bool) -> Tensor:
        return _transform(x, self._depth, inverse)

    def _own(self, x: Any) -> Tensor:
        """A complex tensor in the operator's dtype."""
        if not x.dtype.is_complex or self.dtype.is_complex:
            return call("Cast", x, DstT=self.dtype)
        return call("Cast", call("Real", x, Tout=x.dtype.real_dtype), DstT=self.dtype)

    def _shape(self) -> TensorShape:
        known = self._spectrum.shape.dims_tuple
        if known is None:
            return from_raw(None)
        ends = known[len(known) - self._depth :]
        count = None if None in ends else math.prod(ends)  # type: ignore[arg-type]
        return from_raw((*known[: len(known) - self._depth], count, count))

    def _shape_tensor(self) -> Tensor:
        known = call("Shape", self._spectrum)
        batch = known[: call("Size", known) - self._depth]
        count = call("Prod", self.block_shape_tensor(), [0])
        return call("ConcatV2", [batch, call("Pack", [count, count])], 0)

    def _filtered(self, x: Any, by: Any) -> Tensor:
        """Matrices `[..., n, k]` whose columns are multiplied in the frequency domain."""
        rows = matrix_transpose(call("Cast", x, DstT=_complex_of(self.dtype)))
        shape = call("Shape", rows)
        arrays = call("Reshape", rows, sizes(shape[:-1], self.block_shape_tensor()))
        # One new axis before the arrays, for the columns of the argument.
        spectrum = call("ExpandDims", by, -1 - self._depth)
        found = self._transformed(self._transformed(arrays, inverse=False) * spectrum, inverse=True)
        batch = call("Shape", found)
        flat = call("Reshape", found, sizes(batch[: call("Size", batch) - self._depth], shape[-1:]))
        return self._own(matrix_transpose(flat))

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return self._filtered(adjoint_of(x) if adjoint_arg else x, self._complex(adjoint))

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        inverse = call("Reciprocal", self._complex(adjoint))
        return self._filtered(adjoint_of(rhs) if adjoint_arg else rhs, inverse)

    def _flat(self, x: Any) -> Tensor:
        """`[..., n]` of `[..., n_1, ..., n_d]`."""
        return call("Reshape", x, self.shape_tensor()[:-1])

    def _sizes_of(self) -> Tensor:
        if self._spectrum.dtype.is_complex:
            return call("ComplexAbs", self._spectrum, Tout=self._spectrum.dtype.real_dtype)
        return call("Abs", self._spectrum)

    def _determinant(self) -> Tensor:
        return self._own(call("Prod", self._flat(self._spectrum), [-1]))

    def _log_abs_determinant(self) -> Tensor:
        return self._own(call("Sum", call("Log", self._flat(self._sizes_of())), [-1]))

    def _trace(self) -> Tensor:
        return self._own(call("Sum", self._flat(self._spectrum), [-1]))

    def _diag_part(self) -> Tensor:
        trace = call("ExpandDims", self.trace(), -1)
        count = call("Cast", self.domain_dimension_tensor(), DstT=self.dtype)
        return call("BroadcastTo", trace / count, self.shape_tensor()[:-1])

    def _eigvals(self) -> Tensor:
        return self._flat(self._spectrum)

    def _cond(self) -> Tensor:
        size = self._flat(self._sizes_of())
        return call("Max", size, [-1]) / call("Min", size, [-1])

    def _assert_non_singular(self) -> Any:
        nonzero = call("Greater", self._sizes_of(), to_tensor(0, self._sizes_of().dtype))
        return require(nonzero, f"{self.name} is singular: the spectrum has zeros.")

    def _assert_positive_definite(self) -> Any:
        real = self._spectrum
        if real.dtype.is_complex:
            real = call("Real", real, Tout=real.dtype.real_dtype)
        positive = call("Greater", real, to_tensor(0, real.dtype))
        return require(positive, f"{self.name} is not positive definite: see its spectrum.")

    def _assert_self_adjoint(self) -> Any:
        if not self._spectrum.dtype.is_complex:
            return None
        imaginary = call("Imag", self._spectrum, Tout=self._spectrum.dtype.real_dtype)
        limit = to_tensor(1e-10 if imaginary.dtype is float64 else 1e-5, imaginary.dtype)
        small = call("LessEqual", call("Abs", imaginary), limit)
        return require(small, f"{self.name} is not self-adjoint: its spectrum is not real.")


def _complex_of(dtype: DType) -> DType:
    return complex128 if dtype in (float64, complex128) else complex64


_SUFFIX = {1: "", 2: "2D", 3: "3D"}


def _transform(x: Any, depth: int, inverse: bool) -> Tensor:
    return call(f"{'I' if inverse else ''}FFT{_SUFFIX[depth]}", x)


class LinearOperatorCirculant(BaseCirculant):
    """A circulant matrix: each column is the one before it, moved down by one row.

    Args and Raises are those of the other circulant operators; the spectrum is `[..., n]`.

    Example:
      >>> import tenfold as tf
      >>> operator = tf.linalg.LinearOperatorCirculant([6.0, 4.0, 4.0])
      >>> operator.shape, operator.is_self_adjoint
      (TensorShape([3, 3]), True)
    """


class LinearOperatorCirculant2D(BaseCirculant):
    """A block circulant matrix with circulant blocks: the convolution of images.

    Args and Raises are those of the other circulant operators; the spectrum is `[..., n_1, n_2]`.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.LinearOperatorCirculant2D(tf.ones([2, 3])).shape
      TensorShape([6, 6])
    """

    _fields: ClassVar[dict[str, int | None]] = {"spectrum": 2}
    _depth = 2


class LinearOperatorCirculant3D(BaseCirculant):
    """A circulant matrix of blocks that are block circulant themselves: the convolution of volumes.

    Args and Raises are those of the other circulant operators; the spectrum is
    `[..., n_1, n_2, n_3]`.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.LinearOperatorCirculant3D(tf.ones([2, 2, 2])).block_depth
      3
    """

    _fields: ClassVar[dict[str, int | None]] = {"spectrum": 3}
    _depth = 3


@rewrite("adjoint", BaseCirculant)
def _adjoint(operator: BaseCirculant) -> BaseCirculant:
    spectrum = conjugate(operator.spectrum)
    return type(operator)(spectrum, input_output_dtype=operator.dtype, **operator._hints())


@rewrite("inverse", BaseCirculant)
def _inverse(operator: BaseCirculant) -> BaseCirculant:
    spectrum = call("Reciprocal", operator.spectrum)
    return type(operator)(spectrum, input_output_dtype=operator.dtype, **operator._hints())
