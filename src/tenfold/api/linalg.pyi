# The table of contents of tf.linalg.
from tenfold.ops.linalg.products import matmul as matmul
from tenfold.ops.linalg.products import matvec as matvec
from tenfold.ops.linalg.products import tensordot as tensordot
