from tenfold.core.sparse_tensor import SparseTensor as SparseTensor
