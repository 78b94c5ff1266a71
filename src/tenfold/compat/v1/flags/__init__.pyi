# The table of contents of tf.compat.v1.flags.
from tenfold.compat.v1.flags.defining import FLAGS as FLAGS
from tenfold.compat.v1.flags.defining import DEFINE_bool as DEFINE_bool
from tenfold.compat.v1.flags.defining import DEFINE_boolean as DEFINE_boolean
from tenfold.compat.v1.flags.defining import DEFINE_enum as DEFINE_enum
from tenfold.compat.v1.flags.defining import DEFINE_float as DEFINE_float
from tenfold.compat.v1.flags.defining import DEFINE_integer as DEFINE_integer
from tenfold.compat.v1.flags.defining import DEFINE_list as DEFINE_list
from tenfold.compat.v1.flags.defining import DEFINE_string as DEFINE_string
from tenfold.compat.v1.flags.defining import FlagValues as FlagValues
from tenfold.compat.v1.flags.defining import parse_boolean as parse_boolean
