# tf.strings
from tenfold.ops.strings.printing import format as format
from tenfold.ops.strings.substrings import substr as substr
