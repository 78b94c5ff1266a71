"""One operator of each kind, and the matrices that it stands for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from tenfold.ops.linalg.operators.adjoints import LinearOperatorAdjoint
from tenfold.ops.linalg.operators.block_diag import LinearOperatorBlockDiag
from tenfold.ops.linalg.operators.block_lower_triangular import LinearOperatorBlockLowerTriangular
from tenfold.ops.linalg.operators.circulant import (
    LinearOperatorCirculant,
    LinearOperatorCirculant2D,
    LinearOperatorCirculant3D,
)
from tenfold.ops.linalg.operators.composition import LinearOperatorComposition
from tenfold.ops.linalg.operators.diagonal import LinearOperatorDiag
from tenfold.ops.linalg.operators.full_matrix import LinearOperatorFullMatrix
from tenfold.ops.linalg.operators.householder import LinearOperatorHouseholder
from tenfold.ops.linalg.operators.identity import (
    LinearOperatorIdentity,
    LinearOperatorScaledIdentity,
)
from tenfold.ops.linalg.operators.inversion import LinearOperatorInversion
from tenfold.ops.linalg.operators.kronecker import LinearOperatorKronecker
from tenfold.ops.linalg.operators.low_rank_update import LinearOperatorLowRankUpdate
from tenfold.ops.linalg.operators.permutation import LinearOperatorPermutation
from tenfold.ops.linalg.operators.toeplitz import LinearOperatorToeplitz
from tenfold.ops.linalg.operators.triangular import LinearOperatorLowerTriangular
from tenfold.ops.linalg.operators.tridiag import LinearOperatorTridiag
from tenfold.ops.linalg.operators.zero import LinearOperatorZeros
from tests.ops.sample import definite, normal

D, Z = np.float64, np.complex128


@dataclass(frozen=True)
class Case:
    """Tensors, how an operator is made of them, and its dense matrices in NumPy."""

    parts: tuple[np.ndarray, ...]
    make: Callable[..., Any]
    dense: Callable[..., np.ndarray]
    singular: bool = False

    @property
    def operator(self) -> Any:
        return self.make(*self.parts)

    @property
    def matrix(self) -> np.ndarray:
        return self.dense(*self.parts)


def regular(*shape: int, dtype: Any = D, seed: int = 0) -> np.ndarray:
    return normal(*shape, dtype=dtype, seed=seed) + 3 * np.eye(shape[-2], shape[-1], dtype=dtype)


def diagonal(d: np.ndarray) -> np.ndarray:
    return d[..., None] * np.eye(d.shape[-1])


def blocks(*matrices: np.ndarray) -> np.ndarray:
    batch = np.broadcast_shapes(*(m.shape[:-2] for m in matrices))
    shape = sum(m.shape[-2] for m in matrices), sum(m.shape[-1] for m in matrices)
    out = np.zeros((*batch, *shape), matrices[0].dtype)
    row = column = 0
    for m in matrices:
        out[..., row : row + m.shape[-2], column : column + m.shape[-1]] = m
        row, column = row + m.shape[-2], column + m.shape[-1]
    return out


def kronecker(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    product = np.einsum("...ij,...kl->...ikjl", a, b)
    batch = product.shape[:-4]
    return product.reshape(*batch, a.shape[-2] * b.shape[-2], a.shape[-1] * b.shape[-1])


def circulant(spectrum: np.ndarray, depth: int = 1) -> np.ndarray:
    axes = tuple(range(-depth, 0))
    size = int(np.prod(spectrum.shape[-depth:]))
    unit = np.eye(size).reshape(size, *spectrum.shape[-depth:])
    filtered = np.fft.ifftn(
        np.fft.fftn(unit, axes=axes) * np.expand_dims(spectrum, -1 - depth), axes=axes
    )
    return filtered.reshape(*spectrum.shape[:-depth], size, size).swapaxes(-1, -2)


def toeplitz(col: np.ndarray, row: np.ndarray) -> np.ndarray:
    n = col.shape[-1]
    i, j = np.indices((n, n))
    return np.where(i >= j, col[..., np.maximum(i - j, 0)], row[..., np.maximum(j - i, 0)])


def tridiagonal(packed: np.ndarray) -> np.ndarray:
    n = packed.shape[-1]
    out = diagonal(packed[..., 1, :])
    for i in range(n - 1):
        out[..., i, i + 1] = packed[..., 0, i]
        out[..., i + 1, i] = packed[..., 2, i + 1]
    return out


def reflection(axis: np.ndarray) -> np.ndarray:
    unit = axis / np.linalg.norm(axis, axis=-1, keepdims=True)
    outer = unit[..., :, None] * unit[..., None, :].conj()
    return np.eye(axis.shape[-1]) - 2 * outer


def lower_blocks(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2], c.shape[:-2])
    a, b, c = (np.broadcast_to(x, (*batch, *x.shape[-2:])) for x in (a, b, c))
    zeros = np.zeros((*batch, a.shape[-2], c.shape[-1]), a.dtype)
    return np.concatenate([np.concatenate([a, zeros], -1), np.concatenate([b, c], -1)], -2)


def swapped(x: np.ndarray) -> np.ndarray:
    return x.conj().swapaxes(-1, -2)


F = LinearOperatorFullMatrix
ORDER = np.array([2, 0, 3, 1])
KERNEL = np.fft.fft(normal(2, 4, dtype=D) + 4 * np.eye(1, 4))
PACKED = normal(2, 3, 4, dtype=D) + 3 * np.eye(3, 1, k=-1)

CASES: dict[str, Case] = {
    "full": Case((regular(3, 3),), F, lambda x: x),
    "full-batch-complex": Case((regular(2, 3, 3, dtype=Z),), F, lambda x: x),
    "full-definite": Case(
        (definite(2, 3, 3, dtype=Z),),
        lambda x: F(x, is_self_adjoint=True, is_positive_definite=True),
        lambda x: x,
    ),
    "full-wide": Case((normal(2, 3, 4, dtype=D),), F, lambda x: x, singular=True),
    "diag": Case((normal(2, 4, dtype=D) + 3,), LinearOperatorDiag, diagonal),
    "diag-complex": Case((normal(4, dtype=Z) + 3,), LinearOperatorDiag, diagonal),
    "identity": Case(
        (), lambda: LinearOperatorIdentity(3, [2], D), lambda: np.stack([np.eye(3)] * 2)
    ),
    "scaled": Case(
        (np.array([2.0, -3.0]),),
        lambda x: LinearOperatorScaledIdentity(3, x),
        lambda x: x[:, None, None] * np.eye(3),
    ),
    "scaled-complex": Case(
        (np.array(2.0 + 1j),),
        lambda x: LinearOperatorScaledIdentity(3, x),
        lambda x: x * np.eye(3),
    ),
    "zeros": Case(
        (),
        lambda: LinearOperatorZeros(2, 3, [2], D, is_square=False, is_self_adjoint=False),
        lambda: np.zeros((2, 2, 3)),
        singular=True,
    ),
    "zeros-square": Case(
        (), lambda: LinearOperatorZeros(3, dtype=D), lambda: np.zeros((3, 3)), singular=True
    ),
    "triangular": Case((regular(2, 3, 3),), LinearOperatorLowerTriangular, np.tril),
    "triangular-complex": Case((regular(3, 3, dtype=Z),), LinearOperatorLowerTriangular, np.tril),
    "adjoint": Case((regular(2, 3, 3, dtype=Z),), lambda x: LinearOperatorAdjoint(F(x)), swapped),
    "adjoint-wide": Case(
        (normal(3, 4, dtype=Z),), lambda x: LinearOperatorAdjoint(F(x)), swapped, singular=True
    ),
    "inversion": Case(
        (regular(2, 3, 3, dtype=Z),), lambda x: LinearOperatorInversion(F(x)), np.linalg.inv
    ),
    "composition": Case(
        (regular(2, 3, 3), normal(3, dtype=D) + 3, regular(3, 3, seed=1)),
        lambda a, b, c: LinearOperatorComposition([F(a), LinearOperatorDiag(b), F(c)]),
        lambda a, b, c: a @ diagonal(b) @ c,
    ),
    "composition-of-wide": Case(
        (normal(3, 4, dtype=D), normal(2, 4, 3, dtype=D)),
        lambda a, b: LinearOperatorComposition([F(a), F(b)], is_square=True),
        lambda a, b: a @ b,
        singular=True,
    ),
    "kronecker": Case(
        (regular(2, 2, 2, dtype=Z), regular(3, 3, dtype=Z)),
        lambda a, b: LinearOperatorKronecker([F(a), F(b)]),
        kronecker,
    ),
    "kronecker-of-three": Case(
        (regular(2, 2), normal(3, dtype=D) + 3, regular(2, 2, seed=1)),
        lambda a, b, c: LinearOperatorKronecker([F(a), LinearOperatorDiag(b), F(c)]),
        lambda a, b, c: kronecker(kronecker(a, diagonal(b)), c),
    ),
    "kronecker-wide": Case(
        (normal(2, 3, dtype=D), normal(4, 1, dtype=D)),
        lambda a, b: LinearOperatorKronecker([F(a), F(b)]),
        kronecker,
        singular=True,
    ),
    "block-diag": Case(
        (regular(2, 2, 2, dtype=Z), normal(3, dtype=Z) + 3),
        lambda a, b: LinearOperatorBlockDiag([F(a), LinearOperatorDiag(b)]),
        lambda a, b: blocks(a, diagonal(b)),
    ),
    "block-diag-wide": Case(
        (normal(2, 3, dtype=D), normal(2, 3, 1, dtype=D)),
        lambda a, b: LinearOperatorBlockDiag([F(a), F(b)], is_square=None),
        blocks,
        singular=True,
    ),
    "block-lower": Case(
        (regular(2, 2, dtype=Z), normal(2, 3, 2, dtype=Z), regular(3, 3, dtype=Z)),
        lambda a, b, c: LinearOperatorBlockLowerTriangular([[F(a)], [F(b), F(c)]]),
        lower_blocks,
    ),
    "low-rank": Case(
        (regular(2, 4, 4, dtype=Z), normal(4, 2, dtype=Z), normal(2, dtype=Z) + 2),
        lambda a, u, d: LinearOperatorLowRankUpdate(F(a), u, d),
        lambda a, u, d: a + u @ diagonal(d) @ swapped(u),
    ),
    "low-rank-two-sided": Case(
        (normal(4, dtype=D) + 3, normal(2, 4, 1, dtype=D), normal(4, 1, dtype=D, seed=1)),
        lambda a, u, v: LinearOperatorLowRankUpdate(LinearOperatorDiag(a), u, v=v),
        lambda a, u, v: diagonal(a) + u @ swapped(v),
    ),
    "low-rank-definite": Case(
        (np.array([1.0, 2.0, 3.0]), normal(2, 3, 1, dtype=D), np.array([2.0])),
        lambda a, u, d: LinearOperatorLowRankUpdate(
            LinearOperatorDiag(a, is_positive_definite=True), u, d, is_diag_update_positive=True
        ),
        lambda a, u, d: diagonal(a) + u @ diagonal(d) @ swapped(u),
    ),
    "householder": Case((normal(2, 4, dtype=D),), LinearOperatorHouseholder, reflection),
    "householder-complex": Case((normal(4, dtype=Z),), LinearOperatorHouseholder, reflection),
    "permutation": Case(
        (ORDER,),
        lambda x: LinearOperatorPermutation(x, D),
        lambda x: np.eye(4)[x],
    ),
    "permutation-batch": Case(
        (np.stack([ORDER, ORDER[::-1]]),),
        lambda x: LinearOperatorPermutation(x, Z),
        lambda x: np.eye(4)[x].astype(Z),
    ),
    "tridiag": Case((PACKED,), LinearOperatorTridiag, tridiagonal),
    "tridiag-complex": Case((PACKED[0] + 1j * PACKED[1],), LinearOperatorTridiag, tridiagonal),
    "tridiag-sequence": Case(
        (PACKED[0, 0], PACKED[0, 1], PACKED[0, 2]),
        lambda *x: LinearOperatorTridiag(x, "sequence"),
        lambda *x: tridiagonal(np.stack(x)),
    ),
    "toeplitz": Case(
        (normal(2, 4, dtype=D) + 3, normal(4, dtype=D)), LinearOperatorToeplitz, toeplitz
    ),
    "toeplitz-complex": Case(
        (normal(4, dtype=Z) + 3, normal(4, dtype=Z)), LinearOperatorToeplitz, toeplitz
    ),
    "circulant": Case(
        (normal(2, 4, dtype=Z) + 3,),
        lambda x: LinearOperatorCirculant(x, Z),
        circulant,
    ),
    "circulant-real": Case(
        (KERNEL,), lambda x: LinearOperatorCirculant(x, D), lambda x: circulant(x).real
    ),
    "circulant-2d": Case(
        (normal(2, 2, 3, dtype=Z) + 3,),
        lambda x: LinearOperatorCirculant2D(x, Z),
        lambda x: circulant(x, 2),
    ),
    "circulant-3d": Case(
        (normal(2, 1, 3, dtype=D) + 5,),
        lambda x: LinearOperatorCirculant3D(x, Z),
        lambda x: circulant(x, 3),
    ),
}


def parameters() -> list[Any]:
    """The cases for `pytest.mark.parametrize`."""
    return [pytest.param(case, id=name) for name, case in CASES.items()]
