"""The Schur form of a matrix, and functions of the triangular matrix in it, on the host.

NumPy has no Schur decomposition; SciPy's is used where it is installed, since it is faster.
"""

from __future__ import annotations

import importlib.util

import numpy as np

_HAS_SCIPY = importlib.util.find_spec("scipy") is not None
# log(1 + x) by so many nodes is exact to rounding where the norm of x is below the limit.
_NODES, _LIMIT = 8, 0.25


def schur(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The upper triangular `t` and unitary `q` with `a = q @ t @ q*`.

    Args:
      a: `[n, n]`, finite.

    Returns:
      `(t, q)`, complex.
    """
    if _HAS_SCIPY:
        from scipy.linalg import schur as scipy_schur

        return scipy_schur(a.astype(np.complex128), output="complex")  # type: ignore[return-value]
    return qr_iteration(a)


def qr_iteration(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The Schur form by the QR algorithm with Wilkinson's shifts.

    Golub and Van Loan, "Matrix Computations", chapter 7.
    """
    t, q = _hessenberg(a.astype(np.complex128))
    last, tries = len(t) - 1, 0
    while last > 0:
        size = np.abs(np.diagonal(t))
        below = np.abs(np.diagonal(t, -1)[:last])
        small = np.flatnonzero(below <= np.finfo(float).eps * (size[:last] + size[1 : last + 1]))
        first = int(small[-1]) + 1 if len(small) else 0
        if first == last:
            t[last, :last] = 0
            last, tries = last - 1, 0
            continue
        tries += 1
        active = slice(first, last + 1)
        shift = _shift(t[last - 1 : last + 1, last - 1 : last + 1])
        if tries % 10 == 0:  # a cycle: shift by something else
            shift = np.abs(t[last, last - 1]) + t[last, last]
        turn, _ = np.linalg.qr(t[active, active] - shift * np.eye(last + 1 - first))
        t[active, first:] = turn.conj().T @ t[active, first:]
        t[: last + 1, active] = t[: last + 1, active] @ turn
        q[:, active] = q[:, active] @ turn
    return np.triu(t), q


def _shift(corner: np.ndarray) -> complex:
    """The eigenvalue of the last corner that is nearest to the last element."""
    (a, b), (c, d) = corner
    half = (a - d) / 2
    root = np.sqrt(half * half + b * c)
    values = (a + d) / 2 + np.array([root, -root])
    return values[np.abs(values - d).argmin()]


def _hessenberg(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The matrix with zeros below its first subdiagonal, and what turns it there."""
    t, q = a.copy(), np.eye(len(a), dtype=a.dtype)
    for k in range(len(a) - 2):
        v = t[k + 1 :, k].copy()
        length = np.linalg.norm(v)
        if not length:
            continue
        v[0] += length * (v[0] / abs(v[0]) if v[0] else 1)
        v /= np.linalg.norm(v)
        t[k + 1 :] -= 2 * np.outer(v, v.conj() @ t[k + 1 :])
        t[:, k + 1 :] -= 2 * np.outer(t[:, k + 1 :] @ v, v.conj())
        q[:, k + 1 :] -= 2 * np.outer(q[:, k + 1 :] @ v, v.conj())
    return t, q


def triangular_root(t: np.ndarray) -> np.ndarray:
    """The principal square root of an upper triangular matrix.

    Bjorck and Hammarling, "A Schur method for the square root of a matrix" (1983).
    """
    root = np.diag(np.sqrt(np.diagonal(t)))
    for j in range(len(t)):
        for i in reversed(range(j)):
            rest = t[i, j] - root[i, i + 1 : j] @ root[i + 1 : j, j]
            root[i, j] = rest / (root[i, i] + root[j, j])
    return root


def triangular_logarithm(t: np.ndarray) -> np.ndarray:
    """The principal logarithm of an upper triangular matrix without zeros on its diagonal.

    Inverse scaling and squaring: Higham, "Functions of Matrices" (2008), chapter 11.
    """
    diagonal, halvings = np.diagonal(t).copy(), 0
    identity = np.eye(len(t))
    while np.linalg.norm(t - identity, 1) > _LIMIT:
        t, halvings = triangular_root(t), halvings + 1
    x = t - identity
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    total = np.zeros_like(t)
    for node, weight in zip((nodes + 1) / 2, weights / 2, strict=True):
        total += weight * np.linalg.solve(identity + node * x, x)
    found = total * 2.0**halvings
    np.fill_diagonal(found, np.log(diagonal))
    return found
