# The table of contents of tf.compat.
from tenfold.compat import v1 as v1
from tenfold.compat.texts import as_bytes as as_bytes
from tenfold.compat.texts import as_str as as_str
from tenfold.compat.texts import as_str_any as as_str_any
from tenfold.compat.texts import as_text as as_text
from tenfold.compat.texts import bytes_or_text_types as bytes_or_text_types
from tenfold.compat.texts import complex_types as complex_types
from tenfold.compat.texts import integral_types as integral_types
from tenfold.compat.texts import path_to_str as path_to_str
from tenfold.compat.texts import real_types as real_types
from tenfold.compat.transition import dimension_at_index as dimension_at_index
from tenfold.compat.transition import dimension_value as dimension_value
from tenfold.compat.transition import forward_compatibility_horizon as forward_compatibility_horizon
from tenfold.compat.transition import forward_compatible as forward_compatible
from tenfold.compat.transition import v2 as v2
