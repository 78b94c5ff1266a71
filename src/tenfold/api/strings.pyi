# tf.strings
from tenfold.ops.strings.printing import format as format
