from tenfold.ops.bitwise.bits import bitwise_and as bitwise_and
from tenfold.ops.bitwise.bits import bitwise_or as bitwise_or
from tenfold.ops.bitwise.bits import bitwise_xor as bitwise_xor
from tenfold.ops.bitwise.bits import invert as invert
from tenfold.ops.bitwise.bits import left_shift as left_shift
from tenfold.ops.bitwise.bits import right_shift as right_shift
