# tf.config.experimental
from tenfold.core.config import get_memory_growth as get_memory_growth
from tenfold.core.config import get_visible_devices as get_visible_devices
from tenfold.core.config import list_logical_devices as list_logical_devices
from tenfold.core.config import list_physical_devices as list_physical_devices
from tenfold.core.config import set_memory_growth as set_memory_growth
from tenfold.core.config import set_visible_devices as set_visible_devices
