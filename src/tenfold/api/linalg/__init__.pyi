from tenfold.api.linalg import experimental as experimental
from tenfold.ops.linalg.banded import banded_triangular_solve as banded_triangular_solve
from tenfold.ops.linalg.contraction import einsum as einsum
from tenfold.ops.linalg.diagonals import band_part as band_part
from tenfold.ops.linalg.diagonals import diag as diag
from tenfold.ops.linalg.diagonals import diag_part as diag_part
from tenfold.ops.linalg.diagonals import eye as eye
from tenfold.ops.linalg.diagonals import set_diag as set_diag
from tenfold.ops.linalg.diagonals import tensor_diag as tensor_diag
from tenfold.ops.linalg.diagonals import tensor_diag_part as tensor_diag_part
from tenfold.ops.linalg.diagonals import trace as trace
from tenfold.ops.linalg.eigen import eig as eig
from tenfold.ops.linalg.eigen import eigh_tridiagonal as eigh_tridiagonal
from tenfold.ops.linalg.eigen import eigvals as eigvals
from tenfold.ops.linalg.factoring import cholesky as cholesky
from tenfold.ops.linalg.factoring import eigh as eigh
from tenfold.ops.linalg.factoring import eigvalsh as eigvalsh
from tenfold.ops.linalg.factoring import qr as qr
from tenfold.ops.linalg.factoring import svd as svd
from tenfold.ops.linalg.least_squares import lstsq as lstsq
from tenfold.ops.linalg.least_squares import matrix_rank as matrix_rank
from tenfold.ops.linalg.least_squares import pinv as pinv
from tenfold.ops.linalg.lu_factors import lu as lu
from tenfold.ops.linalg.lu_factors import lu_matrix_inverse as lu_matrix_inverse
from tenfold.ops.linalg.lu_factors import lu_reconstruct as lu_reconstruct
from tenfold.ops.linalg.lu_factors import lu_solve as lu_solve
from tenfold.ops.linalg.matrix_functions import expm as expm
from tenfold.ops.linalg.matrix_functions import logm as logm
from tenfold.ops.linalg.matrix_functions import sqrtm as sqrtm
from tenfold.ops.linalg.norms import adjoint as adjoint
from tenfold.ops.linalg.norms import cross as cross
from tenfold.ops.linalg.norms import global_norm as global_norm
from tenfold.ops.linalg.norms import l2_normalize as l2_normalize
from tenfold.ops.linalg.norms import matrix_transpose as matrix_transpose
from tenfold.ops.linalg.norms import norm as norm
from tenfold.ops.linalg.norms import normalize as normalize
from tenfold.ops.linalg.operators.adjoints import LinearOperatorAdjoint as LinearOperatorAdjoint
from tenfold.ops.linalg.operators.base import LinearOperator as LinearOperator
from tenfold.ops.linalg.operators.block_diag import (
    LinearOperatorBlockDiag as LinearOperatorBlockDiag,
)
from tenfold.ops.linalg.operators.block_lower_triangular import (
    LinearOperatorBlockLowerTriangular as LinearOperatorBlockLowerTriangular,
)
from tenfold.ops.linalg.operators.circulant import (
    LinearOperatorCirculant as LinearOperatorCirculant,
)
from tenfold.ops.linalg.operators.circulant import (
    LinearOperatorCirculant2D as LinearOperatorCirculant2D,
)
from tenfold.ops.linalg.operators.circulant import (
    LinearOperatorCirculant3D as LinearOperatorCirculant3D,
)
from tenfold.ops.linalg.operators.composition import (
    LinearOperatorComposition as LinearOperatorComposition,
)
from tenfold.ops.linalg.operators.diagonal import LinearOperatorDiag as LinearOperatorDiag
from tenfold.ops.linalg.operators.full_matrix import (
    LinearOperatorFullMatrix as LinearOperatorFullMatrix,
)
from tenfold.ops.linalg.operators.householder import (
    LinearOperatorHouseholder as LinearOperatorHouseholder,
)
from tenfold.ops.linalg.operators.identity import LinearOperatorIdentity as LinearOperatorIdentity
from tenfold.ops.linalg.operators.identity import (
    LinearOperatorScaledIdentity as LinearOperatorScaledIdentity,
)
from tenfold.ops.linalg.operators.inversion import (
    LinearOperatorInversion as LinearOperatorInversion,
)
from tenfold.ops.linalg.operators.kronecker import (
    LinearOperatorKronecker as LinearOperatorKronecker,
)
from tenfold.ops.linalg.operators.low_rank_update import (
    LinearOperatorLowRankUpdate as LinearOperatorLowRankUpdate,
)
from tenfold.ops.linalg.operators.permutation import (
    LinearOperatorPermutation as LinearOperatorPermutation,
)
from tenfold.ops.linalg.operators.toeplitz import LinearOperatorToeplitz as LinearOperatorToeplitz
from tenfold.ops.linalg.operators.triangular import (
    LinearOperatorLowerTriangular as LinearOperatorLowerTriangular,
)
from tenfold.ops.linalg.operators.tridiag import LinearOperatorTridiag as LinearOperatorTridiag
from tenfold.ops.linalg.operators.zero import LinearOperatorZeros as LinearOperatorZeros
from tenfold.ops.linalg.products import matmul as matmul
from tenfold.ops.linalg.products import matvec as matvec
from tenfold.ops.linalg.products import tensordot as tensordot
from tenfold.ops.linalg.solving import cholesky_solve as cholesky_solve
from tenfold.ops.linalg.solving import det as det
from tenfold.ops.linalg.solving import inv as inv
from tenfold.ops.linalg.solving import logdet as logdet
from tenfold.ops.linalg.solving import slogdet as slogdet
from tenfold.ops.linalg.solving import solve as solve
from tenfold.ops.linalg.solving import triangular_solve as triangular_solve
from tenfold.ops.linalg.tridiagonal import tridiagonal_matmul as tridiagonal_matmul
from tenfold.ops.linalg.tridiagonal import tridiagonal_solve as tridiagonal_solve
