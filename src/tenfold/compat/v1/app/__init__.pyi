# The table of contents of tf.compat.v1.app.
from tenfold.compat.v1 import flags as flags
from tenfold.compat.v1.app.running import run as run
