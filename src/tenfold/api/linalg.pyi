# tf.linalg
from tenfold.ops.linalg.products import matmul as matmul
from tenfold.ops.linalg.products import matvec as matvec
from tenfold.ops.linalg.products import tensordot as tensordot
from tenfold.ops.math.clipping import global_norm as global_norm
from tenfold.ops.nn.statistics import l2_normalize as l2_normalize
