# tf.debugging
from tenfold.core.settings import get_log_device_placement as get_log_device_placement
from tenfold.core.settings import set_log_device_placement as set_log_device_placement
from tenfold.core.tracebacks import (
    disable_traceback_filtering as disable_traceback_filtering,
)
from tenfold.core.tracebacks import (
    enable_traceback_filtering as enable_traceback_filtering,
)
from tenfold.core.tracebacks import (
    is_traceback_filtering_enabled as is_traceback_filtering_enabled,
)
from tenfold.engine.control_flow.dependencies import assert_that as Assert
from tenfold.ops.array.passing import check_numerics as check_numerics
from tenfold.ops.debugging.comparing import assert_equal as assert_equal
from tenfold.ops.debugging.comparing import assert_greater as assert_greater
from tenfold.ops.debugging.comparing import assert_greater_equal as assert_greater_equal
from tenfold.ops.debugging.comparing import assert_less as assert_less
from tenfold.ops.debugging.comparing import assert_less_equal as assert_less_equal
from tenfold.ops.debugging.comparing import assert_near as assert_near
from tenfold.ops.debugging.comparing import assert_none_equal as assert_none_equal
from tenfold.ops.debugging.kinds import assert_integer as assert_integer
from tenfold.ops.debugging.kinds import assert_proper_iterable as assert_proper_iterable
from tenfold.ops.debugging.kinds import assert_same_float_dtype as assert_same_float_dtype
from tenfold.ops.debugging.kinds import assert_type as assert_type
from tenfold.ops.debugging.kinds import is_numeric_tensor as is_numeric_tensor
from tenfold.ops.debugging.numerics import disable_check_numerics as disable_check_numerics
from tenfold.ops.debugging.numerics import enable_check_numerics as enable_check_numerics
from tenfold.ops.debugging.ranks import assert_rank as assert_rank
from tenfold.ops.debugging.ranks import assert_rank_at_least as assert_rank_at_least
from tenfold.ops.debugging.ranks import assert_rank_in as assert_rank_in
from tenfold.ops.debugging.ranks import assert_scalar as assert_scalar
from tenfold.ops.debugging.shape_contracts import assert_shapes as assert_shapes
from tenfold.ops.debugging.signs import assert_all_finite as assert_all_finite
from tenfold.ops.debugging.signs import assert_negative as assert_negative
from tenfold.ops.debugging.signs import assert_non_negative as assert_non_negative
from tenfold.ops.debugging.signs import assert_non_positive as assert_non_positive
from tenfold.ops.debugging.signs import assert_positive as assert_positive
