# The table of contents of tf.compat.
from tenfold.compat import v1 as v1
