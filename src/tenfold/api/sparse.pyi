from tenfold.core.sparse_tensor import SparseTensor as SparseTensor
from tenfold.ops.sparse.row_segments import segment_mean as segment_mean
from tenfold.ops.sparse.row_segments import segment_sqrt_n as segment_sqrt_n
from tenfold.ops.sparse.row_segments import segment_sum as segment_sum
