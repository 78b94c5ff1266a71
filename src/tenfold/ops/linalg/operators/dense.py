"""What an operator can do by way of its dense matrix, where its class knows nothing better."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.core.tensor import Tensor
from tenfold.ops.linalg.diagonals import diag_part, eye
from tenfold.ops.linalg.factoring import cholesky, eigvalsh, svd
from tenfold.ops.linalg.norms import adjoint as adjoint_of
from tenfold.ops.linalg.solving import MatrixSolve, cholesky_solve, det, slogdet

from .arguments import require, same_batch

# Methods take `self: Any`: an operator, of which this is one half.


class DenseDefaults:
    """The public methods whose results are tensors, and how they come from the dense matrix."""

    def _can_use_cholesky(self: Any) -> bool:
        return bool(self.is_self_adjoint and self.is_positive_definite)

    def to_dense(self: Any, name: str = "to_dense") -> Tensor:
        """The matrices, `[..., m, n]`.

        Example:
          >>> import tenfold as tf
          >>> tf.linalg.LinearOperatorScaledIdentity(2, 3.0).to_dense().numpy().tolist()
          [[3.0, 0.0], [0.0, 3.0]]
        """
        return self._to_dense()

    def _to_dense(self: Any) -> Tensor:
        known = self.shape.dims_tuple
        count: Any = None if known is None else known[-1]
        count = self.domain_dimension_tensor() if count is None else count
        if known is not None and None not in known[:-2]:
            batch: Any = list(known[:-2])
        else:
            batch = self.batch_shape_tensor()
        return self.matmul(eye(count, batch_shape=batch, dtype=self.dtype))

    def diag_part(self: Any, name: str = "diag_part") -> Tensor:
        """The main diagonals, `[..., min(m, n)]`.

        Example:
          >>> import tenfold as tf
          >>> operator = tf.linalg.LinearOperatorFullMatrix([[1.0, 2.0], [3.0, 4.0]])
          >>> operator.diag_part().numpy().tolist()
          [1.0, 4.0]
        """
        return self._diag_part()

    def _diag_part(self: Any) -> Tensor:
        return diag_part(self.to_dense())

    def trace(self: Any, name: str = "trace") -> Tensor:
        """The sums of the main diagonals, `[...]`.

        Example:
          >>> import tenfold as tf
          >>> tf.linalg.LinearOperatorIdentity(3).trace().numpy().item()
          3.0
        """
        return self._trace()

    def _trace(self: Any) -> Tensor:
        return call("Sum", self.diag_part(), [-1])

    def add_to_tensor(self: Any, x: Any, name: str = "add_to_tensor") -> Tensor:
        """The sum of the matrices and others.

        Args:
          x: `[..., m, n]`, of the operator's dtype.
          name: A name for the op.

        Returns:
          `[..., m, n]`.

        Raises:
          TypeError: `x` has another dtype.

        Example:
          >>> import tenfold as tf
          >>> tf.linalg.LinearOperatorIdentity(2).add_to_tensor(tf.ones([2, 2])).numpy().tolist()
          [[2.0, 1.0], [1.0, 2.0]]
        """
        return self._add_to_tensor(self._argument(x))

    def _add_to_tensor(self: Any, x: Any) -> Tensor:
        return self.to_dense() + x

    def determinant(self: Any, name: str = "det") -> Tensor:
        """The determinants, `[...]`.

        Raises:
          NotImplementedError: The operator is known not to be square.

        Example:
          >>> import tenfold as tf
          >>> tf.linalg.LinearOperatorDiag([2.0, 4.0]).determinant().numpy().item()
          8.0
        """
        self._require_square("determinant")
        return self._determinant()

    def _determinant(self: Any) -> Tensor:
        if self._can_use_cholesky():
            return call("Exp", self.log_abs_determinant())
        return det(self.to_dense())

    def log_abs_determinant(self: Any, name: str = "log_abs_det") -> Tensor:
        """The logarithms of the absolute values of the determinants, `[...]`.

        Raises:
          NotImplementedError: The operator is known not to be square.

        Example:
          >>> import tenfold as tf
          >>> tf.linalg.LinearOperatorDiag([-1.0, 1.0]).log_abs_determinant().numpy().item()
          0.0
        """
        self._require_square("log_abs_determinant")
        return self._log_abs_determinant()

    def _log_abs_determinant(self: Any) -> Tensor:
        if self._can_use_cholesky():
            total = call("Sum", call("Log", diag_part(cholesky(self.to_dense()))), [-1])
            return total * to_tensor(2, total.dtype)
        return slogdet(self.to_dense())[1]

    def _require_square(self: Any, what: str) -> None:
        if self.is_square is False:
            raise NotImplementedError(
                f"{self.name}: the {what} is defined for square matrices; the shape is "
                f"{self.shape}."
            )

    def _solve(self: Any, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Tensor:
        right = adjoint_of(rhs) if adjoint_arg else rhs
        matrix, right = same_batch(self.to_dense(), right)
        if self._can_use_cholesky():
            return cholesky_solve(cholesky(matrix), right)
        return MatrixSolve(matrix, right, adjoint=adjoint)

    def eigvals(self: Any, name: str = "eigvals") -> Tensor:
        """The eigenvalues of a self-adjoint operator, `[..., n]`.

        Raises:
          NotImplementedError: The operator is not known to be self-adjoint.

        Example:
          >>> import tenfold as tf
          >>> operator = tf.linalg.LinearOperatorFullMatrix(
          ...     [[2.0, 0.0], [0.0, 1.0]], is_self_adjoint=True)
          >>> operator.eigvals().numpy().tolist()
          [1.0, 2.0]
        """
        if not self.is_self_adjoint:
            raise NotImplementedError(
                f"{self.name}: only self-adjoint matrices are supported; give the hint if the "
                "operator is, or use tf.linalg.eigvals(operator.to_dense())."
            )
        return self._eigvals()

    def _eigvals(self: Any) -> Tensor:
        return eigvalsh(self.to_dense())

    def cond(self: Any, name: str = "cond") -> Tensor:
        """The condition numbers, `[...]`: the largest singular values over the smallest.

        Example:
          >>> import tenfold as tf
          >>> tf.linalg.LinearOperatorDiag([1.0, -4.0]).cond().numpy().item()
          4.0
        """
        return self._cond()

    def _cond(self: Any) -> Tensor:
        if self.is_self_adjoint:
            values = self.eigvals()
            kind = values.dtype.real_dtype if values.dtype.is_complex else None
            size = call("Abs", values) if kind is None else call("ComplexAbs", values, Tout=kind)
        else:
            size = svd(self.to_dense(), compute_uv=False)
        return call("Max", size, [-1]) / call("Min", size, [-1])

    def assert_non_singular(self: Any, name: str = "assert_non_singular") -> Any:
        """Checks that the matrices have an inverse.

        Returns:
          None eagerly; in a graph, the op that checks.

        Raises:
          tf.errors.InvalidArgumentError: A matrix is singular, up to rounding.
        """
        return self._assert_non_singular()

    def _assert_non_singular(self: Any) -> Any:
        condition = self.cond()
        limit = 1 / (100 * np.finfo(condition.dtype.np).eps)
        is_regular = call("Less", condition, to_tensor(limit, condition.dtype))
        return require(is_regular, f"{self.name}: singular matrix, up to rounding.")

    def assert_positive_definite(self: Any, name: str = "assert_positive_definite") -> Any:
        """Checks that the matrices are positive definite.

        Returns:
          None eagerly; in a graph, the op that checks.

        Raises:
          tf.errors.InvalidArgumentError: A matrix is not.
        """
        return self._assert_positive_definite()

    def _assert_positive_definite(self: Any) -> Any:
        # The real part of x* A x is that of the self-adjoint half.
        dense = self.to_dense()
        whole = dense if self.is_self_adjoint else dense + adjoint_of(dense)
        roots, sizes = diag_part(cholesky(whole)), diag_part(whole)
        if dense.dtype.is_complex:
            real = dense.dtype.real_dtype
            roots, sizes = (call("Real", x, Tout=real) for x in (roots, sizes))
        # A pivot that is rounding only is none.
        rounding = to_tensor(4 * np.finfo(roots.dtype.np).eps, roots.dtype) * sizes
        is_positive = call("Greater", roots * roots, rounding)
        return require(is_positive, f"{self.name}: the matrix is not positive definite.")

    def assert_self_adjoint(self: Any, name: str = "assert_self_adjoint") -> Any:
        """Checks that the matrices equal their conjugate transposes.

        Returns:
          None eagerly; in a graph, the op that checks.

        Raises:
          tf.errors.InvalidArgumentError: A matrix does not.
        """
        return self._assert_self_adjoint()

    def _assert_self_adjoint(self: Any) -> Any:
        dense = self.to_dense()
        same = call("Equal", dense, adjoint_of(dense))
        return require(same, f"{self.name}: the matrix is not equal to its adjoint.")
