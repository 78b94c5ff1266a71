# The table of contents of tf.nest.
from tenfold.core.structure import assert_same_structure as assert_same_structure
from tenfold.core.structure import flatten as flatten
from tenfold.core.structure import is_nested as is_nested
from tenfold.core.structure import map_structure as map_structure
from tenfold.core.structure import pack_sequence_as as pack_sequence_as
