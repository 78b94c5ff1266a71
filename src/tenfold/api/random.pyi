# tf.random
from tenfold.core.random_state import set_seed as set_seed
from tenfold.ops.array.joining import split as split
from tenfold.ops.random.philox import normal as normal
from tenfold.ops.random.philox import truncated_normal as truncated_normal
from tenfold.ops.random.philox import uniform as uniform
from tenfold.ops.random.stateful import categorical as categorical
from tenfold.ops.random.stateful import shuffle as shuffle
