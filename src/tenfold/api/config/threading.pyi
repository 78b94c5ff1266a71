from tenfold.core.settings import (
    get_inter_op_parallelism_threads as get_inter_op_parallelism_threads,
)
from tenfold.core.settings import (
    get_intra_op_parallelism_threads as get_intra_op_parallelism_threads,
)
from tenfold.core.settings import (
    set_inter_op_parallelism_threads as set_inter_op_parallelism_threads,
)
from tenfold.core.settings import (
    set_intra_op_parallelism_threads as set_intra_op_parallelism_threads,
)
