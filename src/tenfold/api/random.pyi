# tf.random
from tenfold.core.random_state import set_seed as set_seed
from tenfold.ops.random.philox import normal as normal
from tenfold.ops.random.philox import truncated_normal as truncated_normal
from tenfold.ops.random.philox import uniform as uniform
from tenfold.ops.random.stateful import categorical as categorical
from tenfold.ops.random.stateful import shuffle as shuffle
from tenfold.ops.random.stateless import fold_in as fold_in
from tenfold.ops.random.stateless import split as split
from tenfold.ops.random.stateless import stateless_categorical as stateless_categorical
from tenfold.ops.random.stateless import stateless_normal as stateless_normal
from tenfold.ops.random.stateless import stateless_truncated_normal as stateless_truncated_normal
from tenfold.ops.random.stateless import stateless_uniform as stateless_uniform
