# The table of contents of tf.compat.v1.sparse.
from tenfold.compat.v1.placeholders import sparse_placeholder as placeholder
from tenfold.core.sparse_tensor import SparseTensor as SparseTensor
from tenfold.ops.linalg.diagonals import eye as eye
