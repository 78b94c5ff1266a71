# The table of contents of tf.compat.v1.manip.
from tenfold.compat.v1.arrays import gather_nd as gather_nd
from tenfold.ops.array.arranging import reverse as reverse
from tenfold.ops.array.arranging import roll as roll
from tenfold.ops.array.batching import space_to_batch_nd as space_to_batch_nd
from tenfold.ops.array.joining import tile as tile
from tenfold.ops.array.scattering import scatter_nd as scatter_nd
from tenfold.ops.array.shaping import reshape as reshape
