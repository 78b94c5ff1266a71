# tf.raw_ops: its names are those of the registry, which the two functions know.
from tenfold.ops.raw_calls import __dir__ as __dir__
from tenfold.ops.raw_calls import __getattr__ as __getattr__
