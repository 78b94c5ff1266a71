# tf.debugging
from tenfold.core.settings import get_log_device_placement as get_log_device_placement
from tenfold.core.settings import set_log_device_placement as set_log_device_placement
from tenfold.engine.autograph.errors import (
    disable_traceback_filtering as disable_traceback_filtering,
)
from tenfold.engine.autograph.errors import (
    enable_traceback_filtering as enable_traceback_filtering,
)
from tenfold.engine.autograph.errors import (
    is_traceback_filtering_enabled as is_traceback_filtering_enabled,
)
from tenfold.engine.control_flow.dependencies import assert_that as Assert
from tenfold.ops.array.passing import check_numerics as check_numerics
